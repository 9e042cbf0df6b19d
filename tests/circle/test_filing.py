"""After the close: filing, what those concerned say, and check-ins."""

from dataclasses import replace

import pytest

from app.circle.destinations import destinations, documents
from app.circle.filing import open_actions, open_disagreements
from app.circle.state import Actor, Filing
from tests.circle.helpers import ADVISOR, FACILITATOR, PREPARER, PRIYA, READER, SAM, Playing

RUBY = {"kind": "child", "initials": "RB", "number": "81"}
JAY = {"kind": "young_person", "initials": "JB", "number": "82"}
FILED = {"state": "filed", "place": "LCS", "on": "2026-03-02"}


@pytest.fixture
def closed() -> Playing:
    """A Solution Circle about two children that ended with one solution chosen."""
    playing = Playing().go_to(2)
    playing.rota = playing.says(SAM, "suggestion", "A rota")  # type: ignore[attr-defined]
    playing.other = playing.says(SAM, "suggestion", "A letter")  # type: ignore[attr-defined]
    playing.play("next")
    playing.play("choose", PRIYA, id=playing.rota, on=True)  # type: ignore[attr-defined]
    playing.play("details", destinations=[RUBY, JAY])
    playing.play("close")
    return playing


def test_each_person_concerned_has_a_document_of_their_own(closed: Playing) -> None:
    ruby, jay = destinations(closed.circle)
    assert documents(closed.circle) == (ruby.id, jay.id, "learning")
    closed.play("filing", document=ruby.id, **FILED)
    assert closed.circle.filings[ruby.id].state == "filed"
    assert jay.id not in closed.circle.filings


def test_a_circle_about_nobody_by_name_has_one_form() -> None:
    assert documents(Playing().circle) == ("form", "learning")


def test_filed_says_where_when_and_by_whom(closed: Playing) -> None:
    joanna = Actor("facilitator", staff=7)
    closed.play("filing", joanna, document="learning", **FILED)
    assert closed.circle.filings["learning"] == Filing(
        "learning", "filed", "LCS", "2026-03-02", closed.now, by=7
    )


@pytest.mark.parametrize("missing", ["place", "on"])
def test_filed_without_a_place_or_a_day_is_refused(closed: Playing, missing: str) -> None:
    fields = {name: value for name, value in FILED.items() if name != missing}
    assert closed.refused("filing", document="learning", **fields).code == "invalid"


def test_filed_can_be_taken_back(closed: Playing) -> None:
    closed.play("filing", document="learning", **FILED)
    closed.play("filing", document="learning", state="open")
    filing = closed.circle.filings["learning"]
    assert (filing.state, filing.place, filing.on) == ("open", "", None)


def test_a_download_is_no_filing_and_filing_keeps_it(closed: Playing) -> None:
    closed.play("filing", document="learning", state="exported")
    assert closed.circle.filings["learning"].state == "open"
    closed.play("filing", document="learning", **FILED)
    assert closed.circle.filings["learning"].exported_at == closed.now


def test_a_document_that_the_circle_does_not_have_is_not_filed(closed: Playing) -> None:
    assert closed.refused("filing", document="form", **FILED).code == "not_found"
    assert closed.refused("filing", document="f" * 10, **FILED).code == "not_found"


def test_whose_form_is_filed_cannot_be_left_out_of_the_list(closed: Playing) -> None:
    ruby, jay = destinations(closed.circle)
    closed.play("filing", document=ruby.id, **FILED)
    assert closed.refused("details", destinations=[{**JAY, "id": jay.id}]).code == "not_allowed"
    closed.play("details", destinations=[{**RUBY, "id": ruby.id, "initials": "RC"}])
    assert [(each.id, each.initials) for each in destinations(closed.circle)] == [(ruby.id, "RC")]


def test_an_id_that_nobody_has_or_that_comes_twice_counts_as_none(closed: Playing) -> None:
    ruby, _ = destinations(closed.circle)
    rows = [{**RUBY, "id": ruby.id}, {**JAY, "id": ruby.id}, {**JAY, "id": "learning"}]
    closed.play("details", destinations=rows)
    ids = [each.id for each in destinations(closed.circle)]
    assert ids[0] == ruby.id
    assert len(set(ids)) == 3
    assert "learning" not in ids


def test_the_presenter_agrees_or_disagrees_by_their_link(closed: Playing) -> None:
    said = closed.play("respond", READER, agrees=False, text="It was Tuesday", who="Somebody else")
    response = closed.circle.responses[said]
    assert (response.agrees, response.source, response.at) == (False, "reader", closed.now)
    assert closed.text(said, "who") == "Priya", "the link says whose it is, not what was sent"
    assert closed.text(said) == "It was Tuesday"
    assert open_disagreements(closed.circle) == [response]

    closed.play("respond", READER, agrees=True)
    assert len(closed.circle.responses) == 2


def test_the_presenters_link_leaves_room_for_what_staff_write_down(closed: Playing) -> None:
    for _ in range(30):
        closed.play("respond", READER, agrees=True)
    assert closed.refused("respond", READER, agrees=True).code == "too_many"
    closed.play("respond", agrees=False, text="Not right", who="Mum")


@pytest.mark.parametrize(
    "fault", [{"place": "Ruby 943 476 5919"}, {"place": "LCS 81234"}, {"on": "2027-01-01"}]
)
def test_no_number_of_anybody_and_no_day_to_come_stays_in_the_register(
    closed: Playing, fault: dict[str, str]
) -> None:
    assert closed.refused("filing", document="learning", **{**FILED, **fault}).code == "invalid"
    assert "learning" not in closed.circle.filings


def test_an_initial_that_is_put_right_leaves_no_earlier_wording(closed: Playing) -> None:
    ruby, jay = destinations(closed.circle)
    closed.play("details", destinations=[{**RUBY, "id": ruby.id, "initials": "RC"}, {**JAY, "id": jay.id}])
    assert closed.touched.forgotten_fields == {("circle", "destinations")}
    assert destinations(closed.circle)[0].initials == "RC"


def test_a_disagreement_without_words_is_refused(closed: Playing) -> None:
    assert closed.refused("respond", READER, agrees=False).code == "invalid"


def test_staff_write_down_what_somebody_said(closed: Playing) -> None:
    said = closed.play("respond", ADVISOR, agrees=False, text="Not my words", who="Tom, social worker")
    assert (closed.text(said, "who"), closed.circle.responses[said].source) == (
        "Tom, social worker",
        "advisor",
    )


def test_a_disagreement_is_settled_and_stays_beside_the_text(closed: Playing) -> None:
    said = closed.play("respond", READER, agrees=False, text="It was Tuesday")
    closed.wait(60)
    closed.play("settle", id=said, text="Put right")
    assert open_disagreements(closed.circle) == []
    assert closed.circle.responses[said].settled_at == closed.now
    assert (closed.text(said), closed.text(said, "settled")) == ("It was Tuesday", "Put right")
    assert closed.refused("settle", id=said, text="Again").code == "not_allowed"


def test_agreement_needs_no_settling(closed: Playing) -> None:
    said = closed.play("respond", READER, agrees=True)
    assert closed.refused("settle", id=said, text="").code == "not_found"


def test_the_link_to_the_form_gives_nothing_else(closed: Playing) -> None:
    for act, fields in (
        ("filing", {"document": "learning", **FILED}),
        ("checked", {"id": closed.rota, "outcome": "done"}),
        ("erase", {"id": closed.rota}),
        ("correct", {"id": "focus", "text": "Mine", "revision": 0}),
    ):
        assert closed.refused(act, READER, **fields).code == "circle_closed"
        assert closed.refused(act, PREPARER, **fields).code == "circle_closed"


@pytest.mark.parametrize(("outcome", "still_open"), [("done", False), ("changed", False), ("not_yet", True)])
def test_a_check_in_says_what_came_of_an_action(closed: Playing, outcome: str, still_open: bool) -> None:
    assert [each.id for each in open_actions(closed.circle)] == [closed.rota]
    closed.play("checked", id=closed.rota, outcome=outcome, text="In a word", on="2026-04-01")
    action = closed.circle.contributions[closed.rota]
    assert (action.outcome, action.checked_at) == (outcome, closed.now)
    assert action.check_on == ("2026-04-01" if still_open else None)
    assert closed.text(closed.rota, "comment") == "In a word"
    assert bool(open_actions(closed.circle)) == still_open


def test_next_steps_of_the_review_are_followed_up_too() -> None:
    playing = Playing("success").go_to(5)
    step = playing.says(SAM, "next_step", "Ask for a room")
    learned = playing.says(SAM, "key_learning", "Slow down")
    playing.play("close")
    assert [each.id for each in open_actions(playing.circle)] == [step]
    playing.play("checked", id=step, outcome="done")
    assert open_actions(playing.circle) == []
    assert playing.refused("checked", id=learned, outcome="done").code == "not_found"


def test_only_what_was_chosen_is_checked(closed: Playing) -> None:
    assert closed.refused("checked", id=closed.other, outcome="done").code == "not_found"


def test_nothing_follows_before_the_close() -> None:
    playing = Playing().go_to(3)
    for act, fields in (("filing", {"document": "learning", **FILED}), ("hold", {"on": True}), ("share", {})):
        assert playing.refused(act, FACILITATOR, **fields).code == "not_allowed"


def test_what_was_answered_is_removed_for_good_and_that_somebody_answered_stays(closed: Playing) -> None:
    said = closed.play("respond", READER, agrees=False, text="It was Tuesday")
    closed.play("settle", id=said, text="It was put right")
    assert closed.refused("erase", READER, id=said).code == "circle_closed"
    assert closed.refused("erase", ADVISOR, id=said).code == "not_allowed"
    closed.play("erase", id=said)
    assert (closed.text(said), closed.text(said, "settled"), closed.text(said, "who")) == ("", "", "Priya")
    assert closed.touched.forgotten_fields == {(said, "text"), (said, "settled")}
    assert closed.circle.responses[said].settled_at == closed.now


def test_a_single_field_of_an_action_is_removed_for_good(closed: Playing) -> None:
    closed.play("action", id=closed.rota, by_whom="Priya", why="Because of Ruby")
    closed.play("erase", id=closed.rota, field="why")
    assert (closed.text(closed.rota, "why"), closed.text(closed.rota, "by_whom")) == ("", "Priya")
    assert closed.circle.contributions[closed.rota].state == "shown"
    assert closed.refused("erase", ADVISOR, id=closed.rota, field="why").code == "not_allowed"


@pytest.mark.parametrize("box", ["box:impact", "told"])
def test_a_box_is_removed_for_good_with_its_earlier_wordings(closed: Playing, box: str) -> None:
    words = {"told": "Ann"} if box == "told" else {"boxes": {"impact": "He is calmer"}}
    closed.play("details", **words)
    closed.play("erase", id=box)
    assert closed.text("circle", box) == ""
    assert closed.touched.forgotten_fields == {("circle", box)}


def test_the_days_to_say_what_is_wrong_count_from_the_link(closed: Playing) -> None:
    closed.wait(3600)
    closed.play("share")
    assert closed.circle.window_from == closed.now


def test_when_the_words_are_forgotten_only_check_ins_go_on(closed: Playing) -> None:
    closed.circle = replace(closed.circle, forgotten_at=closed.now)
    assert closed.refused("title", text="New words").code == "circle_closed"
    assert closed.refused("respond", READER, agrees=True).code == "circle_closed"
    closed.play("checked", id=closed.rota, outcome="done")
