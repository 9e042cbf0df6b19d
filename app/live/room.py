"""One circle's room: who is connected, and what they were told."""

import threading
from dataclasses import dataclass, field

from app.circle import frame
from app.circle.state import Actor, Circle
from app.live.shown import Shown
from app.store.tokens import Bearer


@dataclass
class Connection:
    """One socket. `edit_key` is this phone's, for its own words where names are never stored; `changes` says that
    it puts together by itself what `changed` brings of its own words."""

    sid: str
    bearer: Bearer
    edit_key: str | None
    last_seen: int = 0
    changes: bool = False

    @property
    def actor(self) -> Actor:
        return self.bearer.actor

    @property
    def stream(self) -> str:
        """Connections of one stream are shown the same and share the counting of `role_version`."""
        return self.bearer.seat or self.bearer.kind


@dataclass
class Room:
    """The connections of one circle by their streams, the circle as they were last told, and what each audience was
    shown of it. `seen` is when each seat that has been connected went away (ms); it is kept while anybody at all is
    connected, and nowhere else."""

    circle: Circle
    lock: threading.RLock = field(default_factory=threading.RLock)
    streams: dict[str, dict[str, Connection]] = field(default_factory=dict)
    role_versions: dict[str, int] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)
    shown: dict[frame.Audience, Shown] = field(default_factory=dict)
    looked_at: int = 0

    def connections(self) -> list[Connection]:
        return [each for stream in list(self.streams.values()) for each in list(stream.values())]
