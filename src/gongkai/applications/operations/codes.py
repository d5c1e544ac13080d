"""Query codes: the secret that opens a case together with its number.

A code is kept as a keyed hash only. The first one is made from the secret of the form, so that a
form sent twice is answered with the same code; those given at the counter are random.
"""

import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.applications.access import CaseKey, require_handler
from gongkai.applications.models import Case, QueryAttempt, QueryCode
from gongkai.applications.operations.moving import locked_case
from gongkai.applications.operations.telling import tell_applicant
from gongkai.applications.operations.trail import leave_trail
from gongkai.applications.rules.numbers import (
    QUERY_ALPHABET,
    QUERY_LENGTH,
    format_query_code,
    normal_query_code,
    parse_application_number,
)
from gongkai.kernel import time
from gongkai.kernel.locks import hold_name
from gongkai.kernel.refusals import Refusal
from gongkai.kernel.sealing import keyed_hash
from gongkai.kernel.text import clean_line
from gongkai.kernel.types import Actor, Role
from gongkai.notices.rules.kinds import NoticeKind
from gongkai.organs.access import acting_person

FAILURES_COUNT_FOR = timedelta(minutes=15)
MOST_FOR_ONE = 5
"""Wrong codes for one number from one address."""
MOST_FROM_ADDRESS = 20
MOST_FOR_NUMBER = 50
"""From anywhere. Numbers can be guessed, so whoever has not been wrong themselves is let try all
the same: nobody locks an applicant out by typing their number wrongly elsewhere."""
LONGEST_HOW = 200
_ONE_ADDRESS_AT_A_TIME = 4740061
"""Advisory lock, with the address: guessing in parallel gains nothing."""
_CODE, _ATTEMPT = "applications.query_code", "applications.query_attempt"

Key = TypeVar("Key")


class WrongCode(Refusal):
    """Number and code do not belong together."""


class TooManyWrongCodes(Refusal):
    """Too many wrong codes for this number, or from this address."""


class CheckNotRecorded(Refusal):
    """Nobody said, in so many words as there is room for, how the identity was checked."""


def open_case(*, number: str, code: str, address: str) -> CaseKey:
    """Return the key of the case that number and code open, however they are typed.

    `address` is the network address that asks; it is kept as a hash. Five wrong codes for one
    number from one address, or twenty for any, close the door for a quarter of an hour; whether
    the number exists is never told. Call it outside a transaction, else a refusal would undo the
    count. Raises WrongCode, TooManyWrongCodes.
    """
    normal = parse_application_number(number) or clean_line(number)[:60]

    def found() -> CaseKey | None:
        rows = QueryCode.objects.filter(
            application__number=normal, code_hash=_hash_of(normal, code), ended_at__isnull=True
        )
        pair = rows.values_list("application__case__pk", "pk").first()
        return CaseKey(case_id=pair[0], code_id=pair[1]) if pair else None

    wrong = WrongCode(
        _(
            "No application has this number and this query code. Check both; they were shown when "
            "it was sent. If the code is lost, the organ gives you a new one at its counter."
        )
    )
    return try_to_open(number=normal, address=address, find=found, wrong=wrong)


def try_to_open(
    *, number: str, address: str, find: Callable[[], Key | None], wrong: Refusal
) -> Key:
    """Return what number and code open, which `find` looks for; count the attempt where nothing.

    The door is one for everything that is opened so. Call it outside a transaction. Raises `wrong`
    where nothing is found, TooManyWrongCodes as `open_case` does.
    """
    number_hash = keyed_hash(number, purpose=_ATTEMPT)
    with transaction.atomic():
        answer = _attempt(number_hash, keyed_hash(address, purpose=_ATTEMPT), find)
    # Only now: raised inside, the refusal would roll its own count back.
    if isinstance(answer, Refusal):
        raise answer
    if answer is None:
        raise wrong
    return answer


def still_open(key: CaseKey) -> bool:
    """Say whether the code by which the case was opened has not been ended since."""
    rows = QueryCode.objects.filter(pk=key.code_id, ended_at__isnull=True)
    return rows.filter(application__case__pk=key.case_id).exists()


def reissue_code(*, actor: Actor, case_id: int, how_identified: str) -> str:
    """End the code of a case and return a new one, to be handed to the applicant.

    Given at the counter to whoever proved that they are the applicant; `how_identified` says by
    what, without any number. Raises NotAllowed, NotFound, CheckNotRecorded.
    """
    how = clean_line(how_identified)
    with transaction.atomic():
        # Locked: of two codes given at once the second ends the first.
        case = locked_case(case_id)
        require_handler(actor, Role.CLERK, organ_id=case.organ_id)
        _require_check(how)
        now = time.now()
        rows = QueryCode.objects.filter(application=case.application, ended_at__isnull=True)
        rows.update(ended_at=now)
        code = "".join(secrets.choice(QUERY_ALPHABET) for _place in range(QUERY_LENGTH))
        kept = keep_code(
            case,
            code,
            issued_by_id=acting_person(actor),
            how_identified=how,
        )
        tell_applicant(case, NoticeKind.CODE_REISSUED, once=str(kept.pk))
        leave_trail(actor, "reissue_code", case)
    return format_query_code(code)


def _require_check(how: str) -> None:
    if not how:
        raise CheckNotRecorded(
            _("Say how you checked that this is the applicant."), field="how_identified"
        )
    if len(how) > LONGEST_HOW:
        raise CheckNotRecorded(
            _("Shorten the note to %(length)d characters.") % {"length": LONGEST_HOW},
            field="how_identified",
        )


def forget_old_attempts() -> int:
    """Forget wrong codes that count no more; return how many."""
    old = QueryAttempt.objects.filter(failed_at__lt=time.now() - FAILURES_COUNT_FOR)
    return old.delete()[0]


def first_code(once_key: str) -> str:
    """Return the code that belongs to the secret of a form; the same one each time."""
    digest = bytes.fromhex(keyed_hash(once_key, purpose="applications.first_code"))
    value, letters = int.from_bytes(digest, "big"), []
    for _place in range(QUERY_LENGTH):
        value, letter = divmod(value, len(QUERY_ALPHABET))
        letters.append(QUERY_ALPHABET[letter])
    return "".join(letters)


def keep_code(
    case: Case, code: str, *, issued_by_id: int | None = None, how_identified: str = ""
) -> QueryCode:
    """Keep the keyed hash of a new code."""
    return QueryCode.objects.create(
        application=case.application,
        code_hash=_hash_of(case.application.number, code),
        issued_at=time.now(),
        issued_by_id=issued_by_id,
        how_identified=how_identified,
    )


def _hash_of(number: str, code: str) -> str:
    return keyed_hash(f"{number}\n{normal_query_code(code)}", purpose=_CODE)


def _attempt(
    number_hash: str, address_hash: str, find: Callable[[], Key | None]
) -> Key | Refusal | None:
    hold_name(_ONE_ADDRESS_AT_A_TIME, address_hash)
    if _is_closed(number_hash, address_hash):
        return TooManyWrongCodes(
            _("Too many wrong attempts. Wait a quarter of an hour and try again.")
        )
    opened = find()
    if opened is None:
        QueryAttempt.objects.create(
            number_hash=number_hash, address_hash=address_hash, failed_at=time.now()
        )
    return opened


def _is_closed(number_hash: str, address_hash: str) -> bool:
    recent = QueryAttempt.objects.filter(failed_at__gt=time.now() - FAILURES_COUNT_FOR)
    for_number = recent.filter(number_hash=number_hash)
    own = for_number.filter(address_hash=address_hash).count()
    return (
        own >= MOST_FOR_ONE
        or recent.filter(address_hash=address_hash).count() >= MOST_FROM_ADDRESS
        or (own > 0 and for_number.count() >= MOST_FOR_NUMBER)
    )
