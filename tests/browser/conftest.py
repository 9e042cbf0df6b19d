"""Chromium, and a window of its own for each person."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from tests.nursery import Nursery
from tests.server import Server

expect.set_options(timeout=10_000)

#: What Chromium is to leave out. The first two are the list below its address line, for which it opens two more pages
#: with every window, three times as dear as the window itself. The others are what Playwright leaves out: of two
#: lists, Chromium reads the last only.
WITHOUT = (
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup",
    "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect", "TcpPortRandomizationWin", "OptimizationHints",
    "NetworkTimeServiceQuerying", "AimEnabled", "PreconnectToSearch",
)  # fmt: skip


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """What people use is what browsers are tested against: the default async mode."""
    nursery = Nursery("eventlet")
    yield nursery
    nursery.close()


@pytest.fixture
def server(tmp_path: Path, nursery: Nursery) -> Iterator[Server]:
    running = Server(tmp_path / "instance", mode="eventlet", nursery=nursery).start()
    yield running
    running.stop()


#: Anything that a page writes here is a fault, wherever it happens.
Complaints = list[str]


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    arguments = ["--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking"]
    arguments.append(f"--disable-features={','.join(WITHOUT)}")
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=arguments)
    yield browser
    browser.close()


@pytest.fixture
def complaints() -> Complaints:
    """Errors that pages threw: a browser test fails where there is one."""
    return []


@pytest.fixture
def window(chromium: Browser, complaints: Complaints) -> Iterator[Callable[..., Page]]:
    """Opens a window for one person: `window()` a laptop, `window(phone=True)` a phone. Options of the
    browser's context can be given by name."""
    contexts: list[BrowserContext] = []

    def open_window(phone: bool = False, **options: object) -> Page:
        size = {"width": 390, "height": 844} if phone else {"width": 1280, "height": 900}
        options.setdefault("viewport", size)
        context = chromium.new_context(locale="en-GB", timezone_id="Europe/London", **options)  # type: ignore[arg-type]
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"{page.url.split('#')[0]}: {error}"))
        page.on(
            "console", lambda message: complaints.append(message.text) if _is_fault(message.text) else None
        )
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert complaints == []


def _is_fault(text: str) -> bool:
    """A breach of the content security policy is written to the console only."""
    return "Content Security Policy" in text
