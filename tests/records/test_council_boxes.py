"""The form's parts in a council's own boxes, and faults named with their line."""

import re
from pathlib import Path

import pytest

from app.records.content import record_of_learning, solution_form
from app.records.council import TemplateFault, in_boxes, read_boxes
from app.records.council_names import NAMES
from app.records.document import RECORD_OF_LEARNING, SOLUTION_FORM
from app.records.wording import HEADINGS
from tests.records import circles
from tests.records.council_filling import solution

BOXES = """# Our LCS form
[[box]]
heading = "Meeting"
from = ["date", "present"]

[[box]]
heading = "Analysis"
from = ["focus", "understood"]

[[box]]
heading = "Actions"
from = ["chosen"]

[[box]]
heading = "What went well"
from = ["work", "outcome"]
"""


def test_the_councils_boxes_stand_first_in_its_order_and_the_rest_follows_under_our_headings():
    blocks = in_boxes(solution(), read_boxes(BOXES))
    assert [heading for heading, _ in blocks] == [
        "Meeting",
        "Analysis",
        "Actions",
        "Solution Circle form",
    ] + [HEADINGS[key] for key in ("happened", "impact", "tried", "measure", "decision", "check_in")]


def test_one_thing_stands_by_itself_and_of_several_each_says_what_it_is():
    blocks = dict(in_boxes(solution(), read_boxes(BOXES)))
    assert blocks["Meeting"] == (
        "Date: 22 November 2026\nWho was present:\nPriya Nair, Social worker\nSamuel Okoro, Family support worker"
    )
    assert blocks["Analysis"] == (
        "Focus:\nHow do we make mornings calmer?\n\n"
        "What was understood from clarification:\nMornings are hard, evenings go well."
    )
    assert blocks["Actions"].startswith("Solution 1: Ask the breakfast club for a place\n")
    assert "Facilitator: Dana Field" in blocks["Solution Circle form"]
    assert "22 November 2026" not in blocks["Solution Circle form"]


def test_a_box_for_which_the_circle_has_nothing_is_left_out():
    played = circles.success()
    headings = [h for h, _ in in_boxes(solution_form(played.circle, played.now, "T"), read_boxes(BOXES))]
    assert "What went well" in headings
    assert not {"Analysis", "Actions"} & set(headings)


@pytest.mark.parametrize("boxes", [None, read_boxes(BOXES)])
def test_no_word_is_lost_whatever_the_boxes(boxes):
    whole = "\n".join(text for _, text in in_boxes(solution("full"), boxes))
    for words in (*circles.BOXES.values(), *circles.ACTION.values(), "Draw a picture plan", "Dana Field", "KQ",
                  "How do we make mornings calmer?", "Since when is it like this?"):  # fmt: skip
        assert whole.count(words) == 1, words


def test_without_boxes_each_part_is_a_block_of_its_own():
    blocks = in_boxes(solution(), None)
    assert blocks[0][0] == "Solution Circle form"
    assert ("Focus", "How do we make mornings calmer?") in blocks
    assert len(blocks) == 1 + len(solution().sections)


def test_the_columns_of_appendix_9_are_blocks():
    played = circles.solution()
    blocks = dict(in_boxes(record_of_learning(played.circle, played.now, "T"), None))
    assert blocks["What Worked Well"] == "- Nobody interrupted.\n- We kept to time."
    assert blocks["Date of Next group Supervision"] == "5 January 2027"


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ('"focus"', '"focuss"', 8, "“focuss” is not known. Did you mean “focus”?"),
        ('["chosen"]', '["focus"]', 12, "“focus” is used twice, first on line 8."),
        ('["chosen"]', '["chosen", "chosen"]', 12, "“chosen” is used twice, first on line 12."),
        ('["chosen"]', '["standing"]', 12, "“standing” is not known."),
        ('["chosen"]', "[]", 12, "“from” is a list of names"),
        ('["chosen"]', '"chosen"', 12, "“from” is a list of names"),
        ('["chosen"]', "[1]", 12, "“from” is a list of names"),
        ('"Actions"', '""', 11, "“heading” needs words"),
        ('"Actions"', "7", 11, "“heading” needs words"),
        ('"Actions"', '"a\\nb"', 11, "“heading” needs words"),
        ('"Actions"', f'"{"x" * 121}"', 11, "“heading” needs words"),
        ('heading = "Actions"', "", 10, "“heading” needs words"),
        (
            'heading = "Actions"',
            'heading = "A"\nheading = "B"',
            12,
            "“heading” stands twice here, first on line 11.",
        ),
        ('heading = "Actions"', 'name = "A"', 11, "“name” is not known here."),
        ('heading = "Actions"', 'heading = "Actions', 11, "this line cannot be read."),
        ("# Our LCS form", 'title = "x"', 1, "“title” is not known here."),
    ],
)
def test_a_fault_is_named_with_its_line(old, new, line, said):
    with pytest.raises(TemplateFault) as found:
        read_boxes(BOXES.replace(old, new, 1))
    assert str(found.value).startswith(f"Line {line}: {said}")


@pytest.mark.parametrize(
    "source",
    ["", "[box]\nheading = 'x'", "box = 1", "box = [1]", BOXES * 20, "#" * 70_000, "a = " + "[" * 5000],
)
def test_files_without_boxes_or_beyond_reason_are_refused(source):
    with pytest.raises(TemplateFault):
        read_boxes(source)


def test_the_mark_that_notepad_writes_does_no_harm():
    assert read_boxes("\ufeff" + BOXES) == read_boxes(BOXES)


# The page for those who make templates

PAGE = (Path(__file__).parents[2] / "docs" / "council-templates.md").read_text(encoding="utf-8")


def table_below(heading: str) -> set[str]:
    """The names in the first column of the table under a heading."""
    part = PAGE.partition(f"### {heading}\n")[2].partition("\n#")[0]
    return {
        name
        for row in part.splitlines()
        if row.startswith("| `")
        for name in re.findall(r"`(\w+)`", row.split("|")[1])
    }


def test_the_page_lists_every_name_and_no_other():
    assert table_below("Names for the Solution Circle form") == {*NAMES[SOLUTION_FORM], "title", "standing"}
    assert table_below("Names for the Record of Learning") == {
        *NAMES[RECORD_OF_LEARNING],
        "title",
        "standing",
    }


def test_the_boxes_on_the_page_are_sound():
    example = PAGE.partition("## Your own boxes")[2]
    source = "\n".join(line.strip() for line in example.splitlines() if line.startswith("    "))
    assert [heading for heading, _ in read_boxes(source).boxes] == [
        "Meeting details",
        "Analysis",
        "Actions agreed",
    ]


@pytest.mark.parametrize("line", ["a" + ".a" * 1000, 'heading = "' + "x" * 2000 + '"'])
def test_a_line_that_would_take_long_to_read_is_not_read(line):
    """Reading a name of many parts takes half a minute, in which nobody's page would come."""
    with pytest.raises(TemplateFault, match="Line 2: the line is too long; 2000 characters"):
        read_boxes(f"[[box]]\n{line}\n")
