"""Finds the line on which something stands in a format file, for messages: tomllib does not tell.

It reads a file that may not be sound, and only so much of it as a message needs: headers of blocks,
names before “=”, and which lines belong to a text that runs over several.
"""

import re


class Places:
    """The lines of one file.

    `single` is the first [stage] in single brackets; `unfinished` where a text in triple quotation marks begins
    that never ends; `repeated` the first name that stands twice in its block, with its line and the earlier one;
    `end` the last line and `longest` the longest.
    """

    _header = re.compile(r"\s*(\[\[?)\s*([\w.-]+)\s*\]\]?\s*(#.*)?$")
    _assignment = re.compile(r"\s*([\"']?)([\w-]+)\1\s*=")

    def __init__(self, source: str) -> None:
        self.single: int | None = None
        self.unfinished: int | None = None
        self.repeated: tuple[int, str, int] | None = None
        self._lines: dict[tuple[str | int, ...], int] = {}
        self._named: set[tuple[str | int, ...]] = set()
        self._here: tuple[str | int, ...] = ()
        self._counts: dict[str, int] = {}
        # TOML ends a line at a line feed and nowhere else; `splitlines` knows many more ends of a line.
        lines = source.removesuffix("\n").split("\n")
        self.end = len(lines)
        self.longest = 1 + max(range(len(lines)), key=lambda i: len(lines[i]))
        quoted = ""
        for number, text in enumerate(lines, 1):
            if not quoted:
                self._read(number, text)
            before, quoted = quoted, _quotes(text, quoted)
            if quoted != before:
                self.unfinished = number if quoted else None

    def line(self, *path: str | int) -> int:
        """The line of `path`, or of the nearest thing around it that has one."""
        for length in range(len(path), 0, -1):
            if found := self._lines.get(path[:length]):
                return found
        return 1

    def _read(self, number: int, text: str) -> None:
        if header := self._header.match(text):
            names = header[2].split(".")
            if names == ["stage"] and header[1] == "[":
                self.single = self.single or number
            self._here = self._enter(names, header[1] == "[[")
            self._note(self._here, f"[{header[2]}]", number)
            self._lines.setdefault((names[0],), number)  # a misspelt block is named where it first stands
        elif assignment := self._assignment.match(text):
            self._note((*self._here, assignment[2]), assignment[2], number)

    def _enter(self, names: list[str], another: bool) -> tuple[str | int, ...]:
        if another:
            self._counts[names[0]] = self._counts.get(names[0], -1) + 1
        numbered = (self._counts[names[0]],) if names[0] in self._counts else ()
        return (names[0], *numbered, *names[1:])

    def _note(self, path: tuple[str | int, ...], name: str, number: int) -> None:
        if path in self._named and self.repeated is None:
            self.repeated = number, name, self._lines[path]
        self._named.add(path)
        self._lines.setdefault(path, number)


#: What can stand on a line outside a text in triple quotation marks: a note, the beginning of such a text, or a
#: text that ends on its line.
_PART = re.compile(r"""#.*|\"{3}|'{3}|"(?:[^"\\]|\\.)*"?|'[^']*'?""")
#: The rest of a text in triple quotation marks. Up to two more of them may stand right before its end.
_REST = {
    '"""': re.compile(r'(?:[^"\\]|\\.|"(?!""))*"{3,5}'),
    "'''": re.compile(r"(?:[^']|'(?!''))*'{3,5}"),
}


def _quotes(text: str, quoted: str) -> str:
    """The triple quotation marks that are still open at the end of a line, where `quoted` were open at its
    beginning; "" for none."""
    place = 0
    while True:
        if quoted:
            if not (rest := _REST[quoted].match(text, place)):
                return quoted
            place, quoted = rest.end(), ""
        if not (part := _PART.search(text, place)):
            return ""
        place, quoted = part.end(), part[0] if part[0] in _REST else ""
