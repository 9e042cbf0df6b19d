"""Who is connected, put together from what several workers know."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, update

from app.live.attendance import Attendance, together
from app.store import presence
from app.store import tables as t
from tests.store.conftest import Kept
from tests.workers.machines import Postgres

Plain = dict[str, Any]
CIRCLE = "0" * 16


class Rooms:
    """Of one worker, as far as this goes."""

    def __init__(self) -> None:
        self.seats: dict[str, Plain] = {}
        self.screens = 0

    def versions(self) -> dict[str, int]:
        return {CIRCLE: 1} if self.seats or self.screens else {}

    def presence(self, _circle_id: str) -> Plain:
        return {"seats": dict(self.seats), "screens": self.screens}


@pytest.fixture
def workers(postgres: Postgres, tmp_path: Any) -> Iterator[list[Attendance]]:
    kept = Kept(tmp_path / "none", postgres.migrated())
    yield [Attendance(Rooms(), kept.store, kept.clock.now_ms) for _ in range(2)]  # type: ignore[arg-type]
    kept.store.transactions.engine.dispose()


def seats(worker: Attendance) -> dict[str, bool]:
    return {seat: known["connected"] for seat, known in worker.presence(CIRCLE)["seats"].items()}


@pytest.mark.live
def test_each_knows_what_all_know(workers: list[Attendance]) -> None:
    here, there = workers
    here._rooms.seats["sam"] = {"connected": True, "seen": 5}  # type: ignore[attr-defined]
    there._rooms.seats["tom"] = {"connected": True, "seen": 6}  # type: ignore[attr-defined]
    there._rooms.screens = 2  # type: ignore[attr-defined]
    assert seats(here) == {"sam": True}, "the control: nothing is written yet"
    for each in workers:
        each.write()
    for each in workers:
        assert seats(each) == {"sam": True, "tom": True}
        assert each.presence(CIRCLE)["screens"] == 2


@pytest.mark.live
def test_who_went_away_was_last_seen_then_also_when_nobody_is_left_on_that_worker(
    workers: list[Attendance],
) -> None:
    here, there = workers
    there._rooms.seats["tom"] = {"connected": True, "seen": 6}  # type: ignore[attr-defined]
    there.write()
    there._rooms.seats.clear()  # type: ignore[attr-defined]
    there.write()
    told = here.presence(CIRCLE)["seats"]["tom"]
    assert told == {"connected": False, "seen": there._now()}


@pytest.mark.live
def test_to_a_worker_that_has_gone_nobody_is_connected(workers: list[Attendance]) -> None:
    here, there = workers
    there._rooms.seats["tom"] = {"connected": True, "seen": 6}  # type: ignore[attr-defined]
    there._rooms.screens = 1  # type: ignore[attr-defined]
    there.write()
    with here._store.writing() as tx:
        tx.db.execute(update(t.presence).values(at=func.now() - presence.GONE_AFTER - timedelta(seconds=1)))
    assert here.presence(CIRCLE) == {"seats": {"tom": {"connected": False, "seen": 6}}, "screens": 0}
    with here._store.writing() as tx:
        presence.go_on(tx.db, there._worker)
    assert seats(here) == {"tom": True}, "it was only slow"


@pytest.mark.live
def test_nothing_is_written_where_nothing_changed_but_when_somebody_was_heard(
    workers: list[Attendance], monkeypatch: pytest.MonkeyPatch
) -> None:
    here = workers[0]
    here._rooms.seats["sam"] = {"connected": True, "seen": 5}  # type: ignore[attr-defined]
    here.write()
    monkeypatch.setattr(here._store, "writing", None)
    here._rooms.seats["sam"] = {"connected": True, "seen": 9000}  # type: ignore[attr-defined]
    here.write()
    here._rooms.screens = 1  # type: ignore[attr-defined]
    with pytest.raises(TypeError):
        here.write()


def test_a_seat_with_devices_on_two_workers_is_connected_while_one_is() -> None:
    on: Plain = {"seats": {"sam": {"connected": True, "seen": 5}}, "screens": 1}
    off: Plain = {"seats": {"sam": {"connected": False, "seen": 9}}, "screens": 0}
    for told in ([(on, True), (off, True)], [(off, True), (on, True)]):
        assert together(told) == {"seats": {"sam": {"connected": True, "seen": 9}}, "screens": 1}
    assert together([(on, False), (off, True)]) == {
        "seats": {"sam": {"connected": False, "seen": 9}},
        "screens": 0,
    }
