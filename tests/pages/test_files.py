"""The records as files: who may have them, that none is half a file, and what is remembered of it."""

import io
import logging
import secrets
from collections.abc import Callable
from typing import Any

import docx
import pytest
from icalendar import Calendar
from pypdf import PdfReader
from werkzeug.test import TestResponse

from app.circle.state import Circle
from app.pages import files
from app.records import pdf, plain, word
from app.store.tokens import Bearer
from tests.pages.conftest import ORIGIN, Person, Service
from tests.records import council_templates

FOCUS = "How do we keep Kai in school?"
LEARNED = "Silence helps thinking"
CHILDREN = [{"kind": "child", "initials": "KQ", "number": "8675309"}, {"kind": "carer", "initials": "ZW"}]
WORKER = {"kind": "worker", "worker": "Samuel Okoro"}
FORMS = ("docx", "pdf", "txt", "html")


class Held:
    """A circle in the review. Moves are played as by the facilitator."""

    def __init__(self, service: Service, circle_id: str) -> None:
        self.service = service
        self.id = circle_id
        self.play("start")
        self.play("focus", text=FOCUS, revision=0)
        for _ in range(4):
            self.play("next")
        self.play("contribute", kind="key_learning", text=LEARNED)

    @property
    def circle(self) -> Circle:
        found = self.service.services.store.circle(self.id)
        assert found is not None
        return found

    def play(self, type: str, **fields: Any) -> None:
        move = {"op": secrets.token_hex(16), "type": type, "visit": self.circle.visit, **fields}
        bearer = Bearer("", self.id, "facilitator", None, 1, 1)
        answer = self.service.services.conduct.play(bearer, move)
        assert answer["ok"], answer

    def ids(self) -> list[str]:
        return [each for each in files.documents(self.circle) if each != "learning"]

    def exported(self) -> set[str]:
        return {each.document for each in self.circle.filings.values() if each.exported_at is not None}

    def get(self, person: Person, file: str, **more: Any) -> TestResponse:
        return person.client.get(f"/circles/{self.id}/records/{file}", base_url=ORIGIN, **more)


@pytest.fixture
def held(service: Service, joanna: Person, start: Callable[..., str]) -> Held:
    return Held(service, start(joanna))


def name_of(answer: TestResponse) -> str:
    return answer.headers["Content-Disposition"].partition("filename=")[2]


def words_in(answer: TestResponse, extension: str) -> str:
    if extension == "docx":
        file = docx.Document(io.BytesIO(answer.data))
        return "\n".join(each.text or "" for each in file.element.body.iter(docx.oxml.ns.qn("w:t")))
    if extension == "pdf":
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)
    return answer.text


@pytest.mark.parametrize("extension", FORMS)
def test_both_records_are_there_in_each_form(held: Held, joanna: Person, extension: str) -> None:
    for file, text, other in (
        ("solution-form", FOCUS, LEARNED),
        ("record-of-learning", LEARNED, FOCUS),
    ):
        answer = held.get(joanna, f"{file}.{extension}")
        assert answer.status_code == 200
        assert text in words_in(answer, extension)
        assert other not in words_in(answer, extension)
        assert answer.content_type == files.KINDS[extension]
        assert name_of(answer) == f"2026-11-22-{file}-draft-north.{extension}"
        kind = "inline" if extension == "html" else "attachment"
        assert answer.headers["Content-Disposition"].startswith(f"{kind};")
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "file",
    [f"{name}.{extension}" for name in ("solution-form", "record-of-learning") for extension in FORMS]
    + ["next-supervision.ics"],
)
def test_files_are_for_the_teams_staff_only(
    held: Held, service: Service, joanna: Person, sam: Person, file: str
) -> None:
    held.play("details", next_date="2027-01-05")
    assert held.get(joanna, file).status_code == 200
    assert held.get(sam, file).status_code == 404
    assert held.get(service.somebody(), file).status_code == 302


def test_a_facilitator_token_opens_the_files_of_its_circle_only(
    held: Held, service: Service, joanna: Person, start: Callable[..., str]
) -> None:
    service.later(minutes=1)
    other = start(joanna)
    held.play("close")
    conduct, stranger = service.services.conduct, service.somebody()
    for kind, circle, status in (
        ("facilitator", held.id, 200),
        ("facilitator", other, 404),
        ("screen", held.id, 404),
    ):
        bearer = {"Authorization": f"Bearer {conduct.give(circle, kind)}"}
        assert held.get(stranger, "solution-form.txt", headers=bearer).status_code == status, (kind, circle)
    assert held.exported() == {"form"}


def test_what_there_is_not_is_not_found(held: Held, joanna: Person) -> None:
    for file, status in (
        ("solution-form.odt", 404),
        ("record-of-learning.doc", 404),
        ("solution-form.docx?detail=all", 400),
        ("solution-form.docx?for=0123456789abcdef", 404),
        ("solution-form.docx?for=learning", 404),
        ("check-in.ics", 404),
        ("next-supervision.ics", 404),
    ):
        assert held.get(joanna, file).status_code == status, file


def test_each_person_concerned_has_a_form_that_tells_of_nobody_else(held: Held, joanna: Person) -> None:
    held.play("details", destinations=[*CHILDREN, WORKER])
    child, carer, worker = held.ids()
    marks = {child: ("KQ", "8675309"), carer: ("ZW",), worker: ("Samuel Okoro", "Development supervision")}
    names = set()
    for document, own in marks.items():
        answer = held.get(joanna, f"solution-form.txt?for={document}")
        assert all(mark in answer.text for mark in own)
        others = [mark for other in marks if other != document for mark in marks[other]]
        assert [mark for mark in others if mark in answer.text] == []
        names.add(name_of(answer))
        assert not [
            mark for mark in ("KQ", "8675309", "ZW", "Okoro", document) if mark.lower() in name_of(answer)
        ]
    assert names == {
        "2026-11-22-solution-form-1-draft-north.txt",
        "2026-11-22-solution-form-2-draft-north.txt",
        "2026-11-22-development-supervision-3-draft-north.txt",
    }
    assert held.get(joanna, "solution-form.txt").status_code == 404, "nobody's form is sent for another's"


def test_a_download_after_the_close_is_remembered_and_looking_is_none(held: Held, joanna: Person) -> None:
    held.play("details", destinations=CHILDREN)
    child, carer = held.ids()
    held.get(joanna, f"solution-form.docx?for={child}")
    assert held.exported() == set(), "a draft is not what is filed"
    held.play("close")
    held.get(joanna, f"solution-form.html?for={child}")
    held.get(joanna, f"solution-form.odt?for={child}")
    joanna.client.head(f"/circles/{held.id}/records/solution-form.pdf?for={child}", base_url=ORIGIN)
    assert held.exported() == set()
    assert held.get(joanna, f"solution-form.pdf?for={carer}").status_code == 200
    assert held.exported() == {carer}
    held.get(joanna, "record-of-learning.txt")
    assert held.exported() == {carer, "learning"}


@pytest.mark.parametrize(
    ("extension", "module", "maker"),
    [("docx", word, "to_docx"), ("pdf", pdf, "to_pdf"), ("txt", plain, "to_file")],
)
def test_where_a_file_cannot_be_made_nobody_gets_half_of_one(
    held: Held,
    joanna: Person,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    extension: str,
    module: Any,
    maker: str,
) -> None:
    def fails(_document: object) -> bytes:
        raise RuntimeError(f"cannot typeset: {FOCUS}")

    held.play("close")
    monkeypatch.setattr(module, maker, fails)
    with caplog.at_level(logging.INFO):
        answer = held.get(joanna, f"solution-form.{extension}")
    assert answer.status_code == 500
    assert files.NOT_MADE in answer.text
    assert "Content-Disposition" not in answer.headers
    assert "RuntimeError" in caplog.text
    assert FOCUS not in caplog.text
    assert held.exported() == set()


def test_a_councils_own_template_is_filled(held: Held, joanna: Person, service: Service) -> None:
    folder = service.services.config.instance / "record-templates"
    folder.mkdir()
    own = council_templates.word_file(
        council_templates.paragraph(council_templates.run("Our own learning form"))
        + council_templates.LEARNING
    )
    (folder / "record-of-learning.docx").write_bytes(own)
    assert "Our own learning form" in words_in(held.get(joanna, "record-of-learning.docx"), "docx")
    assert LEARNED in words_in(held.get(joanna, "record-of-learning.docx"), "docx")
    assert "Our own" not in words_in(held.get(joanna, "solution-form.docx"), "docx")
    with service.app.test_request_context():
        assert dict(files.council_faults()) == {}


def test_a_faulty_template_gives_way_to_ours_and_is_named(
    held: Held, joanna: Person, service: Service
) -> None:
    folder = service.services.config.instance / "record-templates"
    folder.mkdir()
    (folder / "solution-form.docx").write_bytes(b"no Word file")
    answer = held.get(joanna, "solution-form.docx")
    assert answer.status_code == 200
    assert FOCUS in words_in(answer, "docx")
    with service.app.test_request_context():
        assert list(files.council_faults()) == ["solution-form.docx"]


def test_dates_are_there_for_calendars_and_say_nothing_of_the_case(held: Held, joanna: Person) -> None:
    held.play("title", text="Kai and school")
    held.play("details", next_date="2027-01-05", destinations=CHILDREN)
    held.play("check_in", on="2026-12-15", by="Asha")
    for file, day, title in (
        ("next-supervision.ics", "2027-01-05", "Group supervision: North"),
        ("check-in.ics", "2026-12-15", "Check-in on the circle of 22 November 2026: North"),
    ):
        answer = held.get(joanna, file)
        (event,) = Calendar.from_ical(answer.text).walk("VEVENT")
        assert str(event["SUMMARY"]) == title
        assert event["DTSTART"].dt.isoformat() == day
        assert name_of(answer) == f"{day}-{file.removesuffix('.ics')}-north.ics"
        assert answer.content_type == "text/calendar; charset=utf-8"
        assert not [word for word in ("Kai", "KQ", "8675309", "Asha") if word in answer.text]


def test_the_page_to_print_stands_alone(held: Held, joanna: Person) -> None:
    page = held.get(joanna, "record-of-learning.html").text
    assert page.startswith("<!doctype html>")
    assert '<html lang="en-GB">' in page
    assert "<title>Draft: Group Supervision: Record of Learning, 22 November 2026</title>" in page
    assert page.count("<h1>") == 1
    assert '<thead><tr><th scope="col">What Worked Well</th>' in page
    assert "<script" not in page
    assert "Draft as of 22 November 2026 at" in page
