"""The mark (机关代字) with which the numbers of an organ's letters begin."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from gongkai.kernel import time
from gongkai.kernel.refusals import NotFound
from gongkai.letters.models import Letter, LetterMark
from gongkai.letters.rules.marks import made_marks
from gongkai.letters.shipped import series_table
from gongkai.organs.models import Organ


@dataclass(frozen=True, slots=True)
class MarkCard:
    """An organ's mark; `changed_at` is None while the organ has not set one itself."""

    mark: str
    changed_at: datetime | None
    changed_by_name: str


def letter_mark(organ_id: int) -> str:
    """Return the organ's mark; raises NotFound."""
    return mark_card(organ_id).mark


def mark_card(organ_id: int) -> MarkCard:
    """Return the organ's mark and who set it when; raises NotFound.

    It is the one that the organ has set; else the one that its letters bear; else one made from
    its name that no other organ has.
    """
    return kept_mark(organ_id) or MarkCard(_made_mark(organ_id), None, "")


def kept_mark(organ_id: int) -> MarkCard | None:
    """Return the mark that the organ has set or that its letters bear, None before its first."""
    kept = LetterMark.objects.filter(organ_id=organ_id).first()
    if kept is not None:
        return MarkCard(kept.mark, kept.changed_at, kept.changed_by_name)
    last = Letter.objects.filter(organ_id=organ_id).order_by("-pk").only("number", "series").first()
    mark = series_table().mark_in(last.number, series=last.series) if last else ""
    return MarkCard(mark, None, "") if mark else None


def is_taken(mark: str, *, organ_id: int) -> bool:
    """Say whether another organ numbers its letters with this mark, or has done so this year.

    An organ that has ended has none any more: in another year no number is the same.
    """
    if LetterMark.objects.filter(mark=mark, organ__is_active=True).exclude(organ=organ_id).exists():
        return True
    begins = Q()
    for beginning in series_table().beginnings(mark):
        begins |= Q(number__startswith=beginning)
    goes_on = Q(organ__is_active=True, organ__letter_mark__isnull=True)
    used = Letter.objects.filter(begins, goes_on | Q(year__gte=time.today().year))
    return used.exclude(organ=organ_id).exists()


def _made_mark(organ_id: int) -> str:
    organ = Organ.objects.select_related("region").filter(pk=organ_id).first()
    if organ is None:
        raise NotFound(_("There is no such organ."))
    made = made_marks(name=organ.name, short_name=organ.short_name, region_name=organ.region.name)
    return next(mark for mark in made if not is_taken(mark, organ_id=organ_id))
