"""The shape of moves: a table of what each must hold, and an answer to whatever else arrives."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.circle.parse import FIELDS, Move, parse
from app.circle.shapes import BOXES
from app.circle.state import Refused

OP = "0123456789abcdef" * 2
ONE = "a" * 32
#: A well-made example of every move.
GOOD: dict[str, dict[str, Any]] = {
    **{act: {"visit": 1} for act in ("start", "next", "back", "pause", "resume", "cut", "close")},
    **{act: {"on": True} for act in ("silence", "blank", "door")},
    **{act: {"id": ONE} for act in ("admit", "hide", "park", "answered", "withdraw", "erase")},
    **{act: {"id": ONE, "on": True} for act in ("tried", "choose")},
    "undo": {"visit": 1, "undoes": ONE},
    "extend": {"visit": 1, "seconds": 60},
    "new_code": {},
    "phones": {"visit": 1, "on": True},
    "stop": {},
    "title": {"text": "Mornings"},
    "details": {},
    "presenter": {"seat": "0000aaa1"},
    "scribe": {"seat": "0000aaa1", "on": True},
    "person": {"name": "Grace"},
    "remove": {"seat": "0000aaa1"},
    "focus": {"text": "Mornings", "revision": 0},
    "contribute": {"visit": 1, "kind": "suggestion", "text": "A rota"},
    "edit": {"id": ONE, "text": "A rota", "revision": 1},
    "hand_in": {"refused": ONE, "kind": "suggestion", "text": "A rota"},
    "merge": {"id": ONE, "into": ONE},
    "action": {"id": ONE, "by_whom": "Priya"},
    "check_in": {"on": "2026-03-16"},
    "speaker": {"seat": ""},
    **{act: {"on": True} for act in ("earlier", "hold", "hide_clock")},
    "minutes": {"visit": 1, "seconds": {"solutions": 300}},
    "correct": {"id": "focus", "text": "Mornings", "revision": 1},
    "prepare": {"worried": "He is late", "well": "He likes maths", "decided": "", "issue": "Mornings"},
    "compose": {"lines": [{"id": ONE, "column": "next_step", "sources": [ONE], "text": "A rota"}]},
    "filing": {"document": "learning", "state": "open"},
    "respond": {"agrees": True},
    "settle": {"id": ONE, "text": "Put right"},
    "checked": {"id": ONE, "outcome": "done"},
    "share": {},
}
#: The minutes of no stage at all are well made: then the finish time alone is to be kept.
FIELD_CASES = [
    (act, name) for act, fields in GOOD.items() for name in fields if name != "seconds" or act == "extend"
]


def read(act: str, **fields: Any) -> Move | Refused:
    return parse({"op": OP, "type": act, **GOOD[act], **fields})


def code(answer: Move | Refused) -> str:
    assert isinstance(answer, Refused), f"was read as {answer}"
    assert answer.message
    return answer.code


@pytest.mark.parametrize("act", FIELDS)
def test_a_well_made_move_is_read(act: str) -> None:
    answer = read(act)
    assert isinstance(answer, Move)
    assert (answer.op, answer.type) == (OP, act)
    assert dict(answer.fields) == GOOD[act]


@pytest.mark.parametrize(("act", "name"), FIELD_CASES)
def test_a_move_that_lacks_a_field_is_refused_and_the_field_is_named(act: str, name: str) -> None:
    without = {key: value for key, value in GOOD[act].items() if key != name}
    for payload in (without, {**without, name: None}):
        answer = parse({"op": OP, "type": act, **payload})
        assert code(answer) == "invalid"
        assert name in answer.message  # type: ignore[union-attr]


@pytest.mark.parametrize(("act", "name"), FIELD_CASES)
@pytest.mark.parametrize("value", [[], {}, 1.5, -1, 10**30, "\x00", [[]], {"a": 1}], ids=repr)
def test_a_field_of_the_wrong_make_is_refused(act: str, name: str, value: object) -> None:
    assert code(read(act, **{name: value})) == "invalid"


@pytest.mark.parametrize(
    "payload", [None, 7, "next", [], [1], True, {}, {"type": "next", "visit": 1}, {"op": OP}], ids=repr
)
def test_what_is_no_move_at_all_is_refused(payload: object) -> None:
    assert code(parse(payload)) == "invalid"


@pytest.mark.parametrize(
    "op", ["", OP[:-1], OP + "0", OP.upper(), "g" * 32, OP[:-1] + "\n", "０" * 32, 7, None, [OP]], ids=repr
)
def test_a_move_needs_an_op_of_thirty_two_hex_digits(op: object) -> None:
    assert code(parse({"op": op, "type": "next", "visit": 1})) == "invalid"


@pytest.mark.parametrize("act", ["", "join", "Next", "__class__", None, 7, ["next"], {}], ids=repr)
def test_there_is_no_such_move(act: object) -> None:
    assert code(parse({"op": OP, "type": act, "visit": 1})) == "invalid"


def test_what_is_not_in_the_table_is_ignored_so_a_forged_role_changes_nothing() -> None:
    answer = read("next", role="facilitator", seat="0000aaa1", now=0)
    assert isinstance(answer, Move)
    assert dict(answer.fields) == {"visit": 1}


@pytest.mark.parametrize(
    ("act", "fields"),
    [
        ("extend", {"seconds": 0}),
        ("extend", {"seconds": 3601}),
        ("extend", {"seconds": True}),
        ("extend", {"seconds": "60"}),
        ("next", {"visit": True}),
        ("next", {"visit": "1"}),
        ("next", {"visit": 1.0}),
        ("silence", {"on": 1}),
        ("silence", {"on": "true"}),
        ("contribute", {"kind": "opinion"}),
        ("contribute", {"for": "Sam"}),
        ("contribute", {"edit_key": "short"}),
        ("contribute", {"text": "   "}),
        ("edit", {"id": "focus"}),
        ("erase", {"id": "circle"}),
        ("speaker", {"seat": "Sam"}),
        ("check_in", {"on": "2026-02-30"}),
        ("details", {"names": "always"}),
        ("details", {"next_date": "soon"}),
        ("details", {"attendance": {}}),
        ("details", {"attendance": ["Priya"]}),
        ("details", {"attendance": [{"name": 7}]}),
        ("details", {"attendance": [{}] * 61}),
        ("details", {"destinations": [{}] * 13}),
        ("details", {"boxes": []}),
        ("details", {"boxes": {"opinion": "x"}}),
        ("details", {"boxes": {"impact": 7}}),
    ],
    ids=repr,
)
def test_values_outside_what_a_field_may_hold_are_invalid(act: str, fields: dict[str, Any]) -> None:
    assert code(read(act, **fields)) == "invalid"


@pytest.mark.parametrize(
    ("act", "fields"),
    [
        ("contribute", {"text": "a" * 501}),
        ("edit", {"text": "a" * 501}),
        ("hand_in", {"text": "a" * 501}),
        ("focus", {"text": "a" * 501}),
        ("title", {"text": "a" * 121}),
        ("stop", {"told": "a" * 201}),
        ("person", {"name": "a" * 41}),
        ("action", {"by_whom": "a" * 81}),
        ("action", {"why": "a" * 501}),
        ("action", {"how": "a" * 501}),
        ("action", {"what": "a" * 501}),
        ("action", {"measure": "a" * 501}),
        ("action", {"by_when": "a" * 41}),
        ("action", {"decision_by": "a" * 81}),
        ("check_in", {"by": "a" * 81}),
        ("details", {"facilitator": "a" * 81}),
        ("details", {"advisor": "a" * 81}),
        ("details", {"activity": "a" * 201}),
        ("details", {"attendance": [{"name": "a" * 81}]}),
        ("details", {"attendance": [{"role": "a" * 81}]}),
        ("details", {"destinations": [{"number": "a" * 41}]}),
        ("details", {"boxes": {"impact": "a" * 4001}}),
        ("details", {"destinations": [{"initials": "a" * 9}]}),
    ],
    ids=lambda value: value if isinstance(value, str) else next(iter(value)),
)
def test_what_is_too_long_is_told_so_and_not_cut_off(act: str, fields: dict[str, Any]) -> None:
    assert code(read(act, **fields)) == "too_long"


def test_the_details_keep_what_staff_enter() -> None:
    answer = read(
        "details",
        names="shown",
        next_date="",
        boxes=dict.fromkeys(BOXES, " words "),
        attendance=[{"name": "Priya Shah", "role": "Social worker", "more": "x"}, {"name": "", "role": None}],
    )
    assert isinstance(answer, Move)
    assert answer["attendance"] == [{"name": "Priya Shah", "role": "Social worker"}]
    assert answer["boxes"] == dict.fromkeys(BOXES, "words")
    assert (answer["names"], answer["next_date"]) == ("shown", "")


def test_every_move_has_an_example_here() -> None:
    assert set(GOOD) == set(FIELDS)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
NEARLY = st.sampled_from(sorted(FIELDS)).flatmap(
    lambda act: st.fixed_dictionaries(
        {"op": st.just(OP) | JSON, "type": st.just(act)},
        optional={name.removesuffix("?"): JSON for name in FIELDS[act]},
    )
)


@settings(max_examples=300, deadline=None)
@given(JSON | NEARLY)
def test_whatever_arrives_is_a_move_or_refused_and_never_a_fault(payload: Any) -> None:
    answer = parse(payload)
    assert isinstance(answer, Move | Refused)
    if isinstance(answer, Refused):
        assert answer.code in ("invalid", "too_long")
