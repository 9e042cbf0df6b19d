"""What people can read, taken out of the sources: pages, scripts, messages and formats.

It reads sources, not pages, so that nothing is missed because a test did not come by. What that costs:

- What is put together at run time is read in its pieces. A value stands as `[…]` and counts as one word.
- Of each choice in a template every branch is read once, not every mixture of branches.
- In scripts and Python, what looks like prose is taken: a capital first, or two words and more. A single small
  word is left out, since keys and names of classes look the same.
- Not read: words of GOV.UK Frontend and of the browser, what the commands say to an operator, made-up people's words.
"""

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, nodes

ROOT = Path(__file__).parents[2]
VALUE = "[…]"
#: Elements that stand within a sentence; every other one ends it.
INLINE = {"a", "abbr", "b", "code", "em", "i", "kbd", "q", "small", "span", "strong", "time"}
SILENT = {"script", "style", "svg"}
#: Attributes that are read aloud or shown.
SPOKEN = ("aria-label", "alt", "placeholder", "title")
#: Speaks to whoever installs the program or wrote a format's file, and to its log.
FOR_OPERATORS = ("app/pages/commands.py", "app/circle/format_file.py", "app/circle/catalogue.py",
                 "app/records/council_*.py", "app/config.py", "app/factory.py")  # fmt: skip
#: Data of other kinds: file formats, lists of names and streets, what is searched for.
NO_PROSE = ("app/store/*.py", "app/records/pdf*.py", "app/records/word*_style.py", "app/records/hint_*.py",
            "app/forgetting/masking.py", "app/rehearsal/script.py")  # fmt: skip
LISTS_IN_SCRIPTS = ("static/js/lib/hint-words.js", "static/js/vendor/**/*.js")
#: Calls whose words go to the log or to a programmer.
UNSEEN_CALLS = {"failure", "compile", "ValueError", "TypeError", "KeyError", "LookupError", "RuntimeError",
                "AppGroup", "Blueprint", "NamedTuple", "cast", "normalize"}  # fmt: skip


class Said(NamedTuple):
    """A piece of text that a person can see or hear, and the file that says it."""

    place: str
    text: str


def everything() -> list[Said]:
    """All that is said, each text once for each file."""
    found = [*_of("templates/**/*.html", template), *_of("app/**/*.py", python, FOR_OPERATORS + NO_PROSE),
             *_of("static/js/**/*.js", script, LISTS_IN_SCRIPTS), *_of("app/circle/formats/*.toml", data)]  # fmt: skip
    return list(dict.fromkeys(found))


def _of(pattern: str, read: Any, without: tuple[str, ...] = ()) -> Iterator[Said]:
    left_out = {path for each in without for path in ROOT.glob(each)}
    for path in sorted(set(ROOT.glob(pattern)) - left_out):
        place = path.relative_to(ROOT).as_posix()
        yield from (Said(place, text) for text in read(path.read_text(encoding="utf-8")))


# Templates


def template(source: str) -> list[str]:
    """Every branch of a template at least once, as a reader would get it."""
    tree = Environment().parse(source)  # noqa: S701 - nothing is rendered
    found: dict[str, None] = {}
    for chosen in ({}, *_choices(tree, {})):
        page = _Page()
        page.feed(_flat(tree.body, chosen))
        page.close()
        found.update(dict.fromkeys(page.read()))
    found.update(dict.fromkeys(_tidy(each) for each in _handed_over(tree)))
    return [text for text in found if _is_prose(text)]


#: Which branch is taken where: of each node that has branches, by its identity. The first is taken where none is named.
Choice = dict[int, int]


def _choices(node: nodes.Node, on_the_way: Choice) -> Iterator[Choice]:
    """One choice for each branch that there is, with those that lead to it."""
    branches = _branches(node)
    if not branches:
        for child in node.iter_child_nodes():
            yield from _choices(child, on_the_way)
    for number, branch in enumerate(branches):
        chosen = {**on_the_way, id(node): number}
        yield chosen
        for child in branch:
            yield from _choices(child, chosen)


def _branches(node: nodes.Node) -> list[list[nodes.Node]]:
    match node:
        case nodes.If():
            return [node.body, *(each.body for each in node.elif_), node.else_]
        case nodes.For() if node.else_:
            return [node.body, node.else_]
        case nodes.CondExpr():
            return [[node.expr1], [node.expr2] if node.expr2 else []]
        case nodes.Or():
            return [[node.left], [node.right]]
    return []


def _flat(body: Iterable[nodes.Node], chosen: Choice) -> str:
    return "".join(_said_by(node, chosen) for node in body)


def _said_by(node: nodes.Node, chosen: Choice) -> str:
    if branches := _branches(node):
        return _flat(branches[chosen.get(id(node), 0)], chosen)
    match node:
        case nodes.TemplateData():
            return node.data
        case nodes.Output() | nodes.Concat():
            return _flat(node.nodes, chosen)
        case nodes.Const():
            return "" if node.value is None else str(node.value)
        case nodes.Add():
            return _said_by(node.left, chosen) + _said_by(node.right, chosen)
        case nodes.Block() | nodes.With() | nodes.Scope() | nodes.For():
            return _flat(node.body, chosen)
        case nodes.Macro() | nodes.CallBlock():
            return f"<div>{_flat(node.body, chosen)}</div>"
        case nodes.Expr():
            return VALUE
    return ""


def _handed_over(tree: nodes.Template) -> Iterator[str]:
    """What is handed to macros: labels, hints, headings. Not what names classes and fields."""
    for call in tree.find_all(nodes.Call):
        for given in (*call.args, *(each.value for each in call.kwargs)):
            yield from _strings(given)
    for assigned in tree.find_all(nodes.Assign):
        yield from _strings(assigned.node)


def _strings(node: nodes.Node) -> Iterator[str]:
    if isinstance(node, nodes.Concat | nodes.Add | nodes.Const):
        for chosen in ({}, *_choices(node, {})):
            yield re.sub(r"<[^>]*>", "", _said_by(node, chosen))
    elif isinstance(node, nodes.Call):
        return  # it is found by itself
    else:
        for child in node.iter_child_nodes():
            yield from _strings(child)


class _Page(HTMLParser):
    """Text by block, without what is not read."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = [""]
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.pieces += [value for name, value in attrs if name in SPOKEN and value and tag != "svg"]
        if tag not in INLINE or any(name in SPOKEN for name, _ in attrs):
            self.pieces.append("")
        self.silent += tag in SILENT

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in SILENT and self.silent > 0
        if tag not in INLINE:
            self.pieces.append("")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.pieces[-1] += data

    def read(self) -> list[str]:
        return [text for piece in self.pieces if (text := _tidy(piece))]


# Python, scripts, data


def python(source: str) -> list[str]:
    """Texts in Python that no comment, no log and no programmer owns."""
    tree = ast.parse(source)
    unseen = {id(each) for node in ast.walk(tree) for each in _unseen(node)}
    found = [text for node in _outermost(tree, unseen) if (text := _written(node)) is not None]
    return [text for text in map(_tidy, dict.fromkeys(found)) if _is_prose(text)]


def _unseen(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node):
        yield node.body[0]
    if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in UNSEEN_CALLS:
        yield node
    if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
        yield node
    if isinstance(node, ast.Subscript | ast.Compare | ast.AnnAssign):
        yield from (node.annotation,) if isinstance(node, ast.AnnAssign) else (node,)


def _outermost(node: ast.AST, unseen: set[int]) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if id(child) in unseen:
            continue
        if _written(child) is not None:
            yield child
        else:
            yield from _outermost(child, unseen)


def _written(node: ast.AST) -> str | None:
    """A text, one with values in it, or two that are joined."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr():
            return "".join(_written(each) or VALUE for each in node.values)
        case ast.BinOp(op=ast.Add()):
            left, right = _written(node.left), _written(node.right)
            return None if left is None and right is None else (left or VALUE) + (right or VALUE)
    return None


_JS = re.compile(
    r"//[^\n]*|/\*.*?\*/|(?P<string>'(?:\\.|[^'\\\n])*'|\"(?:\\.|[^\"\\\n])*\"|`(?:\\.|\$\{[^`]*?\}|[^`\\])*`)",
    re.DOTALL,
)


def script(source: str) -> list[str]:
    """Texts in a script: its strings, with what is put into them as values."""
    found = (each["string"][1:-1] for each in _JS.finditer(source) if each["string"])
    plain = (re.sub(r"\$\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}", VALUE, each).replace("\\'", "'") for each in found)
    return [text for text in map(_tidy, dict.fromkeys(plain)) if _is_prose(text)]


def data(source: str) -> list[str]:
    """Every text of a format."""

    def inside(value: Any) -> Iterator[str]:
        if isinstance(value, str):
            yield re.sub(r"\{\w+\}", VALUE, value)
        elif isinstance(value, dict | list):
            for each in value.values() if isinstance(value, dict) else value:
                yield from inside(each)

    return [text for text in dict.fromkeys(inside(tomllib.loads(source))) if _is_prose(text)]


def _tidy(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


_CODE = re.compile(
    r"[{}<>=_$\\^|*]|\w/\w.*/|^/|https?:|^[\w.-]+\.\w+$|^(?:[a-z]+[-:.#][\w-]+ ?)+$|;$|, \w+\(|^[a-z]+(?:, ?[a-z]+)*$|^\.|^#"
)


def _is_prose(text: str) -> bool:
    """Letters that make words, and nothing that only programs write."""
    bare = text.replace(VALUE, "").strip(" ·:,.;()–“”")
    if not re.search(r"[A-Za-z]{2}", bare) or _CODE.search(text.replace(VALUE, "")):
        return False
    return bare[0].isupper() or " " in bare or text.endswith("…")


if __name__ == "__main__":
    for said in everything():
        print(f"{said.place}\t{said.text}")
