"""What everybody sees of editions: published ones for good, drafts while they lie open."""

from collections.abc import Sequence

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from gongkai.guides.access import is_out, lies_open, was_consulted
from gongkai.guides.models import (
    CatalogueEntry,
    Edition,
    EditionHiding,
    EditionKind,
    EditionState,
    OpinionState,
)
from gongkai.guides.queries.cards import card_of, editions, guide_of
from gongkai.guides.queries.values import (
    CatalogueEdition,
    ClassCount,
    Consultation,
    EditionCard,
    EntryLine,
    GuideEdition,
    HiddenEdition,
    ShownOpinion,
)
from gongkai.guides.rules.facts import catalogue_facts_from
from gongkai.guides.rules.vocabulary import EditionKind as Kind
from gongkai.guides.rules.vocabulary import EditionState as State
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.time import local_date, today
from gongkai.kernel.types import Viewer
from gongkai.records.models import WithdrawalReason
from gongkai.records.queries.lists import held_back
from gongkai.records.queries.snapshots import cards_of_versions


def current_editions(viewer: Viewer, organ_id: int) -> dict[Kind, EditionCard]:
    """Return the editions in force of an organ, by kind (one query)."""
    rows = editions().filter(is_out(), organ=organ_id, state=EditionState.PUBLISHED)
    return {Kind(row.kind): card_of(row) for row in rows}


def public_editions(viewer: Viewer, organ_id: int) -> tuple[EditionCard, ...]:
    """Return every edition that was published, guides first, the newest of each first."""
    rows = editions().filter(is_out(), organ=organ_id)
    return tuple(card_of(row) for row in rows.order_by("-kind", "-number"))


def hidden_editions(viewer: Viewer, organ_id: int) -> tuple[HiddenEdition, ...]:
    """Return what of an organ's editions was taken back: number, day and reason (one query)."""
    rows = EditionHiding.objects.exclude(outcome="restored").filter(edition__organ=organ_id)
    return tuple(
        HiddenEdition(
            kind=Kind(row.edition.kind),
            number=row.edition.number,
            hidden_on=local_date(row.hidden_at),
            reason=str(WithdrawalReason(row.reason).label),
        )
        for row in rows.select_related("edition").order_by("-edition__kind", "-edition__number")
    )


def public_edition(viewer: Viewer, edition_id: int) -> EditionCard:
    """Return an edition that everybody may read; raises NotFound."""
    return card_of(_readable(edition_id))


def public_guide(viewer: Viewer, edition_id: int) -> GuideEdition:
    """Return what an edition of a guide says, where everybody may read it; raises NotFound."""
    edition = _readable(edition_id)
    if edition.kind != EditionKind.GUIDE:
        raise NotFound(_("There is no such edition of a guide or catalogue."))
    return guide_of(edition)


def edition_before(viewer: Viewer, card: EditionCard) -> EditionCard | None:
    """Return the published edition before one, None before the first."""
    rows = editions().filter(is_out(), organ=card.organ_id, kind=card.kind.value)
    before = rows.filter(number__lt=card.number).order_by("-number").first()
    return card_of(before) if before else None


def catalogue_edition(viewer: Viewer, edition_id: int) -> CatalogueEdition:
    """Return an edition of a catalogue with its counts; raises NotFound.

    The counts are those of the day on which it was compiled: they name nothing.
    """
    return catalogue_of(_readable(edition_id))


def catalogue_of(edition: Edition) -> CatalogueEdition:
    """Return a row with its counts; raises NotFound where it is of a guide."""
    if edition.kind != EditionKind.CATALOGUE:
        raise NotFound(_("There is no such edition of a guide or catalogue."))
    rows = CatalogueEntry.objects.filter(edition=edition).order_by()
    counts = dict(rows.values_list("class_code").annotate(n=Count("pk")))
    classes = tuple(
        ClassCount(
            code=one.code,
            name_zh=one.name_zh,
            name_en=one.name_en,
            count=counts.get(one.code, 0),
        )
        for one in catalogue_facts_from(edition.facts).classes
        if counts.get(one.code)
    )
    return CatalogueEdition(card=card_of(edition), classes=classes, total=sum(counts.values()))


def entries_of(
    viewer: Viewer, edition_id: int, *, start: int = 0, size: int = 100
) -> tuple[EntryLine, ...]:
    """Return entries of a catalogue edition in their order; raises NotFound."""
    rows = CatalogueEntry.objects.filter(edition=_readable(edition_id))[start : start + size]
    return lines_of(viewer, list(rows))


def lines_of(viewer: Viewer, rows: Sequence[CatalogueEntry]) -> tuple[EntryLine, ...]:
    """Return what may be read now of entries.

    What an entry says is asked of its record now. Of one that is not public any more, or that the
    release gate holds back, nothing but the number is said, and which of the two it is.
    """
    cards = cards_of_versions(viewer, [row.version_id for row in rows])
    held = held_back(list(cards.values()))
    return tuple(
        EntryLine(
            position=row.position,
            record_id=row.record_id,
            index_number=row.index_number,
            class_code=row.class_code,
            card=None if row.record_id in held else cards.get(row.version_id),
            is_held_back=row.record_id in held,
        )
        for row in rows
    )


def entry_numbers(viewer: Viewer, edition_id: int) -> frozenset[str]:
    """Return the index numbers in a catalogue edition; raises NotFound. A number tells nothing."""
    edition = _readable(edition_id)
    return frozenset(edition.entries.order_by().values_list("index_number", flat=True))


def open_consultations(viewer: Viewer, *, organ_id: int | None = None) -> tuple[EditionCard, ...]:
    """Return the drafts that lie open for opinions, those that end first in front."""
    rows = editions().filter(lies_open(today()))
    if organ_id is not None:
        rows = rows.filter(organ=organ_id)
    return tuple(card_of(row) for row in rows.order_by("consulted_until_on", "pk"))


def consultation(viewer: Viewer, edition_id: int, *, page: int = 1, size: int = 50) -> Consultation:
    """Return a consultation with a page of its opinions and the answer to them; raises NotFound.

    It stays readable when it is over; the draft itself is shown only while it lies open.
    """
    edition = _found(edition_id, was_consulted())
    shown = edition.opinions.filter(state=OpinionState.SHOWN.value)
    number = shown.count()
    start = (min(max(page, 1), max(1, -(-number // size))) - 1) * size
    return Consultation(
        card=card_of(edition),
        is_open=_takes_opinions(edition),
        is_given_up=edition.state == EditionState.ABANDONED,
        is_out=Edition.objects.filter(is_out(), pk=edition.pk).exists(),
        opinions=tuple(
            ShownOpinion(number=one.number, text=one.text, given_on=local_date(one.given_at))
            for one in shown[start : start + size]
        ),
        shown=number,
        kept_back=edition.opinions.filter(state=OpinionState.NOT_SHOWN.value).count(),
        answer=edition.answer,
        answered_on=local_date(edition.answered_at) if edition.answered_at else None,
    )


def _takes_opinions(edition: Edition) -> bool:
    until_on = edition.consulted_until_on
    return edition.state == State.CONSULTING and until_on is not None and today() <= until_on


def _readable(edition_id: int) -> Edition:
    return _found(edition_id, is_out() | lies_open(today()))


def _found(edition_id: int, condition: Q) -> Edition:
    rows = Edition.objects.select_related("organ").filter(condition)
    edition = rows.filter(pk=edition_id).first() if 0 < edition_id < 2**63 else None
    if edition is None:
        raise NotFound(_("There is no such edition of a guide or catalogue."))
    return edition
