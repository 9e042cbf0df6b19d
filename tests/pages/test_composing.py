"""Composing the Record of Learning: each press keeps what was typed, one Save plays it, and nobody's work is lost."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from app.circle.learning import composed
from tests.pages.conftest import Person, Service
from tests.pages.test_records import Filed

INTERRUPTED, TIME = "Nobody interrupted.", "We kept to time."
SILENCE, CARDS = "Silence helps thinking.", "Print the stage cards."
FIELD = re.compile(
    r'<input type="hidden" name="((?:rows|sources|seen)[^"]*)" value="([^"]*)">'
    r'|<textarea[^>]* name="([^"]+)"[^>]*>([^<]*)</textarea>'
    r'|<select[^>]* name="([^"]+)">.*?<option value="([^"]*)" selected>',
    re.DOTALL,
)


class Composer:
    """Somebody at the page. `fields` are as the page has them; what is typed goes along with each press."""

    def __init__(self, person: Person, path: str) -> None:
        self.person = person
        self.path = path
        self.fields: dict[str, str] = {}
        self._read(person.open(path))

    @property
    def page(self) -> str:
        return self.person.page

    def press(self, button: str, **typed: str) -> "Composer":
        given = {**self.fields, **{name.replace("__", "-"): text for name, text in typed.items()}}
        self._read(self.person.send(self.path, {**given, "press": button}))
        return self

    def type(self, line: str, text: str) -> None:
        self.fields[f"text-{self.key(line)}"] = text

    def tick(self, *lines: str) -> None:
        self.fields |= {f"tick-{self.key(line)}": "1" for line in lines}

    def put(self, line: str, column: str) -> None:
        self.fields[f"column-{self.key(line)}"] = column

    def key(self, text: str) -> str:
        found = [name for name, value in self.fields.items() if name.startswith("text-") and value == text]
        assert len(found) == 1, (text, self.fields)
        return found[0].removeprefix("text-")

    def column(self, name: str) -> list[str]:
        return [self.fields[f"text-{key}"] for key in self.fields.get(f"rows-{name}", "").split()]

    def _read(self, person: Person) -> None:
        self.fields = {}
        for hidden, value, area, text, select, chosen in FIELD.findall(person.page):
            self.fields[hidden or area or select] = value or text or chosen


@pytest.fixture
def filed(service: Service, joanna: Person, start: Callable[..., str]) -> Filed:
    """A Solution Circle in the review, in which four things were said."""
    held = Filed(service, start(joanna))
    for kind, text in (("worked_well", INTERRUPTED), ("worked_well", TIME), ("key_learning", SILENCE)):
        held.play("contribute", kind=kind, text=text)
    held.play("contribute", kind="next_step", text=CARDS)
    return held


@pytest.fixture
def desk(filed: Filed, joanna: Person) -> Composer:
    return Composer(joanna, f"{filed.path}/learning")


def record(filed: Filed) -> dict[str, list[str]]:
    """What stands in the record, by column."""
    circle = filed.service.services.store.circle(filed.circle)
    assert circle is not None
    return {column: [each.text for each in lines] for column, lines in composed(circle).items() if lines}


def test_what_was_said_in_the_review_stands_in_its_columns(desk: Composer) -> None:
    assert desk.column("worked_well") == [INTERRUPTED, TIME]
    assert desk.column("key_learning") == [SILENCE]
    assert desk.column("next_step") == [CARDS]
    assert desk.column("out") == []


def test_lines_are_reworded_ordered_moved_and_left_out_and_one_save_keeps_it(
    desk: Composer, filed: Filed
) -> None:
    desk.type(SILENCE, "Silence gives people time to think.")
    desk.press(f"down-{desk.key(INTERRUPTED)}")
    assert desk.column("worked_well") == [TIME, INTERRUPTED]
    assert desk.column("key_learning") == ["Silence gives people time to think."], (
        "a press keeps what was typed"
    )
    desk.press(f"out-{desk.key(TIME)}")
    desk.put(CARDS, "key_learning")
    assert record(filed)["worked_well"] == [INTERRUPTED, TIME], "nothing is saved before Save"

    desk.press("save")

    assert "The Record of Learning is saved." in desk.page
    assert record(filed) == {
        "worked_well": [INTERRUPTED],
        "key_learning": ["Silence gives people time to think.", CARDS],
        "out": [TIME],
    }
    again = Composer(desk.person, desk.path)
    assert "As it was said:" in again.page
    assert SILENCE in again.page
    again.press(f"in-{again.key(TIME)}")
    assert again.column("worked_well") == [INTERRUPTED, TIME]


def test_ticked_lines_are_joined_and_split_again_into_what_was_said(desk: Composer, filed: Filed) -> None:
    desk.tick(INTERRUPTED, SILENCE)
    desk.press("join")
    assert desk.column("worked_well") == [f"{INTERRUPTED}\n{SILENCE}", TIME]
    assert desk.column("key_learning") == []
    desk.type(f"{INTERRUPTED}\n{SILENCE}", "Nobody interrupted, not even the silence.")
    desk.press("save")
    assert record(filed)["worked_well"] == ["Nobody interrupted, not even the silence.", TIME]

    again = Composer(desk.person, desk.path)
    again.press(f"split-{again.key('Nobody interrupted, not even the silence.')}")
    assert again.column("worked_well") == [INTERRUPTED, SILENCE, TIME]
    again.press("save")
    assert record(filed)["worked_well"] == [INTERRUPTED, SILENCE, TIME]


def test_one_line_alone_cannot_be_joined_and_the_page_says_so(desk: Composer) -> None:
    desk.tick(SILENCE)
    desk.press("join")
    assert "Tick two lines or more" in desk.page
    assert desk.column("key_learning") == [SILENCE]


def test_the_advisor_adds_a_line_and_an_empty_one_is_none(desk: Composer, filed: Filed) -> None:
    desk.press("add-next_step").press("add-issue")
    own = desk.fields["rows-next_step"].split()[-1]
    desk.fields[f"text-{own}"] = "Ask for a quieter room."
    desk.press("save")
    assert record(filed)["next_step"] == [CARDS, "Ask for a quieter room."]
    assert "issue" not in record(filed)


def test_an_emptied_line_is_not_quietly_put_back_to_what_was_said(desk: Composer, filed: Filed) -> None:
    desk.type(SILENCE, " ")
    desk.type(TIME, "We kept to the time.")
    desk.press("save")
    assert desk.person.status == 422
    assert "This line is empty. Write something, or leave it out." in desk.page
    assert "We kept to the time." in desk.page
    assert record(filed)["worked_well"] == [INTERRUPTED, TIME], (
        "nothing of it is saved before all of it can be"
    )


def test_words_that_are_too_long_stay_in_their_field(desk: Composer) -> None:
    desk.type(SILENCE, "x" * 2001)
    desk.press("save")
    assert desk.person.status == 422
    assert "1 character too long" in desk.page
    assert "x" * 2001 in desk.page


def test_when_somebody_else_saved_meanwhile_both_stand_there_and_the_next_save_decides(
    desk: Composer, filed: Filed
) -> None:
    other = Composer(filed.service.somebody().sign_in("Joanna Okafor"), desk.path)
    other.type(SILENCE, "Their wording.")
    other.press("save")
    desk.type(SILENCE, "My wording.")

    desk.press("save")

    assert desk.person.status == 422
    assert "Somebody else has changed this record" in desk.page
    assert "Their wording." in desk.page
    assert desk.column("key_learning") == ["My wording."]
    assert record(filed)["key_learning"] == ["Their wording."]
    desk.press("save")
    assert record(filed)["key_learning"] == ["My wording."]


def test_words_removed_for_good_meanwhile_leave_the_draft_with_every_wording(
    desk: Composer, filed: Filed, find: Callable[[str], str]
) -> None:
    desk.tick(SILENCE, CARDS)
    desk.press("join")
    desk.type(f"{SILENCE}\n{CARDS}", "Silence helps, and so do cards.")
    filed.play("erase", id=find(SILENCE))

    desk.press("add-issue")

    assert "Some words have been removed." in desk.page
    assert "Silence" not in desk.page
    assert desk.column("key_learning") == [CARDS], (
        "what else the line was made of stands again as it was said"
    )


def test_what_is_said_while_the_page_is_open_stands_in_its_column(desk: Composer, filed: Filed) -> None:
    filed.play("contribute", kind="issue", text="The room was cold.")
    desk.press(f"up-{desk.key(TIME)}")
    assert desk.column("issue") == ["The room was cold."]


def test_a_use_of_the_learning_is_left_out_until_the_advisor_takes_it_in_as_a_next_step(
    service: Service, joanna: Person, start: Callable[..., str]
) -> None:
    held = object.__new__(Filed)
    held.service, held.circle = service, start(joanna, form="success")
    for move in ("start", "next", "next", "next", "next"):
        held.play(move)
    held.play("contribute", kind="learning_use", text="I will ring on Fridays")
    held.play("next")

    desk = Composer(joanna, f"{held.path}/learning")
    assert desk.column("out") == ["I will ring on Fridays"]
    desk.press(f"in-{desk.key('I will ring on Fridays')}").press("save")
    assert record(held) == {"next_step": ["I will ring on Fridays"]}


def test_phrases_that_speak_of_a_case_are_marked_while_they_are_worded(desk: Composer, filed: Filed) -> None:
    assert "<mark>" not in desk.page
    desk.type(SILENCE, "His school should ring first.")
    desk.press("add-issue")
    assert "<mark>His school</mark>" in desk.page
    assert "This seems to speak of a case." in desk.page
    desk.press("save")
    assert "saved" in desk.page, "a nudge, never a block"


def test_composing_is_for_the_teams_staff_only(filed: Filed, sam: Person, service: Service) -> None:
    assert sam.open(f"{filed.path}/learning").status == 404
    assert "Sign in" in service.somebody().open(f"{filed.path}/learning").page


def test_the_cursor_stays_with_the_line_that_is_moved(desk: Composer) -> None:
    key = desk.key(INTERRUPTED)
    desk.press(f"down-{key}")
    assert re.findall(r'id="([\w-]+)"[^>]* autofocus', desk.page) == [f"up-{key}"], "it is the last one now"
    desk.press("add-issue")
    assert re.findall(r'id="([\w-]+)"[^>]* autofocus', desk.page) == ["text-new1"]


@pytest.fixture
def find(filed: Filed) -> Callable[[str], str]:
    """The id of what was said in these words."""

    def find(text: str) -> str:
        circle: Any = filed.service.services.store.circle(filed.circle)
        return next(str(id_) for id_ in circle.contributions if circle.text(id_, "text") == text)

    return find


def test_of_two_advisors_who_save_at_once_the_second_is_told(
    desk: Composer, filed: Filed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one is faster between looking and saving."""
    conduct, line = filed.service.services.conduct, {"column": "key_learning", "sources": [desk.key(SILENCE)]}
    play = conduct.play

    def the_other_is_faster(*given: Any, **only: Any) -> Any:
        monkeypatch.setattr(conduct, "play", play)
        filed.play("compose", lines=[{**line, "text": "Their wording."}])
        return play(*given, **only)

    monkeypatch.setattr(conduct, "play", the_other_is_faster)
    desk.type(SILENCE, "My wording.")
    desk.press("save")

    assert desk.person.status == 422
    assert record(filed)["key_learning"] == ["Their wording."]
    assert desk.column("key_learning") == ["My wording."]
    desk.press("save")
    assert record(filed)["key_learning"] == ["My wording."]
