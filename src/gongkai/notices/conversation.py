"""The conversation with the mail server, and what its end means.

The steps are taken one by one instead of by `smtplib.sendmail`, because what a break of the
conversation means depends on the step: until the server asks for the text (354) it holds nothing
and the notice may be tried again; afterwards nobody can tell.
"""

import contextlib
import smtplib
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from gongkai.notices.mailserver import MailServer, Security, site_domain
from gongkai.notices.rules.address import Address
from gongkai.notices.rules.answers import kept_answer
from gongkai.notices.rules.vocabulary import Outcome, Stage, Trouble, outcome_of_break

ANSWER_SECONDS = 20.0
"""How long the server may take for one answer."""
TAKING_SECONDS = 120.0
"""How long it may take over the text: this is where it looks for viruses and spam."""
QUIT_SECONDS = 2.0

BROKEN = (smtplib.SMTPException, OSError, UnicodeError)
"""What may be raised in a conversation; a host name that is none is a UnicodeError."""

READY_FOR_TEXT = 354
TAKEN = 250
NOT_NOW = range(400, 500)
NOT_EVER = range(500, 600)


@dataclass(frozen=True, slots=True)
class Envelope:
    """One mail ready for the server: bytes with CRLF in which no line begins with a dot."""

    sender: Address
    recipient: Address
    wire: bytes = field(repr=False)

    @property
    def needs_utf8(self) -> bool:
        """Say whether only a server with SMTPUTF8 (RFC 6531) can take it."""
        return self.recipient.needs_utf8


@dataclass(frozen=True, slots=True)
class Said:
    """What went wrong (`Trouble.NONE`: nothing) and what the server said, without addresses."""

    trouble: Trouble
    code: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Ending:
    """How a conversation ended."""

    outcome: Outcome
    said: Said


def hand_over(
    server: MailServer, envelope: Envelope, *, reached: Callable[[Stage], None]
) -> Ending:
    """Try to hand one mail to the server; say how it ended.

    `reached` is called before each further stage begins, and may raise to forbid it.
    """
    stage = Stage.CONNECTING

    def enter(following: Stage) -> None:
        nonlocal stage
        reached(following)
        stage = following

    address = str(envelope.recipient)
    try:
        with _connected(server) as smtp:
            enter(Stage.BEFORE_DATA)
            return _transaction(smtp, envelope, enter)
    except BROKEN as error:
        return Ending(outcome_of_break(stage), _break_of(error, address))


def look_in(server: MailServer) -> Said | None:
    """Connect, encrypt and log in as for a mail, and leave: what stands in the way, if anything?"""
    try:
        with _connected(server):
            return None
    except BROKEN as error:
        return _break_of(error, server.user)


class _NotOffered(smtplib.SMTPException):
    """The server offers no encryption."""


@contextlib.contextmanager
def _connected(server: MailServer) -> Iterator[smtplib.SMTP]:
    smtp = _opened(server)
    try:
        smtp.ehlo_or_helo_if_needed()
        if server.security is Security.STARTTLS:
            _encrypt(smtp)
        if server.user:
            smtp.login(server.user, server.password)
        yield smtp
        _leave(smtp)
    finally:
        smtp.close()


def _opened(server: MailServer) -> smtplib.SMTP:
    where = (server.host, server.port)
    if server.security is Security.TLS:
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(*where, site_domain(), timeout=ANSWER_SECONDS, context=context)
    return smtplib.SMTP(*where, site_domain(), timeout=ANSWER_SECONDS)


def _encrypt(smtp: smtplib.SMTP) -> None:
    # Never on without it: whoever sits on the way could simply strike out the offer.
    if not smtp.has_extn("starttls"):
        raise _NotOffered
    smtp.starttls(context=ssl.create_default_context())
    smtp.ehlo()


def _leave(smtp: smtplib.SMTP) -> None:
    with contextlib.suppress(smtplib.SMTPException, OSError):
        if smtp.sock is not None:
            smtp.sock.settimeout(QUIT_SECONDS)
        smtp.quit()


def _transaction(smtp: smtplib.SMTP, envelope: Envelope, enter: Callable[[Stage], None]) -> Ending:
    address = str(envelope.recipient)
    if envelope.needs_utf8 and not smtp.has_extn("smtputf8"):
        return Ending(Outcome.REFUSED, Said(Trouble.LETTERS_NOT_TAKEN))
    options = ["SMTPUTF8", "BODY=8BITMIME"] if envelope.needs_utf8 else []
    code, text = smtp.mail(str(envelope.sender), options)
    if code != TAKEN:
        # The fault is ours, not the addressee's: the operator mends it and the next try succeeds.
        return Ending(Outcome.FAILED, Said(Trouble.SENDER, code, kept_answer(text)))
    code, text = smtp.rcpt(address)
    if not _is_yes(code):
        return _not_taken(code, text, address)
    code, text = smtp.docmd("DATA")
    if code != READY_FOR_TEXT:
        return _not_taken(code, text, address)
    enter(Stage.DATA_SENT)
    if smtp.sock is not None:
        smtp.sock.settimeout(TAKING_SECONDS)
    smtp.send(envelope.wire + b".\r\n")
    code, text = smtp.getreply()
    return _taken_or_not(code, text, address)


def _is_yes(code: int) -> bool:
    return TAKEN <= code < READY_FOR_TEXT


def _taken_or_not(code: int, text: bytes, address: str) -> Ending:
    said = kept_answer(text, address=address)
    if _is_yes(code):
        return Ending(Outcome.SENT, Said(Trouble.NONE, code, said))
    if code in NOT_NOW or code in NOT_EVER:
        return _not_taken(code, text, address)
    # No answer that the standard knows: it may have been taken.
    return Ending(Outcome.UNCERTAIN, Said(Trouble.ANSWER, _known(code), said))


def _not_taken(code: int, text: bytes, address: str) -> Ending:
    outcome = Outcome.REFUSED if code in NOT_EVER else Outcome.FAILED
    return Ending(outcome, Said(Trouble.ANSWER, _known(code), kept_answer(text, address=address)))


def _known(code: int) -> int | None:
    return code if code > 0 else None


def _break_of(error: Exception, address: str) -> Said:
    if isinstance(error, smtplib.SMTPResponseException):
        text = error.smtp_error if isinstance(error.smtp_error, bytes) else b""
        refused = isinstance(error, smtplib.SMTPAuthenticationError)
        trouble = Trouble.LOG_IN if refused else Trouble.ANSWER
        return Said(trouble, _known(error.smtp_code), kept_answer(text, address=address))
    return Said(_trouble_of(error))


def _trouble_of(error: BaseException) -> Trouble:
    # smtplib turns a time-out while waiting for an answer into a dropped connection.
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        return Trouble.TIMED_OUT
    if isinstance(error, _NotOffered | ssl.SSLError):
        return Trouble.NOT_ENCRYPTED
    if isinstance(error, smtplib.SMTPServerDisconnected | ConnectionResetError | BrokenPipeError):
        return Trouble.DROPPED
    if isinstance(error, smtplib.SMTPException):
        # No way of logging in that both sides know.
        return Trouble.LOG_IN
    return Trouble.UNREACHABLE
