"""The PDF: tagged as PDF/UA-1 asks, with every text of the record in its order."""

from dataclasses import replace
from itertools import pairwise

import pytest

from app.records.content import Box, Document, Fact, Table, record_of_learning, solution_form
from app.records.pdf import to_pdf
from app.records.pdf_row_headers import with_row_headers
from tests.records.circles import ASHA, SAM, TOM, Played
from tests.records.documents import learning, solution
from tests.records.pdf_reading import Pdf, blocks, same, texts_of


def circle_of(count: int) -> Played:
    """A Solution Circle with so many suggestions, and so many contributions to its review."""
    who = (SAM, TOM, ASHA)
    played = Played().goes_to("solutions")
    ids = [
        played.says("suggestion", f"Suggestion {n} of {count}. {'And more words. ' * (n % 5)}", who[n % 3])
        for n in range(count)
    ]
    played.goes_to("selection")
    for chosen in ids[:3]:
        played.act("choose", id=chosen, on=True)
    played.goes_to("review")
    for n in range(count):
        kind = ("worked_well", "key_learning", "next_step")[n % 3]
        played.says(kind, f"Learning {n} of {count}. {'We took our time. ' * (n % 4)}", who[n % 3])
    return played.closes()


@pytest.mark.parametrize("count", [0, 1, 40, 400])
def test_every_text_of_a_circle_is_there_once_and_in_order(count):
    played = circle_of(count)
    for document in (
        solution_form(played.circle, played.now, "North team", "short"),
        solution_form(played.circle, played.now, "North team", "full"),
        record_of_learning(played.circle, played.now, "North team"),
    ):
        made = Pdf(to_pdf(document))
        assert all(map(same, texts_of(document), blocks(made)))
        assert len(blocks(made)) == len(list(texts_of(document)))
        assert len(made.tagged("/Table")) == tables_of(document)
    assert made.whole().count("Learning ") == count


def tables_of(document: Document) -> int:
    boxes = [section for section in document.sections if isinstance(section, Box)]
    answers = sum(bool(item.details) for box in boxes if box.each for item in box.items)
    return bool(document.facts) + len(document.sections) - len(boxes) + answers


def test_a_long_table_is_one_table_with_its_header_on_every_page():
    played = circle_of(400)
    document = record_of_learning(played.circle, played.now, "North team")
    made = Pdf(to_pdf(document))
    pages = len(made.reader.pages)
    assert pages > 5
    assert len(made.tagged("/Table")) == 2
    assert all("What Worked Well" in made.on_page(number) for number in range(pages - 1))
    assert made.whole().count("What Worked Well") == 1


def test_a_table_that_is_broken_into_two_counts_as_two():
    """The control of the count."""
    document = learning()
    table = next(section for section in document.sections if isinstance(section, Table))
    halves = (replace(table, rows=table.rows[:1]), replace(table, rows=table.rows[1:]))
    broken = replace(document, sections=(*document.sections[:1], *halves, *document.sections[2:]))
    assert len(Pdf(to_pdf(document)).tagged("/Table")) == 2
    assert len(Pdf(to_pdf(broken)).tagged("/Table")) == 3


@pytest.mark.parametrize("make", [solution, learning])
def test_cells_know_their_headers(make):
    document = make()
    made = Pdf(to_pdf(document))
    named = {made.text(cell): made.scope(cell) for cell in made.tagged("/TH")}
    assert {fact.label: "/Row" for fact in document.facts}.items() <= named.items()
    for section in document.sections:
        if isinstance(section, Table):
            assert dict.fromkeys(section.columns, "/Column").items() <= named.items()
    assert all(fact.shown[0] not in named for fact in document.facts)


@pytest.mark.parametrize("make", [solution, learning])
def test_each_table_is_whole(make):
    made = Pdf(to_pdf(make()))
    for table in made.tagged("/Table"):
        rows = made.below(table, "/TR")
        assert len({len(made.below(row, "/TH", "/TD")) for row in rows}) == 1
        assert made.below(table, "/TH")


def test_row_headers_are_counted_before_they_are_made():
    with pytest.raises(ValueError, match="3 row headers expected, 0 found"):
        with_row_headers(b"%PDF-1.7 of another kind", expected=3)


@pytest.mark.parametrize("make", [solution, learning])
def test_headings_go_down_one_level_at_a_time(make):
    headings = Pdf(to_pdf(make())).tagged("/H1", "/H2", "/H3", "/H4", "/H")
    levels = [int(heading["/S"][-1]) for heading in headings]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_headings_are_bookmarks_with_all_their_words():
    made = Pdf(to_pdf(solution()))
    first, below = made.reader.outline
    assert first.title == "Solution Circle form"
    titles = [entry.title for entry in below if not isinstance(entry, list)]
    assert titles == [section.heading for section in solution().sections]
    assert "What was understood from clarification" in titles


def test_lists_are_lists():
    made = Pdf(to_pdf(solution()))
    asked = made.tagged("/L")[0]
    assert [made.text(body) for body in made.below(asked, "/LBody")] == [
        "Since when is it like this? (answered)",
        "Who else lives there?",
    ]


@pytest.mark.parametrize("make", [solution, learning])
def test_the_file_describes_itself_and_names_nobody(make):
    made = Pdf(to_pdf(make()))
    title = f"{make().title}, 22 November 2026"
    assert made.reader.metadata.title == made.reader.xmp_metadata.dc_title["x-default"] == title
    assert made.root["/Lang"] == "en-GB"
    assert made.root["/MarkInfo"]["/Marked"].value
    assert made.root["/ViewerPreferences"]["/DisplayDocTitle"].value
    assert made.reader.metadata.author is None
    assert not made.reader.xmp_metadata.dc_creator
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made.root["/Metadata"].get_data()
    assert made.reader.metadata.creation_date == make().made_at.replace(microsecond=0)
    assert Pdf(to_pdf(make(close=False))).reader.metadata.title == f"Draft: {title}"


def test_pages_are_a4_and_say_what_they_belong_to():
    made = Pdf(to_pdf(solution()))
    count = len(made.reader.pages)
    for number, page in enumerate(made.reader.pages):
        assert [round(float(side) / 72 * 25.4) for side in page.mediabox[2:]] == [210, 297]
        text = made.on_page(number)
        assert solution().standing in text
        assert "Solution Circle form · North team" in text
        assert f"Page {number + 1} of {count}" in text
    assert "Page 1" not in made.whole()


def test_a_draft_says_so_at_the_top_and_on_every_page():
    draft, filed = Pdf(to_pdf(solution(close=False))), Pdf(to_pdf(solution()))
    assert blocks(draft)[1].startswith("Draft as of 22 November 2026 at 14:")
    for number in range(len(draft.reader.pages)):
        assert "Draft\n" in draft.on_page(number)
    assert "Draft" not in filed.whole() + "".join(map(filed.on_page, range(len(filed.reader.pages))))


def test_a_row_longer_than_a_page_goes_on_over_the_page():
    played = Played().goes_to("review")
    played.says("worked_well", "line\n" * 80 + "end")
    made = Pdf(to_pdf(record_of_learning(played.circle, played.now, "T")))
    assert "end" in made.on_page(1)
    assert len(made.tagged("/Table")) == 2


def test_a_long_word_stays_on_the_paper():
    played = Played().goes_to("review")
    played.says("worked_well", "W" * 498)
    lines = Pdf(to_pdf(record_of_learning(played.circle, played.now, "T"))).on_page(0).splitlines()
    widths = [line.count("W") for line in lines if set(line) == {"W"}]
    assert sum(widths) == 498
    assert max(widths) * 9.9 < 170 / 3 / 25.4 * 72  # a W of this size is 9.9 points wide


def test_a_blank_form_has_room_for_handwriting():
    box = Box("focus", "Focus", (), "", lines=3)
    rows = Table("learning", "", "Rows.", ("One", "Two"), (("", ""),) * 16, "")
    bare = replace(learning(), facts=(Fact("date", "Date", (), "", lines=2),), sections=(box, rows), team="")
    made = Pdf(to_pdf(bare))
    assert blocks(made) == ["Group Supervision: Record of Learning", "Date", "Focus", "One", "Two"]
    (facts, table) = made.tagged("/Table")
    eight_mm = 8 / 25.4 * 72
    assert made.height(facts) == pytest.approx(2 * eight_mm, abs=3)
    assert made.height(table) > 16 * eight_mm
    assert "Learning ·" not in made.on_page(0)


def test_an_empty_document_is_a_page():
    bare = replace(learning(), sections=(), facts=())
    assert blocks(Pdf(to_pdf(bare))) == ["Group Supervision: Record of Learning"]
