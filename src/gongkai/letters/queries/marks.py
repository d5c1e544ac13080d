"""The mark (机关代字) with which the numbers of an organ's letters begin."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from gongkai.kernel.refusals import NotFound
from gongkai.letters.models import LetterMark
from gongkai.letters.rules.marks import default_mark
from gongkai.organs.models import Organ


@dataclass(frozen=True, slots=True)
class MarkCard:
    """An organ's mark; `changed_at` is None while it is the one that was made from its name."""

    mark: str
    changed_at: datetime | None
    changed_by_name: str


def letter_mark(organ_id: int) -> str:
    """Return the organ's mark; raises NotFound."""
    return mark_card(organ_id).mark


def mark_card(organ_id: int) -> MarkCard:
    """Return the organ's mark and who set it when; raises NotFound."""
    kept = LetterMark.objects.filter(organ_id=organ_id).first()
    if kept is not None:
        return MarkCard(kept.mark, kept.changed_at, kept.changed_by_name)
    organ = Organ.objects.select_related("region").filter(pk=organ_id).first()
    if organ is None:
        raise NotFound(_("There is no such organ."))
    made = default_mark(name=organ.name, short_name=organ.short_name, region_name=organ.region.name)
    return MarkCard(made, None, "")
