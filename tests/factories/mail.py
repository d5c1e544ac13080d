"""A mail server on this machine that answers as a test tells it to, and notices to send to it.

It speaks real SMTP over a real socket: what is tested is what a server sees.
"""

import base64
import contextlib
import datetime as dt
import email
import email.policy
import ipaddress
import socketserver
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from enum import Enum
from pathlib import Path
from typing import cast

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import transaction
from pytest_django import Settings

from gongkai.notices.models import Notice
from gongkai.notices.operations import send_notice
from gongkai.notices.rules.kinds import KINDS, NoticeKind
from gongkai.organs.models import Organ

ADDRESS = "wang.fang@example.cn"
NUMBER = "云财申〔2026〕17号"
PATIENCE = 60.0
"""Seconds after which a conversation that hangs is given up, so that no test waits for ever."""


class Act(Enum):
    """What the server does instead of answering."""

    DROP = "drop"
    HANG = "hang"


HELD_BY_DEFAULT = {
    "GREETING": "220 mail.yunmeng.example ESMTP",
    "EHLO": "250-mail.yunmeng.example\r\n250 8BITMIME",
    "STARTTLS": "220 go ahead",
    "AUTH": "235 welcome",
    "MAIL": "250 2.1.0 ok",
    "RCPT": "250 2.1.5 ok",
    "DATA": "354 end with a dot",
    "TEXT": "250 2.0.0 taken",
    "QUIT": "221 bye",
}
"""The answer to each command; TEXT stands for the dot that ends the text."""


@dataclass
class Scripted:
    """What the server says and what it saw."""

    port: int = 0
    answers: dict[str, "str | Act"] = field(default_factory=HELD_BY_DEFAULT.copy)
    context: ssl.SSLContext | None = None
    tls_at_once: bool = False
    lines: list[str] = field(default_factory=list)
    """Every command as it came, with what followed it."""
    texts: list[bytes] = field(default_factory=list)
    """Every text that came whole, taken or not."""
    logged_in: list[tuple[str, str]] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    """For each text, whether it came over an encrypted connection."""
    hangs: threading.Event = field(default_factory=threading.Event)
    let_go: threading.Event = field(default_factory=threading.Event)

    def offer(self, *extensions: str) -> None:
        """Name the extensions that the server has."""
        names = ("mail.yunmeng.example", *extensions)
        marks = ["-"] * (len(names) - 1) + [" "]
        self.answers["EHLO"] = "\r\n".join(
            f"250{mark}{name}" for mark, name in zip(marks, names, strict=True)
        )

    def mails(self) -> list[EmailMessage]:
        """Return the texts as mails."""
        found = [email.message_from_bytes(text, policy=email.policy.SMTP) for text in self.texts]
        return cast(list[EmailMessage], found)

    def verbs(self) -> list[str]:
        """Return the first words of the commands."""
        return [line.split()[0].upper() for line in self.lines]


class _Over(Exception):
    """The server ends the conversation."""


class _Handler(socketserver.StreamRequestHandler):
    timeout = PATIENCE

    @property
    def script(self) -> Scripted:
        return cast(_Server, self.server).script

    def setup(self) -> None:
        if self.script.tls_at_once:
            self._encrypt()
        super().setup()

    def _encrypt(self) -> None:
        assert self.script.context is not None
        self.request = self.script.context.wrap_socket(self.request, server_side=True)

    def finish(self) -> None:
        super().finish()
        # What the server closes afterwards is the socket before it was encrypted.
        self.request.close()

    def handle(self) -> None:
        with contextlib.suppress(_Over, OSError):
            self._say("GREETING")
            while line := self.rfile.readline():
                self._react(line.decode("utf-8").strip())

    def _say(self, key: str) -> str:
        answer = self.script.answers[key]
        if answer is Act.HANG:
            self.script.hangs.set()
            self.script.let_go.wait(PATIENCE)
            raise _Over
        if answer is Act.DROP:
            raise _Over
        self.wfile.write(f"{answer}\r\n".encode())
        return str(answer)

    def _react(self, line: str) -> None:
        self.script.lines.append(line)
        verb = line.split()[0].upper()
        if verb == "AUTH":
            self._log_in(line)
        answer = self._say(verb)
        if verb == "DATA" and answer.startswith("354"):
            self._take_text()
        elif verb == "STARTTLS" and answer.startswith("220"):
            self._encrypt()
            super().setup()
        elif verb == "QUIT":
            raise _Over

    def _log_in(self, line: str) -> None:
        _, user, password = base64.b64decode(line.split()[2]).decode().split("\0")
        self.script.logged_in.append((user, password))

    def _take_text(self) -> None:
        lines: list[bytes] = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                raise _Over
            lines.append(line)
        self.script.texts.append(b"".join(lines))
        self.script.encrypted.append(isinstance(self.request, ssl.SSLSocket))
        self._say("TEXT")


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    script: Scripted

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a client that distrusts the certificate is what a test asked for."""


@contextlib.contextmanager
def a_mail_server() -> Iterator[Scripted]:
    """Run a mail server on a free port until the block ends."""
    script = Scripted()
    with _Server(("127.0.0.1", 0), _Handler) as server:
        server.script = script
        script.port = int(server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield script
        finally:
            script.let_go.set()
            server.shutdown()
            thread.join()


def use(settings: Settings, script: Scripted, *, security: str = "none") -> None:
    """Point the settings to the server."""
    settings.SMTP_HOST = "127.0.0.1"
    settings.SMTP_PORT = script.port
    settings.SMTP_SECURITY = security
    settings.MAIL_FROM = "政务公开 <noreply@yunmeng.example>"


def certified(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """Return a server's context for 127.0.0.1 and the certificate that a client must trust."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mail.yunmeng.example")])
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(dt.datetime(2090, 1, 1, tzinfo=dt.UTC))
        .add_extension(here, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    written = certificate.public_bytes(serialization.Encoding.PEM)
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    both, trusted = folder / "server.pem", folder / "trusted.pem"
    both.write_bytes(pem + written)
    trusted.write_bytes(written)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(both)
    return context, trusted


def a_notice(
    organ: Organ,
    kind: NoticeKind = NoticeKind.LETTER_WAITING,
    *,
    to_address: str = ADDRESS,
    language: str = "zh-hans",
    subject_id: int = 1,
    once_key: str = "",
    number: str = NUMBER,
) -> Notice:
    """Send a notice as an operation on a case does: inside its transaction."""
    values = {"number": number, "due_on": "2026-04-07"}
    with transaction.atomic():
        return send_notice(
            kind=kind,
            to_address=to_address,
            language=language,
            organ_id=organ.pk,
            subject_kind="application_case",
            subject_id=subject_id,
            values={name: values[name] for name in KINDS[kind].takes},
            once_key=once_key or f"{kind.value}:{subject_id}",
        )
