"""Setting the mark (机关代字) of an organ's letters."""

import re

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.audit.operations import record_entry
from gongkai.kernel import time
from gongkai.kernel.locks import hold_name
from gongkai.kernel.refusals import NotFound, Refusal
from gongkai.kernel.text import clean_line
from gongkai.kernel.types import Actor
from gongkai.letters.access import require_mark_setter
from gongkai.letters.models import LetterMark
from gongkai.letters.queries.marks import is_taken
from gongkai.letters.rules.numbering import LONGEST_MARK
from gongkai.organs.models import Organ

_MARKS = 52_2012
"""Space of the advisory locks: two organs that get a mark at once would not see each other's."""
_MARK = re.compile(r"[\u3007\u3400-\u9fff\U00020000-\U0003ffff]+")


class NotAMark(Refusal):
    """The text cannot stand at the head of a letter's number."""


class MarkTaken(Refusal):
    """Another organ's letters carry this mark: two letters would have the same number."""


def set_letter_mark(*, actor: Actor, organ_id: int, mark: str) -> LetterMark:
    """Let the numbers of the organ's letters begin with this mark from now on.

    Letters that were issued keep their numbers, and the series count on. Raises NotAllowed,
    NotFound, NotAMark, MarkTaken.
    """
    require_mark_setter(actor, organ_id=organ_id)
    mark = clean_line(mark)
    if not _MARK.fullmatch(mark) or len(mark) > LONGEST_MARK:
        raise NotAMark(
            _("Enter the organ's mark in Chinese characters, for example 云卫, at most %(most)d.")
            % {"most": LONGEST_MARK},
            field="mark",
        )
    with transaction.atomic():
        organ = Organ.objects.filter(pk=organ_id).first()
        if organ is None:
            raise NotFound(_("There is no such organ."))
        _require_free(mark, organ)
        kept, _made = LetterMark.objects.update_or_create(
            organ=organ,
            defaults={
                "mark": mark,
                "changed_at": time.now(),
                "changed_by_id": actor.person_id,
                "changed_by_name": actor.name,
            },
        )
        record_entry(
            actor=actor,
            action="letters.set_mark",
            object_kind="organ",
            object_id=organ_id,
            object_label=organ.name,
            organ_id=organ_id,
            details={"mark": mark},
        )
    return kept


def hold_mark(mark: str) -> None:
    """Wait until no other organ is getting this mark; it is held until the commit."""
    hold_name(_MARKS, mark)


def _require_free(mark: str, organ: Organ) -> None:
    hold_mark(mark)
    if is_taken(mark, organ_id=organ.pk):
        raise MarkTaken(
            _(
                "The letters of another organ carry this mark, and two letters would have the same "
                "number. Enter a longer one."
            ),
            field="mark",
        )
