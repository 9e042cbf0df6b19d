"""Settings, from the environment, typed and checked. An unsafe one is refused with a sentence that
says what to do."""

import ipaddress
import os
import secrets
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ASYNC_MODES = ("eventlet", "gevent", "threading")
LEAST_KEY_BYTES = 32
MOST_WORKERS = 64
SQLITE, POSTGRES = ("sqlite:",), ("postgresql:", "postgresql+psycopg:")
REDIS = ("redis://", "rediss://", "unix://")


class UnsafeSetting(ValueError):
    """A setting that the server will not start with; `str()` is a sentence for the operator."""


@dataclass(frozen=True)
class Config:
    """What the server needs to know. `base_url` is the address under which phones reach it; `workers` is how many
    processes serve from the same database, of which this is one."""

    instance: Path
    secret_key: bytes
    database_url: str
    base_url: str
    host: str
    port: int
    async_mode: str
    proxies: int
    origins: tuple[str, ...]
    hosts: tuple[str, ...]
    redis_url: str | None = None
    workers: int = 1

    @property
    def secure(self) -> bool:
        """Whether people reach the pages over an encrypted connection."""
        return self.base_url.startswith("https://")

    @property
    def unencrypted_network(self) -> bool:
        """A rehearsal over plain http on a network, where others could read along: every page says so."""
        return not self.secure and not _is_loopback(urlsplit(self.base_url).hostname or "")

    @property
    def several(self) -> bool:
        """Whether other processes serve from the same database."""
        return self.workers > 1

    @property
    def own_formats(self) -> Path:
        return self.instance / "formats"


def read(environ: Mapping[str, str] = os.environ) -> Config:
    """The settings as given. Raises UnsafeSetting."""
    root = Path(__file__).parent.parent
    instance = Path(environ.get("INSTANCE", root / "instance")).resolve()
    host = environ.get("HOST", "127.0.0.1")
    port = _port(environ.get("PORT", "5000"))
    base_url = _base_url(environ.get("BASE_URL"), host, port)
    mode = environ.get("ASYNC_MODE", "eventlet")
    if mode not in ASYNC_MODES:
        raise UnsafeSetting(f"ASYNC_MODE is one of {', '.join(ASYNC_MODES)}.")
    instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    origins = _origins(base_url, host, port)
    database_url = environ.get("DATABASE_URL", f"sqlite:///{instance / 'circlekeeper.sqlite3'}")
    redis_url = environ.get("REDIS_URL") or None
    workers = _workers(environ.get("WORKERS", "1"))
    _refuse_mixtures(database_url, redis_url, workers)
    return Config(
        instance=instance,
        secret_key=_secret_key(environ.get("SECRET_KEY"), instance),
        database_url=database_url,
        redis_url=redis_url,
        workers=workers,
        base_url=base_url,
        host=host,
        port=port,
        async_mode=mode,
        proxies=_proxies(environ.get("PROXIES", "0")),
        origins=origins,
        hosts=tuple(urlsplit(origin).netloc for origin in origins),
    )


def _port(value: str) -> int:
    if not value.isdigit() or not 0 < int(value) < 65536:
        raise UnsafeSetting("PORT is a number from 1 to 65535.")
    return int(value)


def _proxies(value: str) -> int:
    if not value.isdigit() or int(value) > 3:
        raise UnsafeSetting("PROXIES is the number of proxies in front of the server, 0 to 3.")
    return int(value)


def _workers(value: str) -> int:
    if not value.isdigit() or not 0 < int(value) <= MOST_WORKERS:
        raise UnsafeSetting(
            f"WORKERS is how many processes serve from the same database, 1 to {MOST_WORKERS}."
        )
    return int(value)


def _refuse_mixtures(database_url: str, redis_url: str | None, workers: int) -> None:
    """What would lose messages between processes, or let them act on each other's back."""
    if not database_url.startswith(SQLITE + POSTGRES):
        raise UnsafeSetting(
            "DATABASE_URL begins with sqlite:/// for a file, or with postgresql:// for PostgreSQL, such as"
            " postgresql://circlekeeper@127.0.0.1/circlekeeper."
        )
    if redis_url and not redis_url.startswith(REDIS):
        raise UnsafeSetting("REDIS_URL is the address of a Redis, such as redis://127.0.0.1:6379/0.")
    if workers > 1 and database_url.startswith(SQLITE):
        raise UnsafeSetting(
            f"WORKERS is {workers}, but a SQLite file belongs to one process. Set DATABASE_URL to a PostgreSQL"
            " database, or leave WORKERS out."
        )
    if workers > 1 and not redis_url:
        raise UnsafeSetting(
            f"WORKERS is {workers}, but without Redis the processes would not hear of each other’s circles. Set"
            " REDIS_URL, such as redis://127.0.0.1:6379/0."
        )
    if redis_url and workers == 1:
        raise UnsafeSetting(
            "REDIS_URL is set, but Redis is only for several processes. Set WORKERS to how many serve, and"
            " DATABASE_URL to a PostgreSQL database; or leave REDIS_URL out."
        )


def _base_url(value: str | None, host: str, port: int) -> str:
    if value is None:
        if not _is_loopback(host):
            raise UnsafeSetting(
                f"HOST is {host}, so other machines can reach the server. Set BASE_URL to the address that people"
                f" will open, such as https://circles.example.gov.uk, or http://192.168.1.20:{port} for a rehearsal."
            )
        return f"http://{'[::1]' if host == '::1' else host}:{port}"
    parts = urlsplit(value)
    if (
        parts.scheme not in ("http", "https")
        or not parts.hostname
        or parts.path not in ("", "/")
        or parts.query
    ):
        raise UnsafeSetting("BASE_URL is an address without a path, such as https://circles.example.gov.uk.")
    if parts.scheme == "http" and not _is_private(parts.hostname):
        raise UnsafeSetting(
            "BASE_URL begins with http://, which anybody on the way can read. Put TLS in front and use https://;"
            " plain http is for this machine and for a rehearsal on a private network address only."
        )
    return f"{parts.scheme}://{parts.netloc}"


def _origins(base_url: str, host: str, port: int) -> tuple[str, ...]:
    origins = [base_url]
    if _is_loopback(host):
        origins += [f"http://127.0.0.1:{port}", f"http://localhost:{port}", f"http://[::1]:{port}"]
    return tuple(dict.fromkeys(origins))


def _secret_key(value: str | None, instance: Path) -> bytes:
    if value is not None:
        if len(value.encode()) < LEAST_KEY_BYTES or len(set(value)) < 10:
            raise UnsafeSetting(
                'SECRET_KEY is too weak. Make one with: python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
            )
        return value.encode()
    path = instance / "secret_key"
    if not path.exists():
        _make_key(path)
    key = path.read_bytes().strip()
    if len(key) < LEAST_KEY_BYTES:
        raise UnsafeSetting(
            f"The file {path.name} in the instance folder is damaged. Restore it from a backup."
        )
    return key


def _make_key(path: Path) -> None:
    """Whole or not at all, since several processes may begin with the same folder at the same time."""
    with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix=path.name) as file:  # for its owner only
        file.write(secrets.token_urlsafe(48))
        file.flush()
        with suppress(FileExistsError):  # another process was quicker
            os.link(file.name, path)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is_private(host: str) -> bool:
    if host == "localhost" or host.endswith(".local"):
        return True
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return False
