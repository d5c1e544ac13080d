"""The mail server as the settings name it."""

import contextlib
from dataclasses import dataclass, field
from email.utils import parseaddr
from enum import StrEnum
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from gongkai.notices.rules.address import Address, AddressUnusable, parse_address


class Security(StrEnum):
    """How the connection is encrypted."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class MailServer:
    """The server that takes our mail, and whose mail it is."""

    host: str
    port: int
    security: Security
    user: str
    password: str = field(repr=False)
    sender: Address
    sender_name: str


def mail_server() -> MailServer | None:
    """Return the mail server of the settings, None where GONGKAI_SMTP_HOST is empty.

    The living demo has none: its people are invented, but a mailbox of that name may exist.

    Raises:
        ImproperlyConfigured: the sender is no address, or the password cannot be sent safely.
    """
    if not settings.SMTP_HOST or settings.DEMO:
        return None
    security = Security(settings.SMTP_SECURITY)
    _check_log_in(security)
    name, sender = _sender()
    return MailServer(
        host=settings.SMTP_HOST,
        port=settings.SMTP_PORT,
        security=security,
        user=settings.SMTP_USER,
        password=settings.SMTP_PASSWORD,
        sender=sender,
        sender_name=name,
    )


def _check_log_in(security: Security) -> None:
    if settings.SMTP_USER and security is Security.NONE:
        raise ImproperlyConfigured(
            "GONGKAI_SMTP_SECURITY=none would send the password readable to everybody on the way; "
            "choose starttls or tls, or leave GONGKAI_SMTP_USER empty."
        )
    if not (settings.SMTP_USER.isascii() and settings.SMTP_PASSWORD.isascii()):
        raise ImproperlyConfigured(
            "GONGKAI_SMTP_USER and GONGKAI_SMTP_PASSWORD hold ASCII characters only."
        )


def _sender() -> tuple[str, Address]:
    name, written = parseaddr(settings.MAIL_FROM or f"noreply@{site_domain()}")
    with contextlib.suppress(AddressUnusable):
        sender = parse_address(written)
        if not sender.needs_utf8:
            return name or settings.SITE_NAME, sender
    raise ImproperlyConfigured(
        "GONGKAI_MAIL_FROM must be an address like noreply@example.cn, in Latin letters before "
        "the @. It must be given where the site's own address is no domain name."
    )


def site_domain() -> str:
    """Return the host of the site's address as mail writes it: a domain, or an IP in brackets."""
    host = urlsplit(settings.SITE_ADDRESS).hostname or "localhost"
    try:
        number = ip_address(host)
    except ValueError:
        return host.encode("idna").decode("ascii")
    return f"[IPv6:{number}]" if number.version == 6 else f"[{number}]"
