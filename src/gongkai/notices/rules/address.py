"""E-mail addresses: which can receive mail, and how they are shown. Pure.

What is taken is a plain mailbox (RFC 5321, 5322 dot-atom): no quoted part, no comment, no list.
Letters beyond ASCII are taken before the @ (RFC 6531) and behind it, where they become IDNA.
"""

import re
import unicodedata
from dataclasses import dataclass

LONGEST = 254
LONGEST_LOCAL = 64
"""Octets; RFC 5321 section 4.5.3.1."""

_MARKS = frozenset("!#$%&'*+/=?^_`{|}~-")
_LABEL = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?")


class AddressUnusable(ValueError):
    """The text is no mailbox. It is not repeated here: an error may end in a log."""


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox; the domain is in ASCII."""

    local: str
    domain: str

    @property
    def needs_utf8(self) -> bool:
        """Say whether only a server with SMTPUTF8 can take it."""
        return not self.local.isascii()

    def __str__(self) -> str:
        return f"{self.local}@{self.domain}"


def parse_address(text: str) -> Address:
    """Return the mailbox that a text names; white space around it is dropped.

    >>> str(parse_address(" office@例子.example "))
    'office@xn--fsqu00a.example'

    Raises:
        AddressUnusable: it names none, or more than one.
    """
    local, at, domain = text.strip(" \t").rpartition("@")
    if not at or not _is_local(local):
        raise AddressUnusable
    found = Address(local, _in_ascii(domain))
    if len(str(found).encode()) > LONGEST:
        raise AddressUnusable
    return found


def _is_local(local: str) -> bool:
    atoms = local.split(".")
    written = all(atom and all(map(_is_written, atom)) for atom in atoms)
    return written and len(local.encode()) <= LONGEST_LOCAL


def _is_written(mark: str) -> bool:
    # Letters, accents and digits of any script: nothing that is blank, invisible or turns the
    # direction of reading.
    return mark in _MARKS or unicodedata.category(mark)[0] in "LMN"


def _in_ascii(domain: str) -> str:
    try:
        found = domain.encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise AddressUnusable from error
    labels = found.split(".")
    if len(labels) < 2 or not all(_LABEL.fullmatch(label) for label in labels):
        raise AddressUnusable
    return found


def masked(address: str) -> str:
    """Return the address as lists show it: enough to recognise one's own, too little to write to.

    >>> masked("zhangsan@example.cn")
    'z***@example.cn'
    """
    local, at, domain = address.rpartition("@")
    return f"{local[:1]}***@{domain}" if at else ""
