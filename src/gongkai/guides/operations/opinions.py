"""Opinions of the public: taken without an account, sealed as to who, shown once looked at."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from gongkai.audit.operations import record_entry
from gongkai.guides.access import OFFICE
from gongkai.guides.clearing import label_of, subject_of
from gongkai.guides.models import Edition, EditionState, Opinion, OpinionState
from gongkai.guides.operations.moving import locked_edition, require_own_organ
from gongkai.kernel import time
from gongkai.kernel.public import mark_public_change
from gongkai.kernel.refusals import NotFound, Refusal
from gongkai.kernel.sealing import keyed_hash, seal_text
from gongkai.kernel.text import clean_line, clean_text
from gongkai.kernel.types import Actor
from gongkai.organs.access import acting_person
from gongkai.release.operations.gate import NotCleared, pass_gate
from gongkai.release.rules.doors import Door, TextOut
from gongkai.release.wording import findings_text

NAME_PURPOSE = "guides.opinion_name"
CONTACT_PURPOSE = "guides.opinion_contact"
LONGEST_OPINION = 2_000
LONGEST_CONTACT = 200
MOST_FROM_ONE_NETWORK = 5
"""Opinions that one network may send within an hour, so that nobody fills the list."""
COUNTS_FOR = timedelta(hours=1)
_ADDRESS = "guides.opinion_address"
_LONGEST_WHY = 500


class ConsultationNotOpen(Refusal):
    """The edition does not lie open for opinions, or its last day is over."""


class OpinionRefused(Refusal):
    """The opinion is empty or too long."""


class TooManyOpinions(Refusal):
    """One network sent as many opinions as an hour allows."""


class OpinionDecided(Refusal):
    """It was decided like that already."""


class OpinionHoldsPersonalData(Refusal):
    """The words hold what the public may not read."""


def give_opinion(
    *, edition_id: int, text: str, name: str = "", contact: str = "", address: str = ""
) -> Opinion:
    """Take an opinion on an edition that lies open; nothing of it is shown before it is looked at.

    Name and contact are sealed. `address` is the network it comes from, '' where unknown. Raises
    ConsultationNotOpen, OpinionRefused, TooManyOpinions, NotFound.
    """
    said = clean_text(text)
    if not said or len(said) > LONGEST_OPINION:
        raise OpinionRefused(
            _("Write your opinion in at most %(limit)d characters.") % {"limit": LONGEST_OPINION},
            field="text",
        )
    with transaction.atomic():
        edition = locked_edition(edition_id)
        _require_open(edition)
        hashed = keyed_hash(address, purpose=_ADDRESS) if address else ""
        _require_few(hashed)
        return Opinion.objects.create(
            edition=edition,
            number=(edition.opinions.aggregate(last=Max("number"))["last"] or 0) + 1,
            text=said,
            sealed_name=_sealed(name, NAME_PURPOSE),
            sealed_contact=_sealed(contact, CONTACT_PURPOSE),
            address_hash=hashed,
            given_at=time.now(),
        )


def show_opinion(*, actor: Actor, opinion_id: int) -> Opinion:
    """Let the public read an opinion's words; who gave it stays sealed.

    Also one that was kept back by mistake. Raises NotAllowed, OpinionDecided,
    OpinionHoldsPersonalData, NotFound.
    """
    with transaction.atomic():
        edition, opinion = _to_decide(opinion_id, OpinionState.SHOWN, actor)
        texts = TextOut(parts=((f"opinion {opinion.number}", opinion.text),))
        try:
            [opinion.clearance] = pass_gate(
                actor=actor, door=Door.PUBLIC, subject=subject_of(edition), texts=texts
            )
        except NotCleared as refused:
            raise OpinionHoldsPersonalData(
                _("It holds what the public may not read: %(found)s. It cannot be shown.")
                % {"found": findings_text(refused.report)}
            ) from refused
        opinion.why = ""
        _decide(opinion, OpinionState.SHOWN, actor=actor)
        mark_public_change(kind="edition", object_id=edition.pk)
    return opinion


def keep_opinion_back(*, actor: Actor, opinion_id: int, why: str) -> Opinion:
    """Say that an opinion is not shown, and why; it is counted and answered all the same.

    One that the public reads already is taken from it. Raises NotAllowed, OpinionDecided,
    OpinionRefused, NotFound.
    """
    said = clean_line(why)[:_LONGEST_WHY]
    if not said:
        raise OpinionRefused(_("Say why it is not shown."), field="why")
    with transaction.atomic():
        edition, opinion = _to_decide(opinion_id, OpinionState.NOT_SHOWN, actor)
        opinion.why = said
        _decide(opinion, OpinionState.NOT_SHOWN, actor=actor)
        mark_public_change(kind="edition", object_id=edition.pk)
    return opinion


def forget_addresses() -> int:
    """Forget from which network opinions came once it counts no more; return how many."""
    late = Opinion.objects.filter(given_at__lt=time.now() - COUNTS_FOR).exclude(address_hash="")
    return late.update(address_hash="")


def _require_open(edition: Edition) -> None:
    until_on = edition.consulted_until_on
    if edition.state == EditionState.CONSULTING and until_on and time.today() <= until_on:
        return
    raise ConsultationNotOpen(
        _("Opinions are no longer taken here. Turn to the disclosure office of the organ.")
    )


def _require_few(hashed: str) -> None:
    rows = Opinion.objects.filter(address_hash=hashed, given_at__gt=time.now() - COUNTS_FOR)
    if hashed and rows.count() >= MOST_FROM_ONE_NETWORK:
        raise TooManyOpinions(
            _("Many opinions came from your network within the hour. Send this one in an hour.")
        )


def _sealed(text: str, purpose: str) -> str:
    said = clean_line(text)[:LONGEST_CONTACT]
    return seal_text(said, purpose=purpose) if said else ""


def _to_decide(opinion_id: int, state: OpinionState, actor: Actor) -> tuple[Edition, Opinion]:
    found = Opinion.objects.filter(pk=opinion_id).values_list("edition_id", flat=True).first()
    if found is None:
        raise NotFound(_("There is no such opinion."))
    edition = locked_edition(found)
    require_own_organ(actor, *OFFICE, organ_id=edition.organ_id)
    opinion = Opinion.objects.get(pk=opinion_id)
    if opinion.state == state.value:
        raise OpinionDecided(_("This opinion was decided like that already."))
    return edition, opinion


def _decide(opinion: Opinion, state: OpinionState, *, actor: Actor) -> None:
    opinion.state = state.value
    opinion.decided_by_id, opinion.decided_at = acting_person(actor), time.now()
    opinion.save()
    record_entry(
        actor=actor,
        action="guides.decide_opinion",
        object_kind="edition",
        object_id=opinion.edition_id,
        object_label=label_of(opinion.edition),
        organ_id=opinion.edition.organ_id,
        details={"opinion": str(opinion.number), "state": state.value},
    )
