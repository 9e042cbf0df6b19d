"""Pages for what went wrong say our own sentences, and nothing that a library or a stranger wrote."""

from flask import abort

from app.pages.access import open_to_anybody
from app.pages.errors import LinkEnded
from tests.pages.conftest import ORIGIN, Person, Service


@open_to_anybody
def refused() -> str:
    abort(403, "what a library quotes")


@open_to_anybody
def ended() -> str:
    raise LinkEnded("what a library quotes")


def test_the_message_of_a_library_reaches_nobody(service: Service) -> None:
    service.app.add_url_rule("/refused", view_func=refused)
    page = service.somebody().open("/refused")
    assert page.status == 403
    assert "You cannot open this" in page.page
    assert "what a library quotes" not in page.page


def test_a_link_that_has_ended_says_so_wherever_it_leads(service: Service) -> None:
    service.app.add_url_rule("/ended", view_func=ended)
    page = service.somebody().open("/ended")
    assert page.status == 403
    assert "Ask the facilitator of your circle for a new one." in page.page
    assert "what a library quotes" not in page.page
    answer = service.app.test_client().get("/ended", json={}, base_url=ORIGIN)
    assert answer.get_json() == {
        "code": "not_allowed",
        "message": "This link has ended. Ask the facilitator of your circle for a new one.",
    }


def test_a_page_that_a_browser_opens_ahead_of_time_is_not_given(service: Service, joanna: Person) -> None:
    """Nobody may ever look at it, and what was shown counts: words go after they were announced three times."""
    for header in (
        {"Sec-Purpose": "prefetch;prerender"},
        {"Sec-Purpose": "prefetch"},
        {"Purpose": "prefetch"},
    ):
        answer = joanna.client.get("/", base_url=ORIGIN, headers=header)
        assert answer.status_code == 503, header
    assert joanna.client.get("/", base_url=ORIGIN).status_code == 200, "the control"
