"""Tickets: what a page gives the browser so that it may send files for the page's subject.

The page has checked that this person may add files here. The ticket is signed and says so for the
length of a session, to this person alone.
"""

from dataclasses import dataclass

from django.core import signing
from django.utils.translation import gettext_lazy as _

from gongkai.kernel.refusals import NotAllowed
from gongkai.kernel.types import Actor, Role
from gongkai.release.rules.doors import Subject

_SALT = "gongkai.desk.uploads"
VALID_SECONDS = 12 * 3600


@dataclass(frozen=True, slots=True)
class Ticket:
    """For what, and in which role, files may be sent."""

    subject: Subject
    role: Role


def make_ticket(actor: Actor, subject: Subject) -> str:
    """Return a ticket for this actor and subject."""
    said = [actor.person_id, actor.role, subject.kind, subject.id, subject.organ_id]
    return signing.dumps(said, salt=_SALT)


def read_ticket(ticket: str, *, person_id: int) -> Ticket:
    """Return what the ticket allows this person; raises NotAllowed where it is not theirs."""
    try:
        holder, role, kind, subject_id, organ_id = signing.loads(
            ticket, salt=_SALT, max_age=VALID_SECONDS
        )
    except signing.BadSignature as bad:
        raise _refused() from bad
    if holder != person_id:
        raise _refused()
    return Ticket(Subject(kind=kind, id=subject_id, organ_id=organ_id), Role(role))


def _refused() -> NotAllowed:
    return NotAllowed(
        _("This page was open for too long. Load it again and choose the file again.")
    )
