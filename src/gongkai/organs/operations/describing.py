"""Enter what an organ says of itself: its own people may, as they may enter its offices."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.audit.operations import record_entry
from gongkai.kernel.public import mark_public_change
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.text import clean_line, clean_text
from gongkai.kernel.types import Actor
from gongkai.organs.access import require_office_editor
from gongkai.organs.models import Organ


def describe_organ(*, actor: Actor, organ_id: int, introduction: str, website: str) -> Organ:
    """Replace the introduction and the website of an organ; both may be empty.

    Raises NotAllowed, NotFound.
    """
    require_office_editor(actor, organ_id=organ_id)
    with transaction.atomic():
        organ = Organ.objects.select_for_update(no_key=True).filter(pk=organ_id).first()
        if organ is None:
            raise NotFound(_("There is no such organ."))
        organ.introduction = clean_text(introduction)
        organ.website = clean_line(website)
        organ.save(update_fields=["introduction", "website"])
        mark_public_change(kind="organ", object_id=organ_id)
        record_entry(
            actor=actor,
            action="organs.describe_organ",
            object_kind="organ",
            object_id=organ_id,
            object_label=organ.name,
            organ_id=organ_id,
            details={"website": organ.website},
        )
    return organ
