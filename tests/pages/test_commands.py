"""The command line, as operators, tests and load runs use it (docs/protocol.md, "Command line")."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from tests.pages.conftest import ORIGIN, Service
from tests.records.council_templates import BARE_FORM, control, word_file

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "app" / "circle" / "formats"
FIELDS = {
    "circle",
    "join_code",
    "join_url",
    "facilitator_token",
    "facilitator_url",
    "screen_token",
    "screen_url",
}


def run(service: Service, *arguments: str) -> Result:
    return service.app.test_cli_runner().invoke(args=list(arguments))


def created(service: Service, *arguments: str) -> list[dict[str, Any]]:
    result = run(service, "circles", "create", *arguments)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.output.splitlines()]


def test_create_prints_a_line_of_json_for_each_circle(service: Service) -> None:
    lines = created(service, "--format", "solution", "--count", "3")
    assert [set(line) for line in lines] == [FIELDS] * 3
    for field in FIELDS:
        assert len({line[field] for line in lines}) == 3


def test_addresses_hold_their_tokens_in_the_fragment_only(service: Service) -> None:
    (line,) = created(service, "--format", "success")
    for address, path, secret in (
        ("facilitator_url", "/enter", line["facilitator_token"]),
        ("screen_url", f"/screen/{line['circle']}", line["screen_token"]),
    ):
        assert line[address] == f"{ORIGIN}{path}#{secret}"
    assert line["join_url"].startswith(f"{ORIGIN}/j#")


def test_codes_and_tokens_work(service: Service) -> None:
    (line,) = created(service, "--format", "solution", "--title", "Monday")
    conduct = service.services.conduct
    for kind in ("facilitator", "screen"):
        bearer = conduct.bearer(line[f"{kind}_token"])
        assert bearer is not None
        assert (bearer.kind, bearer.circle_id) == (kind, line["circle"])
    client = service.app.test_client()
    key = line["join_url"].partition("#")[2]
    for way in ({"code": line["join_code"]}, {"key": key}):
        joined = client.post(
            "/api/join", json={**way, "name": "Sam"}, base_url=ORIGIN, headers={"Origin": ORIGIN}
        )
        assert joined.status_code == 200, joined.text
        assert joined.json["circle"] == line["circle"]
    circle = service.services.store.circle(line["circle"])
    assert circle is not None
    assert circle.text("circle", "title") == "Monday"


def test_only_hashes_of_what_is_printed_are_kept(service: Service) -> None:
    (line,) = created(service, "--format", "solution")
    kept = b"".join(path.read_bytes() for path in service.services.config.instance.glob("test.sqlite3*"))
    assert line["circle"].encode() in kept, "the search looks in the wrong place"
    for field in ("facilitator_token", "screen_token", "join_code"):
        assert line[field].encode() not in kept
    assert line["join_url"].partition("#")[2].encode() not in kept


def test_another_address_can_be_given(service: Service) -> None:
    (line,) = created(service, "--format", "solution", "--base-url", "https://circles.example/")
    assert line["screen_url"].startswith("https://circles.example/screen/")


def test_teams_are_made_where_there_are_none_and_found_again(service: Service) -> None:
    one, other = (created(service, "--format", "solution", "--team", "North")[0] for _ in range(2))
    (third,) = created(service, "--format", "solution")
    with service.services.store.reading() as db:
        rows = db.exec_driver_sql("SELECT c.id, t.name FROM circles c JOIN teams t ON t.id = c.team_id").all()
    assert dict(tuple(row) for row in rows) == {
        one["circle"]: "North",
        other["circle"]: "North",
        third["circle"]: "Default",
    }


def test_unknown_format_is_named_with_those_that_are_known(service: Service) -> None:
    result = run(service, "circles", "create", "--format", "salvation")
    assert result.exit_code == 1
    assert "There is no format “salvation”. Known are: solution, success." in result.output


def test_format_of_ones_own_is_known(service: Service) -> None:
    folder = service.services.config.own_formats
    folder.mkdir()
    source = (SHIPPED / "solution.toml").read_text(encoding="utf-8")
    (folder / "own.toml").write_text(source.replace('key = "solution"', 'key = "own"', 1), encoding="utf-8")
    assert len(created(service, "--format", "own")) == 1


@pytest.mark.parametrize("count", ["0", "-1", "10001", "many"])
def test_impossible_counts_are_refused(service: Service, count: str) -> None:
    result = run(service, "circles", "create", "--format", "solution", "--count", count)
    assert result.exit_code == 2
    assert "--count" in result.output


def test_check_says_that_a_format_is_sound(service: Service) -> None:
    result = run(service, "formats", "check", str(SHIPPED / "solution.toml"))
    assert result.exit_code == 0
    assert "“Solution Circle” is sound: 4 stages." in result.output


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('speaks = "presenter"', 'speaks = "nobody"', "“nobody” is not possible for “speaks”"),
        ("minutes = 2", "minutes = -2", "“minutes” is a number above 0"),
        ('key = "focus"', 'key = "review"', "the key “review” is kept for the program"),
        ('short = "Focus"', 'short = ""', "“short” needs some words"),
    ],
)
def test_check_names_the_line_of_a_fault(
    service: Service, tmp_path: Path, old: str, new: str, sentence: str
) -> None:
    source = (SHIPPED / "solution.toml").read_text(encoding="utf-8")
    line = source[: source.index(old)].count("\n") + 1
    file = tmp_path / "faulty.toml"
    file.write_text(source.replace(old, new, 1), encoding="utf-8")
    result = run(service, "formats", "check", str(file))
    assert result.exit_code == 1
    assert f"Line {line}: {sentence}" in result.output


def test_check_says_what_is_wrong_with_a_file_that_is_no_text(service: Service, tmp_path: Path) -> None:
    file = tmp_path / "picture.toml"
    file.write_bytes(b"\xff\xfe\x00")
    result = run(service, "formats", "check", str(file))
    assert result.exit_code == 1
    assert "not UTF-8" in result.output


def test_check_of_a_file_that_is_not_there(service: Service) -> None:
    assert run(service, "formats", "check", "nowhere.toml").exit_code == 2


def test_check_says_what_a_template_fills(service: Service, tmp_path: Path) -> None:
    file = tmp_path / "solution-form.docx"
    file.write_bytes(word_file(BARE_FORM + control("focus")))
    result = run(service, "templates", "check", str(file))
    assert result.exit_code == 0
    assert "“solution-form.docx” is sound. It fills: date, format," in result.output


def test_check_names_the_control_at_fault(service: Service, tmp_path: Path) -> None:
    file = tmp_path / "solution-form.docx"
    file.write_bytes(word_file(BARE_FORM + control("focuss")))
    result = run(service, "templates", "check", str(file))
    assert result.exit_code == 1
    assert "The control “focuss” is not known. Did you mean “focus”?" in result.output


#: Run in a process of its own: what importing `wsgi` leaves behind.
LOOK = """
import socket, sys, threading, time
before = {module: vars(sys.modules[module]).copy() for module in ("socket", "threading", "time")}
threads = threading.active_count()
import wsgi
after = {module: vars(sys.modules[module]) for module in before}
print([f"{m}.{n}" for m in before for n in before[m] if after[m][n] is not before[m][n]])
print(sorted(m for m in sys.modules if m.split(".")[0] in ("app", "eventlet", "gevent", "flask", "engineio")))
print(threading.active_count() - threads)
print(socket.socket.__module__, threading.Thread.__module__)
"""


def seen_after(importing: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", LOOK.replace("import wsgi", importing)],
        cwd=ROOT, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    return done.stdout.splitlines()


def test_importing_wsgi_patches_nothing_and_imports_nothing_of_ours() -> None:
    assert seen_after("import wsgi") == ["[]", "[]", "0", "socket threading"]


def test_control_patching_would_be_seen() -> None:
    patched, imported, _, modules = seen_after("import wsgi; wsgi._patch('gevent')")
    assert "socket.socket" in patched
    assert "gevent" in imported
    assert modules.startswith("gevent.")


def test_create_by_the_flask_command_runs_without_a_server(tmp_path: Path) -> None:
    """As an operator does: a process of its own, with its own instance folder."""
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "circles", "create", "--format", "solution"],
        cwd=ROOT, env={"INSTANCE": str(tmp_path), "PYTHONPATH": str(ROOT), "PATH": ""},
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert set(json.loads(done.stdout)) == FIELDS
    assert json.loads(done.stdout)["facilitator_token"] not in done.stderr
