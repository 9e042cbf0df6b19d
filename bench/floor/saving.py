"""One row a suggestion, on disk before anybody hears of it: the same file format and durability as the app's."""

import sqlite3


class Rows:
    def __init__(self, path: str) -> None:
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        for pragma in ("journal_mode=WAL", "synchronous=FULL"):
            self._db.execute(f"PRAGMA {pragma}").close()
        self._db.execute(
            "CREATE TABLE IF NOT EXISTS suggestions (id INTEGER PRIMARY KEY, room TEXT, text TEXT)"
        )

    def add(self, room: str, text: str) -> None:
        """Returns when the row is on disk."""
        self._db.execute("BEGIN IMMEDIATE")
        self._db.execute("INSERT INTO suggestions (room, text) VALUES (?, ?)", (room, text))
        self._db.execute("COMMIT")
