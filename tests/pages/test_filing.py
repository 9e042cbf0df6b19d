"""Filing each document: where, when and by whom; what those concerned say; holding and forgetting the words."""

import re
from collections.abc import Callable

import pytest

from tests.pages.conftest import ORIGIN, Person, Service
from tests.pages.test_records import SUGGESTION, Filed

CHILDREN = [
    {"kind": "child", "initials": "KQ", "number": "8675309"},
    {"kind": "carer", "initials": "LM", "number": "24601"},
]
DAY = {"day": "22", "month": "11", "year": "2026"}


@pytest.fixture
def filed(service: Service, joanna: Person, start: Callable[..., str]) -> Filed:
    """A Solution Circle about a child and a carer, closed on Sunday 22 November 2026."""
    held = Filed(service, start(joanna))
    held.play("details", destinations=CHILDREN)
    held.play("close")
    return held


@pytest.fixture
def forms(filed: Filed) -> list[str]:
    """Under what the two forms are filed."""
    return list(documents(filed))[:2]


def documents(filed: Filed) -> list[str]:
    page = filed.service.somebody().sign_in("Joanna Okafor").open(filed.path).page
    return re.findall(r'class="records-paper[^"]*" id="file-(\w+)"', page)


def paper(person: Person, filed: Filed, document: str) -> str:
    """What the page says of one document."""
    return person.open(filed.path).page.split(f'id="file-{document}"')[1].split('id="file-')[0]


def mark(person: Person, filed: Filed, document: str, place: str = "LCS", **day: str) -> Person:
    on = {f"on-{document}-{part}": text for part, text in {**DAY, **day}.items()}
    fields = {f"place-{document}": place, **on, "state": "filed"}
    return person.open(filed.path).send(f"{filed.path}/filing/{document}", fields)


def filing(filed: Filed, document: str) -> tuple[str, str, str | None]:
    circle = filed.service.services.store.circle(filed.circle)
    assert circle is not None
    if document not in circle.filings:
        return "open", "", None
    found = circle.filings[document]
    return found.state, found.place, found.on


def test_each_form_has_a_state_of_its_own_and_says_who_filed_it_where_and_when(
    filed: Filed, joanna: Person, forms: list[str]
) -> None:
    child, carer = forms
    assert "Solution Circle form: Child KQ" in paper(joanna, filed, child)
    assert "Solution Circle form: Carer LM" in paper(joanna, filed, carer)

    mark(joanna, filed, child, "Mosaic")

    assert "It is marked as filed." in joanna.page
    assert "Filed in Mosaic on 22 November 2026 by Joanna Okafor" in paper(joanna, filed, child)
    assert filing(filed, carer) == ("open", "", None)
    assert "Mark as filed" in paper(joanna, filed, carer)


def test_the_day_by_which_to_file_counts_working_days_and_overdue_is_said(
    filed: Filed, joanna: Person, forms: list[str], service: Service
) -> None:
    assert "File by Tuesday 24 November 2026" in paper(joanna, filed, forms[0])
    assert "The policy sets no day for this one." in paper(joanna, filed, "learning")
    joanna.open("/")
    service.later(days=3)
    late = service.somebody().sign_in("Joanna Okafor")
    assert "Overdue: it was to be filed by Tuesday 24 November 2026" in paper(late, filed, forms[0])
    assert "Overdue: this was to be filed by Tuesday 24 November 2026" in late.page, "the page begins with it"
    for document in forms:
        mark(late, filed, document)
    assert "verdue" not in late.open(filed.path).page
    late.send(f"{filed.path}/filing/learning", state="discarded")
    assert "Every record is filed, or needs no filing" in late.page


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ({"day": "23"}, "The day must be today or in the past."),
        ({"day": "21"}, "The day must not be before the circle."),
        ({"day": "", "month": "", "year": ""}, "Enter the day on which it was filed."),
        ({"month": "13"}, "The day must be a real date"),
    ],
)
def test_a_day_that_cannot_be_stands_at_its_form_with_what_was_typed(
    filed: Filed, joanna: Person, forms: list[str], day: dict[str, str], sentence: str
) -> None:
    mark(joanna, filed, forms[1], "EHM", **day)
    assert joanna.status == 422
    assert f'href="#on-{forms[1]}-day">{sentence}' in joanna.page
    assert f'id="on-{forms[1]}-error"' in joanna.page
    assert f'id="on-{forms[0]}-error"' not in joanna.page
    assert re.search(rf'id="place-{forms[1]}".*?<option selected>EHM', joanna.page, re.DOTALL)
    typed = re.search(rf'id="on-{forms[1]}-day"[^>]* value="(\d*)"', joanna.page)
    assert typed
    assert typed[1] == day.get("day", "22"), "also an emptied field stays as it was typed"
    assert filing(filed, forms[1]) == ("open", "", None)


def test_it_is_filed_only_in_the_places_of_the_team(filed: Filed, joanna: Person, forms: list[str]) -> None:
    mark(joanna, filed, forms[0], "My own folder")
    assert "Choose where it is filed." in joanna.page
    assert filing(filed, forms[0])[0] == "open"


def test_what_needs_no_filing_is_marked_and_can_be_taken_back(filed: Filed, joanna: Person) -> None:
    address = f"{filed.path}/filing/learning"
    joanna.open(filed.path).send(address, state="discarded")
    assert "Nothing needs filing here: marked on 22 November 2026 by Joanna Okafor" in paper(
        joanna, filed, "learning"
    )
    joanna.send(address, state="open")
    assert "It is open again." in joanna.page
    assert filing(filed, "learning") == ("open", "", None)


def test_who_filed_with_the_facilitators_link_is_named_so(
    filed: Filed, joanna: Person, forms: list[str]
) -> None:
    with_link = filed.service.somebody()
    with_link.client.set_cookie(
        f"facilitator-{filed.circle}",
        filed.service.services.conduct.give(filed.circle, "facilitator"),
        domain="127.0.0.1",
    )
    mark(with_link, filed, forms[0])
    assert "Filed in LCS on 22 November 2026 with the facilitator’s link" in paper(joanna, filed, forms[0])


def test_the_likely_place_is_chosen_already(filed: Filed, joanna: Person, forms: list[str]) -> None:
    assert "<option selected>LCS" in paper(joanna, filed, forms[0])
    assert "<option selected>Team folder (SharePoint)" in paper(joanna, filed, "learning")


def test_before_the_close_nothing_is_filed(
    service: Service, joanna: Person, start: Callable[..., str]
) -> None:
    running = Filed(service, start(joanna))
    page = joanna.open(running.path).page
    assert "Mark as filed" not in page
    assert "After the circle" in page
    mark(joanna, running, "form")
    assert joanna.status == 422
    assert "Close it first." in joanna.page


def test_copying_counts_as_taken_out_but_not_as_filed(filed: Filed, joanna: Person, forms: list[str]) -> None:
    page = joanna.open(f"{filed.path}/boxes?for={forms[0]}").page
    # Only the boxes: the letters of somebody's initials can stand in the page's random numbers too.
    boxes = page.split("data-boxes")[1].split("<form")[0]
    assert SUGGESTION in boxes
    assert "KQ" in boxes
    assert "LM" not in boxes
    joanna.send(f"{filed.path}/filing/{forms[0]}/copied")
    circle = filed.service.services.store.circle(filed.circle)
    assert circle is not None
    assert circle.filings[forms[0]].exported_at == filed.service.clock.at
    assert "Last downloaded or copied on 22 November 2026 at" in paper(joanna, filed, forms[0])
    assert "Last downloaded or copied" not in paper(joanna, filed, forms[1])
    assert filing(filed, forms[0])[0] == "open"


def test_the_boxes_of_the_record_of_learning_hold_nothing_of_the_case(filed: Filed, joanna: Person) -> None:
    page = joanna.open(f"{filed.path}/boxes?for=learning").page
    assert "What Worked Well" in page
    assert SUGGESTION not in page
    assert joanna.open(f"{filed.path}/boxes?for=nobody").status == 404
    assert joanna.open(f"{filed.path}/boxes").status == 404


def test_a_response_is_written_down_and_a_disagreement_stays_open_until_it_is_settled(
    filed: Filed, joanna: Person
) -> None:
    address = f"{filed.path}/filing/responses"
    joanna.open(filed.path).send(address, who="Priya Nair", agrees="no", words="")
    assert joanna.status == 422
    assert 'value="Priya Nair"' in joanna.page
    assert "Write down what they say is wrong." in joanna.page

    joanna.send(address, who="Priya Nair", agrees="no", words="He never said that.")
    page = joanna.page
    assert "<b>Priya Nair</b> disagrees, 22 November 2026 at" in page
    assert "He never said that." in page
    assert "Settle 1 disagreement" in page
    response = re.search(r'id="response-(\w+)"', page)
    assert response
    settled = f"{address}/{response[1]}/settled"
    joanna.send(settled, {f"settled-{response[1]}": " "})
    assert "Say how it was settled, in a sentence." in joanna.page
    joanna.send(settled, {f"settled-{response[1]}": "The sentence was taken out."})
    assert "The sentence was taken out." in joanna.page
    assert "Settle 1 disagreement" not in joanna.page
    assert "He never said that." in joanna.page, "a disagreement that is settled stays"


def test_words_are_held_and_let_go_of(filed: Filed, joanna: Person) -> None:
    joanna.open(filed.path).send(f"{filed.path}/filing/hold", on="yes")
    assert "Your team is keeping the words for now." in joanna.page
    assert "Remove all words now" not in joanna.page
    joanna.send(f"{filed.path}/filing/hold", on="no")
    assert "Keep the words for now" in joanna.page


def test_words_are_forgotten_on_request_only_when_everything_is_settled_and_somebody_is_sure(
    filed: Filed, joanna: Person, forms: list[str]
) -> None:
    joanna.client.get(f"{filed.path}/solution-form.txt?for={forms[0]}", base_url=ORIGIN)
    address = f"{filed.path}/filing/forget"
    page = joanna.open(address).page
    assert "Child KQ</a>: not marked as filed</li>" in page
    assert "Carer LM</a>: not marked as filed, and nobody has downloaded or copied it</li>" in page
    assert 'name="sure"' not in page
    joanna.send(address, sure="yes")
    assert filed.text("circle", "focus"), "nothing is forgotten before it is settled"

    for document in forms:
        mark(joanna, filed, document)
    joanna.open(filed.path).send(f"{filed.path}/filing/learning", state="discarded")
    joanna.open(address).send(address)
    assert "Tick the box to say that you are sure." in joanna.page
    assert filed.text("circle", "focus")

    joanna.send(address, sure="yes")

    assert "All words are removed." in joanna.page
    page = joanna.open(filed.path).page
    assert "The words of this circle were removed on 22 November 2026" in page
    assert "Filed in LCS on 22 November 2026" in page
    assert SUGGESTION in page, "the action is open until the group has checked in"
    # As words: the letters of somebody's initials can stand in the page's random numbers too.
    assert not re.search(r"(?<![\w-])(Kai|KQ)(?![\w-])", page)
    for gone in ("words", "learning", "boxes?for=form", "filing/forget"):
        assert joanna.open(f"{filed.path}/{gone}").status == 404, gone


def test_of_a_circle_whose_actions_are_done_nothing_is_left_but_the_register(
    filed: Filed, joanna: Person
) -> None:
    filed.play("checked", id=filed.suggestion, outcome="done")
    for document in documents(filed):
        filed.play("filing", document=document, state="discarded")
    joanna.open(f"{filed.path}/filing/forget").send(f"{filed.path}/filing/forget", sure="yes")
    assert "All words are removed." in joanna.page
    assert joanna.status == 200
    assert joanna.open(filed.path).status == 404
    assert "Solution Circle" in joanna.open("/register").page


def test_filing_is_for_the_teams_staff_only(
    filed: Filed, joanna: Person, sam: Person, forms: list[str]
) -> None:
    sam.open("/")
    for address in (forms[0], f"{forms[0]}/copied", "link", "responses", "hold", "forget"):
        assert sam.send(f"{filed.path}/filing/{address}", state="discarded", sure="yes").status == 404, (
            address
        )
    assert filing(filed, forms[0])[0] == "open"
