"""The one door through which a circle changes: load, apply, commit, publish, answer.

The answer to a person is given after the commit is on disk, never before. `publish` is handed in by
the composition root; this module knows nothing of sockets.
"""

import json
import secrets
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from app import keys
from app.circle import moves, people
from app.circle.edit import Done
from app.circle.format import Format
from app.circle.gate import LINKS
from app.circle.parse import Move, parse
from app.circle.state import Circle, Refused
from app.clock import Clock
from app.log import failure
from app.pace import Pace
from app.store import circles, log, lookup, tokens
from app.store.engine import Unavailable
from app.store.log import Logged
from app.store.store import Store, Writing
from app.store.tokens import Bearer, Session

Answer = dict[str, Any]
Condition = Callable[[Circle], bool]
#: Without what was done, where it is not known whether everybody has been told of it.
Publish = Callable[[Circle, Done | None], None]

TRY_AGAIN = Refused("try_again", "That could not be saved just now. Try again in a moment.")
CODE_UNKNOWN = Refused(
    "code_unknown", "No circle has this code. Look at the shared screen and type it again."
)
TOO_MANY = Refused("too_many", "That was very fast. Wait a moment, then send it again.")
STALE = Refused("stale", "Somebody else has just changed this. Look at it again.")
USED = Refused("conflict", "That did not work. Send it again.")
REVOKED = Refused("revoked", "You do not take part in this circle any more.")
#: How long a token lasts that a member of staff's session was given; it is renewed from the session.
STAFF_TOKEN_MS = 12 * 60 * 60_000


@dataclass(frozen=True)
class Joined:
    """A seat that was taken, with the token that only its phone knows."""

    token: str
    seat: str
    circle: str


def _nobody_listens(_circle: Circle, _done: Done | None) -> None:
    """For commands, which run in a process of their own."""


class Conduct:
    """Plays moves, seats people and hands out tokens."""

    def __init__(self, store: Store, clock: Clock, publish: Publish = _nobody_listens) -> None:
        self.store = store
        self.clock = clock
        self.publish = publish
        self.pace = Pace(clock)

    def play(self, bearer: Bearer, payload: object, only_if: Condition | None = None) -> Answer:
        """Play what a device sent. The order of the checks is the protocol's: token, op already done,
        role, stage. `only_if` must hold of the circle as it stands under the lock, or the answer is `stale`: for
        acts that set right what somebody looked at. Never raises for what a device or the database does."""
        who = f"{bearer.circle_id} {bearer.seat}" if bearer.seat else bearer.hash
        if (bearer.seat or bearer.kind in LINKS) and self.pace.too_fast(who):
            return refusal(TOO_MANY)
        move = parse(payload)
        if isinstance(move, Refused):
            return refusal(move)
        try:
            with self.store.writing(one_circle=True) as tx:
                played = self._play(tx, bearer, move, only_if)
        except Unavailable as error:
            failure("saving a move", error)
            return refusal(TRY_AGAIN)
        if isinstance(played, Refused):
            return refusal(played)
        if isinstance(played, Circle):
            self._tell(played, None)
            return {"ok": True, "version": played.version, "repeat": True}
        self._tell(played.circle, played)
        return {"ok": True, "version": played.circle.version}

    def _tell(self, circle: Circle, done: Done | None) -> None:
        """The act is on disk: nothing that fails from here on may take back the answer."""
        try:
            self.publish(circle, done)
        except Exception as error:
            failure("publishing", error)

    def _play(
        self, tx: Writing, bearer: Bearer, move: Move, only_if: Condition | None
    ) -> Done | Refused | Circle:
        """What was done; for what had been done before, the circle as it is now."""
        circle = tx.circle(bearer.circle_id)
        now = self.clock.now_ms()
        if circle is None or not tokens.holds(tx.db, bearer, now):
            return REVOKED
        digest = self._digest(circle.id, move)
        actor = moves.logged_as(circle, move, bearer.actor)
        if earlier := log.find(tx.db, circle.id, move.op):
            if (earlier.actor, earlier.digest) == (actor, digest):
                return circle
            return USED
        if _names_something(circle, move.op):
            return USED
        if move.type == "hand_in" and (saved := log.find(tx.db, circle.id, move["refused"])):
            return self._saved_before(circle, move, saved, actor)
        if only_if is not None and not only_if(circle):
            return STALE
        done = moves.apply(circle, move, bearer.actor, now)
        if isinstance(done, Done):
            tx.save(circle, done, now)
            tx.record(done, move, actor, digest, now)
        return done

    def _saved_before(self, circle: Circle, move: Move, saved: Logged, actor: str) -> Circle | Refused:
        """For words that are handed in under an op that was in truth saved before the bell (protocol, "Hand in").
        They may have been changed since; then what was asked at first tells."""
        found = circle.contributions.get(move["refused"])
        if saved.actor != actor:
            return Refused("conflict", "These words were already saved.")
        if found is not None:
            asked = {
                "visit": found.visit,
                **{name: move[name] for name in ("kind", "text", "edit_key") if name in move.fields},
            }
            first = self._digest(circle.id, Move(found.id, "contribute", asked))
            if saved.digest == first or circle.text(found.id, "text") == move["text"]:
                return circle
        return Refused("conflict", "These are not the words that were saved.")

    def join(self, name: object, code: str | None = None, key: str | None = None) -> Joined | Refused:
        """Seat a phone by the typed code or the QR's key. Codes: `code_unknown`, `door_closed`,
        `name_invalid`, `too_many`, `try_again`."""
        token, seat = keys.new_token(), keys.new_id()
        try:
            # Without the write lock, so that whoever guesses holds nobody up.
            with self.store.reading() as db:
                if self._known(db, code, key) is None:
                    return CODE_UNKNOWN
            with self.store.writing(one_circle=True) as tx:
                circle = self._invited(tx, code, key)
                if circle is None:
                    return CODE_UNKNOWN
                now = self.clock.now_ms()
                done = people.join(circle, seat, name, now)
                if isinstance(done, Refused):
                    return done
                tx.save(circle, done, now)
                bearer = Bearer(self.token_hash(token), circle.id, "seat", seat, None)
                tokens.add(tx.db, bearer, now)
                arrival = Move(secrets.token_hex(16), "join", {})
                tx.record(done, arrival, f"seat:{seat}", "", now)
        except Unavailable as error:
            failure("seating somebody", error)
            return TRY_AGAIN
        self._tell(done.circle, done)
        return Joined(token, seat, done.circle.id)

    def _invited(self, tx: Writing, code: str | None, key: str | None) -> Circle | None:
        """Looked up again under the lock: until then the code may have changed."""
        found = self._known(tx.db, code, key)
        circle = tx.circle(found) if found else None
        return circle if self._known(tx.db, code, key) == found else None

    def _known(self, db: Connection, code: str | None, key: str | None) -> str | None:
        keyring = self.store.keyring
        if key:
            return lookup.by_join_key(db, keyring.digest("join-key", key))
        return lookup.by_join_code(db, keyring.digest("join-code", keys.typed(code or "")))

    def screen_for_code(self, code: str) -> tuple[str, str] | None:
        """A circle's id and a screen token, for the typed screen code; None where no open circle has it."""
        now, digest = self.clock.now_ms(), self.store.keyring.digest("screen-code", keys.typed(code))
        with self.store.reading() as db:
            if lookup.by_screen_code(db, digest) is None:
                return None
        with self.store.writing(one_circle=True) as tx:
            found = lookup.by_screen_code(tx.db, digest)
            circle = tx.circle(found) if found else None
            # Looked up again under the lock: until then the code may have changed.
            if (
                circle is None
                or circle.closed_at is not None
                or lookup.by_screen_code(tx.db, digest) != found
            ):
                return None
            return circle.id, self._give(tx, circle.id, "screen", now)

    def create(
        self,
        form: Format,
        team_id: int,
        facilitator_id: int | None = None,
        title: str = "",
        facilitator: str = "",
        rehearsal: bool = False,
    ) -> Circle:
        """A new circle in the lobby. Made-up people have phones, whatever the team does. Raises Unavailable."""
        now = self.clock.now_ms()
        with self.store.writing() as tx:
            team = lookup.team(tx.db, team_id)
            circle = Circle(
                id=keys.new_id(),
                format=form,
                created_at=now,
                phones_allowed=team.phones_allowed or rehearsal,
                words_on_screen=team.words_on_screen,
                rehearsal=rehearsal,
            )
            circles.create(tx.db, self.store.keyring, circle, team_id, facilitator_id)
            done = people.begin(circle, title, facilitator)
            tx.save(circle, done, now)
            return done.circle

    def give(
        self, circle_id: str, kind: str, staff_id: int | None = None, session: Session | None = None
    ) -> str:
        """A new token for a facilitator, an advisor or a screen. Raises Unavailable."""
        now = self.clock.now_ms()
        with self.store.writing(one_circle=True) as tx:
            return self._give(tx, circle_id, kind, now, staff_id, session)

    def give_link(self, circle_id: str, kind: str, until: int) -> str:
        """A private link's token, for `reader` or `preparer`, that ends at `until` (ms); the one given before
        ends now. Raises Unavailable."""
        now, token = self.clock.now_ms(), keys.new_token()
        with self.store.writing() as tx:
            tokens.revoke_kind(tx.db, circle_id, kind, now)
            tokens.add(tx.db, Bearer(self.token_hash(token), circle_id, kind, None, None), now, until)
        return token

    def _give(
        self,
        tx: Writing,
        circle_id: str,
        kind: str,
        now: int,
        staff_id: int | None = None,
        session: Session | None = None,
    ) -> str:
        token = keys.new_token()
        bearer = Bearer(self.token_hash(token), circle_id, kind, None, staff_id)
        expires_at = now + STAFF_TOKEN_MS if staff_id is not None else None
        tokens.add(tx.db, bearer, now, expires_at, session)
        return token

    def bearer(self, token: object) -> Bearer | None:
        """Who holds this token; None where it gives nothing (any more). Raises Unavailable."""
        if not isinstance(token, str) or not 20 <= len(token) <= 100:
            return None
        with self.store.asking() as db:
            return tokens.find(db, self.token_hash(token), self.clock.now_ms())

    def admitted(self, token: object) -> tuple[Bearer, Circle] | None:
        """Who holds this token, and their circle as last committed. Raises Unavailable."""
        known = isinstance(token, str) and 20 <= len(token) <= 100
        return self.admitted_as(self.token_hash(str(token))) if known else None

    def admitted_as(self, hashed: str) -> tuple[Bearer, Circle] | None:
        """The same for a token whose hash is known already. Raises Unavailable."""
        with self.store.asking() as db:
            found = tokens.admitted(db, hashed, self.clock.now_ms())
        if found is None:
            return None
        bearer, version = found
        circle = self.store.kept(bearer.circle_id, version) or self.store.circle(bearer.circle_id)
        return (bearer, circle) if circle else None

    def still_holds(self, bearer: Bearer) -> Bearer | None:
        """The bearer again, if the token has neither ended nor been revoked. Raises Unavailable."""
        with self.store.asking() as db:
            return tokens.find(db, bearer.hash, self.clock.now_ms())

    def holding(self, bearers: Collection[Bearer]) -> set[str]:
        """The hashes of those whose tokens still hold. Raises Unavailable."""
        circles_asked = {bearer.circle_id for bearer in bearers}
        with self.store.asking() as db:
            if len(circles_asked) == 1:  # as nearly always; what does not vary is asked more quickly
                return tokens.holding_in(db, circles_asked.pop(), self.clock.now_ms())
            return tokens.holding(db, [bearer.hash for bearer in bearers], self.clock.now_ms())

    def token_hash(self, token: str) -> str:
        return self.store.keyring.digest("token", token)

    def _digest(self, circle_id: str, move: Move) -> str:
        content = json.dumps([circle_id, move.type, move.fields], sort_keys=True, ensure_ascii=True)
        return self.store.keyring.digest("op", content)


def _names_something(circle: Circle, op: str) -> bool:
    """What is new is kept under the number of its act, and lines of the advisor's own have numbers that no act had.
    An act under one of those would put its words in their place, in somebody else's name."""
    lines = {line.id for line in circle.learning or ()}
    return op in circle.contributions or op in circle.responses or op in lines


def refusal(refused: Refused) -> Answer:
    """A refusal as a device is told it."""
    detail: Mapping[str, object] = refused.detail
    return {
        "ok": False,
        "code": refused.code,
        "message": refused.message,
        **({"detail": dict(detail)} if detail else {}),
    }
