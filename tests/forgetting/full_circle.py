"""Circles with a phrase of its own in every place where a word can stand, to be looked for afterwards."""

import itertools
import secrets
from pathlib import Path
from typing import Any

from app.circle.destinations import documents
from app.circle.filing import open_actions
from app.records.wording import at
from app.store.tokens import Bearer
from tests.store.conftest import Kept

MINUTE_MS = 60_000
DAY_MS = 24 * 60 * MINUTE_MS
BOXES = ("happened", "understood", "impact", "tried", "measure", "decision")


class Canaries:
    """Phrases that stand nowhere else. They look like words, so that nothing hides them on the way."""

    def __init__(self) -> None:
        self.all: dict[str, str] = {}
        self.latest: dict[str, str] = {}

    def __call__(self, place: str, longest: int = 40) -> str:
        """A new phrase for a place."""
        phrase = f"q{secrets.token_hex(12)}"[:longest]
        self.all[place if place not in self.all else f"{place} {len(self.all)}"] = phrase
        self.latest[place] = phrase
        return phrase

    def found_in(self, paths: list[Path]) -> set[str]:
        """The places whose phrases stand in a file under these paths, byte for byte."""
        files = [file for path in paths for file in path.rglob("*") if file.is_file()]
        contents = [file.read_bytes() for file in files]
        return {place for place, word in self.all.items() if any(word.encode() in each for each in contents)}


class Full(Kept):
    """A database in which circles are played through to the end. Each act must succeed."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.word = Canaries()
        self._seats = itertools.count(1)

    def act(self, type: str, bearer: Bearer | None = None, /, **fields: Any) -> str:
        op = secrets.token_hex(16)
        move = {"op": op, "type": type, "visit": self.circle.visit, **fields}
        answer = self.conduct.play(bearer or self.facilitator, move)
        assert answer["ok"], (type, answer)
        return op

    def says(self, kind: str, place: str, by: Bearer | None = None) -> str:
        return self.act("contribute", by, kind=kind, text=self.word(place))

    def solution_circle(self) -> list[str]:
        """A Solution Circle to its close, filled in everywhere; the answer are the ids of its two actions."""
        self.begin("solution")
        word = self.word
        self.act("title", text=word("title before"))
        self.act("title", text=word("title"))
        self._prepared()
        presenter, sam = (
            self.joins(word("name of the presenter", 20)),
            self.joins(word("name of a phone", 20)),
        )
        gone = self.joins(word("name of somebody removed", 20))
        self.act("presenter", seat=presenter.seat)
        self.act("remove", seat=gone.seat)
        self.act("person", name=word("name without a phone", 20))
        self._details()
        self.goes_to("focus")
        self.act("focus", text=word("focus"), revision=self.circle.revision("circle", "focus"))
        self.goes_to("questions")
        self.act("answered", id=self.says("question", "question"))
        self.act("park", id=self.says("question", "parked"))
        actions = self._suggested(sam)
        self.goes_to("selection")
        self.act("merge", id=self._where("merged"), into=self._where("after it was edited"))
        for number, action in enumerate(actions):
            self.act("choose", presenter, id=action, on=True)
            self._as_action(action, number)
        self.act("check_in", on="2026-12-20", by=word("check-in by", 20))
        self._reviewed(sam)
        self.act("close")
        return actions

    def success_circle(self) -> None:
        self.begin("success")
        self.act("person", name=self.word("name at the success circle", 20))
        for stage, kind in (
            ("reflections", "reflection"),
            ("outcomes", "outcome"),
            ("learning", "learning_use"),
        ):
            self.goes_to(stage)
            self.says(kind, kind)
        self.goes_to("review")
        self.act("close")

    def after_the_close(self, actions: list[str]) -> None:
        """What is said afterwards."""
        word = self.word
        focus = self.circle.revision("circle", "focus")
        self.act("correct", id="focus", text=word("focus, corrected"), revision=focus)
        action = self.circle.revision(actions[0], "text")
        self.act("correct", id=actions[0], text=word("action, corrected"), revision=action)
        wrong = self.act("respond", agrees=False, text=word("disagreement"), who=word("who disagrees", 20))
        self.act("settle", id=wrong, text=word("how it was settled"))

    def checks_in(self) -> None:
        """On everything that is open: nothing is left to come back to."""
        for number, each in enumerate(open_actions(self.circle)):
            self.act(
                "checked",
                id=each.id,
                outcome=("done", "changed")[number % 2],
                text=self.word(f"comment {number}"),
            )

    def files_all(self) -> None:
        today = at(self.clock.at).date().isoformat()
        for document in self.documents():
            self.act("filing", document=document, state="filed", place="LCS", on=today)

    def documents(self) -> tuple[str, ...]:
        return documents(self.circle)

    def _prepared(self) -> None:
        link = self.conduct.give_link(self.id, "preparer", self.clock.at + DAY_MS)
        statements = {
            name: self.word(f"prepared: {name}") for name in ("worried", "well", "decided", "issue")
        }
        self.act("prepare", self.bearer(link), **statements)

    def _details(self) -> None:
        word = self.word
        child = {"kind": "child", "initials": word("initials", 8), "number": word("system number")}
        carer = {
            "kind": "carer",
            "initials": word("initials of a carer", 8),
            "number": word("number of a carer"),
        }
        self.act(
            "details",
            facilitator=word("facilitator"),
            advisor=word("advisor"),
            activity=word("activity"),
            told=word("who was told"),
            attendance=[{"name": word("attendance: name"), "role": word("attendance: role")}],
            destinations=[child, carer],
            boxes={name: word(f"box: {name}") for name in BOXES},
            next_date="2027-01-15",
        )

    def _suggested(self, sam: Bearer) -> list[str]:
        self.goes_to("solutions")
        first, second = (
            self.says("suggestion", "first action", sam),
            self.says("suggestion", "second action", sam),
        )
        self.act("hide", id=self.says("suggestion", "hidden", sam))
        self.act("withdraw", sam, id=self.says("suggestion", "withdrawn", sam))
        edited = self.says("suggestion", "before it was edited", sam)
        self.act("edit", sam, id=edited, text=self.word("after it was edited"), revision=1)
        self.says("suggestion", "merged", sam)
        self.act("erase", id=self.says("suggestion", "removed for good", sam))
        ends_at = self.circle.clockwork.ends_at
        assert ends_at is not None
        self.clock.at = ends_at + 1
        for place in ("handed in", "admitted"):
            late = self.act(
                "hand_in", sam, refused=secrets.token_hex(16), kind="suggestion", text=self.word(place)
            )
            if place == "admitted":
                self.act("admit", id=late)
        return [first, second]

    def _where(self, place: str) -> str:
        """The contribution with these words."""
        text = self.word.latest[place]
        return next(each for each in self.circle.contributions if self.circle.text(each, "text") == text)

    def _as_action(self, action: str, number: int) -> None:
        fields = {
            "by_whom": 20,
            "what": 40,
            "how": 40,
            "why": 40,
            "by_when": 20,
            "measure": 40,
            "decision_by": 40,
        }
        said = {name: self.word(f"action {number}: {name}", most) for name, most in fields.items()}
        self.act("action", id=action, **said)

    def _reviewed(self, sam: Bearer) -> None:
        self.goes_to("review")
        sources = [
            self.says(kind, kind, sam) for kind in ("worked_well", "key_learning", "next_step", "issue")
        ]
        joined = {"column": "key_learning", "sources": sources[:2], "text": self.word("line, reworded")}
        alone = {"column": "next_step", "sources": [], "text": self.word("line of the advisor")}
        self.act("compose", lines=[joined, alone])
