"""Organisation codes (GB 11714-1997) and unified social credit codes (GB 32100-2015).

A wrong check digit warns and never blocks: wrong ones were really issued and printed. Only the
shape blocks, because the nine characters become part of index numbers.
"""

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum

_WEIGHTS_11714 = (3, 7, 9, 10, 5, 8, 4, 2)
_ALPHABET_32100 = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_SHAPE_OF_NINE = re.compile(r"[0-9A-Z]{9}")
_SHAPE_OF_EIGHTEEN = re.compile(r"[0-9A-Z]{18}")

ASSIGNED_PREFIX = "GKA"
"""How the codes begin that the platform assigns to organs without one of their own."""

# No real check character is a letter but X, so an assigned code can never be somebody's real one.
_ASSIGNED_LAST = "ABCDEFGHJKLMNPQRSTUVWYZ"
_BASE36 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class CodeProblem(StrEnum):
    """What is doubtful about a code."""

    ORGANISATION_CHECK_DIGIT = "organisation_check_digit"
    CREDIT_CODE_SHAPE = "credit_code_shape"
    CREDIT_CODE_CHECK_DIGIT = "credit_code_check_digit"
    CODES_DISAGREE = "codes_disagree"


@dataclass(frozen=True, slots=True)
class CodeWarning:
    """A doubt that is shown and does not block; `expected` is what the standard would have."""

    problem: CodeProblem
    value: str
    expected: str = ""


def normalised_code(printed: str) -> str:
    """Return a code without hyphens and blanks, in capitals, as it is stored.

    >>> normalised_code(" 00817365-1 ")
    '008173651'
    """
    return re.sub(r"[\s\-\u2010-\u2015\uff0d]", "", printed).upper()


def has_organisation_shape(code: str) -> bool:
    """Say whether the code has nine characters 0-9 A-Z, as an index number needs."""
    return bool(_SHAPE_OF_NINE.fullmatch(code))


def organisation_check_character(body: str) -> str:
    """Return the ninth character for the first eight (GB 11714-1997).

    >>> organisation_check_character("01527918")
    'X'
    """
    total = sum(w * _BASE36.index(c) for w, c in zip(_WEIGHTS_11714, body, strict=True))
    return "0123456789X0"[11 - total % 11]


def credit_check_character(body: str) -> str:
    """Return the eighteenth character for the first seventeen (GB 32100-2015).

    Raises ValueError where a letter stands that the standard leaves out (I O S V Z).
    """
    total = sum(pow(3, i, 31) * _ALPHABET_32100.index(c) for i, c in enumerate(body))
    return _ALPHABET_32100[-total % 31]


def organisation_code_of(credit_code: str) -> str:
    """Return the nine characters within the eighteen: places 9 to 17 (GB 32100-2015).

    >>> organisation_code_of("1115000001151201XD")
    '01151201X'
    """
    return credit_code[8:17]


def code_warnings(
    *, organisation_code: str, credit_code: str = "", is_assigned: bool = False
) -> tuple[CodeWarning, ...]:
    """Return what is doubtful about an organ's codes; nothing blocks. Codes come normalised."""
    found: list[CodeWarning] = []
    if not is_assigned and has_organisation_shape(organisation_code):
        found += _check_digit_of_nine(organisation_code)
    if credit_code:
        found += _credit_code(credit_code)
        if _SHAPE_OF_EIGHTEEN.fullmatch(credit_code) and not is_assigned:
            found += _agreement(organisation_code, credit_code)
    return tuple(found)


def _check_digit_of_nine(code: str) -> list[CodeWarning]:
    expected = organisation_check_character(code[:8])
    if code[8] == expected:
        return []
    return [CodeWarning(CodeProblem.ORGANISATION_CHECK_DIGIT, code, code[:8] + expected)]


def _credit_code(code: str) -> list[CodeWarning]:
    if len(code) != 18 or any(c not in _ALPHABET_32100 for c in code):
        return [CodeWarning(CodeProblem.CREDIT_CODE_SHAPE, code)]
    expected = credit_check_character(code[:17])
    if code[17] == expected:
        return []
    return [CodeWarning(CodeProblem.CREDIT_CODE_CHECK_DIGIT, code, code[:17] + expected)]


def _agreement(organisation_code: str, credit_code: str) -> list[CodeWarning]:
    inner = organisation_code_of(credit_code)
    if inner == organisation_code:
        return []
    return [CodeWarning(CodeProblem.CODES_DISAGREE, organisation_code, inner)]


def assigned_code(*, region_code: str, name: str, attempt: int = 0) -> str:
    """Return a nine-character code for an organ that has none of its own.

    The same organ gets the same code on every installation; `attempt` counts up where it is
    taken. Two of 60 million bodies seldom meet.
    """
    seed = hashlib.sha256(f"{region_code}\n{name}\n{attempt}".encode()).digest()
    number = int.from_bytes(seed[:8], "big")
    body = ""
    for _ in range(5):
        number, place = divmod(number, 36)
        body += _BASE36[place]
    return ASSIGNED_PREFIX + body + _ASSIGNED_LAST[number % len(_ASSIGNED_LAST)]


def looks_assigned(code: str) -> bool:
    """Say whether a code has the look of one that the platform assigned."""
    return code.startswith(ASSIGNED_PREFIX) and code[8:] in _ASSIGNED_LAST
