"""Asking a virus scanner: the protocol of clamd, over a socket of this machine or of another one.

    zINSTREAM\\0, then pieces of (length as 4 bytes, bytes), then a piece of length 0
    <- stream: OK\\0 | stream: NAME FOUND\\0 | ... ERROR\\0

Only `stream: OK` is clean. Silence, a connection that breaks, an answer that nobody knows and a
file that is larger than the scanner takes are all FAILED: what was not scanned is not clean.
"""

import socket
import struct
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO, Protocol

from gongkai.release.rules.doors import ScanState

SECONDS_TO_CONNECT = 10.0
SECONDS_TO_TAKE = 60.0
"""For one piece: a scanner that takes none for so long has stopped."""
SECONDS_TO_ANSWER = 600.0
"""For the verdict on the whole file, which may be a large archive."""
_PIECE = 256 * 1024
_LONGEST_ANSWER = 4_096
_DEEPER_THAN_ANY = 120
"""Archives in archives; clamd takes at most 100 (MaxRecursion), 17 by default."""
_LENGTH = struct.Struct("!L")
_STREAM = "stream: "
_FOUND = " FOUND"
_LIMITS = "Heuristics.Limits.Exceeded"
"""Said (with AlertExceedsMax) of what was not looked at because it was too large."""


class ScannerUnreachable(Exception):
    """The scanner does not answer, or answers what no scanner says."""


class AddressRefused(ValueError):
    """The setting names neither a socket's path nor host:port."""


class Address(Protocol):
    """Where the scanner listens."""

    def connect(self) -> socket.socket:
        """Return a connection; raises OSError."""
        ...


@dataclass(frozen=True, slots=True)
class UnixAddress:
    """A socket in the file system."""

    path: str

    def connect(self) -> socket.socket:
        """Return a connection; raises OSError."""
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            connection.settimeout(SECONDS_TO_CONNECT)
            connection.connect(self.path)
        except OSError:
            connection.close()
            raise
        return connection


@dataclass(frozen=True, slots=True)
class NetworkAddress:
    """A port of a machine."""

    host: str
    port: int

    def connect(self) -> socket.socket:
        """Return a connection; raises OSError."""
        return socket.create_connection((self.host, self.port), SECONDS_TO_CONNECT)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the scanner said of one file."""

    state: ScanState
    signature: str = ""
    """Name of what was found."""
    trouble: str = ""
    """Why it could not be scanned."""


def parse_address(said: str) -> Address:
    """Return where the scanner listens.

    >>> parse_address("/run/clamav/clamd.ctl")
    UnixAddress(path='/run/clamav/clamd.ctl')
    >>> parse_address("127.0.0.1:3310")
    NetworkAddress(host='127.0.0.1', port=3310)

    Raises AddressRefused.
    """
    if said.startswith("/"):
        return UnixAddress(said)
    host, colon, port = said.rpartition(":")
    if not colon or not host or not port.isdecimal() or not 0 < int(port) < 65536:
        raise AddressRefused(f"neither the path of a socket nor host:port: {said!r}")
    return NetworkAddress(host.strip("[]"), int(port))


def ask_version(address: Address) -> str:
    """Return what the scanner says of itself and its signatures.

    Like `ClamAV 1.4.6/27123/Mon Mar 16 08:26:07 2026`. Raises ScannerUnreachable.
    """
    try:
        with _conversation(address) as connection:
            connection.sendall(b"zVERSION\0")
            said = _read_answer(connection, seconds=SECONDS_TO_CONNECT)
    except OSError as error:
        raise ScannerUnreachable(_said_of(error)) from error
    if not said.startswith("ClamAV "):
        raise ScannerUnreachable(f"it says {said[:80]!r}")
    return said


def scan_stream(stream: BinaryIO, *, address: Address) -> Answer:
    """Send a file to the scanner and return its answer; FAILED for whatever is not an answer."""
    try:
        with _conversation(address) as connection:
            return _judged(_send_and_hear(connection, stream))
    except OSError as error:
        return Answer(ScanState.FAILED, trouble=_said_of(error))


def owns_up_to_limits(address: Address) -> bool:
    """Say whether the scanner tells that something was too large or too deep to be looked at.

    Without AlertExceedsMax clamd calls such a file clean. It is shown a small archive that is
    nested deeper than any scanner goes. Raises ScannerUnreachable.
    """
    answer = scan_stream(BytesIO(_nested_archive()), address=address)
    if answer.state is ScanState.FAILED and not answer.trouble.startswith(f"{_STREAM}{_LIMITS}"):
        raise ScannerUnreachable(answer.trouble)
    return answer.state is not ScanState.CLEAN


def _nested_archive() -> bytes:
    inner = b"nothing"
    for level in range(_DEEPER_THAN_ANY):
        packed = BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(f"{level}.zip" if level else "nothing.txt", inner)
        inner = packed.getvalue()
    return inner


@contextmanager
def _conversation(address: Address) -> Iterator[socket.socket]:
    connection = address.connect()
    try:
        connection.settimeout(SECONDS_TO_TAKE)
        yield connection
    finally:
        connection.close()


def _send_and_hear(connection: socket.socket, stream: BinaryIO) -> str:
    try:
        connection.sendall(b"zINSTREAM\0")
        while piece := stream.read(_PIECE):
            connection.sendall(_LENGTH.pack(len(piece)) + piece)
        connection.sendall(_LENGTH.pack(0))
    except (BrokenPipeError, ConnectionResetError) as broken:
        # Past its limit of size clamd says so and hangs up, while we are still sending.
        return _last_words(connection) or _said_of(broken)
    return _read_answer(connection, seconds=SECONDS_TO_ANSWER)


def _last_words(connection: socket.socket) -> str:
    """Return why the scanner hung up. Never a verdict: it did not get the whole file."""
    with suppress(OSError):
        said = _read_answer(connection, seconds=SECONDS_TO_CONNECT)
        return f"hung up: {said}"
    return ""


def _read_answer(connection: socket.socket, *, seconds: float) -> str:
    connection.settimeout(seconds)
    said = b""
    while not said.endswith(b"\0"):
        piece = connection.recv(_LONGEST_ANSWER)
        if not piece or len(said) + len(piece) > _LONGEST_ANSWER:
            raise ConnectionAbortedError("the answer broke off or never ended")
        said += piece
    if b"\0" in said[:-1]:
        raise ConnectionAbortedError("more than one answer")
    return said[:-1].decode("utf-8", "replace")


def _judged(said: str) -> Answer:
    if said == f"{_STREAM}OK":
        return Answer(ScanState.CLEAN)
    if said.startswith(_STREAM) and said.endswith(_FOUND):
        name = said[len(_STREAM) : -len(_FOUND)].strip()
        if name and not name.startswith(_LIMITS):
            return Answer(ScanState.INFECTED, signature=name)
    return Answer(ScanState.FAILED, trouble=said or "an empty answer")


def _said_of(error: OSError) -> str:
    return f"{type(error).__name__}: {error}"
