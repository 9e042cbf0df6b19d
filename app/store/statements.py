"""Statements that are made once and run with every act.

Making a statement anew costs several times as much as running it, and on SQLite, where running one takes a few
millionths of a second, what SQLAlchemy does around it costs several times as much again (docs/performance.md). So
these are made once, and handed to the driver as they are.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import JSON, Connection, Insert, Select, Table, Update, bindparam, insert, update
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.postgresql import psycopg

from app.store import postgres

Statement = Select[Any] | Insert | Update
_DRIVERS = {"sqlite": sqlite.dialect(paramstyle="named"), "postgresql": psycopg.dialect()}  # type: ignore[no-untyped-call]


def run(db: Connection, statement: Statement, values: dict[str, Any]) -> Sequence[Any]:
    """Run a statement with these values; the rows that it finds, if it looks for any."""
    sql = _for_the_driver(statement, tuple(values), db.dialect.name)
    if sql is None:
        result = db.execute(statement, values)
        return result.all() if result.returns_rows else ()
    if db.dialect.name != "sqlite":
        return postgres.run(db, sql, values, looks=isinstance(statement, Select))
    cursor = db.connection.driver_connection.execute(sql, values)  # type: ignore[union-attr]
    try:
        found: Sequence[Any] = cursor.fetchall()
        return found
    finally:
        cursor.close()


@cache
def inserting(table: Table) -> Insert:
    """Run with the values by the names of their columns."""
    return insert(table)


@cache
def updating(table: Table, key: tuple[str, ...], columns: tuple[str, ...]) -> Update:
    """Run with the key under `key_` and its name, and the values by the names of their columns."""
    where = [table.c[name] == bindparam(f"key_{name}", type_=table.c[name].type) for name in key]
    return (
        update(table)
        .where(*where)
        .values({name: bindparam(name, type_=table.c[name].type) for name in columns})
    )


@cache
def _for_the_driver(statement: Statement, columns: tuple[str, ...], driver: str) -> str | None:
    """The statement in the database's words; None where a value is not one that it keeps as it is."""
    table = getattr(statement, "table", None)
    if table is not None and any(isinstance(table.c[name].type, JSON) for name in columns if name in table.c):
        return None
    return str(statement.compile(dialect=_DRIVERS[driver], column_keys=list(columns)))
