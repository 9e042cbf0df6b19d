"""What a browser finds in a record's page, read with the standard library."""

from html.parser import HTMLParser


class Page(HTMLParser):
    """`words` are the texts of the paragraphs that hold people's words, in their order; `tags` all that was opened."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.tags: list[str] = []
        self._inside = 0
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "p" and "words" in (dict(attrs).get("class") or "").split():
            self.words.append("")
            self._inside = 1
        elif tag == "i" and self._inside:
            self._inside = 2  # a mark of ours beside the words

    def handle_endtag(self, tag: str) -> None:
        if tag == "p":
            self._inside = 0

    def handle_data(self, data: str) -> None:
        if self._inside == 1:
            self.words[-1] += data
