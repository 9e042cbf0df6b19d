"""Work that takes long enough to hold everybody up: hashing passwords, making documents.

The async modes eventlet and gevent run everything on one thread; work handed to `run` leaves it, so that
no timer stalls meanwhile. Only the server knows its mode, so it says how by `set_runner`. Where nobody
said anything (threads, commands, tests) the work is simply done.
"""

import threading
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
Runner = Callable[..., Any]


def _here(work: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    return work(*args, **kwargs)


_runner: Runner = _here
_turn = threading.Lock()


def set_runner(runner: Runner) -> None:
    """`runner(work, *args, **kwargs)` does the work on another thread and returns what it returns."""
    global _runner
    _runner = runner


def run(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Do `work` off the event loop and wait for its result. What it raises is raised here."""
    result: R = _runner(work, *args, **kwargs)
    return result


def in_turn(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """The same for work that keeps Python itself busy, such as making documents: one at a time, since several would
    leave the circles no share of the one interpreter."""
    with _turn:
        return run(work, *args, **kwargs)


def one_at_a_time(view: Callable[P, R]) -> Callable[P, R]:
    """For a page that makes a document: the whole request waits for its turn, so that many at once do not even look
    up their circles one after the other while phones wait. Inside, `run` is used."""

    @wraps(view)
    def waiting(*args: P.args, **kwargs: P.kwargs) -> R:
        with _turn:
            return view(*args, **kwargs)

    return waiting
