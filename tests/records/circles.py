"""Circles to make records of, played move by move as from devices. Priya presents; Sam, Tom and Asha
are the group; Dana facilitates and Ewa is the advisor."""

from typing import Any

from app.circle import people
from app.circle.catalogue import catalogue
from app.circle.edit import Done
from app.circle.format import Format
from app.circle.moves import apply
from app.circle.parse import Move, parse
from app.circle.state import Actor, Circle

#: Sunday 22 November 2026, 14:05 in London.
FIVE_PAST_TWO = 1_795_356_300_000
SECOND = 1000
MINUTE = 60 * SECOND

DANA = Actor("facilitator")
PRIYA, SAM, TOM, ASHA = (Actor("seat", f"0000aaa{number}") for number in range(1, 5))
NAMES = {"Priya": PRIYA, "Sam": SAM, "Tom": TOM, "Asha": ASHA}


class Played:
    """A circle under way. Each act must succeed; its answer is the id of what it made."""

    def __init__(self, form: str | Format = "solution", names: str = "hidden") -> None:
        form = catalogue().formats[form] if isinstance(form, str) else form
        self.now = FIVE_PAST_TWO
        self.circle = Circle("c1rc1e", form, created_at=self.now - MINUTE, names=names)
        self._ops = 0
        for name, actor in NAMES.items():
            self._keep(people.join(self.circle, str(actor.seat), name, self.now))
        self.act("presenter", seat=PRIYA.seat)

    def act(self, type_: str, actor: Actor = DANA, /, **fields: Any) -> str:
        self._ops += 1
        op = f"{self._ops:032x}"
        move = parse({"op": op, "type": type_, "visit": self.circle.visit, **fields})
        assert isinstance(move, Move), move
        self._keep(apply(self.circle, move, actor, self.now))
        return op

    def says(self, kind: str, text: str, actor: Actor = DANA) -> str:
        return self.act("contribute", actor, kind=kind, text=text)

    def focus(self, text: str) -> None:
        self.act("focus", text=text, revision=self.circle.revision("circle", "focus"))

    def goes_to(self, stage: str) -> "Played":
        """On from stage to stage, half a minute in each, until this one is reached."""
        if self.circle.stage is None:
            self.act("start")
        while self.circle.stage and self.circle.stage.key != stage:
            self.now += 30 * SECOND
            self.act("next")
        return self

    def after_the_bell(self, kind: str, text: str, actor: Actor = SAM) -> str:
        """Sent too late, and handed in."""
        ends_at = self.circle.clockwork.ends_at
        assert ends_at is not None, "no clock is running"
        self.now = max(self.now, ends_at)
        return self.act("hand_in", actor, refused=f"{self._ops + 10_000:032x}", kind=kind, text=text)

    def closes(self) -> "Played":
        self.goes_to("review")
        self.act("close")
        return self

    def _keep(self, answer: object) -> None:
        assert isinstance(answer, Done), answer
        self.circle = answer.circle


ATTENDANCE = [
    {"name": "Priya Nair", "role": "Social worker"},
    {"name": "Samuel Okoro", "role": "Family support worker"},
]
CHILD = {"kind": "child", "initials": "KQ", "number": "8675309", "worker": ""}
BOXES = {
    "happened": "The family moved twice since spring.",
    "understood": "Mornings are hard, evenings go well.",
    "impact": "Feels left out and says so.",
    "tried": "A letter home was tried first.",
    "measure": "Two calm mornings in a row.",
    "decision": "The manager agrees to the visits.",
}
ACTION = {
    "what": "Ring the breakfast club",
    "by_whom": "Priya does it",
    "how": "By telephone on Monday",
    "why": "Because mornings are hardest",
    "by_when": "before half-term",
    "measure": "Attendance rises to four days",
    "decision_by": "Team manager Olu",
}


def details(played: Played, **more: Any) -> None:
    given = {"facilitator": "Dana Field", "advisor": "Ewa Stone", "attendance": ATTENDANCE,
             "destinations": [CHILD], "boxes": BOXES, "next_date": "2027-01-05"}  # fmt: skip
    played.act("title", text="Mornings at the new house")
    played.act("details", **{**given, **more})


def reviewed(played: Played) -> None:
    played.goes_to("review")
    played.says("worked_well", "Nobody interrupted.")
    played.says("worked_well", "We kept to time.", SAM)
    played.says("key_learning", "Silence helps thinking.", TOM)
    played.says("next_step", "Print the stage cards.", ASHA)
    played.says("issue", "The room was cold.", SAM)


def solution(close: bool = True) -> Played:
    """A Solution Circle with everything in it that a form can show."""
    played = Played("solution")
    details(played)
    played.goes_to("focus").focus("How do we make mornings calmer?")
    played.goes_to("questions")
    asked = played.says("question", "Since when is it like this?")
    played.says("question", "Who else lives there?")
    played.act("answered", id=asked)
    played.goes_to("solutions")
    chosen = played.says("suggestion", "Ask the breakfast club for a place", SAM)
    double = played.says("suggestion", "Try the club before school", TOM)
    tried = played.says("suggestion", "Write to the school", ASHA)
    second = played.says("suggestion", "Lay out clothes at night", PRIYA)
    played.says("suggestion", "Draw a picture plan", SAM)
    let_in = played.after_the_bell("suggestion", "Walk with a friend", TOM)
    played.after_the_bell("suggestion", "NEVER-ADMITTED words", SAM)
    played.act("admit", id=let_in)
    played.goes_to("selection")
    played.act("merge", id=double, into=chosen)
    played.act("tried", PRIYA, id=tried, on=True)
    for found in (chosen, second):
        played.act("choose", PRIYA, id=found, on=True)
    played.act("action", PRIYA, id=chosen, **ACTION)
    played.act("action", PRIYA, id=second, by_whom="The grandmother")
    played.act("check_in", PRIYA, on="2026-12-15", by="Samuel asks round")
    reviewed(played)
    return played.closes() if close else played


def success(close: bool = True) -> Played:
    """A Success Circle with everything in it that a form can show."""
    played = Played("success")
    details(played, boxes={"impact": "Feels left out and says so."})
    played.goes_to("questions")
    played.says("question", "What was in the way?")
    played.goes_to("reflections")
    kept = played.says("reflection", "School is a safe place now", SAM)
    double = played.says("reflection", "Feels safe in class", TOM)
    played.says("reflection", "Sleeps through again", PRIYA)
    let_in = played.after_the_bell("reflection", "Laughs with the sister", TOM)
    played.act("admit", id=let_in)
    played.goes_to("outcomes")
    played.act("merge", id=double, into=kept)
    played.says("outcome", "In class every day", PRIYA)
    played.goes_to("learning")
    played.says("learning_use", "I will begin with what works", SAM)
    played.says("learning_use", "I will ring on Fridays", TOM)
    reviewed(played)
    return played.closes() if close else played
