"""The made-up people at work: each of a server's rehearsals with its play, and the thread that lets them act."""

import threading
from dataclasses import dataclass, field

from app.circle.format import Format
from app.circle.state import Circle, Refused
from app.conduct import Conduct
from app.log import failure
from app.rehearsal.acting import Act, Play, Progress, next_act, op
from app.rehearsal.minutes import QUARTER, shortened
from app.rehearsal.script import script_for
from app.store import rehearsals
from app.store.tokens import Bearer

LOOK_S = 0.5
#: After these answers the same is tried again; any other refusal is the facilitator's doing, and is accepted.
_AGAIN = ("try_again", "too_many", "paused")


@dataclass
class Rehearsal:
    """One circle with its made-up people. The facilitator's right is used for nothing but naming the scribe and,
    where nobody was chosen, the presenter."""

    circle_id: str
    play: Play
    facilitator: Bearer
    progress: Progress = field(default_factory=Progress)
    bearers: dict[str, Bearer] = field(default_factory=dict)


class Company:
    """All rehearsals of this server. They live in memory: a restart ends them, and housekeeping throws away what is
    left of them."""

    def __init__(self, conduct: Conduct) -> None:
        self._conduct = conduct
        self._rehearsals: dict[str, Rehearsal] = {}
        # Held while somebody acts, so that nobody does once their rehearsal is thrown away.
        self._turn = threading.Lock()
        self._wanted = threading.Event()

    def begin(
        self,
        form: Format,
        team_id: int,
        quick: bool,
        facilitator_id: int | None = None,
        facilitator: str = "",
        seed: str = "",
    ) -> Circle:
        """A new rehearsal, to which people come by and by. Raises Unavailable."""
        circle = self._conduct.create(
            shortened(form) if quick else form,
            team_id,
            facilitator_id=facilitator_id,
            facilitator=facilitator,
            rehearsal=True,
        )
        play = Play(script_for(form), seed or circle.id, QUARTER if quick else 1)
        right = self._bearer(self._conduct.give(circle.id, "facilitator"))
        with self._turn:
            self._rehearsals[circle.id] = Rehearsal(circle.id, play, right)
            self._wanted.set()
        return circle

    def end(self, circle_id: str) -> bool:
        """Throw a rehearsal away with every word; the answer is whether it was one. Raises Unavailable."""
        with self._turn:
            self._rehearsals.pop(circle_id, None)
            return rehearsals.throw_away(self._conduct.store, circle_id)

    def go_to_work(self) -> None:
        """One thread for all, of the server's own kind, which ends with it. It sleeps while nobody rehearses."""
        threading.Thread(target=self._for_good, name="rehearsals", daemon=True).start()

    def look(self) -> None:
        """Let everybody do what is due. Whatever fails in one rehearsal ends no other, nor the thread."""
        with self._turn:
            going_on = list(self._rehearsals.values())
            if not going_on:
                self._wanted.clear()
        for rehearsal in going_on:
            with self._turn:
                try:
                    self._act(rehearsal)
                except Exception as error:
                    failure("rehearsing", error)

    def _act(self, rehearsal: Rehearsal) -> None:
        circle = self._conduct.store.circle(rehearsal.circle_id)
        if circle is None or rehearsal.circle_id not in self._rehearsals:
            self._rehearsals.pop(rehearsal.circle_id, None)
            return
        now, progress = self._conduct.clock.now_ms(), rehearsal.progress
        progress.notice(circle, now)
        act = next_act(rehearsal.play, circle, progress, now)
        if act is None:
            return
        progress.last_at = now
        if self._join(rehearsal, circle, act) if act.type == "join" else self._play(rehearsal, act):
            progress.done.add(act.key)

    def _join(self, rehearsal: Rehearsal, circle: Circle, act: Act) -> bool:
        keyring = self._conduct.store.keyring
        key = keyring.long_key("join-key", circle.id, circle.code_generation)
        joined = self._conduct.join(act.who, key=key)
        if isinstance(joined, Refused):
            return joined.code not in (*_AGAIN, "door_closed")
        rehearsal.progress.seats[act.who] = joined.seat
        rehearsal.bearers[joined.seat] = self._bearer(joined.token)
        return True

    def _play(self, rehearsal: Rehearsal, act: Act) -> bool:
        bearer = rehearsal.bearers[act.seat] if act.seat else rehearsal.facilitator
        payload = {"op": op(rehearsal.play, act.key), "type": act.type, **act.fields}
        answer = self._conduct.play(bearer, payload)
        return answer["ok"] or answer["code"] not in _AGAIN

    def _bearer(self, token: str) -> Bearer:
        bearer = self._conduct.bearer(token)
        if bearer is None:
            raise LookupError("a token that was just given does not hold")
        return bearer

    def _for_good(self) -> None:
        never = threading.Event()
        while True:
            self._wanted.wait()
            never.wait(LOOK_S)
            self.look()
