"""Work off the event loop."""

import threading

import pytest

from app import blocking


def side_by_side(how: object) -> bool:
    """Whether two pieces of work can be under way at once. Each waits for the other; who waits in vain gives up when
    the other has had its turn."""
    met, inside, done = threading.Barrier(2), threading.Event(), threading.Event()

    def first() -> None:
        inside.set()
        try:
            met.wait(timeout=0.3)
        except threading.BrokenBarrierError:
            return

    def second() -> None:
        if not met.broken:
            try:
                met.wait(timeout=0.3)
                done.set()
            except threading.BrokenBarrierError:
                return

    threads = [threading.Thread(target=how, args=(work,)) for work in (first, second)]  # type: ignore[arg-type]
    for thread in threads:
        thread.start()
        inside.wait(10)
    for thread in threads:
        thread.join(10)
    return done.is_set()


def test_documents_are_made_one_at_a_time() -> None:
    assert not side_by_side(blocking.in_turn)


def test_control_other_work_goes_side_by_side() -> None:
    assert side_by_side(blocking.run)


def test_what_the_work_raises_is_raised_and_the_next_has_its_turn() -> None:
    with pytest.raises(ZeroDivisionError):
        blocking.in_turn(lambda: 1 // 0)
    assert blocking.in_turn(lambda: "made") == "made"
