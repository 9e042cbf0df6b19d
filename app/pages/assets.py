"""The static files, as they go over the line: under an address that changes with them, so that a browser keeps
them for good; packed; and each module joined with what it imports (joining.py).

`/static/@<version>/…` is what the pages ask for. `/static/…` gives a file as it lies in the folder. All files are
read once, at the start.
"""

import gzip
import hashlib
import mimetypes
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, abort, request

from app.pages import joining
from app.pages.access import open_to_anybody

KEPT_FOR_GOOD = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
TYPES = {".js": "text/javascript", ".css": "text/css"}


class File:
    """What is sent for one address."""

    def __init__(self, path: str, content: bytes) -> None:
        self.content = content
        suffix = Path(path).suffix
        self.type = TYPES.get(suffix) or mimetypes.guess_type(path)[0] or "text/plain"
        self.tag = hashlib.sha256(content).hexdigest()[:16]

    @cached_property
    def packed(self) -> bytes:
        return gzip.compress(self.content, 9, mtime=0)


class Assets:
    """All files of the folder, and the modules of it joined."""

    def __init__(self, folder: Path) -> None:
        self._files = {
            path.relative_to(folder).as_posix(): File(path.name, path.read_bytes())
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }
        self._joined: dict[str, File] = {}
        every = "".join(f"{path} {file.tag}\n" for path, file in self._files.items())
        self.version = hashlib.sha256(every.encode()).hexdigest()[:12]

    def plain(self, path: str) -> File | None:
        return self._files.get(path)

    def joined(self, path: str) -> File | None:
        """A module of our own with all that it imports; any other file as it is."""
        if path not in self._files or not path.endswith(".js") or path.startswith(joining.OTHER_PEOPLES):
            return self.plain(path)
        if path not in self._joined:
            self._joined[path] = File(path, joining.joined(path, self._read).encode())
        return self._joined[path]

    def beside(self, path: str) -> list[str]:
        """The files that a joined module asks for at once."""
        return joining.foreign(path, self._read)

    def _read(self, path: str) -> str:
        file = self._files.get(path)
        if file is None:
            raise joining.CannotJoin(f"there is no {path}")
        return file.content.decode()


@lru_cache
def assets(folder: Path) -> Assets:
    return Assets(folder)


def serve(app: Flask, folder: Path) -> None:
    """Add the addresses, and what templates need: `url_for('static', …)` as ever, and `beside(filename)`."""
    held = assets(folder)

    @open_to_anybody
    def static(filename: str, version: str | None = None) -> Any:
        """A file of the pages. An old address gives the present file: a page may be older than the server."""
        file = held.plain(filename) if version is None else held.joined(filename)
        if file is None:
            abort(404)
        return _answer(file, KEPT_FOR_GOOD if version == held.version else ASK_AGAIN)

    app.add_url_rule("/static/@<version>/<path:filename>", "static", static)
    app.add_url_rule("/static/<path:filename>", "static", static)
    app.jinja_env.globals["beside"] = held.beside

    @app.url_defaults
    def with_version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static":
            values.setdefault("version", held.version)


def pack(answer: Response) -> Response:
    """A page, packed where the browser takes it so and it is worth it. Only for pages on which nothing stands that
    anybody wrote or that came with the request: beside a form's token or somebody's words, how well it packs would
    tell the one from the other (the attack named BREACH)."""
    if not _takes_packed() or answer.status_code != 200 or answer.mimetype != "text/html":
        return answer
    answer.set_data(gzip.compress(answer.get_data(), 6, mtime=0))
    answer.headers["Content-Encoding"] = "gzip"
    answer.headers.add("Vary", "Accept-Encoding")
    return answer


def _takes_packed() -> bool:
    return request.accept_encodings["gzip"] > 0


def _answer(file: File, kept: str) -> Response:
    packs = _takes_packed()
    answer = Response(file.packed if packs else file.content, content_type=f"{file.type}; charset=utf-8")
    if packs:
        answer.headers["Content-Encoding"] = "gzip"
    answer.headers["Vary"] = "Accept-Encoding"
    answer.headers["Cache-Control"] = kept
    answer.set_etag(f"{file.tag}{'-gzip' if packs else ''}")
    answer.make_conditional(request)
    return answer
