"""A line between devices and the server that delays what it carries, by a different time each."""

import random
import socket
import threading

from tests.server import free_port


class SlowLine:
    """A TCP proxy on loopback. Each piece that it carries arrives up to `jitter_s` later."""

    def __init__(self, to_port: int, jitter_s: float, seed: int = 1) -> None:
        self.port = free_port()
        self._to_port = to_port
        self._jitter_s = jitter_s
        self._random = random.Random(seed)
        self._open: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def close(self) -> None:
        for one in [self._listener, *self._open]:
            one.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
                far = socket.create_connection(("127.0.0.1", self._to_port))
            except OSError:
                return
            self._open += [near, far]
            for source, target in ((near, far), (far, near)):
                threading.Thread(target=self._carry, args=(source, target), daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket) -> None:
        try:
            while piece := source.recv(65_536):
                # The delay is what this line is for; no test waits for it to be over.
                threading.Event().wait(self._random.uniform(0, self._jitter_s))
                target.sendall(piece)
        except OSError:
            pass  # one end has gone, so goes the other
        finally:
            for one in (source, target):
                one.close()
