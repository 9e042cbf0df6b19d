"""What two versions of a circle differ in for each who looks at it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from app.circle import audience, frame, views
from app.circle.edit import Done
from app.circle.state import Actor, Circle
from app.live.shown import Shown

Plain = dict[str, Any]
#: What an audience is shown of a version of the circle.
Show = Callable[[Circle, Actor], Shown]


@dataclass(frozen=True)
class News:
    """Two versions of a circle, the contributions that may differ between them in the circle's order, the seats that
    may see something of their own differ (None: any), and whether nothing but contributions differs. `show` puts
    together what an audience is shown."""

    before: Circle
    after: Circle
    touched: list[str]
    seats: frozenset[str | None] | None
    contributions_only: bool
    now: int
    show: Show
    _shown: dict[tuple[int, frame.Audience], Shown] = field(default_factory=dict)
    _moved: dict[frame.Audience, bool] = field(default_factory=dict)

    def shown(self, circle: Circle, actor: Actor) -> Shown:
        key = (circle.version, frame.audience(circle, actor))
        if key not in self._shown:
            only = self.contributions_only and circle is self.after
            self._shown[key] = (
                self.shown(self.before, actor).after(circle) if only else self.show(circle, actor)
            )
        return self._shown[key]

    def latest(self) -> dict[frame.Audience, Shown]:
        """What was put together of the later version: the next news begin with it."""
        return {who: shown for (version, who), shown in self._shown.items() if version == self.after.version}

    def passes_by(self, stream: str) -> bool:
        """Whether this is the phone of a group member who is not concerned at all: most, when somebody contributes."""
        others = self.seats is not None and stream not in self.seats
        return self.contributions_only and others and stream in self.after.seats

    def concerns(self, actor: Actor) -> bool:
        """Whether anything may look different to this actor. A group member's phone in a big circle is not looked
        into one by one when the act was somebody else's."""
        if actor.kind != "seat" or self.seats is None or actor.seat in self.seats:
            return True
        who = frame.audience(self.after, actor)
        if who not in self._moved:
            before, after = self.shown(self.before, actor), self.shown(self.after, actor)
            self._moved[who] = before.sections != after.sections
        return self._moved[who]

    def sections(self, actor: Actor) -> tuple[Plain, bool]:
        """The sections that look different to this actor now, and whether any is there no more."""
        before, after = self.shown(self.before, actor).sections, self.shown(self.after, actor).sections
        if self.contributions_only:
            return ({} if before["sums"] == after["sums"] else {"sums": after["sums"]}), False
        old = before | frame.personal(self.before, actor)
        new = after | frame.personal(self.after, actor)
        differing = {name: value for name, value in new.items() if name not in old or old[name] != value}
        return differing, bool(old.keys() - new.keys())

    def items(self, role: str) -> tuple[list[Plain], list[str]]:
        """The contributions that look different to `role` now, in their order, and those out of its sight."""
        items, gone = [], []
        for each in self.touched:
            was, now = (
                self.item_before(each, role),
                views.item(self.after, self.after.contributions[each], role),
            )
            if now is None and was is not None:
                gone.append(each)
            elif now is not None and now != was:
                items.append(now)
        return items, gone

    def item_before(self, each: str, role: str) -> Plain | None:
        old = self.before.contributions.get(each)
        return views.item(self.before, old, role) if old else None

    def own(self, actor: Actor, edit_key: str | None) -> tuple[list[Plain], list[str]]:
        """The touched contributions that look different among this device's own, and those that are gone."""
        items: list[Plain] = []
        gone: list[str] = []
        if actor.kind != "seat":
            return items, gone
        for each in self.touched:
            old = self.before.contributions.get(each)
            was = views.own(self.before, old, actor, edit_key) if old else None
            now = views.own(self.after, self.after.contributions[each], actor, edit_key)
            if now is None and was is not None:
                gone.append(each)
            elif now is not None and now != was:
                items.append(now)
        return items, gone

    def anew(self, actor: Actor, items: list[Plain]) -> bool:
        """Whether a client that applied `changed` would be wrong: in another role, with its screen covered or
        uncovered, or with something in the wrong place, since a client adds at the end."""
        role = audience.role_of(self.after, actor)
        if role != audience.role_of(self.before, actor):
            return True
        if role == "screen" and audience.covered(self.before) != audience.covered(self.after):
            return True
        come = {item["id"] for item in items if self.item_before(item["id"], role) is None}
        for each in reversed(list(self.after.contributions) if come else []):
            if not come:
                return False
            if each in come:
                come.remove(each)
            elif views.item(self.after, self.after.contributions[each], role) is not None:
                return True
        return False


def between(before: Circle, after: Circle, done: Done | None, now: int, show: Show) -> News:
    """The news of a move (`done`), or, where the versions are further apart, of all that differs."""
    if done is None or after.version != before.version + 1:
        return News(before, after, _differing(before, after), None, False, now, show)
    touched = list(done.touched.contributions)
    if len(touched) > 1:
        touched = [each for each in after.contributions if each in done.touched.contributions]
    only = frame.contributions_only(before, after, done.touched)
    return News(before, after, touched, _seats(before, after, done), only, now, show)


def _differing(before: Circle, after: Circle) -> list[str]:
    """The contributions that differ between two versions that are more than one move apart."""
    changed = {i for i, c in after.contributions.items() if before.contributions.get(i) != c}
    changed |= {key[0] for key, wording in after.words.items() if before.words.get(key) != wording}
    return [each for each in after.contributions if each in changed]


def _seats(before: Circle, after: Circle, done: Done) -> frozenset[str | None] | None:
    """The seats to which a move may look different than to others of their audience."""
    seats: set[str | None] = {*done.touched.seats}
    for circle in (before, after):
        seats |= {circle.presenter, circle.clockwork.speaker}
        for each in done.touched.contributions:
            contribution = circle.contributions.get(each)
            if contribution is None:
                continue
            if contribution.mark is not None:
                return None  # any phone's edit key may fit
            seats |= {contribution.author, contribution.typist}
    return frozenset(seats)
