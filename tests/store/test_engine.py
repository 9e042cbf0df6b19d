"""What the promises rest on: settings of every connection, and transactions that hold the lock."""

import threading

import pytest
from sqlalchemy import event, text

from app.store import engine
from app.store.engine import Transactions, Unavailable
from app.store.store import Store
from tests.store.conftest import Kept

IN_FORCE = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}


def test_every_connection_syncs_each_commit_and_overwrites_what_is_deleted(on_disk: Kept) -> None:
    connections = [on_disk.store.transactions.engine.connect() for _ in range(12)]
    for connection in connections:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in IN_FORCE}
        assert found == IN_FORCE
    for connection in connections:
        connection.close()


def test_a_move_takes_the_write_lock_with_its_first_statement(on_disk: Kept) -> None:
    statements: list[str] = []
    engine_in_use = on_disk.store.transactions.engine
    engine_in_use.dispose()  # only lines opened from now on tell what SQLite itself is given
    event.listen(engine_in_use, "connect", lambda line, _record: line.set_trace_callback(statements.append))

    assert on_disk.play("start")["ok"]

    assert "BEGIN IMMEDIATE" in statements
    first_read = next(
        i
        for i, sql in enumerate(statements)
        if "FROM circles" in sql and i > statements.index("BEGIN IMMEDIATE")
    )
    assert statements.index("BEGIN IMMEDIATE") < first_read
    written = [sql for sql in statements if sql.startswith(("INSERT", "UPDATE", "DELETE"))]
    assert written
    assert all(statements.index(sql) > statements.index("BEGIN IMMEDIATE") for sql in written)


def test_while_somebody_else_writes_for_too_long_the_answer_is_try_again_and_nothing_changed(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "PATIENCE_S", 0.05)
    impatient = Store(Transactions(engine.connect(kept.url)), kept.keyring)
    monkeypatch.setattr(kept.conduct, "store", impatient)
    before = kept.circle
    with kept.store.writing() as tx:
        assert tx.circle(kept.id) == before
        assert kept.play("start", visit=before.visit)["code"] == "try_again"
        assert kept.from_disk() == before
    assert kept.play("start")["ok"]
    impatient.transactions.engine.dispose()


def test_a_writer_waits_for_its_turn(kept: Kept) -> None:
    other = Transactions(engine.connect(kept.url))
    answers = []
    with other.writing() as db:
        db.execute(text("UPDATE teams SET name = 'North-West'"))
        waiting = threading.Thread(target=lambda: answers.append(kept.play("start")))
        waiting.start()
    waiting.join(timeout=10)
    assert answers[0]["ok"]
    other.engine.dispose()


def test_what_fails_in_a_transaction_leaves_nothing_behind(kept: Kept) -> None:
    transactions = kept.store.transactions
    with pytest.raises(Unavailable):
        write(transactions, "UPDATE teams SET name = 'Lost'", "INSERT INTO teams (id, name) VALUES (1, 'x')")
    with pytest.raises(ValueError, match="not SQL"):
        write(transactions, "UPDATE teams SET name = 'Lost too'", "")
    with transactions.reading() as db:
        assert db.execute(text("SELECT name FROM teams")).scalar() == "North"
    with transactions.writing() as db:
        db.execute(text("UPDATE teams SET name = 'Kept'"))
    with transactions.reading() as db:
        assert db.execute(text("SELECT name FROM teams")).scalar() == "Kept"


def write(transactions: Transactions, *statements: str) -> None:
    with transactions.writing() as db:
        for statement in statements:
            if not statement:
                raise ValueError("not SQL, so a fault of the program and not of the database")
            db.execute(text(statement))


def test_errors_never_quote_what_was_written(kept: Kept) -> None:
    with pytest.raises(Unavailable) as raised, kept.store.transactions.writing() as db:
        db.execute(text("INSERT INTO teams (id, name) VALUES (1, :name)"), {"name": "canary of a family"})
    assert "canary" not in f"{raised.value} {raised.value.__cause__}"
