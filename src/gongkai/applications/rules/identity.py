"""Numbers that prove who applies: checked character by character, and masked wherever shown. Pure.

A citizen's number must be right (GB 11643-1999). The codes of organisations are checked too
(GB 11714-1997, GB 32100-2015), but really published ones fail the check: a doubt is said and the
applicant may keep what stands on the certificate. Other documents are taken as they are typed.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from stdnum.cn import ric, uscc
from stdnum.exceptions import InvalidComponent

from gongkai.applications.rules.vocabulary import ApplicantKind, IdentityKind
from gongkai.organs.rules.codes import organisation_check_character

KINDS_OF: dict[ApplicantKind, tuple[IdentityKind, ...]] = {
    ApplicantKind.CITIZEN: (
        IdentityKind.IDENTITY_CARD,
        IdentityKind.PASSPORT,
        IdentityKind.OFFICER_CARD,
        IdentityKind.OTHER,
    ),
    ApplicantKind.ORGANISATION: (
        IdentityKind.CREDIT_CODE,
        IdentityKind.ORGANISATION_CODE,
        IdentityKind.OTHER,
    ),
}
"""What proves whom (requirement A4), the usual one first."""

OLDEST_AGE = 130
"""Years; nobody who applies is older."""
NUMBER_LIMIT = 40
"""Characters; no document bears a longer number."""

_CITIZEN = re.compile(r"[0-9]{17}[0-9X]")
_OLD_CITIZEN = re.compile(r"[0-9]{15}")
_ORGANISATION = re.compile(r"[0-9A-Z]{8}[0-9X]")
_CREDIT = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")
_PASSPORT = re.compile(r"[0-9A-Z]{5,20}")
# Officers' cards carry Chinese characters ("军字第…号"), and other documents carry anything.
_DOCUMENT = re.compile(r"[0-9A-Z\u4e00-\u9fff()./\u3014\u3015]+")
_CODE_LENGTHS = {
    IdentityKind.IDENTITY_CARD: 18,
    IdentityKind.ORGANISATION_CODE: 9,
    IdentityKind.CREDIT_CODE: 18,
}
_CODE_SHAPES = {
    IdentityKind.IDENTITY_CARD: _CITIZEN,
    IdentityKind.ORGANISATION_CODE: _ORGANISATION,
    IdentityKind.CREDIT_CODE: _CREDIT,
}
_STAR = "*"
_HIDDEN_BOX = 3
"""Stars for the first part of an e-mail address, whatever its length."""

# White space, hyphens, and the invisible characters that come along when a number is pasted.
_SEPARATORS = re.compile(r"[\s\-\u2010-\u2015\u2212\u200b-\u200f\u2060\ufeff]")
_CASELESS_X = str.maketrans({"×": "X", "\u0425": "X", "\u0445": "X", "\u03a7": "X", "\u03c7": "X"})
"""The multiplication sign and the Cyrillic and Greek letters that stand for X in pasted numbers."""


class IdentityProblem(StrEnum):
    """What is wrong with a number, or doubtful about it."""

    MISSING = "missing"
    WRONG_LENGTH = "wrong_length"
    WRONG_CHARACTERS = "wrong_characters"
    WRONG_CHECK_CHARACTER = "wrong_check_character"
    IMPOSSIBLE_BIRTH_DATE = "impossible_birth_date"
    BIRTH_DATE_IN_FUTURE = "birth_date_in_future"
    OLD_NUMBER = "old_number"
    """Fifteen digits: cards of the first generation, void since 2013-01-01."""


@dataclass(frozen=True, slots=True)
class IdentityAnswer:
    """The number as it is kept, what is wrong with it, and whether that stops the application."""

    normal: str
    problem: IdentityProblem | None = None
    blocks: bool = False


def normal_number(typed: str) -> str:
    """Return a number as it is kept and compared: NFKC, capitals, no blanks and hyphens.

    >>> normal_number(" 110105-19491231-002x ")
    '11010519491231002X'
    """
    marks = _SEPARATORS.sub("", unicodedata.normalize("NFKC", typed)).upper()
    # Again: what a blank kept apart, and what capitals took apart, is put together now.
    return unicodedata.normalize("NFKC", marks.translate(_CASELESS_X))


def check_identity(kind: IdentityKind, number: str, *, today: date) -> IdentityAnswer:
    """Return the normal form of a number and what is wrong with it.

    A citizen's number that is wrong blocks. A code of an organisation whose check character is
    wrong does not: wrong ones were really issued. Of other documents only the characters and the
    length are looked at.

    >>> check_identity(IdentityKind.ORGANISATION_CODE, "03521000-0", today=date(2026, 3, 16))
    IdentityAnswer(normal='035210000', problem=<IdentityProblem.WRONG_CHECK_CHARACTER: \
'wrong_check_character'>, blocks=False)
    """
    normal = normal_number(number)
    if not normal:
        return IdentityAnswer(normal, IdentityProblem.MISSING, blocks=True)
    if len(normal) > NUMBER_LIMIT:
        return IdentityAnswer(normal, IdentityProblem.WRONG_LENGTH, blocks=True)
    if kind not in _CODE_LENGTHS:
        return _other_document(kind, normal)
    problem = _shape(kind, normal) or _check_character(kind, normal)
    if kind is not IdentityKind.IDENTITY_CARD:
        return IdentityAnswer(normal, problem, blocks=not _DOCUMENT.fullmatch(normal))
    problem = problem or _birth_date(normal, today)
    return IdentityAnswer(normal, problem, blocks=problem is not None)


def _other_document(kind: IdentityKind, normal: str) -> IdentityAnswer:
    shape = _PASSPORT if kind is IdentityKind.PASSPORT else _DOCUMENT
    problem = None if shape.fullmatch(normal) else IdentityProblem.WRONG_CHARACTERS
    return IdentityAnswer(normal, problem, blocks=problem is not None)


def _shape(kind: IdentityKind, normal: str) -> IdentityProblem | None:
    if kind is IdentityKind.IDENTITY_CARD and _OLD_CITIZEN.fullmatch(normal):
        return IdentityProblem.OLD_NUMBER
    if len(normal) != _CODE_LENGTHS[kind]:
        return IdentityProblem.WRONG_LENGTH
    if not _CODE_SHAPES[kind].fullmatch(normal):
        return IdentityProblem.WRONG_CHARACTERS
    return None


def _check_character(kind: IdentityKind, normal: str) -> IdentityProblem | None:
    expected = {
        IdentityKind.IDENTITY_CARD: ric.calc_check_digit,
        IdentityKind.ORGANISATION_CODE: lambda code: organisation_check_character(code[:8]),
        IdentityKind.CREDIT_CODE: uscc.calc_check_digit,
    }[kind](normal)
    return None if normal[-1] == expected else IdentityProblem.WRONG_CHECK_CHARACTER


def _birth_date(normal: str, today: date) -> IdentityProblem | None:
    try:
        born_on = ric.get_birth_date(normal)
    except InvalidComponent:
        return IdentityProblem.IMPOSSIBLE_BIRTH_DATE
    if born_on > today:
        return IdentityProblem.BIRTH_DATE_IN_FUTURE
    if today.year - born_on.year > OLDEST_AGE:
        return IdentityProblem.IMPOSSIBLE_BIRTH_DATE
    return None


def mask_email(email: str) -> str:
    """Return an e-mail address with the first character of the box and its domain.

    >>> mask_email("wang.fang@example.org")
    'w***@example.org'
    """
    box, _, domain = email.rpartition("@")
    if not domain or not box:
        return _STAR * len(email)
    return (box[0] if len(box) > 1 else "") + _STAR * _HIDDEN_BOX + "@" + domain


def mask_telephone(telephone: str) -> str:
    """Return a telephone number with the last third of its digits, separators kept.

    >>> mask_telephone("0871-6655 4433")
    '****-**** 4433'
    """
    digits = sum(character.isalnum() for character in telephone)
    hidden = digits - min(digits // 3, 4)
    masked = []
    for character in telephone:
        hide = character.isalnum() and hidden > 0
        hidden -= hide
        masked.append(_STAR if hide else character)
    return "".join(masked)
