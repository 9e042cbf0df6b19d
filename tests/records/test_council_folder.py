"""The folder of a council's templates: what is there is used, what is faulty is named, a change is taken up."""

import os
from pathlib import Path

import pytest

from app.records import council_folder
from app.records.council import TemplateFault, check, templates
from app.records.council_archive import MOST_BYTES
from app.records.document import RECORD_OF_LEARNING, SOLUTION_FORM
from tests.records.council_templates import BARE_FORM, FULL_FORM, LEARNING, control, word_file
from tests.records.test_council_boxes import BOXES


def put(folder: Path, name: str, content: bytes | str, seconds: int = 1_000_000_000) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    os.utime(path, (seconds, seconds))
    return path


def test_no_folder_and_an_empty_one_are_no_fault(tmp_path):
    for folder in (tmp_path / "none", tmp_path):
        assert (templates(folder).word, templates(folder).boxes, templates(folder).faults) == ({}, None, {})


def test_each_kind_of_record_has_its_file(tmp_path):
    put(tmp_path, "solution-form.docx", word_file(BARE_FORM))
    put(tmp_path, "record-of-learning.docx", word_file(LEARNING))
    put(tmp_path, "solution-form.toml", BOXES)
    put(tmp_path, "~$lution-form.docx", b"Word has it open")
    found = templates(tmp_path)
    assert set(found.word) == {SOLUTION_FORM, RECORD_OF_LEARNING}
    assert found.boxes is not None
    assert found.faults == {}


def test_a_faulty_file_is_named_and_spoils_no_other(tmp_path):
    put(tmp_path, "solution-form.docx", word_file(BARE_FORM + control("focuss")))
    put(tmp_path, "record-of-learning.docx", word_file(LEARNING))
    put(tmp_path, "solution-form.toml", b"\xff\xfe")
    put(tmp_path, "solution-form.docm", b"x")
    (tmp_path / "record-of-learning").mkdir()
    found = templates(tmp_path)
    assert set(found.word) == {RECORD_OF_LEARNING}
    assert "“focuss” is not known" in found.faults["solution-form.docx"]
    assert "not UTF-8" in found.faults["solution-form.toml"]
    assert "A template is named solution-form.docx" in found.faults["solution-form.docm"]
    assert len(found.faults) == 4


def test_what_cannot_be_read_or_is_too_large_is_a_fault(tmp_path):
    put(tmp_path, "solution-form.docx", b"x" * (MOST_BYTES + 5))
    (tmp_path / "record-of-learning.docx").mkdir()
    (tmp_path / "solution-form.toml").symlink_to(tmp_path / "gone.toml")
    faults = templates(tmp_path).faults
    assert "too large" in faults["solution-form.docx"]
    assert faults["record-of-learning.docx"] == "This is not a file."
    assert "cannot be read" in faults["solution-form.toml"]


def test_a_template_is_parsed_once_and_anew_when_it_changes(tmp_path, monkeypatch):
    read = []

    def counted(raw, kind):
        read.append(kind)
        return original(raw, kind)

    original = council_folder.read_template
    monkeypatch.setattr(council_folder, "read_template", counted)
    put(tmp_path, "solution-form.docx", word_file(BARE_FORM))
    first, again = templates(tmp_path), templates(tmp_path)
    assert (len(read), again.word[SOLUTION_FORM] is first.word[SOLUTION_FORM]) == (1, True)
    put(tmp_path, "solution-form.docx", word_file(FULL_FORM), seconds=1_000_000_001)
    assert "focus" in templates(tmp_path).word[SOLUTION_FORM].names
    put(tmp_path, "solution-form.docx", b"broken", seconds=1_000_000_002)
    assert set(templates(tmp_path).faults) == {"solution-form.docx"}
    (tmp_path / "solution-form.docx").unlink()
    assert templates(tmp_path).faults == {}
    assert len(read) == 3


def test_check_says_what_a_template_fills_and_what_follows_at_the_end(tmp_path):
    said = check(put(tmp_path, "solution-form.docx", word_file(BARE_FORM + control("focus"))))
    assert said.startswith(
        "“solution-form.docx” is sound. It fills: date, format, team, present, facilitator, advisor,"
    )
    filled, _, added = said.partition("follows at the end:")
    assert "focus" in filled
    assert "chosen" in added
    assert "focus" not in added
    assert check(put(tmp_path, "solution-form.docx", word_file(FULL_FORM), 3)).endswith(", responses.")
    assert check(put(tmp_path, "solution-form.toml", BOXES)).endswith(
        "Its boxes are: Meeting, Analysis, Actions, What went well."
    )


def test_check_of_a_faulty_file_raises_its_sentence(tmp_path):
    for name, content in (("solution-form.docx", b"x"), ("solution-form.toml", b"x"), ("other.docx", b"x")):
        with pytest.raises(TemplateFault):
            check(put(tmp_path, name, content))


def test_a_file_whose_name_is_in_an_old_encoding_is_named_as_far_as_it_can_be_shown(tmp_path):
    with open(os.path.join(os.fsencode(tmp_path), b"l\xf6sung.docx"), "wb") as file:
        file.write(b"x")
    (name,) = templates(tmp_path).faults
    assert name.encode("utf-8") == b"l?sung.docx"
