"""House rules that no other tool looks after: nothing inline, nothing unescaped, nothing from other hosts, every
setting explained, no secret printed. Each rule has a control that shows that it finds what it looks for."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

#: What puts text into a page, or into a program, as something else than text.
DANGEROUS_JS = re.compile(
    r"\b(?:innerHTML|outerHTML|insertAdjacentHTML|createContextualFragment|srcdoc)\b"
    r"|\bdocument\s*\.\s*write|\beval\s*\(|\bnew\s+Function\b|\bset(?:Timeout|Interval)\s*\(\s*['\"`]|javascript:"
)
UNESCAPED = re.compile(r"\|\s*safe\b|\bMarkup\b|autoescape\s+false")
#: Template code is taken out first: what stands in it is no attribute.
TEMPLATE_CODE = re.compile(r"\{[{%#].*?[%}#]\}", re.DOTALL)
TAG = re.compile(r"<[a-zA-Z][^<>]*>")
INLINE = re.compile(
    r"<script\b(?![^>]*\ssrc=)|<style\b|\sstyle\s*=|\son[a-z]+\s*=|javascript:", re.IGNORECASE
)
#: The names of XML's own vocabularies look like addresses and are none.
NAMESPACES = ("http://www.w3.org/2000/svg", "http://www.w3.org/1999/xhtml", "http://www.w3.org/1999/xlink")
ADDRESS = re.compile(r"(?:https?:|wss?:|(?<=[\"'(\s=])(?=//\w))//[\w.-]+[^\s\"'`)>]*", re.IGNORECASE)


def ours(*patterns: str) -> list[Path]:
    found = [path for pattern in patterns for path in ROOT.glob(pattern) if "vendor" not in path.parts]
    assert found, "the guard looks in the wrong place"
    return sorted(found)


SCRIPTS = ours("static/js/**/*.js")
TEMPLATES = ours("templates/**/*.html")
STYLES = ours("static/css/**/*.css")


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def without_comments(source: str) -> str:
    return re.sub(r"/\*.*?\*/|(?m:^\s*//.*$)", "", source, flags=re.DOTALL)


def dangerous(source: str) -> list[str]:
    return [found[0] for found in DANGEROUS_JS.finditer(without_comments(source))]


def unescaped(template: str) -> list[str]:
    return [found[0] for found in UNESCAPED.finditer(template)]


def inline(template: str) -> list[str]:
    """Scripts and styles that stand in the page itself, which the policy forbids."""
    plain = TEMPLATE_CODE.sub("x", template)
    return [tag for tag in TAG.findall(plain) if INLINE.search(tag)]


def addresses(source: str) -> list[str]:
    """Addresses of other hosts."""
    return [found[0] for found in ADDRESS.finditer(source) if found[0] not in NAMESPACES]


@pytest.mark.parametrize("path", SCRIPTS, ids=name)
def test_scripts_make_no_markup_and_no_program_of_text(path: Path) -> None:
    assert dangerous(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_templates_escape_everything(path: Path) -> None:
    assert unescaped(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_templates_hold_no_script_and_no_style(path: Path) -> None:
    assert inline(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", [*SCRIPTS, *TEMPLATES, *STYLES], ids=name)
def test_nothing_comes_from_another_host(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert addresses(without_comments(source) if path.suffix != ".html" else source) == []


def test_no_python_marks_text_as_safe() -> None:
    for path in ours("app/**/*.py"):
        assert unescaped(path.read_text(encoding="utf-8")) == [], path


@pytest.mark.parametrize(
    ("find", "planted", "harmless"),
    [
        (dangerous, "node.innerHTML = words;", "// no innerHTML here\nnode.textContent = words;"),
        (dangerous, "node.insertAdjacentHTML('beforeend', words)", "node.append(words)"),
        (dangerous, "document.write(words)", "documents.writer(words)"),
        (dangerous, "eval (words)", "retrieval(words)"),
        (dangerous, "setTimeout('go()', 5)", "setTimeout(go, 5)"),
        (unescaped, "{{ words|safe }}", "{{ words }} is safe"),
        (unescaped, "{{ words | safe }}", "{{ words|e }}"),
        (inline, "<script>go()</script>", '<script type="module" src="{{ url }}"></script>'),
        (inline, "<style>p {}</style>", '<link rel="stylesheet" href="/static/css/app.css">'),
        (inline, '<p style="color: red">', '<p class="style" data-on="x">'),
        (inline, '<a href="/" onclick="go()">', "<p>Press on the button = go</p>"),
        (addresses, '<img src="https://cdn.example/x.png">', '<svg xmlns="http://www.w3.org/2000/svg">'),
        (addresses, '<script src="//cdn.example/x.js">', '<script src="/static/x.js">'),
        (addresses, "@import url(//fonts.example/a.css)", "a { background: url(/static/a.svg) }"),
    ],
)
def test_controls(find: Callable[[str], list[str]], planted: str, harmless: str) -> None:
    assert len(find(planted)) == 1
    assert find(harmless) == []


# Settings


def settings(source: str) -> set[str]:
    """The names of all settings that a module reads from the environment."""
    read = re.findall(r"environ(?:\.get\(|\[)\s*\"([A-Z_]+)\"", source)
    return set(read)


def unexplained(sources: str, page: str) -> set[str]:
    return {setting for setting in settings(sources) if not re.search(rf"\b{setting}\b", page)}


README = ROOT / "README.md"


def test_every_setting_is_explained() -> None:
    read = "\n".join((ROOT / each).read_text(encoding="utf-8") for each in ("app/config.py", "wsgi.py"))
    assert len(settings(read)) > 5, "the guard looks for the wrong thing"
    assert unexplained(read, README.read_text(encoding="utf-8")) == set()


def test_control_a_setting_that_nobody_explains_is_found() -> None:
    source = 'environ.get("HOST", "x") + os.environ["BRAND_NEW"]'
    assert unexplained(source, "`HOST` is where it listens.") == {"BRAND_NEW"}


# Secrets

SECRET = re.compile(r"secret|token|password|code|\bkey|join_url|cookie", re.IGNORECASE)
#: Links and tokens are what these are for: the first set-up, and making circles for an operator.
MAY_PRINT = {
    "app/factory.py": "the one-time link that makes the first account",
    "app/pages/commands.py": "what `circles create` is asked for",
}


def printed(source: str) -> Iterator[str]:
    """What is printed or logged and named like a secret."""
    for call in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)):
        function = ast.unparse(call.func)
        if re.fullmatch(
            r"print|(click\.)?echo|(.*\.)?(logger|logging|log)\.\w+|sys\.std(out|err)\.write", function
        ):
            yield from (
                ast.unparse(value)
                for argument in call.args
                for value in ast.walk(argument)
                if isinstance(value, ast.Name | ast.Attribute) and SECRET.search(ast.unparse(value))
            )


def prints(source: str) -> int:
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return sum(ast.unparse(call.func) in ("print", "click.echo", "echo") for call in calls)


@pytest.mark.parametrize("path", ours("app/**/*.py", "wsgi.py"), ids=name)
def test_no_secret_is_printed_or_logged(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert list(printed(source)) == []
    if name(path) not in MAY_PRINT:
        assert prints(source) == 0, "only the announcement and the commands speak to the operator"


def test_control_a_printed_secret_is_found() -> None:
    assert list(printed('print(f"Start with {config.secret_key!r}")')) == ["config.secret_key"]
    assert list(printed('logger.info("joined by %s", join_code)')) == ["join_code"]
    assert list(printed('logger.error("%s failed", doing)')) == []


def test_only_the_log_of_our_own_writes_to_the_log() -> None:
    """`log.failure` leaves out what an exception says; another way to the log might not."""
    for path in ours("app/**/*.py"):
        if name(path) != "app/log.py":
            source = path.read_text(encoding="utf-8")
            assert not re.search(r"\bimport logging\b|getLogger|\btraceback\b|print_exc", source), path
