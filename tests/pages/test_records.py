"""The records page: who may have the records, and that nothing typed is lost."""

import io
import secrets
from collections.abc import Callable
from typing import Any

import docx
import pytest

from app.store.tokens import Bearer
from tests.pages.conftest import ORIGIN, Person, Service

SUGGESTION = "Visit before school, not after"


class Filed:
    """A circle in the review, with one suggestion chosen."""

    def __init__(self, service: Service, circle: str) -> None:
        self.service = service
        self.circle = circle
        self.play("start")
        self.play("focus", text="How do we keep Kai in school?", revision=0)
        self.play("next")
        self.play("next")
        self.suggestion = self.play("contribute", kind="suggestion", text=SUGGESTION)
        self.play("next")
        self.play("choose", id=self.suggestion, on=True)
        self.play("next")

    @property
    def path(self) -> str:
        return f"/circles/{self.circle}/records"

    def play(self, type: str, **fields: Any) -> str:
        op = secrets.token_hex(16)
        circle = self.service.services.store.circle(self.circle)
        assert circle is not None
        move = {"op": op, "type": type, "visit": circle.visit, **fields}
        answer = self.service.services.conduct.play(Bearer("", self.circle, "facilitator", None, 1, 1), move)
        assert answer["ok"], answer
        return op

    def text(self, subject: str, field: str) -> str:
        circle = self.service.services.store.circle(self.circle)
        assert circle is not None
        return circle.text(subject, field)


@pytest.fixture
def filed(service: Service, joanna: Person, start: Callable[..., str]) -> Filed:
    return Filed(service, start(joanna))


FILES = ("solution-form.docx", "solution-form.txt", "record-of-learning.docx", "record-of-learning.txt")


@pytest.mark.parametrize("file", FILES)
def test_records_are_for_the_teams_staff_only(
    filed: Filed, service: Service, joanna: Person, sam: Person, file: str
) -> None:
    path = f"{filed.path}/{file}"
    assert joanna.client.get(path, base_url=ORIGIN).status_code == 200
    assert sam.client.get(path, base_url=ORIGIN).status_code == 404
    assert service.somebody().client.get(path, base_url=ORIGIN).status_code == 302


def test_a_facilitator_token_opens_the_records_of_its_circle_only(
    filed: Filed, service: Service, joanna: Person, start: Callable[..., str]
) -> None:
    service.later(minutes=1)
    other = start(joanna)
    conduct, stranger = service.services.conduct, service.somebody().client
    for kind, circle, status in (
        ("facilitator", filed.circle, 200),
        ("facilitator", other, 404),
        ("screen", filed.circle, 404),
    ):
        bearer = {"Authorization": f"Bearer {conduct.give(circle, kind)}"}
        answer = stranger.get(f"{filed.path}/solution-form.txt", base_url=ORIGIN, headers=bearer)
        assert answer.status_code == status, (kind, circle)


def test_the_page_names_what_is_empty_and_takes_it(filed: Filed, joanna: Person) -> None:
    assert "What was understood from clarification" in joanna.open(filed.path).page

    joanna.send(
        filed.path,
        {
            "box-understood": "He stopped in June.\nMum walks him.",
            f"by_whom-{filed.suggestion}": "Priya",
            f"why-{filed.suggestion}": "It has not been tried",
            "check-in-on": "2027-01-15",
            "check-in-by": "Asha",
        },
    )

    assert "The records are saved." in joanna.page
    assert filed.text("circle", "box:understood") == "He stopped in June.\nMum walks him."
    assert filed.text(filed.suggestion, "by_whom") == "Priya"
    form = docx.Document(
        io.BytesIO(joanna.client.get(f"{filed.path}/solution-form.docx", base_url=ORIGIN).data)
    )
    words = "\n".join(cell.text for table in form.tables for row in table.rows for cell in row.cells)
    words += "\n".join(paragraph.text for paragraph in form.paragraphs)
    for text in ("Mum walks him.", "It has not been tried", "Priya", "15 January 2027"):
        assert text in words, text


def test_what_cannot_be_saved_stays_in_its_field_and_the_rest_is_saved(filed: Filed, joanna: Person) -> None:
    joanna.open(filed.path).send(
        filed.path,
        {
            "box-impact": "x" * 4001,
            "box-understood": "He stopped in June.",
            f"how-{filed.suggestion}": "By bus",
        },
    )

    assert joanna.status == 422
    assert "x" * 4001 in joanna.page
    assert "By bus" in joanna.page
    assert "1 character too long" in joanna.page
    assert "Solution 1: say who will do it." in joanna.page
    assert filed.text("circle", "box:understood") == "He stopped in June."
    assert filed.text("circle", "box:impact") == ""


def test_the_records_can_still_be_completed_after_the_close(filed: Filed, joanna: Person) -> None:
    filed.play("close")
    joanna.open(filed.path).send(
        filed.path,
        {
            "box-decision": "Agreed by the manager",
            f"by_whom-{filed.suggestion}": "Priya",
            "check-in-on": "2027-01-15",
        },
    )
    assert "The records are saved." in joanna.page
    assert filed.text("circle", "box:decision") == "Agreed by the manager"
    assert filed.text(filed.suggestion, "by_whom") == "Priya"


def test_file_names_say_day_kind_and_team(filed: Filed, joanna: Person) -> None:
    answer = joanna.client.get(f"{filed.path}/solution-form.docx?detail=full", base_url=ORIGIN)
    assert (
        answer.headers["Content-Disposition"]
        == "attachment; filename=2026-11-22-solution-form-full-draft-north.docx"
    )
    assert joanna.open(f"{filed.path}/solution-form.docx?detail=all").status == 400
    assert joanna.open(f"{filed.path}/solution-form.odt").status == 404


def test_of_one_action_the_fields_that_fit_are_saved_and_the_fault_stands_at_its_field(
    filed: Filed, joanna: Person
) -> None:
    filed.play("action", id=filed.suggestion, by_whom="Asha")
    joanna.open(filed.path).send(
        filed.path,
        {
            f"by_whom-{filed.suggestion}": "x" * 83,
            f"how-{filed.suggestion}": "By bus",
            f"why-{filed.suggestion}": "It has not been tried",
            "check-in-on": "2027-01-15",
            "check-in-by": "y" * 81,
        },
    )

    assert joanna.status == 422
    assert (
        f'<a href="#by_whom-{filed.suggestion}">Solution 1, Who will do it: 3 characters too long: 80 fit.'
        in joanna.page
    )
    assert f'id="by_whom-{filed.suggestion}-error"' in joanna.page
    assert 'id="check-in-by-error"' in joanna.page
    assert f'href="#why-{filed.suggestion}"' not in joanna.page, "it is saved, so it is not still empty"
    saved = [filed.text(filed.suggestion, name) for name in ("by_whom", "how", "why")]
    assert saved == ["Asha", "By bus", "It has not been tried"]
    assert "15 January 2027" in joanna.page, "the preview shows what is saved"
    assert "data-unsaved" in joanna.page


def test_an_action_that_nobody_does_yet_is_said_to_wait(filed: Filed, joanna: Person) -> None:
    joanna.open(filed.path).send(
        filed.path, {f"by_whom-{filed.suggestion}": "x" * 81, f"how-{filed.suggestion}": "By bus"}
    )
    assert "Nothing else of this action can be saved before that." in joanna.page
    assert "By bus" in joanna.page
    assert filed.text(filed.suggestion, "how") == ""


def test_fields_that_the_page_did_not_have_are_left_as_they_are(filed: Filed, joanna: Person) -> None:
    filed.play("action", id=filed.suggestion, by_whom="Asha", how="On foot")
    joanna.open(filed.path).send(filed.path, {"box-impact": "He feels left out."})
    assert filed.text(filed.suggestion, "how") == "On foot"
    assert filed.text("circle", "box:impact") == "He feels left out."


def test_who_was_told_is_asked_after_a_stop_and_stops_nothing(
    filed: Filed, service: Service, joanna: Person
) -> None:
    assert 'id="told"' not in joanna.open(filed.path).page
    filed.play("stop")
    filed.play("resume")
    assert 'id="told"' in joanna.open(filed.path).page
    assert '<a class="govuk-link" href="#told">Who was told</a>' in joanna.page
    form = joanna.client.get(f"{filed.path}/solution-form.txt", base_url=ORIGIN).text
    assert "who was told: Not filled in yet" in form

    joanna.send(filed.path, {"told": "z" * 201})
    assert "Who was told: 1 character too long: 200 fit." in joanna.page
    joanna.send(filed.path, {"told": "The duty manager"})

    assert filed.text("circle", "told") == "The duty manager"
    circle = service.services.store.circle(filed.circle)
    assert circle is not None
    assert not circle.stopped
    assert (
        "who was told: The duty manager"
        in joanna.client.get(f"{filed.path}/solution-form.txt", base_url=ORIGIN).text
    )


def test_the_page_shows_what_stands_in_each_record(filed: Filed, joanna: Person) -> None:
    page = joanna.open(filed.path).page
    form, learning = page.split('class="records-sheet"')[1:]
    assert SUGGESTION in form
    assert "Planned and actual minutes" not in form, "it is the short one"
    for heading in ("What Worked Well", "Key Learning", "Next Steps", "Describe Group Supervision Activity"):
        assert heading in learning
    assert SUGGESTION not in learning.split("</section>")[0]


def test_a_success_circle_says_why_its_form_has_that_name_and_where_its_work_is_named(
    service: Service, joanna: Person, start: Callable[..., str]
) -> None:
    circle = start(joanna, form="success")
    page = joanna.open(f"/circles/{circle}/records").page
    assert "because the Solution Circle form is used for a Success Circle too" in page
    assert f'href="/circles/{circle}/details#title">The work (its title)</a>' in page
    assert '<details class="govuk-details">' in page
    joanna.send(f"/circles/{circle}/records", {"box-impact": "She feels safe."})
    assert '<details class="govuk-details" open>' in joanna.page


def test_the_questions_that_were_asked_stand_with_their_box(
    service: Service, joanna: Person, start: Callable[..., str]
) -> None:
    held = object.__new__(Filed)
    held.service, held.circle = service, start(joanna, form="success")
    for move in ("start", "next"):
        held.play(move)
    held.play("contribute", kind="question", text="What was in the way?")

    page = joanna.open(held.path).page
    asked = page.split("The questions that were asked")[1].split("</details>")[0]
    assert "What was in the way?" in asked
    assert "answered" not in asked


def test_a_councils_boxes_are_used_for_the_form_and_a_fault_in_its_folder_is_told(
    filed: Filed, service: Service, joanna: Person
) -> None:
    folder = service.services.config.instance / "record-templates"
    folder.mkdir()
    (folder / "solution-form.toml").write_text('[[box]]\nheading = "Analysis"\nfrom = ["focus"]\n')
    page = joanna.open(f"{filed.path}/boxes?for=form").page
    assert "Analysis" in page.split("How do we keep Kai in school?")[0]
    assert SUGGESTION in page, "what no box of theirs takes is not lost"
    assert "Analysis" not in joanna.open(f"{filed.path}/boxes?for=learning").page
    assert "cannot be used" not in joanna.open(filed.path).page

    (folder / "solution-form.toml").write_text('[[box]]\nheading = "Analysis"\nfrom = ["focuss"]\n')
    page = joanna.open(filed.path).page
    assert "The council’s file “solution-form.toml” cannot be used" in page
    assert "Line 3" in page
    assert joanna.open(f"{filed.path}/boxes?for=form").status == 200
