"""What an applicant fills in, what is missing or wrong in it, and its digest. Pure.

The form asks what the Regulations let it ask (2007 art. 20; 2019 art. 29) and what the annual
report counts applicants by. Fields are named like the columns of the application.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Literal, TypeVar

from gongkai.applications.rules.identity import KINDS_OF, check_identity
from gongkai.applications.rules.regimes import ApplicationRegime
from gongkai.applications.rules.vocabulary import (
    ApplicantKind,
    Carrier,
    IdentityKind,
    Purpose,
    ReportKind,
    SupplyWay,
)

CANONICAL_FORM = "gongkai-application-1"
LIMITS: Mapping[str, int] = {
    "name": 200,
    "workplace": 200,
    "legal_representative": 100,
    "contact_person": 100,
    "address": 300,
    "postcode": 10,
    "telephone": 60,
    "fax": 60,
    "email": 254,
    "asked": 5000,
    "title": 300,
    "document_number": 100,
    "index_number": 80,
    "issued_when": 100,
    "hints": 2000,
    "waiver_reason": 1000,
    "language": 10,
}
"""Characters; the columns are as wide."""

_TEXTS = (*LIMITS, "identity_number")
_ASKED_OF_OTHERS: Mapping[ApplicantKind, frozenset[str]] = {
    ApplicantKind.CITIZEN: frozenset({"legal_representative", "contact_person"}),
    ApplicantKind.ORGANISATION: frozenset({"workplace"}),
}
_PARAGRAPHS = frozenset({"asked", "hints", "waiver_reason"})
_TYPED_IN_ANY_WIDTH = frozenset({"postcode", "telephone", "fax", "email"})
_YES = frozenset({"1", "on", "true", "yes"})
# Tab and line feed stay; what else is a control, half of a pair or no character is dropped, as
# the kernel's text does it. U+0000 is kept to be found: nobody types it.
_DROPPED = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SPACES = re.compile(r"\s+")
_POSTCODE = re.compile(r"[0-9]{6}")
_TELEPHONE = re.compile(r"[0-9+\-() /,;#*\u8f6c\u2014]+")
_EMAIL = re.compile(
    r"[^\s@<>()\[\],;:\\\"]{1,64}@[^\s@<>()\[\],;:\\\"]+\.[^\s@<>()\[\],;:\\\".]{2,}"
)

_Choice = TypeVar("_Choice", bound=StrEnum)


class Part(StrEnum):
    """The pages of the form, in their order: one thing at a time."""

    WHO = "who"
    CONTACT = "contact"
    WHAT = "what"
    HOW = "how"
    PROOFS = "proofs"
    CHECK = "check"


PARTS: Mapping[Part, tuple[str, ...]] = {
    Part.WHO: (
        "applicant_kind",
        "report_kind",
        "name",
        "workplace",
        "legal_representative",
        "identity_kind",
        "identity_number",
    ),
    Part.CONTACT: ("contact_person", "address", "postcode", "telephone", "fax", "email"),
    Part.WHAT: (
        "asked",
        "title",
        "document_number",
        "index_number",
        "issued_when",
        "hints",
        "purpose",
    ),
    Part.HOW: ("supply_way", "carrier", "accepts_other_way", "asks_waiver", "waiver_reason"),
    Part.PROOFS: ("proof",),
    Part.CHECK: (),
}
"""Which fields a page asks; `language` is the page's own."""


class ProblemCode(StrEnum):
    """What is wrong with a field."""

    MISSING = "missing"
    NOT_CHOSEN = "not_chosen"
    TOO_LONG = "too_long"
    UNREADABLE = "unreadable"
    KIND_DOES_NOT_FIT = "kind_does_not_fit"
    NOT_A_POSTCODE = "not_a_postcode"
    NOT_A_TELEPHONE = "not_a_telephone"
    NOT_AN_EMAIL = "not_an_email"
    EMAIL_WANTED = "email_wanted"
    FAX_WANTED = "fax_wanted"
    NO_PROOF = "no_proof"
    WRONG_LENGTH = "wrong_length"
    WRONG_CHARACTERS = "wrong_characters"
    WRONG_CHECK_CHARACTER = "wrong_check_character"
    IMPOSSIBLE_BIRTH_DATE = "impossible_birth_date"
    BIRTH_DATE_IN_FUTURE = "birth_date_in_future"
    OLD_NUMBER = "old_number"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, and the field where it is mended."""

    field: str
    code: ProblemCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """What an applicant sends; texts are NFC, without space around them."""

    applicant_kind: ApplicantKind
    report_kind: ReportKind
    name: str
    workplace: str = ""
    legal_representative: str = ""
    contact_person: str = ""
    identity_kind: IdentityKind
    identity_number: str
    """As typed; `check_identity` gives the normal form."""
    address: str
    postcode: str = ""
    telephone: str
    fax: str = ""
    email: str = ""
    asked: str
    title: str = ""
    document_number: str = ""
    index_number: str = ""
    issued_when: str = ""
    hints: str = ""
    purpose: Purpose | Literal[""] = ""
    asks_waiver: bool = False
    waiver_reason: str = ""
    supply_way: SupplyWay
    carrier: Carrier
    accepts_other_way: bool = True
    language: str = ""
    """Of the pages that the applicant read."""
    unchosen: frozenset[str] = frozenset()
    """Choices that nobody made: the value there stands for nothing, and is a problem."""


def submission_from(answers: Mapping[str, str]) -> Submission:
    """Return the submission that the answers of a form make; `check_submission` says if it may go.

    A missing tick is a no, a missing choice is named in `unchosen`. What only the other kind of
    applicant is asked stays empty, and so do reasons without a request: the form does not show
    them. A citizen counts as a natural person.
    """
    unchosen: set[str] = set()
    kind = _chosen("applicant_kind", ApplicantKind, answers, unchosen)
    if kind is ApplicantKind.CITIZEN:
        answers = {**answers, "report_kind": ReportKind.NATURAL_PERSON.value}
    asks_waiver = answers.get("asks_waiver", "") in _YES
    hidden = _ASKED_OF_OTHERS[kind] | (frozenset() if asks_waiver else {"waiver_reason"})
    texts = {name: "" if name in hidden else _text(name, answers) for name in _TEXTS}
    purpose = answers.get("purpose", "")
    return Submission(
        applicant_kind=kind,
        report_kind=_chosen("report_kind", ReportKind, answers, unchosen),
        identity_kind=_chosen("identity_kind", IdentityKind, answers, unchosen),
        purpose=Purpose(purpose) if purpose in set(Purpose) else "",
        asks_waiver=asks_waiver,
        supply_way=_chosen("supply_way", SupplyWay, answers, unchosen),
        carrier=_chosen("carrier", Carrier, answers, unchosen),
        accepts_other_way=answers.get("accepts_other_way", "") in _YES,
        unchosen=frozenset(unchosen),
        **texts,
    )


def _chosen(
    name: str, choices: type[_Choice], answers: Mapping[str, str], unchosen: set[str]
) -> _Choice:
    said = answers.get(name, "")
    if said in set(choices):
        return choices(said)
    unchosen.add(name)
    return next(iter(choices))


def _text(name: str, answers: Mapping[str, str]) -> str:
    value = answers.get(name, "").replace("\r\n", "\n").replace("\r", "\n")
    form: Literal["NFKC", "NFC"] = "NFKC" if name in _TYPED_IN_ANY_WIDTH else "NFC"
    value = unicodedata.normalize(form, _DROPPED.sub("", value)).strip()
    return value if name in _PARAGRAPHS else _SPACES.sub(" ", value)


def check_submission(
    submission: Submission, *, regime: ApplicationRegime, today: date
) -> tuple[Problem, ...]:
    """Return everything that keeps the application from being sent, in the order of the form."""
    found = {
        *_unchosen(submission, regime, today),
        *_missing(submission, regime),
        *_texts(submission),
        *_contact(submission),
        *_identity(submission, today, blocking=True),
    }
    order = [field for fields in PARTS.values() for field in fields] + ["language"]
    return tuple(sorted(found, key=lambda one: (order.index(one.field), one.code)))


def check_part(
    submission: Submission, part: Part, *, regime: ApplicationRegime, today: date
) -> tuple[Problem, ...]:
    """Return what is wrong on one page of the form; nothing of pages yet to come."""
    problems = check_submission(submission, regime=regime, today=today)
    return tuple(problem for problem in problems if problem.field in PARTS[part])


def check_proofs(*, proofs: int, regime: ApplicationRegime) -> tuple[Problem, ...]:
    """Return what is wrong with the copies of what proves who applies; `proofs` counts them."""
    if proofs or not regime.proof_required:
        return ()
    return (Problem("proof", ProblemCode.NO_PROOF),)


def doubts_about(submission: Submission, *, today: date) -> tuple[Problem, ...]:
    """Return what the applicant is asked to look at once more, and may leave as it is."""
    return tuple(_identity(submission, today, blocking=False))


def _unchosen(submission: Submission, regime: ApplicationRegime, today: date) -> Iterable[Problem]:
    for field in submission.unchosen:
        yield Problem(field, ProblemCode.NOT_CHOSEN)
    if not submission.purpose and regime.purpose_required(today):
        yield Problem("purpose", ProblemCode.NOT_CHOSEN)
    if {"applicant_kind", "report_kind"} & submission.unchosen:
        return
    is_citizen = submission.applicant_kind is ApplicantKind.CITIZEN
    if is_citizen != (submission.report_kind is ReportKind.NATURAL_PERSON):
        yield Problem("report_kind", ProblemCode.KIND_DOES_NOT_FIT)


def _missing(submission: Submission, regime: ApplicationRegime) -> Iterable[Problem]:
    needed = ["name", "address", "telephone", "asked"]
    is_organisation = submission.applicant_kind is ApplicantKind.ORGANISATION
    if is_organisation and "applicant_kind" not in submission.unchosen:
        needed += ["legal_representative", "contact_person"]
    if submission.asks_waiver and regime.waiver_asked:
        needed.append("waiver_reason")
    for field in needed:
        if not getattr(submission, field).strip():
            yield Problem(field, ProblemCode.MISSING)


def _texts(submission: Submission) -> Iterable[Problem]:
    for field, limit in LIMITS.items():
        value = getattr(submission, field)
        if len(value) > limit:
            yield Problem(field, ProblemCode.TOO_LONG)
        if _UNREADABLE.search(value):
            yield Problem(field, ProblemCode.UNREADABLE)


def _contact(submission: Submission) -> Iterable[Problem]:
    if submission.postcode and not _POSTCODE.fullmatch(submission.postcode):
        yield Problem("postcode", ProblemCode.NOT_A_POSTCODE)
    for field in ("telephone", "fax"):
        if (number := getattr(submission, field)) and not _is_telephone(number):
            yield Problem(field, ProblemCode.NOT_A_TELEPHONE)
    if submission.email and not _EMAIL.fullmatch(submission.email):
        yield Problem("email", ProblemCode.NOT_AN_EMAIL)
    if "supply_way" in submission.unchosen:
        return
    if submission.supply_way is SupplyWay.E_MAIL and not submission.email:
        yield Problem("supply_way", ProblemCode.EMAIL_WANTED)
    if submission.supply_way is SupplyWay.FAX and not submission.fax:
        yield Problem("supply_way", ProblemCode.FAX_WANTED)


def _is_telephone(number: str) -> bool:
    # From a local number of seven digits to two numbers, one with country code and extension.
    digits = sum(character.isdigit() for character in number)
    return bool(_TELEPHONE.fullmatch(number)) and 7 <= digits <= 30


def _identity(submission: Submission, today: date, *, blocking: bool) -> Iterable[Problem]:
    if {"applicant_kind", "identity_kind"} & submission.unchosen:
        return
    if blocking and submission.identity_kind not in KINDS_OF[submission.applicant_kind]:
        yield Problem("identity_kind", ProblemCode.KIND_DOES_NOT_FIT)
        return
    answer = check_identity(submission.identity_kind, submission.identity_number, today=today)
    if answer.problem is not None and answer.blocks == blocking:
        yield Problem("identity_number", ProblemCode(answer.problem.value))


def canonical(submission: Submission) -> bytes:
    """Return what was filled in as one JSON text: sorted keys, no spaces, NFC, UTF-8."""
    plain = asdict(submission)
    del plain["unchosen"]
    plain["format"] = CANONICAL_FORM
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return unicodedata.normalize("NFC", text).encode()


def submission_digest(submission: Submission, file_digests: Iterable[str]) -> str:
    """Return the SHA-256 of what was sent, 64 hexadecimal digits.

    `file_digests` are the SHA-256 of the files; their order says nothing. The applicant can prove
    with it what was sent: the canonical form, then each digest on a line of its own.
    """
    files = "".join(f"\n{digest}" for digest in sorted(file_digests))
    return hashlib.sha256(canonical(submission) + files.encode()).hexdigest()
