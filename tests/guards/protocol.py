"""docs/protocol.md as data, and what is written in the code, to be set against it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "protocol.md").read_text(encoding="utf-8")


class Page:
    """The tables of the page, each under its heading; a heading may have several."""

    def __init__(self, source: str) -> None:
        self.tables: dict[str, list[list[list[str]]]] = {}
        heading, rows = "", []
        for written in [*source.splitlines(), ""]:
            if found := re.match(r"#+ (.*)", written):
                heading = found[1]
            if written.startswith("|"):
                rows.append([cell.strip() for cell in written.strip("|").split(" | ")])
            elif rows:
                self.tables.setdefault(heading, []).append(rows[2:])
                rows = []

    def rows(self, heading: str, number: int = 0) -> list[list[str]]:
        return self.tables[heading][number]


def marked(cell: str) -> list[str]:
    """The names that stand in code quotes."""
    return re.findall(r"`([^`]+)`", cell)


def differences(said: set[Any], done: set[Any]) -> list[str]:
    """What the page says and the code does not do, and the other way round."""
    return [
        *(f"not in the code: {each}" for each in sorted(said - done, key=str)),
        *(f"not on the page: {each}" for each in sorted(done - said, key=str)),
    ]


def calls(*folders: str) -> Iterator[ast.Call]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            yield from (node for node in ast.walk(tree) if isinstance(node, ast.Call))
