"""Statements that are made once and run often. Making one anew costs several times as much as running it
(docs/performance.md); what is looked for or written is handed in when it is run."""

from functools import cache

from sqlalchemy import Insert, Table, Update, bindparam, insert, update


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
