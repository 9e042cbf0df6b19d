"""Imports go one way.

    wsgi → factory → pages, live → conduct → store → circle
                     pages → records → circle
                     pages → forgetting → store, records
          factory, pages → rehearsal → conduct

A part may import what stands anywhere after it on an arrow, never what stands before or beside it.
The helpers may be used by every part above the circle. The circle is rules only: it imports nothing
but itself and the standard library, and nothing that could look at a clock, a file list or the network.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ARROWS: dict[str, tuple[str, ...]] = {
    "wsgi": ("app.factory",),
    "app.factory": ("app.pages", "app.live", "app.forgetting", "app.rehearsal"),
    "app.pages": ("app.conduct", "app.records", "app.forgetting", "app.rehearsal"),
    "app.rehearsal": ("app.conduct",),
    "app.forgetting": ("app.store", "app.records"),
    "app.live": ("app.conduct",),
    "app.conduct": ("app.store",),
    "app.store": ("app.circle",),
    "app.records": ("app.circle",),
    "app.circle": (),
}
HELPERS = ("app.config", "app.clock", "app.log", "app.tokens", "app.keys", "app.blocking", "app.pace")
#: What uses no helpers either. The folder itself is loaded before anything in it.
ALONE = ("app.circle", "app.__init__")
#: What rules that take the time as an argument have no business with.
IMPURE = {"asyncio", "logging", "os", "random", "secrets", "socket", "sqlite3", "subprocess", "threading", "time",
          "urllib", "uuid"}  # fmt: skip
#: Only where the server is started may it be decided how it waits.
WORKERS = {"eventlet", "gevent"}
MAY_CHOOSE_WORKERS = ("wsgi.py", "app/live/modes.py")


def imports(path: Path, root: Path) -> Iterator[tuple[int, str]]:
    """The line and the full name of everything that a file imports, wherever in it."""
    package = path.relative_to(root).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join((*base, *([node.module] if node.module else [])))
            yield from ((node.lineno, f"{module}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("import_module", "__import__")):
            name = node.args[0] if node.args else None
            yield (
                node.lineno,
                str(name.value) if isinstance(name, ast.Constant) else "a name made up at run time",
            )


def part_of(name: str) -> str | None:
    """The part of the program to which a module belongs; None for what is not ours."""
    parts = name.split(".")
    if parts[0] == "wsgi":
        return "wsgi"
    return ".".join(parts[:2]) if parts[0] == "app" and len(parts) > 1 else None


def reach(part: str) -> set[str]:
    """Everything after a part on the arrows."""
    direct = ARROWS.get(part, ())
    return {*direct, *(further for each in direct for further in reach(each))}


def may_import(part: str, other: str) -> bool:
    return other == part or other in reach(part) or (other in HELPERS and part not in ALONE)


def sources(root: Path) -> list[Path]:
    return sorted(
        [
            *root.glob("*.py"),
            *(path for top in ("app", "scripts", "tests") for path in root.glob(f"{top}/**/*.py")),
        ]
    )


def wrong_arrows(root: Path) -> list[str]:
    found = []
    for path in sources(root):
        part = part_of(".".join(path.relative_to(root).with_suffix("").parts))
        if part is None:
            continue
        where = path.relative_to(root)
        if part not in (*ARROWS, *HELPERS, *ALONE):
            found.append(f"{where}: {part} has no place on the arrows of tests/guards/test_imports.py")
            continue
        for line, name in imports(path, root):
            other = part_of(name)
            if other is not None and not may_import(part, other):
                found.append(f"{where}:{line}: {part} imports {name}")
    return found


def impure_rules(root: Path) -> list[str]:
    pure = sys.stdlib_module_names - IMPURE
    return [
        f"{path.relative_to(root)}:{line}: the circle imports {name}"
        for path in root.glob("app/circle/**/*.py")
        for line, name in imports(path, root)
        if name.split(".")[0] not in pure and part_of(name) != "app.circle"
    ]


def hidden_workers(root: Path) -> list[str]:
    return [
        f"{path.relative_to(root)}:{line}: imports {name}"
        for path in sources(root)
        for line, name in imports(path, root)
        if name.split(".")[0] in WORKERS and path.relative_to(root).as_posix() not in MAY_CHOOSE_WORKERS
    ]


def test_imports_go_one_way() -> None:
    assert wrong_arrows(ROOT) == []


def test_the_circle_imports_itself_and_the_plain_part_of_the_standard_library_only() -> None:
    assert list(ROOT.glob("app/circle/*.py")), "the guard looks in the wrong place"
    assert impure_rules(ROOT) == []


def test_only_the_start_of_the_server_knows_how_it_waits() -> None:
    assert hidden_workers(ROOT) == []


# The control: each of these is found in a tree that holds it.

WRONG_ARROWS = {
    "from app.store.engine import Store": ("app/circle/moves.py", "app.circle imports app.store.engine.Store"),
    "from app import clock": ("app/circle/moves.py", "app.circle imports app.clock"),
    "import app.pages": ("app/live/gateway.py", "app.live imports app.pages"),
    "from ..pages import home": ("app/conduct/run.py", "app.conduct imports app.pages.home"),
    "def late():\n    from app.store import circles": ("app/records/form.py", "app.records imports app.store.circles"),
    "import importlib\nimportlib.import_module('app.live')": ("app/pages/home.py", "app.pages imports app.live"),
    "from app import circle": ("app/log.py", "app.log imports app.circle"),
    "from app import config": ("app/__init__.py", "app.__init__ imports app.config"),
    "import wsgi": ("app/factory.py", "app.factory imports wsgi"),
    "'nothing'": ("app/newcomer.py", "app.newcomer has no place"),
}  # fmt: skip
RIGHT_ARROWS = {
    "from app.circle import views": "app/pages/phone.py",
    "from . import engine": "app/store/circles.py",
    "from app.clock import Clock": "app/live/gateway.py",
    "from app.records.word import to_docx": "app/pages/records.py",
    "import appearance": "app/store/circles.py",
}


def tree(root: Path, place: str, text: str) -> Path:
    path = root / place
    path.parent.mkdir(parents=True)
    path.write_text(text + "\n", encoding="utf-8")
    return root


@pytest.mark.parametrize("text", WRONG_ARROWS)
def test_a_planted_wrong_import_is_found(text: str, tmp_path: Path) -> None:
    place, message = WRONG_ARROWS[text]
    found = wrong_arrows(tree(tmp_path, place, text))
    assert len(found) == 1
    assert message in found[0]


@pytest.mark.parametrize("text", RIGHT_ARROWS)
def test_an_import_along_the_arrows_is_let_through(text: str, tmp_path: Path) -> None:
    assert wrong_arrows(tree(tmp_path, RIGHT_ARROWS[text], text)) == []


@pytest.mark.parametrize(
    "text", ["import flask", "import time", "from os import path", "from random import choice"]
)
def test_rules_that_reach_outside_are_found(text: str, tmp_path: Path) -> None:
    assert len(impure_rules(tree(tmp_path, "app/circle/moves.py", text))) == 1


def test_a_hidden_choice_of_workers_is_found_and_the_open_one_is_not(tmp_path: Path) -> None:
    tree(tmp_path, "app/live/gateway.py", "def patch():\n    import gevent.monkey")
    (tmp_path / "wsgi.py").write_text("import eventlet\n", encoding="utf-8")
    assert hidden_workers(tmp_path) == ["app/live/gateway.py:2: imports gevent.monkey"]
