"""What staff do about a notice that did not get through: send it again, or tell otherwise."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.audit.operations import record_entry
from gongkai.kernel import time
from gongkai.kernel.refusals import NotFound, Refusal
from gongkai.kernel.text import clean_line
from gongkai.kernel.types import Actor
from gongkai.notices.access import demand_office
from gongkai.notices.mailserver import mail_server
from gongkai.notices.models import Notice
from gongkai.notices.operations.delivering import locked_notice
from gongkai.notices.operations.queueing import begin_round
from gongkai.notices.rules.vocabulary import ENDED_UNSENT, NEVER_TO_BE_SENT, NoticeState
from gongkai.organs.access import acting_person

LONGEST_HOW = 200


class StillUnderWay(Refusal):
    """The notice waits or is being sent; the system goes on by itself."""


class AlreadySent(Refusal):
    """The mail server has taken the notice over."""


class AddressCannotReceive(Refusal):
    """There is no address that could receive it, now or ever."""


class NoMailServer(Refusal):
    """No mail server is set up."""


class AlreadySettled(Refusal):
    """It was noted before that the person was told otherwise."""


class HowNeeded(Refusal):
    """A note says how the person was told."""


class HowTooLong(Refusal):
    """The note is longer than what is kept."""


def send_again(*, actor: Actor, notice_id: int) -> Notice:
    """Begin a new round of tries with the same text and Message-ID; audited.

    A mail reader that got the notice before shows it once, because the Message-ID is the same.

    Raises:
        NotFound, NotAllowed, StillUnderWay, AlreadySent, AddressCannotReceive, NoMailServer: see
        their messages.
    """
    with transaction.atomic():
        notice = _ended_notice(actor, notice_id)
        if notice.refused_why in NEVER_TO_BE_SENT or not notice.to_address:
            raise AddressCannotReceive(
                _("This address cannot receive mail. Tell the person by telephone or letter.")
            )
        if mail_server() is None:
            raise NoMailServer(
                _("No mail server is set up. Ask the system administrator, or telephone.")
            )
        _record(actor, notice, "notices.send_again")
        notice.refused_why = ""
        notice.settled_at, notice.settled_by, notice.settled_how = None, None, ""
        begin_round(notice, at=time.now())
    return notice


def settle_notice(*, actor: Actor, notice_id: int, how: str) -> Notice:
    """Note that the person was told otherwise, and how: the notice is stuck no more; audited.

    Raises:
        NotFound, NotAllowed, StillUnderWay, AlreadySent, AlreadySettled, HowNeeded, HowTooLong:
        see their messages.
    """
    how = _checked_how(how)
    with transaction.atomic():
        notice = _ended_notice(actor, notice_id)
        if notice.settled_at is not None:
            raise AlreadySettled(_("It was noted before how the person was told."))
        notice.settled_at, notice.settled_how = time.now(), how
        notice.settled_by_id = acting_person(actor)
        notice.save()
        _record(actor, notice, "notices.settle")
    return notice


def _checked_how(how: str) -> str:
    how = clean_line(how)
    if not how:
        raise HowNeeded(_("Say how and when the person was told."), field="how")
    if len(how) > LONGEST_HOW:
        raise HowTooLong(
            _("Shorten the note to %(length)d characters.") % {"length": LONGEST_HOW}, field="how"
        )
    return how


def _ended_notice(actor: Actor, notice_id: int) -> Notice:
    notice = locked_notice(notice_id)
    if notice is None:
        raise NotFound(_("There is no such notice."))
    demand_office(actor, organ_id=notice.organ_id)
    if notice.state == NoticeState.SENT:
        raise AlreadySent(_("The mail server has taken this notice over already."))
    if notice.state not in ENDED_UNSENT:
        raise StillUnderWay(_("This notice is still being sent. Wait for how it ends."))
    return notice


def _record(actor: Actor, notice: Notice, action: str) -> None:
    # Neither address nor note: the trail is kept for ever and holds no personal data.
    record_entry(
        actor=actor,
        action=action,
        object_kind="notice",
        object_id=notice.pk,
        object_label=notice.subject,
        organ_id=notice.organ_id,
        details={"kind": notice.kind, "state": notice.state, "message_id": notice.message_id},
    )
