"""Say how often an item is expected of an organ, or of every organ of a kind in an area."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.audit.operations import record_entry
from gongkai.kernel import time
from gongkai.kernel.public import mark_public_change
from gongkai.kernel.refusals import NotFound, Refusal
from gongkai.kernel.text import clean_line
from gongkai.kernel.types import Actor
from gongkai.organs.access import acting_person
from gongkai.organs.models import Organ, OrganKind
from gongkai.oversight.access import require_guide
from gongkai.oversight.models import RhythmChange
from gongkai.oversight.operations.items import require_cell
from gongkai.oversight.rules.matrix import Rhythm

LONGEST_REASON = 300


class ChangeNotReasoned(Refusal):
    """The change does not say why, or says it at too great length."""


def change_rhythm(
    *,
    actor: Actor,
    organ_id: int,
    item: str,
    rhythm: Rhythm | None,
    for_kind: bool,
    reason: str,
) -> RhythmChange | None:
    """Order another rhythm from today on, or the default one again (None); audited.

    `for_kind` orders it for every organ of this organ's kind in the area of the competent
    department; what is ordered for one organ goes before it. What held until now ends. Returns the
    change, None for the default. Raises NotAllowed, NotFound, ChangeNotReasoned.
    """
    require_guide(actor, organ_id=organ_id)
    why = _reason(reason)
    with transaction.atomic():
        area = _locked_area(actor)
        organ = Organ.objects.get(pk=organ_id)
        require_cell(organ, item)
        scope: dict[str, object] = (
            {"organ": None, "organ_kind": organ.kind, "area": area}
            if for_kind
            else {"organ": organ, "organ_kind": ""}
        )
        _end_present(item, scope)
        change = None
        if rhythm is not None:
            change = RhythmChange.objects.create(
                **(scope | {"area": area}),
                item=item,
                rhythm=rhythm.value,
                reason=why,
                from_on=time.today(),
                ordered_by_id=acting_person(actor),
                ordered_at=time.now(),
            )
        # Whether an item is overdue is public.
        mark_public_change(kind="rhythm", object_id=organ_id)
        record_entry(
            actor=actor,
            action="oversight.change_rhythm",
            object_kind="organ",
            object_id=organ.pk,
            object_label=organ.name,
            organ_id=organ.pk,
            details={
                "item": item,
                "rhythm": rhythm.value if rhythm else "default",
                "organ_kind": organ.kind if for_kind else "",
                "reason": why,
            },
        )
    return change


def _reason(reason: str) -> str:
    why = clean_line(reason)
    if not why:
        raise ChangeNotReasoned(_("Say why another rhythm is expected."), field="reason")
    if len(why) > LONGEST_REASON:
        raise ChangeNotReasoned(
            _("Shorten the reason to %(length)d characters.") % {"length": LONGEST_REASON},
            field="reason",
        )
    return why


def _locked_area(actor: Actor) -> Organ:
    """Return the organ for which the department is competent: its government's, or its own.

    The row is locked: of two changes made at once the second ends the first.
    """
    rows = Organ.objects.select_for_update(of=("self",), no_key=True).select_related("parent")
    own = rows.filter(pk=actor.organ_id).first() if actor.organ_id is not None else None
    if own is None:
        raise NotFound(_("There is no such organ. Choose the organ again."))
    government = own.parent if own.parent and own.parent.kind == OrganKind.GOVERNMENT else None
    return government if government and own.kind != OrganKind.GOVERNMENT else own


def _end_present(item: str, scope: dict[str, object]) -> None:
    found = RhythmChange.objects.filter(item=item, until_on__isnull=True)
    named = {name: value for name, value in scope.items() if value is not None}
    if scope["organ"] is None:
        found = found.filter(organ__isnull=True)
    yesterday = time.today() - timedelta(days=1)
    # One that was ordered today holds on no day at all.
    found.filter(**named).update(until_on=yesterday)
