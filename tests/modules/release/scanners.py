"""A scanner that speaks the protocol of clamd, well or badly."""

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

VERSION = "ClamAV 1.4.6/27901/Mon Mar 16 08:26:07 2026"
SIGN_OF_EVIL = b"this stands for something evil"
Behaviour = Callable[["FakeScanner", socket.socket], None]


@dataclass
class FakeScanner:
    """Listens at a socket in a thread; `behave` is done once INSTREAM was asked for."""

    path: Path
    behave: Behaviour
    version: str = VERSION
    most: int = 100_000_000
    """Bytes of a stream, like StreamMaxLength."""
    heard: list[bytes] = field(default_factory=list)
    """The streams that came in."""

    @property
    def address(self) -> str:
        """What the setting says."""
        return str(self.path)

    def answer(self, connection: socket.socket) -> None:
        """Answer one command."""
        command = _until_nul(connection)
        if command == b"zVERSION":
            connection.sendall(self.version.encode() + b"\0")
        elif command == b"zINSTREAM":
            self.behave(self, connection)
        else:
            connection.sendall(b"UNKNOWN COMMAND\0")

    def take_stream(self, connection: socket.socket) -> bytes | None:
        """Return the stream; None where it is too long, which was then said."""
        content = b""
        while length := struct.unpack("!L", _exactly(connection, 4))[0]:
            content += _exactly(connection, length)
            if len(content) > self.most:
                connection.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                return None
        self.heard.append(content)
        return content


def honest(scanner: FakeScanner, connection: socket.socket) -> None:
    """Do what clamd does."""
    content = scanner.take_stream(connection)
    if content is not None:
        found = SIGN_OF_EVIL in content
        connection.sendall(b"stream: Local.Evil FOUND\0" if found else b"stream: OK\0")


def saying(*answer: bytes) -> Behaviour:
    """Return how to take the stream and say something else."""

    def behave(scanner: FakeScanner, connection: socket.socket) -> None:
        scanner.take_stream(connection)
        for piece in answer:
            connection.sendall(piece)

    return behave


def silent(scanner: FakeScanner, connection: socket.socket) -> None:
    """Take the stream and say nothing until the other side hangs up."""
    scanner.take_stream(connection)
    connection.recv(1)


def hanging_up(scanner: FakeScanner, connection: socket.socket) -> None:
    """Hang up in the middle of the stream."""
    connection.recv(10)


def claiming_clean_early(scanner: FakeScanner, connection: socket.socket) -> None:
    """Say OK before the stream is there, and hang up."""
    connection.sendall(b"stream: OK\0")


@contextmanager
def listening(scanner: FakeScanner) -> Iterator[FakeScanner]:
    """Let the scanner listen meanwhile."""
    server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    server.bind(str(scanner.path))
    server.listen()
    thread = threading.Thread(target=_serve, args=(server, scanner), daemon=True)
    thread.start()
    try:
        yield scanner
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join(timeout=10)


def _serve(server: socket.socket, scanner: FakeScanner) -> None:
    while True:
        try:
            connection, _peer = server.accept()
        except OSError:
            return
        with connection, suppress(ConnectionError):
            scanner.answer(connection)


def _until_nul(connection: socket.socket) -> bytes:
    said = b""
    while not said.endswith(b"\0"):
        said += _exactly(connection, 1)
    return said[:-1]


def _exactly(connection: socket.socket, count: int) -> bytes:
    said = b""
    while len(said) < count:
        piece = connection.recv(count - len(said))
        if not piece:
            raise ConnectionAbortedError
        said += piece
    return said
