"""Signing: one proof for one content, and a door that closes."""

import base64
import hmac
import struct
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.db import IntegrityError, connection, transaction
from tests.factories.organs import PASSWORD, a_digest, a_person

from gongkai.audit.models import AuditEntry
from gongkai.kernel import time
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.types import SYSTEM
from gongkai.organs.models import FailedSecret, Person, Signature
from gongkai.organs.operations import SigningLocked, WrongSecret, close_account, sign
from gongkai.organs.operations.signing import NotADigest

pytestmark = pytest.mark.django_db
SHARED = base64.b32encode(b"twenty bytes of seed").decode()


def attempt(person: Person, secret: str) -> Signature:
    return sign(person_id=person.pk, secret=secret, purpose="approval", digest=a_digest())


def code_now(offset: int = 0) -> str:
    step = int(time.now().timestamp()) // 30 + offset
    digest = hmac.new(b"twenty bytes of seed", struct.pack(">Q", step), "sha1").digest()
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place : place + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


def with_totp(person: Person) -> Person:
    Authenticator.objects.create(user=person, type="totp", data={"secret": encrypt(SHARED)})
    return person


def test_the_right_password_signs() -> None:
    person = a_person()
    signature = attempt(person, PASSWORD)
    assert (signature.method, signature.digest) == ("password", a_digest())
    assert AuditEntry.objects.filter(action="organs.sign", actor_id=person.pk).count() == 1


def test_a_wrong_password_is_refused_counted_and_kept_out_of_the_trail() -> None:
    person = a_person()
    with pytest.raises(WrongSecret):
        attempt(person, "correct-horse-2009")
    assert FailedSecret.objects.filter(person=person, door="signing").count() == 1
    entry = AuditEntry.objects.get(action="organs.sign_refused")
    assert "2009" not in entry.canonical
    assert not Signature.objects.filter(person=person).exists()


def test_five_wrong_ones_close_the_door_for_a_quarter_of_an_hour(
    fixed_moment: time_machine.Traveller,
) -> None:
    person = a_person()
    for _ in range(5):
        with pytest.raises(WrongSecret):
            attempt(person, "wrong")
    with pytest.raises(SigningLocked):
        attempt(person, PASSWORD)
    fixed_moment.shift(timedelta(minutes=15, seconds=1))
    assert attempt(person, PASSWORD).pk


def test_a_good_signature_forgives_the_errors_before_it(
    fixed_moment: time_machine.Traveller,
) -> None:
    person = a_person()
    for _ in range(4):
        with pytest.raises(WrongSecret):
            attempt(person, "wrong")
    attempt(person, PASSWORD)
    fixed_moment.shift(timedelta(seconds=1))
    with pytest.raises(WrongSecret):
        attempt(person, "wrong")
    assert attempt(person, PASSWORD).pk


def test_a_code_signs_once(fixed_moment: time_machine.Traveller) -> None:
    person = with_totp(a_person())
    code = code_now()
    assert attempt(person, code).method == "totp"
    with pytest.raises(WrongSecret):
        attempt(person, code)
    fixed_moment.shift(timedelta(seconds=60))
    assert attempt(person, code_now()).method == "totp"


@pytest.mark.parametrize("offset", [-3, 2])
def test_a_code_of_another_time_is_refused(offset: int) -> None:
    person = with_totp(a_person())
    with pytest.raises(WrongSecret):
        attempt(person, code_now(offset))


def test_six_digits_without_a_second_factor_are_a_wrong_password() -> None:
    with pytest.raises(WrongSecret):
        attempt(a_person(), "123456")


def test_a_closed_account_signs_nothing() -> None:
    person = a_person()
    close_account(actor=SYSTEM, person_id=person.pk)
    with pytest.raises(NotFound):
        attempt(person, PASSWORD)


def test_only_digests_are_signed() -> None:
    with pytest.raises(NotADigest):
        sign(person_id=a_person().pk, secret=PASSWORD, purpose="approval", digest="abc")


def test_a_signature_cannot_be_changed() -> None:
    signature = attempt(a_person(), PASSWORD)
    with pytest.raises(Exception, match="Cannot update or delete"), transaction.atomic():
        Signature.objects.filter(pk=signature.pk).update(digest=a_digest("other"))


def test_the_database_refuses_the_second_use_of_a_code() -> None:
    signature = attempt(with_totp(a_person()), code_now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Signature.objects.create(
            person=signature.person,
            method="totp",
            purpose="approval",
            digest=a_digest(),
            totp_step=signature.totp_step,
            signed_at=time.now(),
        )
    assert connection.in_atomic_block
