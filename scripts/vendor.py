#!/usr/bin/env python3
"""Re-create or verify static/vendor, the browser files that other people wrote.

    scripts/vendor.py           fetch the pinned npm packages and write static/vendor anew (needs npm)
    scripts/vendor.py --check   compare static/vendor with the sums below (needs no network)

The files are kept in the repository so that the app needs no Node, and no other site, to run.
Standard library only, so that it also works outside the app's environment.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

VENDOR = Path(__file__).resolve().parent.parent / "static" / "vendor"


def without_source_map(text: str) -> str:
    """Drop the pointer to a source map, which is not kept here and would only be answered with 404."""
    text = re.sub(r"/\*# sourceMappingURL=\S+ \*/", "", text)
    text = re.sub(r"//# sourceMappingURL=\S+", "", text)
    return text.rstrip() + "\n"


def plain_govuk_css(text: str) -> str:
    """Take out what only services on GOV.UK may use: the GDS Transport font and the royal crest."""
    text = re.sub(r"/\*! Copyright \(c\) 2011 by Margaret Calvert[^*]*\*/", "", text)
    text = re.sub(r"@font-face\{[^}]*\}", "", text)
    text = text.replace("GDS Transport,", "")
    # The rule goes as a whole: without its image it would paint a solid block in the footer.
    text = re.sub(r"\.govuk-footer__copyright-logo:before\{[^}]*\}", "", text)
    left = [word for word in ("@font-face", "GDS Transport", "url(") if word in text]
    if left:
        raise SystemExit(f"govuk-frontend.min.css still has {', '.join(left)}: its layout has changed")
    return without_source_map(text)


def unchanged(text: str) -> str:
    return text


@dataclass(frozen=True)
class Package:
    name: str
    version: str
    integrity: str  # what the npm registry publishes for the package file

    @property
    def spec(self) -> str:
        return f"{self.name}@{self.version}"


@dataclass(frozen=True)
class Vendored:
    path: str  # below static/vendor
    sha256: str
    package: Package
    member: str | None  # the file inside the package; None when the text is in this script
    change: Callable[[str], str]
    note: str


GOVUK = Package(
    "govuk-frontend",
    "6.3.0",
    "sha512-cXIQxm5PHCsbic47GXZrVBZhAeeshTLRL6ZBKilLsR6rMCjJuWb7Fruq0VUNMBJFlJk/srsRj/q8d5bM9cgKoA==",
)
SOCKETIO = Package(
    "socket.io-client",
    "4.8.4",
    "sha512-7wjKAvVXYOJsbmUgkWbnhPD4bFpkqrUR0++XOjpGFmqDqsqV1CI93VTraeExLxpjxEqrWgFoSRZu1ihjLWfkAA==",
)
EMITTER = Package(
    "@socket.io/component-emitter",
    "3.1.2",
    "sha512-9BCxFwvbGg/RsZK9tjXd8s4UcwR0MWeFQ1XEKIQVVvAGJyINdrqKMcTRyLoK8Rse1GjzLV9cwjWV1olXRWEXVA==",
)

FILES = (
    Vendored(
        "govuk-frontend-6.3.0/govuk-frontend.min.css",
        "bb0209366dc226a7fa9908310b722628ff2460056dd569fcc287dea6c0c274e5",
        GOVUK,
        "dist/govuk/govuk-frontend.min.css",
        plain_govuk_css,
        "Every `@font-face` rule, the notice that belongs to the font and the family name GDS Transport are "
        "taken out, so text is set in arial, sans-serif: only services on GOV.UK may use that font. The "
        "rules that show the royal crest in the footer are taken out for the same reason. The source map "
        "pointer is taken out because the map is not kept.",
    ),
    Vendored(
        "govuk-frontend-6.3.0/govuk-frontend.min.js",
        "03560aaedbb42e58bbf21b212cc33c5c41bd58245264b48211090acb57f6997b",
        GOVUK,
        "dist/govuk/govuk-frontend.min.js",
        without_source_map,
        "An ES module. The source map pointer is taken out because the map is not kept.",
    ),
    Vendored(
        "govuk-frontend-6.3.0/LICENCE",
        "c652f35b1f2e5b88eb49f1e8a935eec79b4761a81666ace576e1af723f4a9238",
        GOVUK,
        None,
        unchanged,
        "The package says MIT but ships no licence file; this is the one in its source repository.",
    ),
    Vendored(
        "socket.io-client-4.8.4/socket.io.esm.min.js",
        "3d2279dfc6e6343c212541f27575e3385fcc388c07d24eec47f969743753c40c",
        SOCKETIO,
        "dist/socket.io.esm.min.js",
        without_source_map,
        "An ES module. The source map pointer is taken out because the map is not kept. It has the "
        "project's own engine.io-client, engine.io-parser, socket.io-parser and component-emitter inside, "
        "all MIT.",
    ),
    Vendored(
        "socket.io-client-4.8.4/LICENCE",
        "73cb68c437d59e066f9386ef97be57298df4db119fdbd7d7150817c6dbd9f189",
        SOCKETIO,
        "LICENSE",
        unchanged,
        "As shipped, renamed.",
    ),
    Vendored(
        "socket.io-client-4.8.4/LICENCE-component-emitter",
        "0f0b408b8b871d983e767528c6dc51e0ad7efaa022890c449fe2b2e1ee24dbb7",
        EMITTER,
        "LICENSE",
        unchanged,
        "As shipped, renamed. The bundled part whose copyright holders are not those of socket.io-client.",
    ),
)

GOVUK_LICENCE = """\
The MIT License (MIT)

Copyright (C) 2017 Crown Copyright (Government Digital Service)

Permission is hereby granted, free of charge, to any person obtaining a copy of
this software and associated documentation files (the "Software"), to deal in
the Software without restriction, including without limitation the rights to
use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies
of the Software, and to permit persons to whom the Software is furnished to do
so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.
"""


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def readme() -> str:
    lines = [
        "# Vendored browser files",
        "",
        "Files from npm packages, kept here so that the app needs no Node and no other site to run.",
        "Do not edit them, or this page: both come from `scripts/vendor.py`, which holds the versions and",
        "sums. Run it to re-create the folder; `scripts/vendor.py --check` verifies it without a network.",
        "To change a version, edit the script, run it, and copy the sums it reports into it.",
        "",
    ]
    for file in FILES:
        lines += [
            f"## {file.path}",
            "",
            f"- Package: `{file.package.name}`, version {file.package.version}"
            + (f", file `{file.member}`" if file.member else ""),
            f"- SHA-256: `{file.sha256}`",
            f"- {'Changes' if file.change is not unchanged else 'Note'}: {file.note}",
            "",
        ]
    return "\n".join(lines)


def check() -> int:
    """Return 0 when static/vendor holds exactly the expected files."""
    wrong = []
    for file in FILES:
        path = VENDOR / file.path
        if not path.is_file():
            wrong.append(f"{file.path} is missing")
        elif sha256(path.read_bytes()) != file.sha256:
            wrong.append(f"{file.path} differs from the pinned sum")
    page = VENDOR / "README.md"
    if not page.is_file() or page.read_text(encoding="utf-8") != readme():
        wrong.append("README.md is not what scripts/vendor.py writes")
    expected = {file.path for file in FILES} | {"README.md"}
    found = {path.relative_to(VENDOR).as_posix() for path in VENDOR.rglob("*") if path.is_file()}
    wrong += [f"{path} is not listed in scripts/vendor.py" for path in sorted(found - expected)]
    for line in wrong:
        print(f"static/vendor: {line}", file=sys.stderr)
    return 1 if wrong else 0


def fetch(package: Package, folder: Path) -> Path:
    """Download one package file and verify it against the published integrity value."""
    answer = subprocess.run(
        ["npm", "pack", "--silent", "--ignore-scripts", "--pack-destination", str(folder), package.spec],
        cwd=folder,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    archive = folder / answer.stdout.split()[-1]
    digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if f"sha512-{digest}" != package.integrity:
        raise SystemExit(f"{package.spec} is not the package that was pinned: got sha512-{digest}")
    return archive


def recreate() -> int:
    """Write static/vendor anew. Nothing is replaced unless every file has the pinned sum."""
    if shutil.which("npm") is None:
        raise SystemExit("scripts/vendor.py needs npm to fetch packages; --check works without it.")
    contents: dict[str, bytes] = {}
    with tempfile.TemporaryDirectory() as name:
        archives: dict[Package, Path] = {}
        for file in FILES:
            if file.member is None:
                contents[file.path] = GOVUK_LICENCE.encode()
                continue
            if file.package not in archives:
                archives[file.package] = fetch(file.package, Path(name))
            with tarfile.open(archives[file.package]) as archive:
                member = archive.extractfile(f"package/{file.member}")
                if member is None:
                    raise SystemExit(f"{file.package.spec} has no {file.member}")
                contents[file.path] = file.change(member.read().decode("utf-8")).encode()

    differing = [file for file in FILES if sha256(contents[file.path]) != file.sha256]
    for file in differing:
        print(f"{file.path}: expected {file.sha256 or 'nothing yet'}, got {sha256(contents[file.path])}")
    if differing:
        raise SystemExit("Nothing was written. If the new sums are right, copy them into scripts/vendor.py.")

    if VENDOR.exists():
        shutil.rmtree(VENDOR)
    for path, content in contents.items():
        target = VENDOR / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    (VENDOR / "README.md").write_text(readme(), encoding="utf-8")
    return check()


def main() -> int:
    parser = argparse.ArgumentParser(description="Re-create or verify static/vendor.")
    parser.add_argument(
        "--check", action="store_true", help="only compare static/vendor with the pinned sums"
    )
    return check() if parser.parse_args().check else recreate()


if __name__ == "__main__":
    sys.exit(main())
