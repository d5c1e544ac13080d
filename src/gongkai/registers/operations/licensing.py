"""Keep the licensing matters of an organ."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from gongkai.kernel import time
from gongkai.kernel.refusals import NotFound, Refusal
from gongkai.kernel.text import clean_line, clean_text
from gongkai.kernel.types import Actor
from gongkai.organs.access import acting_person, require_own_organ
from gongkai.organs.operations.merging import require_not_merged
from gongkai.registers.access import KEEPERS
from gongkai.registers.models import LicensingMatter
from gongkai.registers.operations.trail import leave_trail
from gongkai.registers.rules.licensing import Matter, MatterFault, matter_faults

FAULTS = {
    MatterFault.MISSING: _("Fill this in; the register must say it."),
    MatterFault.LIMIT: _("Enter the limit that the law sets, in working days from 1 to 999."),
    MatterFault.PROMISE_TOO_LONG: _("The promised limit cannot be longer than the law's."),
    MatterFault.NO_MATERIALS: _("List everything that an applicant hands in, one on each line."),
}


class MatterIncomplete(Refusal):
    """The register must say more of the matter; `errors` by field."""

    def __init__(self, faults: dict[str, MatterFault]) -> None:
        super().__init__(_("Some entries are missing or wrong. Put them right and try again."))
        self.errors = {field: FAULTS[fault] for field, fault in faults.items()}


class MatterTakenOut(Refusal):
    """The matter stands in the register no more."""


class MatterKnownAlready(Refusal):
    """The organ has a matter of this name."""


def enter_matter(
    *, actor: Actor, organ_id: int, matter: Matter, matter_id: int | None = None
) -> LicensingMatter:
    """Enter a matter of the organ, or change the one named by `matter_id`.

    Raises NotAllowed, NotFound, MatterIncomplete, MatterTakenOut, MatterKnownAlready, WasMerged.
    """
    require_own_organ(actor, *KEEPERS, organ_id=organ_id)
    said = _cleaned(matter)
    if faults := matter_faults(said):
        raise MatterIncomplete(faults)
    with transaction.atomic():
        require_not_merged([organ_id])
        row = _new(actor, organ_id) if matter_id is None else _locked(organ_id, matter_id)
        _put(row, said)
        leave_trail(actor, "enter_matter", "licensing_matter", row.pk, row.name, organ_id)
    return row


def end_matter(*, actor: Actor, organ_id: int, matter_id: int) -> LicensingMatter:
    """Take a matter out of the register: it was abolished or handed to another organ.

    Editions that name it stay as they are. Raises NotAllowed, NotFound, MatterTakenOut.
    """
    require_own_organ(actor, *KEEPERS, organ_id=organ_id)
    with transaction.atomic():
        row = _locked(organ_id, matter_id)
        row.ended_by_id, row.ended_at = acting_person(actor), time.now()
        row.save(update_fields=["ended_by", "ended_at"])
        leave_trail(actor, "end_matter", "licensing_matter", row.pk, row.name, organ_id)
    return row


def _cleaned(matter: Matter) -> Matter:
    return Matter(
        name=clean_line(matter.name),
        basis=clean_text(matter.basis),
        conditions=clean_text(matter.conditions),
        quantity=clean_line(matter.quantity),
        procedure=clean_text(matter.procedure),
        statutory_days=matter.statutory_days,
        promised_days=matter.promised_days,
        materials=tuple(line for one in matter.materials if (line := clean_line(one))),
        office=clean_line(matter.office),
        telephone=clean_line(matter.telephone),
    )


def _new(actor: Actor, organ_id: int) -> LicensingMatter:
    last = LicensingMatter.objects.filter(organ=organ_id).order_by("-position").first()
    return LicensingMatter(
        organ_id=organ_id,
        position=last.position + 1 if last else 1,
        entered_by_id=acting_person(actor),
        entered_at=time.now(),
    )


def _locked(organ_id: int, matter_id: int) -> LicensingMatter:
    rows = LicensingMatter.objects.select_for_update()
    row = rows.filter(pk=matter_id, organ=organ_id).first()
    if row is None:
        raise NotFound(_("There is no such licensing matter."))
    if row.ended_at is not None:
        raise MatterTakenOut(
            _("It was taken out of the register meanwhile. Enter it anew where it still applies.")
        )
    return row


def _put(row: LicensingMatter, said: Matter) -> None:
    for field in (
        *("name", "basis", "conditions", "quantity", "procedure"),
        *("statutory_days", "promised_days", "office", "telephone"),
    ):
        setattr(row, field, getattr(said, field))
    row.materials = list(said.materials)
    row.changed_at = time.now()
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if "one_matter_of_a_name" not in str(error):
            raise
        raise MatterKnownAlready(
            _("There is a matter of this name already. Change that one."), field="name"
        ) from error
