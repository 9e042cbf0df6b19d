"""Correcting what was said: the records take the new wording, the earlier one stays known, and nothing typed is lost;
what is removed for good leaves the page, the records and the database."""

import io
import re
from collections.abc import Callable

import docx
import pytest
from sqlalchemy import select

from app.records.completing import mark
from app.store import tables
from tests.pages.conftest import ORIGIN, Person, Service
from tests.pages.test_records import SUGGESTION, Filed

FOCUS = "How do we keep Kai in school?"


@pytest.fixture
def filed(service: Service, joanna: Person, start: Callable[..., str]) -> Filed:
    held = Filed(service, start(joanna))
    held.play("contribute", kind="key_learning", text="Silence helps thinking.")
    held.play("close")
    return held


def shown(person: Person, path: str) -> dict[str, str]:
    """The marks of what the page shows, as they go along with whatever is typed."""
    return dict(re.findall(r'name="(was-[^"]+)" value="(\w+)"', person.open(path).page))


def words(document: bytes) -> str:
    opened = docx.Document(io.BytesIO(document))
    cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    return "\n".join([*cells, *(paragraph.text for paragraph in opened.paragraphs)])


def test_after_the_close_words_are_corrected_and_the_earlier_wording_can_be_looked_at(
    filed: Filed, joanna: Person
) -> None:
    path = f"{filed.path}/words"
    joanna.open(path)
    assert "Earlier words" not in joanna.page
    field = f"text-{filed.suggestion}"
    joanna.send(
        path, {field: "Visit before school.", "focus": "How do we keep him in school?", "title": "School"}
    )

    assert "The corrections are saved." in joanna.page
    assert filed.text(filed.suggestion, "text") == "Visit before school."
    assert filed.text("circle", "focus") == "How do we keep him in school?"
    assert filed.text("circle", "title") == "School"
    earlier = joanna.page.split("Earlier words", 2)[1:]
    assert FOCUS in earlier[0]
    assert SUGGESTION in earlier[1]
    form = words(joanna.client.get(f"{filed.path}/solution-form.docx", base_url=ORIGIN).data)
    assert "Visit before school." in form
    assert SUGGESTION not in form, "the record has the new wording only"


def test_both_wordings_stand_there_when_somebody_else_was_quicker(filed: Filed, joanna: Person) -> None:
    path, field = f"{filed.path}/words", f"text-{filed.suggestion}"
    marks = shown(joanna, path)
    filed.play("correct", id=filed.suggestion, text="Their wording", revision=1)

    joanna.send(path, {**marks, field: "My wording", "focus": "Mine too"})

    assert joanna.status == 422
    assert "Somebody else has just changed this." in joanna.page
    assert "Their wording" in joanna.page
    assert ">\nMy wording</textarea>" in joanna.page or ">My wording</textarea>" in joanna.page
    assert filed.text(filed.suggestion, "text") == "Their wording"
    assert filed.text("circle", "focus") == "Mine too", "what nobody else changed is saved"
    joanna.send(
        path, {**dict(re.findall(r'name="(was-[^"]+)" value="(\w+)"', joanna.page)), field: "My wording"}
    )
    assert filed.text(filed.suggestion, "text") == "My wording"


def test_what_was_only_looked_at_does_not_undo_what_somebody_else_saved(filed: Filed, joanna: Person) -> None:
    """Every field goes along with a press, also those that nobody touched."""
    path = f"{filed.path}/words"
    marks = shown(joanna, path)
    filed.play("correct", id="focus", text="Their focus", revision=1)
    joanna.send(path, {**marks, "focus": FOCUS, "title": "School"})
    assert "The corrections are saved." in joanna.page
    assert filed.text("circle", "focus") == "Their focus"
    assert filed.text("circle", "title") == "School"


def test_the_boxes_are_guarded_in_the_same_way(filed: Filed, joanna: Person) -> None:
    marks = shown(joanna, filed.path)
    filed.play("details", boxes={"impact": "Their words", "tried": "Their other words"})
    joanna.send(filed.path, {**marks, "box-impact": "My words", "box-tried": ""})
    assert joanna.status == 422
    assert "<b>Somebody else saved:</b>" in joanna.page
    assert "My words" in joanna.page
    assert filed.text("circle", "box:impact") == "Their words"
    assert filed.text("circle", "box:tried") == "Their other words", (
        "an empty box that nobody touched empties nothing"
    )
    joanna.send(filed.path, {"was-box-impact": mark("Their words"), "box-impact": "My words"})
    assert filed.text("circle", "box:impact") == "My words"


def test_a_correction_that_does_not_fit_stays_in_its_field(filed: Filed, joanna: Person) -> None:
    path, field = f"{filed.path}/words", f"text-{filed.suggestion}"
    joanna.open(path).send(path, {field: "x" * 501, "focus": " "})
    assert joanna.status == 422
    assert f'<a href="#{field}">These words: 1 character too long' in joanna.page
    assert "x" * 501 in joanna.page
    assert '<a href="#focus">Write something first.' in joanna.page
    assert filed.text("circle", "focus") == FOCUS


def test_words_are_removed_for_good_after_a_question_without_scripts(filed: Filed, joanna: Person) -> None:
    filed.play("correct", id=filed.suggestion, text="A second wording", revision=1)
    path = f"{filed.path}/words"
    address = f"{path}/{filed.suggestion}/remove"
    assert f'href="{address}"' in joanna.open(path).page
    page = joanna.open(address).page
    assert "A second wording" in page
    assert "Nobody can bring them back." in page
    assert filed.text(filed.suggestion, "text"), "asking removes nothing"

    joanna.send(address)

    assert "The words are removed for good." in joanna.page
    for gone in (SUGGESTION, "A second wording"):
        for where in (path, filed.path, f"{filed.path}/boxes?for=form"):
            assert gone not in joanna.open(where).page
        assert not _anywhere(filed, gone)
    assert joanna.open(address).status == 404


def test_a_line_of_the_record_of_learning_goes_with_the_words_that_it_was_made_of(
    filed: Filed, joanna: Person
) -> None:
    said = said_of(filed, "Silence helps thinking.")
    filed.play("compose", lines=[{"column": "key_learning", "sources": [said], "text": "Silence is a help."}])
    assert "Silence is a help." in joanna.open(filed.path).page
    address = f"{filed.path}/words/{said}/remove"
    joanna.open(address).send(address)
    for where in (filed.path, f"{filed.path}/learning", f"{filed.path}/boxes?for=learning"):
        assert "Silence" not in joanna.open(where).page
    assert not _anywhere(filed, "Silence is a help.")


def test_a_success_circle_has_no_focus_to_correct_and_its_title_is_the_work(
    service: Service, joanna: Person, start: Callable[..., str]
) -> None:
    page = joanna.open(f"/circles/{start(joanna, form='success')}/records/words").page
    assert 'id="focus"' not in page
    assert re.search(r'for="title">\s*The work\s*</label>', page)


def test_control_finds_an_earlier_wording_in_the_database(filed: Filed) -> None:
    filed.play("correct", id=filed.suggestion, text="A second wording", revision=1)
    assert _anywhere(filed, SUGGESTION)


def test_the_focus_is_removed_for_good_too(filed: Filed, joanna: Person) -> None:
    address = f"{filed.path}/words/focus/remove"
    joanna.open(address).send(address)
    assert FOCUS not in joanna.open(filed.path).page
    assert not _anywhere(filed, FOCUS)
    assert joanna.open(f"{filed.path}/words/title/remove").status == 404, "there is none"


def test_whoever_removes_words_is_told_of_copies_that_were_taken_out(filed: Filed, joanna: Person) -> None:
    address = f"{filed.path}/words/{filed.suggestion}/remove"
    assert "was already downloaded" not in joanna.open(address).page
    joanna.open(f"{filed.path}/solution-form.txt")
    assert "was already downloaded" in joanna.open(address).page


def test_only_the_teams_staff_correct_and_remove(filed: Filed, sam: Person) -> None:
    sam.open("/")
    for path in ("words", f"words/{filed.suggestion}/remove"):
        assert sam.send(f"{filed.path}/{path}", focus="Mine").status == 404
    assert filed.text("circle", "focus") == FOCUS
    assert filed.text(filed.suggestion, "text") == SUGGESTION


def said_of(filed: Filed, text: str) -> str:
    """The id of what was said in these words."""
    circle = filed.service.services.store.circle(filed.circle)
    assert circle is not None
    return next(id_ for id_ in circle.contributions if circle.text(id_, "text") == text)


def _anywhere(filed: Filed, text: str) -> bool:
    """Whether the table of wordings still has it."""
    with filed.service.services.store.reading() as db:
        return text in db.scalars(select(tables.wordings.c.text)).all()


def test_boxes_actions_and_answers_are_removed_for_good_with_every_wording(
    filed: Filed, joanna: Person
) -> None:
    for text in ("He hid in the cupboard", ""):
        filed.play("details", boxes={"impact": text})
    filed.play("action", id=filed.suggestion, by_whom="Priya", why="Because of the cupboard")
    answer = filed.play("respond", agrees=False, text="Not in the cupboard", who="Tom")
    page = joanna.open(f"{filed.path}/words").page
    assert page.count("cupboard") >= 3, "the earlier wording of the emptied box can be looked at"

    for word in ("box:impact", f"{filed.suggestion}.why", answer):
        confirming = f"{filed.path}/words/{word}/remove"
        assert "cupboard" in joanna.open(confirming).page
        joanna.send(confirming, {})
        assert "removed for good" in joanna.page

    assert "cupboard" not in joanna.open(f"{filed.path}/words").page
    with filed.service.services.store.reading() as db:
        assert not [text for text in db.scalars(select(tables.wordings.c.text)) if "cupboard" in text]
    assert filed.text(filed.suggestion, "by_whom") == "Priya"
