"""What a page costs on the line: every byte that Chromium's Network domain tells of, and a slow line to measure on."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import CDPSession, Page

#: “Slow 4G” as the developer tools of Chromium have it: 150 ms there and back, 1.6 Mbit/s down and 750 kbit/s up,
#: each made as much worse as there is above the network (latency × 3.75, throughput × 0.9).
SLOW_4G = {
    "offline": False,
    "latency": 150 * 3.75,
    "downloadThroughput": 1_600_000 / 8 * 0.9,
    "uploadThroughput": 750_000 / 8 * 0.9,
}
CPU_SLOWDOWN = 4


@dataclass
class Asked:
    """One request: the bytes of its answer, headers and all. A websocket counts both ways, with all its messages."""

    address: str
    kind: str
    bytes: int = 0
    #: Taken from what the browser had kept: nothing went over the line.
    kept: bool = False

    @property
    def path(self) -> str:
        return urlsplit(self.address).path


@dataclass
class Wire:
    """Listens to one window."""

    page: Page
    asked: dict[str, Asked] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.line: CDPSession = self.page.context.new_cdp_session(self.page)
        for event, what in (
            ("requestWillBeSent", self._begins),
            ("loadingFinished", self._ends),
            ("requestServedFromCache", self._was_kept),
            ("webSocketCreated", self._opens),
            ("webSocketWillSendHandshakeRequest", self._shakes),
            ("webSocketHandshakeResponseReceived", self._shakes),
            ("webSocketFrameSent", self._says),
            ("webSocketFrameReceived", self._says),
        ):
            self.line.on(f"Network.{event}", what)
        self.line.send("Network.enable")

    def slow_down(self) -> None:
        self.line.send("Network.emulateNetworkConditions", SLOW_4G)
        self.line.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWDOWN})

    @property
    def total(self) -> int:
        return sum(each.bytes for each in self.asked.values())

    @property
    def over_the_line(self) -> list[Asked]:
        """What went over the line, the biggest first."""
        return sorted((each for each in self.asked.values() if each.bytes), key=lambda each: -each.bytes)

    def told(self) -> str:
        """Each request in a line."""
        return "\n".join(f"{each.bytes:>7} {each.kind:<10} {each.path}" for each in self.over_the_line)

    def _begins(self, event: dict[str, Any]) -> None:
        # A redirect keeps the number of its request; the sum of both comes with the end.
        self.asked[event["requestId"]] = Asked(event["request"]["url"], event.get("type", ""))

    def _ends(self, event: dict[str, Any]) -> None:
        if one := self.asked.get(event["requestId"]):
            one.bytes += 0 if one.kept else int(event["encodedDataLength"])

    def _was_kept(self, event: dict[str, Any]) -> None:
        if one := self.asked.get(event["requestId"]):
            one.kept = True

    def _opens(self, event: dict[str, Any]) -> None:
        self.asked[event["requestId"]] = Asked(event["url"], "WebSocket")

    def _shakes(self, event: dict[str, Any]) -> None:
        one = self.asked.get(event["requestId"])
        if one is None:
            return  # opened before anybody listened
        headers = event.get("response", event.get("request", {}))
        text = headers.get("headersText") or "".join(f"{k}: {v}\r\n" for k, v in headers["headers"].items())
        one.bytes += len(text)

    def _says(self, event: dict[str, Any]) -> None:
        if one := self.asked.get(event["requestId"]):
            # Two to eight bytes stand before the words.
            one.bytes += len(event["response"]["payloadData"].encode()) + 8
