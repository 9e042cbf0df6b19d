"""What a circle is at one moment: frozen values, no behaviour beyond reading them.

All times are whole milliseconds since the Unix epoch, read from the server's clock at the edge
and handed in. A running stage has `ends_at`; a paused one `remaining_ms`; never both.

Everything that anybody wrote lives in one mapping, `Circle.words`, under the thing it belongs to
(a contribution, a seat or the circle itself) and the field. The store keeps the same shape, so that
"remove for good" and the purge have one place to empty.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.circle.format import Format, Stage

#: The subject under which the circle's own words stand (focus, title, advisor, …).
CIRCLE = "circle"
LOBBY = -1


@dataclass(frozen=True, slots=True)
class Wording:
    """The present wording of one field. `revision` counts from 1 and rises on when the words were
    removed for good: then the text is empty."""

    text: str
    revision: int


@dataclass(frozen=True, slots=True)
class Seat:
    """A place in the circle. `phone` is False for somebody without a phone. The name is in words."""

    id: str
    joined_at: int
    phone: bool = True
    scribe: bool = False
    spoken: bool = False
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Contribution:
    """What somebody sent or said. Its text is in words.

    `author` is the seat whose words they are, `typist` the seat that typed them (None for the
    facilitator's or advisor's keyboard); both are None where names are never stored. `source` is the role that typed.
    `state`: shown, hidden, handed_in (after the bell, not yet admitted), parked, merged, withdrawn, erased.
    `mark` is a hash of the writer's edit key, kept only where names are never stored. What was chosen gets an
    `outcome` at a check-in (done, not_yet, changed); `check_on` is a date of its own for the next one.
    """

    id: str
    kind: str
    stage: str
    visit: int
    at: int
    source: str
    author: str | None = None
    typist: str | None = None
    mark: str | None = None
    state: str = "shown"
    late: bool = False
    answered: bool = False
    tried: bool = False
    chosen: bool = False
    merged_into: str | None = None
    outcome: str | None = None
    checked_at: int | None = None
    check_on: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the Record of Learning as the advisor composed it, in `column` worked_well, key_learning,
    next_step, issue or out (left out). `sources` are the contributions that it is made of; its own wording,
    where it has one, is in words."""

    id: str
    column: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Filing:
    """What became of one document: a form (under the id of the destination, or "form" where none is
    named) or "learning". `state`: open, filed or discarded. `on` is a day, `by` a member of staff."""

    document: str
    state: str = "open"
    place: str = ""
    on: str | None = None
    at: int | None = None
    by: int | None = None
    exported_at: int | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """What somebody concerned said of the form: agreement, or what is wrong with it. `source` is reader (by the
    presenter's link) or the role of the member of staff who wrote it down. Its text, who said it and how it was
    settled are in words."""

    id: str
    at: int
    agrees: bool
    source: str
    settled_at: int | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """One entry into a stage. `paused_at` is set while paused. A visit that an undo took back or
    replaced does not count towards the actual time."""

    number: int
    stage: int
    entered_at: int
    left_at: int | None = None
    paused_ms: int = 0
    paused_at: int | None = None
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Clockwork:
    """Where the circle stands in its stages: what an undo puts back."""

    stage_index: int = LOBBY
    visit: int = 0
    ends_at: int | None = None
    remaining_ms: int | None = None
    phones_open: bool = False
    silence: bool = False
    speaker: str | None = None
    entered: Visit | None = None


@dataclass(frozen=True, slots=True)
class Undoable:
    """The last control that can be taken back, when it was made, and what was before it."""

    op: str
    type: str
    at: int
    before: Clockwork


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle, whole. `names`: shown, hidden (from the room; the default) or never (stored). `door` is
    None while it opens and shuts by itself. A higher `code_generation` makes earlier join codes invalid.
    `earlier`: the screen shows the team's earlier actions. `learning` is None while nobody composed the Record
    of Learning. `window_from` is when those concerned could first say what is wrong; `held` keeps the words
    from being forgotten; `forgotten_at` is when they were. A `rehearsal` is held with made-up people and thrown away
    afterwards. `planned` are the times (ms) that the facilitator gave to stages, which `format` has already;
    `finish_at` is when the timed stages were to end. `clock_hidden`: the screen shows no counting clock."""

    id: str
    format: Format
    created_at: int
    version: int = 0
    clockwork: Clockwork = Clockwork()
    visits: Mapping[int, Visit] = field(default_factory=dict)
    seats: Mapping[str, Seat] = field(default_factory=dict)
    contributions: Mapping[str, Contribution] = field(default_factory=dict)
    words: Mapping[tuple[str, str], Wording] = field(default_factory=dict)
    presenter: str | None = None
    names: str = "hidden"
    door: bool | None = None
    code_generation: int = 1
    blank: bool = False
    stopped: bool = False
    undoable: Undoable | None = None
    check_in_on: str | None = None
    next_date: str | None = None
    started_at: int | None = None
    closed_at: int | None = None
    phones_allowed: bool = True
    words_on_screen: bool = True
    earlier: bool = False
    learning: tuple[Line, ...] | None = None
    filings: Mapping[str, Filing] = field(default_factory=dict)
    responses: Mapping[str, Response] = field(default_factory=dict)
    window_from: int | None = None
    held: bool = False
    forgotten_at: int | None = None
    rehearsal: bool = False
    planned: Mapping[str, int] = field(default_factory=dict)
    finish_at: int | None = None
    clock_hidden: bool = False

    @property
    def stage_index(self) -> int:
        return self.clockwork.stage_index

    @property
    def visit(self) -> int:
        return self.clockwork.visit

    @property
    def stage(self) -> Stage | None:
        """The present stage; None in the lobby."""
        return None if self.stage_index == LOBBY else self.format.steps[self.stage_index]

    @property
    def in_review(self) -> bool:
        return self.stage_index == len(self.format.stages)

    @property
    def names_fixed(self) -> bool:
        """Whether it is settled how names are kept (protocol, "Names policy"). A start that was taken back
        counts: somebody may have written meanwhile, trusting what was said of names."""
        return self.visit > 0 or bool(self.contributions)

    def text(self, subject: str, name: str) -> str:
        """The present wording of a field, or an empty string."""
        wording = self.words.get((subject, name))
        return wording.text if wording else ""

    def revision(self, subject: str, name: str) -> int:
        wording = self.words.get((subject, name))
        return wording.revision if wording else 0

    def name(self, seat: str | None) -> str:
        """The name of a seat, or an empty string."""
        return self.text(seat, "name") if seat else ""

    def present(self) -> list[Seat]:
        """The seats that are taken, in the order in which they were."""
        return [seat for seat in self.seats.values() if not seat.removed]

    def group(self) -> list[Seat]:
        """Everybody who takes part except the presenter."""
        return [seat for seat in self.present() if seat.id != self.presenter]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: `kind` is facilitator, advisor, seat, screen, reader (the presenter's link to the form) or
    preparer (the presenter's link to prepare). `seat` is set for a seat, `staff` for who is signed in."""

    kind: str
    seat: str | None = None
    staff: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Refused:
    """A normal answer: a code for the page and a sentence for the person. `detail` may hold what
    the person needs to decide, such as the wording that somebody else has saved meanwhile."""

    code: str
    message: str
    detail: Mapping[str, object] = field(default_factory=dict)
