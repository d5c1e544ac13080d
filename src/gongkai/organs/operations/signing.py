"""Sign: prove again who one is, for exactly this content."""

import re
from collections.abc import Sequence

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.audit.operations import record_entry
from gongkai.kernel import time
from gongkai.kernel.refusals import NotFound, Refusal
from gongkai.kernel.types import Actor
from gongkai.organs.models import FailedSecret, Person, Signature
from gongkai.organs.rules.signing import (
    FAILURES_COUNT_FOR,
    is_locked,
    looks_like_code,
    step_of_code,
)

_DIGEST = re.compile(r"[0-9a-f]{64}")


class WrongSecret(Refusal):
    """The password or the code is wrong, or the code has signed before."""


class SigningLocked(WrongSecret):
    """Too many wrong secrets; signing is closed for a while."""


class NotADigest(ValueError):
    """What is to be signed is not a SHA-256 in hexadecimal: a fault of the caller."""


def sign(*, person_id: int, secret: str, purpose: str, digest: str) -> Signature:
    """Return a signature of the content with this SHA-256, to be used once within 10 minutes.

    `secret` is the person's password or, where they have a second factor, its six digits; a code
    signs once. Five wrong ones within 15 minutes close signing; that is kept in the database.
    Call it outside the transaction of the operation that it signs, else a refusal would undo the
    count of failures. Raises NotFound, WrongSecret, SigningLocked.
    """
    if not _DIGEST.fullmatch(digest):
        raise NotADigest(digest)
    with transaction.atomic():
        # Attempts of one person wait for one another: guessing in parallel gains nothing.
        answer = _attempt(_locked(person_id), secret, purpose, digest)
    # Only now: raised inside, the refusal would roll its own count back.
    if isinstance(answer, Refusal):
        raise answer
    return answer


def sign_each(
    *, person_id: int, secret: str, purpose: str, digests: Sequence[str]
) -> list[Signature]:
    """Return a signature of each of the contents, in their order, given with one authentication.

    Each signs its own content alone and is used once, like any other; all but the first point at
    the first, for which the secret was given. Raises as `sign` does.
    """
    first = sign(person_id=person_id, secret=secret, purpose=purpose, digest=digests[0])
    with transaction.atomic():
        return [first, *(_beside(first, digest) for digest in digests[1:])]


def _beside(first: Signature, digest: str) -> Signature:
    if not _DIGEST.fullmatch(digest):
        raise NotADigest(digest)
    signature = Signature.objects.create(
        person=first.person,
        method=first.method,
        purpose=first.purpose,
        digest=digest,
        given_with=first,
        signed_at=first.signed_at,
    )
    _record(first.person, "organs.sign", signature)
    return signature


def _attempt(person: Person, secret: str, purpose: str, digest: str) -> Signature | WrongSecret:
    if _is_locked(person):
        return SigningLocked(
            _("Too many wrong attempts. Wait a quarter of an hour and try again."),
            field="secret",
        )
    method, step, is_right = _proof(person, secret)
    signature = Signature(
        person=person,
        method=method,
        purpose=purpose,
        digest=digest,
        totp_step=step,
        signed_at=time.now(),
    )
    if is_right:
        signature.save(force_insert=True)
        _record(person, "organs.sign", signature)
        return signature
    FailedSecret.objects.create(person=person, door=FailedSecret.Door.SIGNING, failed_at=time.now())
    _record(person, "organs.sign_refused", signature)
    return WrongSecret(_("The password or code is wrong. Type it again."), field="secret")


def _proof(person: Person, secret: str) -> tuple[str, int | None, bool]:
    shared = _shared_secret(person) if looks_like_code(secret) else None
    if shared is None:
        return "password", None, person.check_password(secret)
    step = step_of_code(secret, shared_secret=shared, now=time.now())
    is_new = not Signature.objects.filter(person=person, totp_step=step).exists()
    return "totp", step, step is not None and is_new


def _shared_secret(person: Person) -> str | None:
    row = Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).first()
    return decrypt(row.data["secret"]) if row else None


def _locked(person_id: int) -> Person:
    people = Person.objects.select_for_update(no_key=True)
    person = people.filter(pk=person_id, is_active=True).first()
    if person is None:
        raise NotFound(_("There is no such person with an open account."))
    return person


def _is_locked(person: Person) -> bool:
    now = time.now()
    failures = FailedSecret.objects.filter(
        person=person, door=FailedSecret.Door.SIGNING, failed_at__gt=now - FAILURES_COUNT_FOR
    )
    last = Signature.objects.filter(person=person).order_by("-signed_at").first()
    if last is not None:
        failures = failures.filter(failed_at__gt=last.signed_at)
    return is_locked(list(failures.values_list("failed_at", flat=True)), now=now)


def _record(person: Person, action: str, signature: Signature) -> None:
    record_entry(
        actor=Actor(person.pk, person.name, None, "", None),
        action=action,
        object_kind="signature",
        object_id=signature.pk or "",
        object_label=signature.purpose,
        organ_id=None,
        details={"method": signature.method, "digest": signature.digest},
    )
