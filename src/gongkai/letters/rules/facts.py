"""What a letter says: the facts of each kind, whole and typed. Pure.

A letter's wording is a template of its kind; what varies from case to case comes in here as plain
values. Everything is written in Chinese, the language of letters, and stands as it was when the
letter was issued.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class LetterKind(StrEnum):
    """The kinds of letters to an applicant."""

    RECEIPT = "receipt"
    CORRECTION = "correction"
    EXTENSION = "extension"
    GRANTED = "granted"
    PARTLY_GRANTED = "partly_granted"
    REFUSED = "refused"
    ALREADY_PUBLIC = "already_public"
    NOT_HELD = "not_held"
    NOT_THIS_ORGAN = "not_this_organ"
    NOT_HANDLED = "not_handled"
    """Repeated, a petition in disguise, not corrected in time: no further handling."""


REPLY_KINDS = frozenset(
    {
        LetterKind.GRANTED,
        LetterKind.PARTLY_GRANTED,
        LetterKind.REFUSED,
        LetterKind.ALREADY_PUBLIC,
        LetterKind.NOT_HELD,
        LetterKind.NOT_THIS_ORGAN,
        LetterKind.NOT_HANDLED,
    }
)
"""Letters that end a case; they carry the remedy clause."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Whom to ask: the disclosure office of the organ."""

    office: str
    address: str = ""
    telephone: str = ""
    email: str = ""
    postcode: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """What every letter says of its case."""

    application_number: str
    addressee: str
    """Name of the applicant, without a form of address."""
    is_organisation: bool
    submitted_on: date
    received_on: date
    asked: str
    """What was asked for, as the applicant wrote it; may be long."""
    regime_title: str
    """《中华人民共和国政府信息公开条例》 with its version."""
    contact: Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedDay:
    """One line of the derivation of a due date."""

    on: date
    weekday: str
    meaning: str
    """收到之日（不计入）, 第1个工作日, 周末, 春节假期, 调休上班 …"""
    number: int | None = None
    """Which working day it is; None where it does not count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptFacts:
    """收件回执: what came, when, how long the organ has, and how that was counted."""

    case: CaseFacts
    working_days: int
    due_on: date | None
    """None where the calendar that the count needs has not been announced yet."""
    provisional: bool
    article: str
    """As the house cites it (24, 21(4)) or in Chinese; printed in Chinese. So in every letter."""
    supply: str
    """How the applicant wants to get it."""
    enclosures: tuple[str, ...]
    digest: str
    """SHA-256 of what was sent, by which the applicant can prove it."""
    counted: tuple[CountedDay, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionFacts:
    """补正告知书: all points at once, until when, and what happens otherwise."""

    case: CaseFacts
    points: tuple[str, ...]
    answer_by: date
    article: str
    clock_effect: str
    """What the waiting does to the limit of the reply."""
    silence_effect: str
    """What happens when nothing is corrected in time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionFacts:
    """延期答复告知书: why, by how much, until when."""

    case: CaseFacts
    reason: str
    working_days: int
    old_due_on: date
    new_due_on: date
    provisional: bool
    article: str
    approved_by: str
    """Name of the person in charge who approved it, with the stand-in where there was one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredItem:
    """One matter that was asked for and how it is answered."""

    asked: str
    outcome: str
    """予以公开, 不予公开 …"""
    legal_text: str
    """The ground with article, paragraph and item, as a sentence."""
    reasons: str = ""
    where: str = ""
    """How and where it is given or can be found."""
    competent_organ: str = ""
    competent_contact: str = ""
    search_note: str = ""
    """Which files and systems were searched, by whom and when."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyFacts:
    """答复书 of every outcome."""

    case: CaseFacts
    outcome: str
    """The one outcome under which the case counts."""
    items: tuple[AnsweredItem, ...]
    supply: str
    """How what is given reaches the applicant: 网上下载 …"""
    enclosures: tuple[str, ...]
    """Names of the files that go with it."""
    remedy: str
    """The remedy clause, whole."""
    complaint: str = ""
    """Where to complain, where the regime has it said."""


Facts = ReceiptFacts | CorrectionFacts | ExtensionFacts | ReplyFacts
