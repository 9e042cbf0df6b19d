"""The static files as they go over the line: kept for good under an address that changes with them, and each module
in one piece with what it imports. What is packed is looked at in test_packing.py."""

import re
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from app.factory import STATIC
from app.pages import joining
from app.pages.assets import Assets, assets
from tests.pages.conftest import ORIGIN, Service

MAIN = "js/phone/main.js"
OURS = sorted(path.relative_to(STATIC).as_posix() for path in STATIC.glob("js/**/*.js"))


def get(service: Service, path: str, **headers: str) -> TestResponse:
    return service.app.test_client().get(path, base_url=ORIGIN, headers=headers)


def address(of: str) -> str:
    return f"/static/@{assets(STATIC).version}/{of}"


# Addresses


def test_what_a_page_asks_for_is_kept_for_good_and_protected_like_everything(service: Service) -> None:
    page = service.somebody().open("/j").page
    asked = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    assert address("css/phone.css") in asked
    assert address("js/phone/join.js") in asked
    for each in asked:
        answer = get(service, each)
        assert answer.status_code == 200, each
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_an_old_address_gives_the_present_file_and_is_not_kept(service: Service) -> None:
    present = get(service, address(MAIN))
    old = get(service, f"/static/@000000000000/{MAIN}")
    assert old.data == present.data
    assert old.headers["Cache-Control"] == "no-cache"


def test_a_file_stands_as_it_is_under_its_plain_address(service: Service) -> None:
    answer = get(service, f"/static/{MAIN}")
    assert answer.data == (STATIC / MAIN).read_bytes()
    assert answer.headers["Cache-Control"] == "no-cache"
    again = get(service, f"/static/{MAIN}", **{"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    "path", ["/static/nowhere.js", "/static/@0/nowhere.js", "/static/../wsgi.py", "/static/"]
)
def test_nothing_but_the_files_of_the_folder_is_given(service: Service, path: str) -> None:
    assert get(service, path).status_code == 404


def test_the_version_changes_with_any_file(tmp_path: Path) -> None:
    (tmp_path / "one.css").write_text("a {}")
    before = Assets(tmp_path).version
    assert Assets(tmp_path).version == before
    (tmp_path / "one.css").write_text("b {}")
    assert Assets(tmp_path).version != before


# Joining


def test_every_module_of_ours_can_be_joined() -> None:
    held = assets(STATIC)
    for path in OURS:
        file = held.joined(path)
        assert file is not None
        left = re.findall(r"^import .* from '([^']+)';$", file.content.decode(), re.MULTILINE)
        assert [Path(each).name for each in left] == [Path(each).name for each in held.beside(path)], path


def test_a_page_names_every_module_that_it_will_ask_for(service: Service) -> None:
    """So that none waits for another to arrive before it is asked for."""
    page = service.somebody().open("/j").page
    told = set(re.findall(r'(?:modulepreload" href|script type="module" src)="([^"]+)"', page))
    needed = {
        address(each)
        for entry in (MAIN, "js/phone/join.js")
        for each in (entry, *assets(STATIC).beside(entry))
    }
    assert told == needed
    later = re.findall(
        r"import\('(.*?)'\)", joining.joined("js/phone/join.js", lambda path: (STATIC / path).read_text())
    )
    assert later == ["./main.js"], "which is on its way already"


MODULES = {
    "js/main.js": "// Begins.\nimport { hello as hi, WORDS } from './lib/words.js';\nimport { io } from '../vendor/x.js';\n"
    "import { again } from './lib/other.js';\n\nexport class Page {\n  // Says it.\n  say() { return hi(WORDS); }\n}\n"
    "io(again, () => import('./lib/late.js'));\n",
    "js/lib/words.js": "export const WORDS = 'a // b';\nexport function hello(x) { return x; }\n",
    "js/lib/other.js": "import { hello } from './words.js';\nexport async function again() { return hello; }\n",
    "vendor/x.js": "export{a as io};",
}


def join(changed: dict[str, str] | None = None) -> str:
    return joining.joined("js/main.js", {**MODULES, **(changed or {})}.__getitem__)


def test_modules_stand_once_each_in_the_order_in_which_they_run() -> None:
    assert join() == (
        "import * as $vendor_x_js from '../vendor/x.js';\n"
        "// js/lib/words.js\nconst $0 = (() => {\n"
        "const WORDS = 'a // b';\nfunction hello(x) { return x; }\nreturn { WORDS, hello };\n})();\n"
        "// js/lib/other.js\nconst $1 = (() => {\n"
        "const { hello } = $0;\nasync function again() { return hello; }\nreturn { again };\n})();\n"
        "// js/main.js\nconst $2 = (() => {\n"
        "const { hello: hi, WORDS } = $0;\nconst { io } = $vendor_x_js;\nconst { again } = $1;\n\n"
        "class Page {\nsay() { return hi(WORDS); }\n}\nio(again, () => import('./lib/late.js'));\n"
        "return { Page };\n})();\n"
        "export const { Page } = $2;\n"
    )


def test_words_over_several_lines_stay_as_they_are() -> None:
    text = "export const TEXT = `one\n  // no comment\n`;\n"
    assert text.removeprefix("export ") in join({"js/lib/words.js": text})


@pytest.mark.parametrize(
    "written",
    [
        "export default 1;",
        "export let changing = 1;",
        "export * from './other.js';",
        "import words from './other.js';",
        "import './other.js';",
        "await fetch('/x');",
        "const here = import.meta.url;",
        "import { Page } from '../main.js';",
    ],
)
def test_what_cannot_be_joined_without_changing_what_it_does_is_refused(written: str) -> None:
    with pytest.raises(joining.CannotJoin):
        join({"js/lib/words.js": f"{written}\n"})
