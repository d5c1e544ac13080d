"""From rows to cards, and the words of the request's language."""

from django.db.models import QuerySet
from django.utils.translation import get_language

from gongkai.kernel import time
from gongkai.organs.models import Organ
from gongkai.records.access import is_public, text_is_public
from gongkai.records.models import Record, RecordVersion, ThemeClass
from gongkai.records.queries.validity import validity_of
from gongkai.records.queries.values import RecordCard
from gongkai.records.rules.making import MADE_HERE, Making
from gongkai.records.rules.vocabulary import Standing

_HEAVY = ("public_version__text", "public_version__history", "organ__introduction")


def in_language(zh: str, en: str) -> str:
    """Return the English name where English is asked for and there is one."""
    english = (get_language() or "").startswith("en")
    return en if english and en else zh


def name_of_organ(organ: Organ) -> str:
    """Return the organ's name in the language of the request."""
    return in_language(organ.name, organ.name_en)


def name_of_theme(theme: ThemeClass | None) -> str:
    """Return the theme's name in the language of the request, '' without theme."""
    return "" if theme is None else in_language(theme.name_zh, theme.name_en)


def public_records() -> QuerySet[Record]:
    """Return the records that the public knows, with all that a card needs, without texts."""
    return (
        Record.objects.filter(is_public())
        .select_related("organ", "public_version__theme")
        .defer(*_HEAVY)
    )


def public_card(record: Record) -> RecordCard:
    """Return the card of a row of `public_records`."""
    if record.public_version is None:
        raise RuntimeError("a public record has a public version")
    return card_of(record, record.public_version)


def card_of(record: Record, version: RecordVersion) -> RecordCard:
    """Return the card of a released record as one of its versions says it.

    Its validity is today's. Who made it is told where the text is open too.
    """
    is_open = text_is_public(standing=record.standing, category=version.category)
    return RecordCard(
        id=record.pk,
        index_number=record.index_number or "",
        title=version.title,
        is_listed=record.standing == Standing.LISTED,
        organ_id=record.organ_id,
        organ_name=name_of_organ(record.organ),
        organ_code=record.organ.organisation_code,
        organ_kind=record.organ.kind,
        summary=version.summary,
        generated_on=version.generated_on,
        released_on=record.released_on or version.generated_on,
        changed_at=version.released_at or version.created_at,
        document_number=version.document_number,
        class_code=record.class_code,
        theme_code=version.theme.code if version.theme else "",
        theme_name=name_of_theme(version.theme),
        validity=validity_of(version, today=time.today()),
        is_normative=version.is_normative,
        version_number=version.number,
        genre=version.genre,
        assembly=version.assembly,
        service_object=version.service_object,
        keywords=version.keywords,
        forms=tuple(version.forms),
        time_limit=version.time_limit,
        statutory_item=version.statutory_item,
        effective_on=version.effective_on,
        expires_on=version.expires_on,
        making=making_told(version) if is_open else MADE_HERE,
    )


def making_told(version: RecordVersion) -> Making:
    """Return what everybody may read of who made a version whose text is open."""
    made = Making(
        how_obtained=version.how_obtained,
        maker=version.maker,
        co_makers=tuple(version.co_makers),
        lead_organ=version.lead_organ,
    )
    return made.for_everybody()
