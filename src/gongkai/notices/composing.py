"""A notice as the bytes of a mail (RFC 5322): plain text, headers that tell programs what it is."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address as HeaderAddress
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime

from gongkai.kernel.time import local_zone
from gongkai.notices.conversation import Envelope
from gongkai.notices.mailserver import MailServer, site_domain
from gongkai.notices.rules.address import Address, parse_address


@dataclass(frozen=True, slots=True)
class Mail:
    """What is to be sent; `to_address` was parsed before it was stored."""

    message_id: str
    to_address: str
    language: str
    subject: str
    body: str
    written_at: datetime


def new_message_id() -> str:
    """Return a Message-ID that no other mail has: random, at the domain of the site."""
    return f"<{secrets.token_hex(16)}@{site_domain()}>"


def envelope_for(mail: Mail, server: MailServer) -> Envelope:
    """Return the mail ready for the server; the same mail gives the same bytes."""
    recipient = parse_address(mail.to_address)
    message = EmailMessage(policy=SMTPUTF8 if recipient.needs_utf8 else SMTP)
    message["From"] = _header_address(server.sender, server.sender_name)
    message["To"] = _header_address(recipient)
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.written_at.astimezone(local_zone()))
    message["Message-ID"] = mail.message_id
    # Robots do not answer it (RFC 3834).
    message["Auto-Submitted"] = "auto-generated"
    # Base64 leaves no line that a server on the way could break or take for the end.
    message.set_content(mail.body, charset="utf-8", cte="base64")
    message["Content-Language"] = mail.language
    return Envelope(server.sender, recipient, message.as_bytes())


def _header_address(address: Address, name: str = "") -> HeaderAddress:
    return HeaderAddress(name, address.local, address.domain)
