"""The public contract is documented in full, and what the page says is what the code does: both ways. What goes over
the sockets is looked at in test_protocol_sockets.py."""

import ast
import re
from collections.abc import Callable, Iterator

import pytest
from click import Command, Group
from werkzeug.routing import Rule

from app import conduct, pace
from app.circle import clock, contribute, parse, people, shapes, text
from app.circle.catalogue import catalogue
from app.circle.format import KINDS, ROLES
from app.circle.format_file import review_stage
from app.live import gateway, line, rooms
from app.pages import errors, tries
from app.store import store
from tests.guards.protocol import PAGE, Page, calls, differences, marked
from tests.pages.conftest import Person, Service, empty_database, joanna, service, start

__all__ = ["empty_database", "joanna", "service", "start"]


# Moves


def moves_on(page: Page) -> set[tuple[str, str]]:
    """(move, field) for each move's fields; (move, "") for the move itself."""
    found = set()
    for name, fields, *_ in page.rows("Moves"):
        (move,) = marked(name)
        found |= {(move, ""), *((move, field) for field in marked(fields))}
    return found


def moves_in_code() -> set[tuple[str, str]]:
    return {
        pair
        for move, fields in parse.FIELDS.items()
        for pair in ((move, ""), *((move, field) for field in fields))
    }


def test_every_move_stands_on_the_page_with_its_fields() -> None:
    assert differences(moves_on(Page(PAGE)), moves_in_code()) == []


def test_control_a_move_or_a_field_that_is_missing_or_invented_is_found() -> None:
    without = re.sub(r"^\| `park` .*\n", "", PAGE, flags=re.MULTILINE)
    assert differences(moves_on(Page(without)), moves_in_code()) == [
        "not on the page: ('park', '')",
        "not on the page: ('park', 'id')",
    ]
    invented = PAGE.replace("| `park` | `id` |", "| `park` | `id`, `why` |")
    assert differences(moves_on(Page(invented)), moves_in_code()) == ["not in the code: ('park', 'why')"]


def test_every_field_of_a_move_is_explained() -> None:
    explained = {
        name for heading in (1, 2) for row in Page(PAGE).rows("Moves", heading) for name in marked(row[0])
    }
    used = {field.removesuffix("?") for fields in parse.FIELDS.values() for field in fields}
    # What these two hold stands with their own moves.
    assert differences(explained | {"seconds", "told"}, used) == []
    (kinds,) = [row[1] for row in Page(PAGE).rows("Moves", 1) if row[0] == "`kind`"]
    assert tuple(marked(kinds)) == KINDS
    (boxes,) = [row[1] for row in Page(PAGE).rows("Moves", 2) if row[0] == "`boxes`"]
    assert tuple(marked(boxes)) == shapes.BOXES


def test_who_may_send_what_is_what_the_formats_say() -> None:
    said = {
        (*marked(stage), phones, *(tuple(marked(cell)) for cell in cells))
        for stage, phones, *cells in Page(PAGE).rows("Who may send what in which stage")
    }
    roles = [role for role in ROLES if role != "advisor"]
    steps = [(form.key, step) for form in catalogue().formats.values() for step in form.stages]
    done = {
        (
            *named,
            step.key,
            "open" if step.phones_open else "shut",
            *(step.may.get(role, ()) for role in roles),
        )
        for named, step in [*(((key,), step) for key, step in steps), ((), review_stage())]
    }
    assert differences(said, done) == []
    assert review_stage().may["advisor"] == review_stage().may["facilitator"]


# Refusals


def codes_in_code(found: Callable[..., Iterator[ast.Call]] = calls) -> set[str]:
    """The first argument of each `Refused(…)`, each `jsonify(code=…)` and the errors of HTTP."""
    codes = {code for code, _, _ in errors.SENTENCES.values()}
    for call in found("app"):
        named = [keyword.value for keyword in call.keywords if keyword.arg == "code"]
        name = ast.unparse(call.func)
        for value in call.args[:1] if name == "Refused" else named if name == "jsonify" else []:
            codes |= {each.value for each in ast.walk(value) if _is_code(each)}  # type: ignore[attr-defined]
    return codes - {"seat"}  # what one of them asks about


def _is_code(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def codes_on(page: Page) -> set[str]:
    return {code for row in page.rows("Refusal codes") for code in marked(row[0])}


def test_every_refusal_code_stands_on_the_page() -> None:
    assert differences(codes_on(Page(PAGE)), codes_in_code()) == []


def test_every_status_stands_with_its_code() -> None:
    said = {
        (int(status), *marked(row[0]))
        for row in Page(PAGE).rows("Refusal codes")
        for status in re.findall(r"\b\d{3}\b", row[1])
    }
    done = {(status, code) for status, (code, _, _) in errors.SENTENCES.items()}
    assert done - said == set()


def test_control_a_code_that_nobody_wrote_down_is_found() -> None:
    planted = ast.parse('Refused(\n    "brand_new", "A sentence."\n)').body[0]
    assert isinstance(planted, ast.Expr)
    assert isinstance(planted.value, ast.Call)
    found = codes_in_code(lambda *_: iter([planted.value]))  # type: ignore[list-item]
    assert "not on the page: brand_new" in differences(codes_on(Page(PAGE)), found)


# HTTP and the command line

#: The records page's own forms are left out: each carries a token against forgery and is no interface.
PUBLIC = re.compile(r"/api/|/healthz$|/readyz$|/circles/<circle_id>/records($|/[^/]*\.)|/[a-z]+\.csv$")


def routes_on(page: Page) -> set[str]:
    return {call for row in page.rows("HTTP") for call in marked(row[0])}


def _route(rule: Rule) -> Iterator[str]:
    yield from (f"{method} {rule.rule}" for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))


def test_every_public_route_stands_on_the_page(service: Service) -> None:
    done = {
        each for rule in service.app.url_map.iter_rules() if PUBLIC.match(rule.rule) for each in _route(rule)
    }
    assert differences(routes_on(Page(PAGE)), done) == []


def test_the_records_come_in_the_formats_that_the_page_names(
    service: Service, joanna: Person, start: Callable[..., str]
) -> None:
    (said,) = re.findall(r"`<extension>` is (.*?)\.\s", PAGE)
    circle = start(joanna)
    for record in ("solution-form", "record-of-learning"):
        served = {
            extension
            for extension in ("docx", "pdf", "txt", "html", "odt")
            if joanna.client.get(
                f"/circles/{circle}/records/{record}.{extension}", base_url="http://127.0.0.1:5000"
            ).status_code
            == 200
        }
        assert differences(set(marked(said)), served) == []


def _commands(group: Group, before: str = "") -> Iterator[tuple[str, Command]]:
    for name, command in group.commands.items():
        if isinstance(command, Group):
            yield from _commands(command, f"{before}{name} ")
        else:
            yield f"{before}{name}", command


def test_every_command_stands_on_the_page_with_its_options(service: Service) -> None:
    said = {marked(row[0])[0].removeprefix("flask --app wsgi ") for row in Page(PAGE).rows("Command line")}
    commands = dict(_commands(service.app.cli))
    for ours in commands:
        assert any(line.startswith(ours) for line in said), ours
    assert len(said) == len(commands)
    options = {option for each in commands["circles create"].params for option in each.opts}
    assert differences({marked(row[0])[0] for row in Page(PAGE).rows("Command line", 1)}, options) == []


# Limits

LIMITS = {
    "characters in a text, after trimming": text.LONGEST_TEXT,
    "characters in a name": text.LONGEST_NAME,
    "characters in a box of the form": shapes.LONGEST_BOX,
    "people listed as attending": shapes.MOST_PEOPLE_LISTED,
    "destinations of the record": shapes.MOST_DESTINATIONS,
    "seconds in one `extend`": shapes.LONGEST_EXTENSION_S,
    "minutes on the clock of a stage, however often extended": clock.MOST_LEFT_MS / 60_000,
    "seconds in which a control can be undone": clock.UNDO_MS / 1000,
    "bytes in a frame or in the body of a polling request": line.MOST_FRAME_BYTES,
    "packets in the body of a polling request": line.MOST_PACKETS_A_REQUEST,
    "moves of one seat in a stretch of time": pace.MOST_MOVES,
    "seconds of that stretch": pace.MOVES_WINDOW_S,
    "connections of one seat": rooms.MOST_SOCKETS_A_SEAT,
    "seats in a circle": people.MOST_SEATS,
    "contributions in a circle, those taken back or removed left out": contribute.MOST_CONTRIBUTIONS,
    "contributions from one seat": contribute.MOST_OF_A_SEAT,
    "minutes after the close in which seats and screens are still answered": store.AFTER_CLOSE_MS / 60_000,
    "wrong codes from one address in a stretch of time": tries.MOST_AN_ADDRESS,
    "seconds of that stretch for one address": tries.WINDOW_S,
    "wrong codes from everywhere in a stretch of time": tries.MOST_OVERALL,
    "seconds of that stretch for everywhere": tries.OVERALL_WINDOW_S,
    "hours for which a token holds that was given to signed-in staff": conduct.STAFF_TOKEN_MS / 3_600_000,
    "seconds between the server's pings": gateway.PING_INTERVAL_S,
    "seconds in which a ping must be answered": gateway.PING_TIMEOUT_S,
}


def test_limits_on_the_page_are_those_of_the_code(service: Service) -> None:
    said = {(row[0], float(row[1])) for row in Page(PAGE).rows("Limits")}
    others = {"bytes in the body of any other request": service.app.config["MAX_CONTENT_LENGTH"]}
    assert differences(said, {(what, float(limit)) for what, limit in (LIMITS | others).items()}) == []


@pytest.mark.parametrize("heading", re.findall(r"\]\(#([^)]+)\)", PAGE))
def test_links_on_the_page_lead_somewhere(heading: str) -> None:
    anchors = {
        re.sub(r"[^\w -]", "", name.lower()).replace(" ", "-")
        for name in re.findall(r"^#+ (.*)", PAGE, re.MULTILINE)
    }
    assert heading in anchors
