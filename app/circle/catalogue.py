"""The formats at hand: those that ship with the software and a council's own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.circle.format import Format
from app.circle.format_file import SHIPPED, FormatFault, parse


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The formats at hand, by key, and the files that could not be used with the reason."""

    formats: Mapping[str, Format]
    faults: Mapping[str, str]


def catalogue(own: Path | None = None) -> Catalogue:
    """The shipped formats and those in the folder `own`, read afresh. A faulty file of a council's
    own is left out and reported; it never stops the others."""
    formats = {form.key: form for form in _shipped()}
    faults: dict[str, str] = {}
    for path in _format_files(own):
        try:
            form = parse(path.read_text(encoding="utf-8-sig"))
        except FormatFault as fault:
            faults[path.name] = str(fault)
        except (OSError, UnicodeDecodeError):
            faults[path.name] = "The file cannot be read as UTF-8 text."
        else:
            if form.key in formats:
                faults[path.name] = f"The key “{form.key}” is already used by another format."
            else:
                formats[form.key] = form
    return Catalogue(formats, faults)


@cache
def _shipped() -> tuple[Format, ...]:
    return tuple(
        parse((SHIPPED / name).read_text(encoding="utf-8")) for name in ("solution.toml", "success.toml")
    )


def _format_files(folder: Path | None) -> Iterable[Path]:
    return sorted(folder.glob("*.toml")) if folder and folder.is_dir() else ()
