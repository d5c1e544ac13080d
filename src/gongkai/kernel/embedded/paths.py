"""Where an installation keeps its things, and how its database is reached. No Django here.

The settings, the supervisor and the command line all ask this file, so that they agree.
"""

import hashlib
import os
from pathlib import Path
from typing import NotRequired, TypedDict
from urllib.parse import parse_qsl, unquote, urlsplit

from gongkai.kernel.embedded import secrets

PACKAGE = Path(__file__).resolve().parents[2]
PORT = 5432
ROLE = "gongkai"
SUPERUSER = "postgres"
DATABASE = "gongkai"
LONGEST_SOCKET_FOLDER = 80
"""The kernel cuts a socket path at 107 bytes; `.s.PGSQL.5432.lock` takes 19 of them."""

POOL: dict[str, int] = {"min_size": 2, "max_size": 6, "timeout": 10}


class Connection(TypedDict):
    """One entry of Django's DATABASES."""

    ENGINE: str
    NAME: str
    USER: str
    PASSWORD: str
    HOST: str
    PORT: str
    CONN_MAX_AGE: int
    CONN_HEALTH_CHECKS: bool
    OPTIONS: dict[str, object]
    TEST: NotRequired[dict[str, object]]


class AddressRefused(ValueError):
    """DATABASE_URL cannot be read; the message says what it should look like."""


def short_hash(path: Path) -> str:
    """Return eight hexadecimal digits that stand for a path."""
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:8]


def _installation_name() -> str:
    # Two checkouts called "gongkai" on one machine must not share a database.
    checkout = PACKAGE.parent.parent
    name = checkout.name if (checkout / "pyproject.toml").is_file() else "default"
    return f"{name}-{short_hash(PACKAGE)}"


def _parent_of_homes() -> Path:
    # Never inside the checkout: a clone may lie in a folder that only its owner may enter,
    # and as root the database runs as somebody else.
    if os.geteuid() == 0:
        shared = Path("/var/lib")
        writable = os.access(shared, os.W_OK)
        return (shared if writable else Path("/var/tmp")) / "gongkai"  # noqa: S108 - last resort
    return Path("~/.local/share/gongkai").expanduser()


def default_home() -> Path:
    """Return the data folder of this installation when GONGKAI_HOME does not name one."""
    return _parent_of_homes() / _installation_name()


def current_home() -> Path:
    """Return the data folder that this process uses."""
    return Path(os.environ.get("GONGKAI_HOME") or default_home()).expanduser().absolute()


def external_url() -> str:
    """Return the address of a database outside this installation, or '' for the embedded one."""
    if path := os.environ.get("DATABASE_URL_FILE"):
        return Path(path).read_text(encoding="utf-8").strip()
    return os.environ.get("DATABASE_URL", "")


def socket_folder(home: Path) -> Path:
    """Return the folder of the embedded server's socket; short enough for a socket address."""
    inside = home / "run"
    if len(os.fsencode(inside)) <= LONGEST_SOCKET_FOLDER:
        return inside
    return Path("/tmp") / f"gk-{short_hash(home)}"  # noqa: S108 - guarded by scram on both sides


def database(*, home: Path, url: str, pooled: bool = False) -> Connection:
    """Return Django's settings of the default database.

    `url` may name several hosts (`postgresql://u:p@a:5432,b:5432/name?target_session_attrs=
    read-write`); without it the embedded server of `home` is meant. Nothing need exist yet.

    Raises:
        AddressRefused: the url is not a PostgreSQL address.
    """
    connection = _from_url(url) if url else _embedded(home)
    if pooled:
        connection["OPTIONS"]["pool"] = dict(POOL)
    return connection


def _embedded(home: Path) -> Connection:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": DATABASE,
        "USER": ROLE,
        "PASSWORD": secrets.kept(home, "database-password"),
        "HOST": str(socket_folder(home)),
        "PORT": str(PORT),
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {},
    }


def _from_url(url: str) -> Connection:
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise AddressRefused(
            "DATABASE_URL must look like postgresql://user:password@host:port/name"
        )
    credentials, _, hosts = parts.netloc.rpartition("@")
    user, _, password = credentials.partition(":")
    pairs = [_host_and_port(part) for part in hosts.split(",")]
    options: dict[str, object] = dict(parse_qsl(parts.query))
    # A socket folder cannot stand in the host part of a URL, so it comes as ?host=/folder.
    host = str(options.pop("host", "")) or ",".join(host for host, _ in pairs)
    port = str(options.pop("port", "")) or ",".join(port for _, port in pairs)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(user),
        "PASSWORD": unquote(password),
        "HOST": host,
        "PORT": port,
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def _host_and_port(part: str) -> tuple[str, str]:
    if part.startswith("["):
        host, _, rest = part[1:].partition("]")
        return host, rest.removeprefix(":") or str(PORT)
    host, _, port = part.partition(":")
    return unquote(host), port or str(PORT)
