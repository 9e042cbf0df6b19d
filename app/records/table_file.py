"""A table as a CSV file that Excel opens rightly, and that runs nothing there.

A spreadsheet takes a cell that begins with "=" and the like for a formula, which may send the whole table
elsewhere or start a program (OWASP, "CSV Injection"). Such a text gets an apostrophe in front, and so
stays what it is: text.
"""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence

#: What begins a formula or a command in some spreadsheet. The last is the minus sign of mathematics.
_FORMULA = "=+-@|%\u2212"
_BREAKS = "\t\r\n"
#: Letters and symbols that show nothing: fillers of Hangul, the empty Braille pattern.
_BLANK = "\u115f\u1160\u3164\uffa0\u2800"


def to_csv(columns: Sequence[str], rows: Iterable[Sequence[str | int | None]]) -> bytes:
    """The table in UTF-8. Every text is quoted, so that no program splits one at another separator
    and finds a formula behind it; numbers are not, and stay numbers."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    for row in (columns, *rows):
        writer.writerow([_guarded(cell) if isinstance(cell, str) else cell for cell in row])
    return file.getvalue().encode("utf-8-sig")  # the mark in front tells Excel that it is UTF-8


def _guarded(text: str) -> str:
    return f"'{text}" if _dangerous(text) else text


def _dangerous(text: str) -> bool:
    """Whether it begins with a character of a formula, in any width, behind whatever cannot be seen; or
    with a tab or a line break, which some programs drop before they look."""
    for character in text:
        if character in _BREAKS:
            return True
        if not _unseen(character):
            return unicodedata.normalize("NFKC", character)[0] in _FORMULA
    return False


def _unseen(character: str) -> bool:
    """Controls, separators, and marks that stand on the character before them."""
    return unicodedata.category(character)[0] in "CZM" or character in _BLANK
