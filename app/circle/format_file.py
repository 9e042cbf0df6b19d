"""Reading a format from a file (TOML) and checking it. Where there is a fault, the line is named and what is
wrong is said in words that a practice lead can act on.

Two formats ship with the software; a council adds its own by putting a file beside them, without code.
"""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from app.circle.format import ACTS, COLOURS, KINDS, MOST_STAGES, PROMPTS, ROLES, SPEAKERS, Format, Stage
from app.circle.places import Places
from app.circle.state import Refused
from app.circle.text import clean

SHIPPED = Path(__file__).parent / "formats"

LONGEST_STAGE_MINUTES = 120
LONGEST_SENTENCE = 200
MOST_CHARACTERS = 64 * 1024

_TWO_BRACKETS = "a stage needs two brackets: [[stage]]."


class FormatFault(ValueError):
    """A format file is not sound. `line` counts from 1; `str()` is a sentence for a person."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(f"Line {line}: {sentence}")
        self.line = line


def parse(source: str, *, kept: bool = False) -> Format:
    """Read a format file's text. Raises FormatFault, which names the line and the fault.

    `kept` says that the text was kept with a circle, which goes on with its format even where it shows
    nowhere what it lets somebody send: that was not always a fault."""
    source = source.removeprefix("\ufeff")  # Notepad puts it before the first word
    if len(source) > MOST_CHARACTERS:
        raise FormatFault(1, f"the file has {len(source)} characters; {MOST_CHARACTERS} are allowed.")
    table, at = _toml(source)
    _only(table, ("key", "title", "purpose", "brings", "stage"), at, ())
    stages = table.get("stage")
    if at.single:
        raise FormatFault(at.single, _TWO_BRACKETS)
    if not isinstance(stages, list) or not stages:
        raise FormatFault(at.end, "a format needs at least one stage: a block that begins with [[stage]].")
    if len(stages) > MOST_STAGES:
        line = at.line("stage", MOST_STAGES)
        raise FormatFault(line, f"a format has at most {MOST_STAGES} stages; this is one more.")
    read = tuple(_stage(entry, at, ("stage", i)) for i, entry in enumerate(stages))
    for i, stage in enumerate(read):
        if stage.key in ("lobby", "review", "closed"):
            raise FormatFault(
                at.line("stage", i, "key"), f"the key “{stage.key}” is kept for the program. Choose another."
            )
        if stage.key in {earlier.key for earlier in read[:i]}:
            raise FormatFault(
                at.line("stage", i, "key"), f"two stages have the key “{stage.key}”. Each needs its own."
            )
        _twice(i, read, at)
        if not kept:
            _shown(i, (*read[i:], review_stage()), at)
    return Format(
        key=_key(table, at, ()),
        title=_words(table, "title", at, (), 40),
        purpose=_words(table, "purpose", at, (), LONGEST_SENTENCE),
        brings=_words(table, "brings", at, (), 40),
        stages=read,
        review=review_stage(),
        source=source,
    )


@cache
def review_stage() -> Stage:
    source = (SHIPPED / "review.stage.toml").read_text(encoding="utf-8")
    return _stage(*_toml(source), ())


def _stage(entry: object, at: Places, path: tuple[str | int, ...]) -> Stage:
    if not isinstance(entry, dict):
        raise FormatFault(at.line(*path), "a stage is written as a block that begins with [[stage]].")
    allowed = (
        "key",
        "title",
        "short",
        "minutes",
        "at_least_twice",
        "colour",
        "speaks",
        "speaking",
        "rule",
        "phones",
        "shows",
        "may",
        "prompts",
    )
    _only(entry, allowed, at, path)
    return Stage(
        key=_key(entry, at, path),
        title=_words(entry, "title", at, path, 40),
        short=_words(entry, "short", at, path, 16),
        planned_ms=_minutes(entry, at, path),
        colour=_choice(entry, "colour", COLOURS, at, path),
        speaks=_choice(entry, "speaks", SPEAKERS, at, path),
        speaking=_words(entry, "speaking", at, path, 80),
        rule=_words(entry, "rule", at, path, LONGEST_SENTENCE),
        phones_open=_choice(entry, "phones", ("open", "shut"), at, path) == "open",
        shows=_list(entry, "shows", KINDS, at, path),
        may=_may(entry, at, path),
        prompts=_prompts(entry, at, path),
        at_least_twice=_key_of(entry, "at_least_twice", at, path) if "at_least_twice" in entry else None,
    )


def _twice(index: int, stages: tuple[Stage, ...], at: Places) -> None:
    """A stage can have at least twice the time of an earlier one, if both have a clock."""
    stage = stages[index]
    if stage.at_least_twice is None:
        return
    line = at.line("stage", index, "at_least_twice")
    other = next((each for each in stages[:index] if each.key == stage.at_least_twice), None)
    if other is None:
        raise FormatFault(line, f"“{stage.at_least_twice}” is not the key of an earlier stage.")
    if stage.planned_ms is None or other.planned_ms is None:
        raise FormatFault(line, "both stages need “minutes” for this.")
    if stage.planned_ms < 2 * other.planned_ms:
        raise FormatFault(line, f"this stage has less than twice the minutes of “{other.key}”.")


def _shown(index: int, from_here: tuple[Stage, ...], at: Places) -> None:
    """What a stage lets somebody send has to be shown by that stage or by a later one."""
    shown = {kind for stage in from_here for kind in stage.shows}
    for role, acts in from_here[0].may.items():
        for kind in acts:
            if kind in KINDS and kind not in shown:
                raise FormatFault(
                    at.line("stage", index, "may", role),
                    f"“{kind}” can be sent here, but is shown neither in this stage nor in a later one. Add it to “shows”.",
                )


def _may(entry: dict[str, Any], at: Places, path: tuple[str | int, ...]) -> dict[str, tuple[str, ...]]:
    table = entry.get("may", {})
    if not isinstance(table, dict):
        raise FormatFault(
            at.line(*path, "may"), "“may” is a block of its own: [stage.may], then a line for each role."
        )
    _only(table, ROLES, at, (*path, "may"))
    return {role: _list(table, role, KINDS + ACTS, at, (*path, "may")) for role in table}


def _prompts(entry: dict[str, Any], at: Places, path: tuple[str | int, ...]) -> dict[str, str]:
    table = entry.get("prompts", {})
    if not isinstance(table, dict):
        raise FormatFault(at.line(*path, "prompts"), "“prompts” is a block of its own: [stage.prompts].")
    _only(table, PROMPTS, at, (*path, "prompts"))
    return {name: _words(table, name, at, (*path, "prompts"), LONGEST_SENTENCE) for name in PROMPTS}


def _toml(source: str) -> tuple[dict[str, Any], Places]:
    at = Places(source)
    try:
        return tomllib.loads(source), at
    except (ValueError, RecursionError) as error:
        raise _unreadable(error, at) from None


def _unreadable(error: Exception, at: Places) -> FormatFault:
    """What is wrong with a file that is no TOML. tomllib says "… (at line 3, column 7)": its words are for
    programmers, its line is what helps, unless something before it explains it."""
    found = re.search(r"at line (\d+)", str(error))
    line = int(found[1]) if found else at.end
    if at.single and at.single <= line:
        return FormatFault(at.single, _TWO_BRACKETS)
    if at.repeated and at.repeated[0] <= line:
        number, name, earlier = at.repeated
        return FormatFault(number, f"“{name}” stands twice here, first on line {earlier}. Keep one of them.")
    if at.unfinished:
        return FormatFault(
            at.unfinished,
            "a text begins here with three quotation marks and never ends. Put three at its end.",
        )
    if not isinstance(error, tomllib.TOMLDecodeError):
        return FormatFault(at.longest, "this line holds a number or a list that is too long to be read.")
    return FormatFault(
        line,
        "this line cannot be read. Look for a missing quotation mark, bracket or “=”, here or just above.",
    )


def _only(table: dict[str, Any], allowed: tuple[str, ...], at: Places, path: tuple[str | int, ...]) -> None:
    for name in table:
        if name not in allowed:
            raise FormatFault(
                at.line(*path, name), f"“{name}” is not known here. Known are: {', '.join(allowed)}."
            )


def _key(table: dict[str, Any], at: Places, path: tuple[str | int, ...]) -> str:
    return _key_of(table, "key", at, path)


def _key_of(table: dict[str, Any], name: str, at: Places, path: tuple[str | int, ...]) -> str:
    key = _words(table, name, at, path, 30)
    if not re.fullmatch(r"[a-z][a-z0-9-]*", key):
        raise FormatFault(
            at.line(*path, name),
            "a key has small letters, digits and hyphens only, and begins with a letter.",
        )
    return key


def _words(table: dict[str, Any], name: str, at: Places, path: tuple[str | int, ...], longest: int) -> str:
    if name not in table:
        raise FormatFault(at.line(*path), f"“{name}” is missing.")
    value = table[name]
    line = at.line(*path, name)
    if not isinstance(value, str) or not value.strip():
        raise FormatFault(line, f"“{name}” needs some words between quotation marks.")
    if len(value) > longest:
        raise FormatFault(line, f"“{name}” has {len(value)} characters; {longest} are allowed.")
    if isinstance(clean(value, longest), Refused):
        raise FormatFault(line, f"“{name}” holds a hidden character. Type it again instead of pasting it.")
    if re.search(r"[{}]", value.replace("{presenter}", "")):
        raise FormatFault(line, f"“{name}” holds a curly bracket. Only {{presenter}} can be filled in.")
    return value.strip()


def _minutes(entry: dict[str, Any], at: Places, path: tuple[str | int, ...]) -> int | None:
    if "minutes" not in entry:
        return None
    minutes: Any = entry["minutes"]
    sound = (
        isinstance(minutes, int | float)
        and not isinstance(minutes, bool)
        and 0 < minutes <= LONGEST_STAGE_MINUTES
        and round(minutes * 60_000) > 0
    )
    if not sound:
        raise FormatFault(
            at.line(*path, "minutes"),
            f"“minutes” is a number above 0 and up to {LONGEST_STAGE_MINUTES}. Leave it out for a stage without a clock.",
        )
    milliseconds: int = round(minutes * 60_000)
    return milliseconds


def _choice(
    table: dict[str, Any], name: str, allowed: tuple[str, ...], at: Places, path: tuple[str | int, ...]
) -> str:
    value = _words(table, name, at, path, 30)
    if value not in allowed:
        raise FormatFault(
            at.line(*path, name),
            f"“{value}” is not possible for “{name}”. Possible are: {', '.join(allowed)}.",
        )
    return value


def _list(
    table: dict[str, Any], name: str, allowed: tuple[str, ...], at: Places, path: tuple[str | int, ...]
) -> tuple[str, ...]:
    value = table.get(name, [])
    line = at.line(*path, name)
    if not isinstance(value, list):
        raise FormatFault(line, f'“{name}” is a list in square brackets, such as ["question"].')
    for item in value:
        if item not in allowed:
            raise FormatFault(
                line, f"“{item}” is not possible in “{name}”. Possible are: {', '.join(allowed)}."
            )
    return tuple(value)
