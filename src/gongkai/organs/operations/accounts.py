"""Open and close accounts. There is no sign-up: an administrator opens them."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.audit.operations import record_entry
from gongkai.kernel import time
from gongkai.kernel.refusals import NotFound, Refusal
from gongkai.kernel.text import clean_line
from gongkai.kernel.types import Actor
from gongkai.organs.access import require_administrator, require_other_person
from gongkai.organs.models import FailedSecret, Person


class UsernameTaken(Refusal):
    """Somebody logs in with this name."""


class WeakPassword(Refusal):
    """The password is too short, too common or only digits."""


def create_person(
    *,
    actor: Actor,
    username: str,
    name: str,
    password: str,
    email: str = "",
    telephone: str = "",
    is_demo: bool = False,
) -> Person:
    """Open an account; roles are granted afterwards. An empty password keeps log-in closed.

    Raises NotAllowed, UsernameTaken, WeakPassword.
    """
    require_administrator(actor)
    person = Person(
        username=clean_line(username),
        name=clean_line(name),
        email=clean_line(email),
        telephone=clean_line(telephone),
        is_demo=is_demo,
        joined_at=time.now(),
    )
    _take_password(person, password)
    with transaction.atomic():
        # The log-in takes capital and small letters alike: it must know whom a name means.
        if Person.objects.filter(username__iexact=person.username).exists():
            raise UsernameTaken(_("Somebody already has this user name."), field="username")
        person.save(force_insert=True)
        _record(actor, "organs.create_person", person)
    return person


def close_account(*, actor: Actor, person_id: int) -> Person:
    """Close an account at once: no log-in, no duties, no substitutions; the history stays.

    Raises NotAllowed (also for one's own account) and NotFound.
    """
    require_administrator(actor)
    require_other_person(actor, person_id)
    with transaction.atomic():
        person = _locked(person_id)
        person.is_active = False
        person.save(update_fields=["is_active"])
        _record(actor, "organs.close_account", person)
    return person


def set_password(*, actor: Actor, person_id: int, password: str) -> Person:
    """Give somebody a new password because they lost theirs. Raises NotAllowed, WeakPassword.

    Never one's own: that is done with the old one, on the page of the account. Wrong secrets of
    before are forgotten, so that log-in and signing are open.
    """
    require_administrator(actor)
    require_other_person(actor, person_id)
    with transaction.atomic():
        person = _locked(person_id)
        _take_password(person, password)
        person.save(update_fields=["password"])
        # Who forgot the old one has locked themselves out with it: the new one opens at once.
        FailedSecret.objects.filter(person=person).delete()
        _record(actor, "organs.set_password", person)
    return person


def _take_password(person: Person, password: str) -> None:
    if not password:
        person.set_unusable_password()
        return
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise WeakPassword(" ".join(error.messages), field="password") from error
    person.set_password(password)


def _locked(person_id: int) -> Person:
    person = Person.objects.select_for_update(no_key=True).filter(pk=person_id).first()
    if person is None:
        raise NotFound(_("There is no such person."))
    return person


def _record(actor: Actor, action: str, person: Person) -> None:
    record_entry(
        actor=actor,
        action=action,
        object_kind="person",
        object_id=person.pk,
        object_label=f"{person.name} ({person.username})",
        organ_id=None,
    )
