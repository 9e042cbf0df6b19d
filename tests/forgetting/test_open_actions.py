"""What is left of a forgotten circle while an action is open: enough to check in, and nobody’s identity."""

import re

import pytest

from app.circle.filing import open_actions
from app.forgetting import forget_due
from app.store import tables as t
from app.store import tokens
from tests.forgetting.full_circle import Full
from tests.forgetting.rows import days, line, rows_of

IDENTIFYING = {
    "what": "Ring Amy Brooks on 07700 900123 about KQ and K.Q., number 8675309, NHS 943 476 5919",
    "how": "Through the school",
    "why": "Because nobody has asked",
    "by_when": "KQ’s review, born 3.4.2012",
    "by_whom": "Samuel Okoro, 07700 900123, for KQ",
    "measure": "She sleeps",
    "decision_by": "Ewa",
}


@pytest.fixture
def open_actions_left(full: Full) -> tuple[str, str]:
    """A forgotten circle with two open actions, the ids of which these are."""
    actions = full.solution_circle()
    child = {"kind": "child", "initials": "KQ", "number": "8675309"}
    full.act("details", destinations=[child])
    full.act("action", id=actions[0], **IDENTIFYING)
    text = full.circle.revision(actions[0], "text")
    full.act("correct", id=actions[0], text="Visit KQ at ZE3 9JW", revision=text)
    full.act("checked", id=actions[1], outcome="not_yet", on="2027-01-08", text="KQ was away")
    for step in open_actions(full.circle):
        if step.id not in actions:
            full.act("checked", id=step.id, outcome="done")
    full.files_all()
    assert forget_due(full.store, days(full, 10)) == 1
    full.store.forget_all()
    return actions[0], actions[1]


def test_open_actions_stay_without_identifiers(full: Full, open_actions_left: tuple[str, str]) -> None:
    first, second = open_actions_left
    circle = full.circle
    assert circle.forgotten_at == days(full, 10)
    assert list(circle.contributions) == [first, second]
    words = {name: circle.text(first, name) for name in IDENTIFYING}
    assert words == {
        "what": "Ring [removed] on [removed] about [removed] and [removed], number [removed], NHS [removed]",
        "by_whom": "Samuel Okoro, [removed], for [removed]",
        "by_when": "[removed]’s review, [removed]",
        "how": "", "why": "", "measure": "", "decision_by": "",
    }  # fmt: skip
    assert circle.text(first, "text") == "Visit [removed] at [removed]"
    assert circle.text(second, "comment") == ""


def test_of_open_actions_nothing_else_stays(full: Full, open_actions_left: tuple[str, str]) -> None:
    left = rows_of(full, full.id)
    assert set(left) == {"circles", "contributions", "wordings"}
    subjects = {row[1] for row in left["wordings"]}
    assert subjects == set(open_actions_left)
    row = dict(zip(t.circles.c.keys(), left["circles"][0], strict=True))
    assert (row["facilitator_id"], row["advisor_id"], row["presenter"], row["next_date"]) == (None,) * 4
    masked = {"second action", "action 1: what", "action 1: by_whom", "action 1: by_when"}
    assert full.word.found_in([full.path.parent]) <= masked
    # Without the hash of the password, in whose letters any two can stand side by side.
    kept = re.sub(rb"\$argon2id\$[\w$=,+/]+", b"", full.bytes_on_disk())
    for phrase in ("KQ", "8675309", "Amy", "07700 900123", "943 476 5919", "ZE3 9JW"):
        assert phrase.encode() not in kept, phrase


def test_each_open_action_keeps_the_day_on_which_it_is_looked_at(
    full: Full, open_actions_left: tuple[str, str]
) -> None:
    assert [each.check_on for each in full.circle.contributions.values()] == ["2026-12-20", "2027-01-08"]
    assert full.circle.check_in_on is None
    stands = line(full, full.id)
    assert (stands.open_actions, stands.check_on) == (2, "2026-12-20")


def test_when_the_last_open_action_is_checked_in_the_rest_goes(
    full: Full, open_actions_left: tuple[str, str]
) -> None:
    first, second = open_actions_left
    with full.store.writing() as tx:
        tokens.add(
            tx.db, full.facilitator, full.clock.at
        )  # staff act by their session, which outlasts the circle
    full.act("checked", id=first, outcome="not_yet", on="2027-02-01", text="Later")
    full.act("checked", id=first, outcome="done", text=full.word("last comment but one"))
    assert line(full, full.id).open_actions == 1
    full.act("checked", id=second, outcome="changed", text=full.word("last comment"))

    assert rows_of(full, full.id) == {}
    assert full.store.circle(full.id) is None
    stands = line(full, full.id)
    assert (stands.open_actions, stands.forgotten_at is None) == (0, False)
    assert full.word.found_in([full.path.parent]) == set()


def test_a_forgotten_circle_takes_nothing_but_check_ins(
    full: Full, open_actions_left: tuple[str, str]
) -> None:
    with full.store.writing() as tx:
        tokens.add(tx.db, full.facilitator, full.clock.at)
    assert full.play("title", text="About KQ")["code"] == "circle_closed"
    assert full.play("correct", id=open_actions_left[0], text="KQ", revision=2)["code"] == "circle_closed"


@pytest.fixture
def composed(full: Full) -> Full:
    """A circle whose advisor put a piece of key learning and a use of the learning among the next steps, and reworded
    what was said; forgotten when everything was filed."""
    full.begin("success")
    full.goes_to("learning")
    use = full.act("contribute", kind="learning_use", text="I ask fathers too")
    full.goes_to("review")
    learned = full.act("contribute", kind="key_learning", text="We ring schools sooner")
    step = full.act("contribute", kind="next_step", text="Zbigniew wants his shoes back")
    lines = [(use, ""), (learned, ""), (step, "Ring the family first")]
    full.act(
        "compose",
        lines=[{"column": "next_step", "sources": [each], "text": text} for each, text in lines],
    )
    full.act("close")
    full.files_all()
    assert forget_due(full.store, days(full, 10)) == 1
    full.store.forget_all()
    return full


def test_what_the_advisor_put_among_the_next_steps_can_still_be_checked_in(composed: Full) -> None:
    circle = composed.circle
    left = {circle.text(each.id, "text"): each.id for each in open_actions(circle)}
    assert set(left) == {"I ask fathers too", "We ring schools sooner", "Ring the family first"}
    with composed.store.writing() as tx:
        tokens.add(tx.db, composed.facilitator, composed.clock.at)
    for each in left.values():
        composed.act("checked", id=each, outcome="done")
    assert rows_of(composed, composed.id) == {}, "and then nothing stays"


def test_what_was_said_before_the_advisor_reworded_it_is_gone(composed: Full) -> None:
    assert b"Zbigniew" not in composed.bytes_on_disk()
    assert b"Ring the family first" in composed.bytes_on_disk(), "the control"
