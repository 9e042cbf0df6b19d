"""Plain text: blocks that can be pasted, in any editor's line ends."""

import pytest

from app.records.content import record_of_learning, solution_form
from app.records.plain import text_of, to_file, to_text
from tests.records import circles
from tests.records.circles import SAM, Played
from tests.records.test_word import HOSTILE


def test_each_box_is_a_block_with_its_heading():
    played = circles.solution()
    document = solution_form(played.circle, played.now, "North team")
    blocks = to_text(document).split("\n\n")
    assert blocks[0] == "Solution Circle form\n===================="
    assert blocks[2] == "Focus\n-----\nHow do we make mornings calmer?"
    assert len(blocks) == 2 + len(document.sections)
    assert text_of(document.sections[0]) == "How do we make mornings calmer?"


@pytest.mark.parametrize("text", HOSTILE)
def test_text_stands_as_it_was_written_and_survives_the_file(text):
    played = Played().goes_to("solutions")
    played.says("suggestion", text, SAM)
    document = solution_form(played.circle, played.now, "T", "full")
    assert f"- {text}\n" in to_text(document)
    assert to_file(document).decode("utf-8-sig").replace("\r\n", "\n") == to_text(document)


def test_a_file_has_the_line_ends_of_windows_and_no_others():
    played = circles.success()
    content = to_file(record_of_learning(played.circle, played.now, "T"))
    assert content.count(b"\n") == content.count(b"\r\n") == content.count(b"\r")


def test_times_read_as_sentences():
    played = circles.solution()
    minutes = solution_form(played.circle, played.now, "T", "full").sections[-2]
    assert text_of(minutes).splitlines()[2:] == [
        "Solutions: planned 4 min, actual 4 min 30 s",
        "Selection: planned without a set time, actual 30 s",
    ]


def test_a_column_of_the_record_of_learning_without_lines_says_so():
    played = Played().goes_to("review")
    played.says("worked_well", "Nobody interrupted", SAM)
    played.act("close", visit=played.circle.visit)
    text = to_text(record_of_learning(played.circle, played.now, "T"))
    assert "What Worked Well\n----------------\n- Nobody interrupted\n" in text
    assert "Key Learning\n------------\nNot recorded\n" in text
