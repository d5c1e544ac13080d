"""What becomes of an organ's editions when it is merged into another."""

from django.utils.translation import gettext as _

from gongkai.guides.models import Edition
from gongkai.guides.operations.moving import leave_move
from gongkai.guides.rules.lifecycle import Event
from gongkai.guides.rules.vocabulary import IN_WORK, EditionState
from gongkai.kernel.public import mark_public_change
from gongkai.kernel.types import Actor
from gongkai.records.events import RecordsTransferred
from gongkai.records.models import RecordTransfer


def give_up_editions_in_work(event: RecordsTransferred) -> None:
    """Give up what the merged organ was working on; a consultation that runs ends with it.

    Also what lies before the competent department: there is nobody any more who would publish it.
    What was published stays readable; its page names the successor.
    """
    transfer = RecordTransfer.objects.select_related("ordered_by").get(pk=event.transfer_id)
    ordered = Actor(
        person_id=transfer.ordered_by_id,
        name=transfer.ordered_by.name,
        organ_id=None,
        organ_name="",
        role=None,
    )
    rows = Edition.objects.select_for_update().filter(
        organ=event.from_organ_id, state__in=[state.value for state in IN_WORK]
    )
    for edition in rows.order_by("pk"):
        edition.state = EditionState.ABANDONED.value
        edition.save(update_fields=["state"])
        leave_move(
            edition,
            Event.ABANDON.value,
            actor=ordered,
            note=str(_("The organ was merged into another.")),
        )
        mark_public_change(kind="edition", object_id=edition.pk)
