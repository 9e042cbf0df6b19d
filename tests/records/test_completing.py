"""From the fields of the records pages to moves: only what was changed, and nothing over what somebody else saved."""

from typing import Any

from app.records.completing import CHANGED, Completing, Correcting, mark
from tests.records.circles import BOXES, solution


def moves(typed: Completing | Correcting) -> dict[str, Any]:
    return {
        field: {name: value for name, value in move.items() if name != "type"} for field, move in typed.moves
    }


def test_a_page_that_was_only_looked_at_makes_no_move() -> None:
    circle = solution().circle
    fields = {f"box-{name}": text for name, text in BOXES.items()}
    assert moves(Completing(circle, fields)) == {}
    assert moves(Correcting(circle, {"focus": circle.text("circle", "focus")})) == {}


def test_line_ends_of_a_browser_and_spaces_around_change_nothing() -> None:
    played = solution()
    played.act("details", boxes={"impact": "One.\nTwo."})
    assert moves(Completing(played.circle, {"box-impact": " One.\r\nTwo.\r\n"})) == {}


def test_a_correction_goes_with_the_revision_that_it_changes() -> None:
    played = solution()
    said = next(
        id_ for id_ in played.circle.contributions if played.circle.text(id_, "text") == "Draw a picture plan"
    )
    played.act("correct", id=said, text="Draw a plan", revision=1)
    typed = Correcting(played.circle, {f"text-{said}": "Draw it together", "focus": "Calmer mornings?"})
    assert moves(typed) == {
        "focus": {"id": "focus", "text": "Calmer mornings?", "revision": 1},
        f"text-{said}": {"id": said, "text": "Draw it together", "revision": 2},
    }


def test_what_somebody_else_saved_meanwhile_is_shown_and_not_overwritten() -> None:
    circle = solution().circle
    was = mark("What stood there when the page was opened")
    typed = Completing(circle, {"was-box-impact": was, "box-impact": "Mine"})
    assert moves(typed) == {}
    assert typed.faults == {"box-impact": CHANGED}
    assert typed.theirs == {"box-impact": BOXES["impact"]}


def test_a_field_that_nobody_touched_does_not_put_back_what_stood_there() -> None:
    typed = Completing(solution().circle, {"was-box-impact": mark("Before"), "box-impact": "Before"})
    assert moves(typed) == {}
    assert typed.faults == {}


def test_of_an_action_what_others_changed_stays_and_the_rest_is_saved() -> None:
    circle = solution().circle
    chosen = next(each.id for each in circle.contributions.values() if each.chosen)
    typed = Completing(
        circle, {f"was-how-{chosen}": mark("Before"), f"how-{chosen}": "Mine", f"why-{chosen}": "Because"}
    )
    assert moves(typed)[f"by_whom-{chosen}"] == {
        "id": chosen,
        "by_whom": circle.text(chosen, "by_whom"),
        "why": "Because",
    }
    assert typed.theirs == {f"how-{chosen}": circle.text(chosen, "how")}


def test_words_that_are_gone_are_not_corrected() -> None:
    played = solution()
    said = next(iter(played.circle.contributions))
    played.act("erase", id=said)
    assert moves(Correcting(played.circle, {f"text-{said}": "Back again"})) == {}


def test_a_fault_in_one_of_several_solutions_says_in_which() -> None:
    circle = solution().circle
    second = [each.id for each in circle.contributions.values() if each.chosen][1]
    typed = Completing(circle, {f"by_whom-{second}": "", f"how-{second}": "x" * 501})
    assert typed.faults == {
        f"by_whom-{second}": "Solution 2: say who will do it.",
        f"how-{second}": "Solution 2, How: 1 character too long: 500 fit. Make it shorter.",
    }


def test_the_group_cannot_check_in_before_its_circle_and_an_agreed_day_is_not_emptied() -> None:
    circle = solution().circle
    saved = circle.check_in_on
    assert saved
    before = Completing(circle, {"check-in-on": "2020-01-01", "check-in-by": "Asha"})
    assert before.faults == {"check-in-on": "When the group checks in: this day is before the circle."}
    assert moves(before) == {"check-in-on": {"on": saved, "by": "Asha"}}, "the rest is saved"
    emptied = Completing(circle, {"check-in-on": ""})
    assert emptied.faults == {
        "check-in-on": "When the group checks in: give the day. It can be changed, not emptied."
    }
    assert Completing(circle, {"check-in-on": "2099-01-01"}).faults == {}
