"""JavaScript modules joined into one file for the line; pure.

The pages are written as small ES modules, and each file would be a request of its own: a browser speaks to a server
without HTTP/2 six at a time, and on a slow mobile line each takes more than half a second. So an address of a module
is answered with the module and all that it imports, each in a function of its own, in the order in which a browser
would run them. Nothing is renamed and nothing is compiled: only `import` and `export` at the beginning of a line are
rewritten, comments on lines of their own and indents are left out. What other people made stays a file of its own.
"""

import posixpath
import re
from collections.abc import Callable

#: Gives the text of a file by its path below the folder of static files.
Read = Callable[[str], str]

IMPORT = re.compile(r"^import \{([^}]*)\} from '([^']+)';$", re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async function|function|class|const) (\w+))", re.MULTILINE)
LATE = re.compile(r"\bimport\('([^']+)'\)")
COMMENT = re.compile(r"^[ \t]*//.*\n", re.MULTILINE)
INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
#: What stands at the beginning of a line and was not rewritten, or holds only in a file of its own.
LEFT_OVER = re.compile(r"^(?:import\b(?!\()|export\b|await\b).*|\bimport\.meta\b", re.MULTILINE)
OTHER_PEOPLES = "vendor/"


class CannotJoin(ValueError):
    """The modules are written in a way that this does not understand. They work one by one."""


def joined(entry: str, read: Read) -> str:
    """The module at `entry` with all that it imports, as one module at the same address."""
    modules = order(entry, read)
    ours = {path: f"${number}" for number, path in enumerate(p for p in modules if not _foreign(p))}
    lines: list[str] = []
    for path in modules:
        if _foreign(path):
            lines.insert(0, f"import * as {_name_of_foreign(path)} from '{_from(entry, path)}';")
        else:
            lines.append(f"// {path}\nconst {ours[path]} = (() => {{\n{_body(path, entry, ours, read)}}})();")
    if exports := _exports(read(entry)):
        lines.append(f"export const {{ {', '.join(exports)} }} = {ours[entry]};")
    return "\n".join(lines) + "\n"


def order(entry: str, read: Read) -> list[str]:
    """All modules that `entry` needs at once, in the order in which they are run; it comes last itself."""
    done: list[str] = []
    begun: set[str] = set()

    def visit(path: str) -> None:
        if path in done:
            return
        if path in begun:
            raise CannotJoin(f"{path} imports itself by a way round")
        begun.add(path)
        if not _foreign(path):
            for _, other in IMPORT.findall(read(path)):
                visit(_resolve(path, other))
        done.append(path)

    visit(entry)
    return done


def foreign(entry: str, read: Read) -> list[str]:
    """The files of other people that the joined module still asks for."""
    return [path for path in order(entry, read) if _foreign(path)]


def _body(path: str, entry: str, ours: dict[str, str], read: Read) -> str:
    def taken(found: re.Match[str]) -> str:
        other = _resolve(path, found[2])
        names = ", ".join(
            " ".join(each.split()).replace(" as ", ": ") for each in found[1].split(",") if each.strip()
        )
        return f"const {{ {names} }} = {ours.get(other) or _name_of_foreign(other)};"

    source = read(path)
    text = LATE.sub(lambda found: f"import('{_from(entry, _resolve(path, found[1]))}')", source)
    text = EXPORT.sub("", IMPORT.sub(taken, text))
    if left := LEFT_OVER.search(text):
        raise CannotJoin(f"{path}: {left[0].strip()}")
    # Words over several lines may hold what only looks like a comment or an indent.
    if not any(line.count("`") % 2 for line in text.splitlines()):
        text = INDENT.sub("", COMMENT.sub("", text))
    exports = _exports(source)
    return f"{text.strip()}\n" + (f"return {{ {', '.join(exports)} }};\n" if exports else "")


def _exports(source: str) -> list[str]:
    return EXPORT.findall(source)


def _foreign(path: str) -> bool:
    return path.startswith(OTHER_PEOPLES)


def _name_of_foreign(path: str) -> str:
    return "$" + re.sub(r"\W", "_", path)


def _resolve(path: str, other: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), other))


def _from(entry: str, other: str) -> str:
    """How `other` is called from the address of `entry`."""
    way = posixpath.relpath(other, posixpath.dirname(entry))
    return way if way.startswith("..") else f"./{way}"
