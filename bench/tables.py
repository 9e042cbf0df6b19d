"""Tables for docs/performance.md, and what a figure is worth nothing without: where it was measured."""

import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version

PACKAGES = ("eventlet", "python-socketio", "python-engineio", "flask-socketio", "sqlalchemy")


def about(command: str) -> str:
    """The machine, the versions, the command and the commit, in a sentence."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True
    ).stdout
    changed = subprocess.run(
        ["git", "status", "--porcelain", "app", "static"], capture_output=True, text=True, check=True
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f"\n`python -m {command}`, commit {commit.strip()}{' with changes' if changed.stdout else ''}, {datetime.now(UTC):%-d %B %Y},"
        f" load {os.getloadavg()[0]:.1f}; {_processor()}, {os.cpu_count()} cores, {memory:.0f} GiB,"
        f" Python {platform.python_version()}, {packages}\n"
    )


def rows(*heads: str) -> None:
    row(*heads)
    row("---", *["---:"] * (len(heads) - 1))


def row(*cells: str) -> None:
    print("| " + " | ".join(cells) + " |")


def ratio(value: float, to: float) -> str:
    return f"{value / to:.2f}" if to else "–"


def _processor() -> str:
    with open("/proc/cpuinfo") as file:
        return next(
            (line.split(":", 1)[1].strip() for line in file if line.startswith("model name")), "unknown"
        )
