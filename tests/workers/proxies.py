"""The proxies of docs/deploy.md, run from the very files in deploy/: only ports are put in."""

import os
import re
import shutil
import signal
import urllib.error
import urllib.request
from pathlib import Path

from tests.devices import PATIENCE_S, Device
from tests.workers.fleet import Fleet
from tests.workers.machines import Process, listens

DEPLOY = Path(__file__).parents[2] / "deploy"
LISTENS_AT = "127.0.0.1:8080"
#: What Debian has in /etc/nginx/nginx.conf around the files of others, without what is for a whole machine.
NGINX = """
{user}
daemon off;
pid nginx.pid;
error_log stderr;
events {{ worker_connections 1024; }}
http {{
    client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    include circlekeeper.conf;
}}
"""


class Proxy:
    """nginx or Caddy in front of workers."""

    def __init__(self, kind: str, folder: Path, port: int, workers: list[int]) -> None:
        self.kind, self.folder, self.port = kind, folder, port
        name = {"nginx": "nginx.conf", "caddy": "Caddyfile"}[kind]
        example = (DEPLOY / name).read_text()
        assert LISTENS_AT in example
        text = example.replace(LISTENS_AT, f"127.0.0.1:{port}")
        for number, worker in enumerate(workers, 1):
            text, found = re.subn(rf"127\.0\.0\.1:500{number}\b", f"127.0.0.1:{worker}", text)
            assert found == 1, "the example names each worker once"
        if kind == "nginx":
            (folder / "circlekeeper.conf").write_text(text)
            text = NGINX.format(user="user root;" if os.geteuid() == 0 else "")
        (folder / name).write_text(text)
        self._command = {
            "nginx": [program("nginx"), "-p", str(folder), "-c", str(folder / name)],
            "caddy": [program("caddy"), "run", "--config", str(folder / name), "--adapter", "caddyfile"],
        }[kind]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> "Proxy":
        self._process = Process(self.folder, self.kind, self._command)
        self._process.until(lambda: listens(self.port))
        return self

    def stop(self) -> None:
        self._process.stop(signal.SIGTERM)


def program(name: str) -> str:
    """Debian keeps nginx where only root looks."""
    path = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    assert path, f"{name} is not installed"
    return path


class Door:
    """A server as the devices of one circle reach it: through a proxy, naming the circle as the pages do, or not."""

    def __init__(self, proxy: Proxy, circle: str | None) -> None:
        self.url = self.next_url = proxy.url
        self.line_url = f"{proxy.url}?circle={circle}" if circle else proxy.url


def worker_of(device: Device, workers: Fleet) -> int:
    """The port of the worker that has the device's line: it refuses that the line be used in another way, while the
    others say that they do not know it."""
    other = "polling" if device.sio.transport() == "websocket" else "websocket"
    query = f"/socket.io/?EIO=4&transport={other}&sid={device.sio.eio.sid}"
    said = {each.port: refusal(each.url + query) for each in workers.workers if each.process}
    having = [port for port, words in said.items() if "Invalid session" not in words]
    assert len(having) == 1, said
    assert said[having[0]], "it refuses as well"
    return having[0]


def refusal(address: str) -> str:
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE_S):
            return ""
    except urllib.error.HTTPError as error:
        return error.read().decode()
