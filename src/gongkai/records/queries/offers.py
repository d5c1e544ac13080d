"""What a form may choose from: classes, themes, grounds, statutory items."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from gongkai.kernel.refusals import NotFound
from gongkai.organs.models import Organ
from gongkai.records.models import Ground, InformationClass, ThemeClass
from gongkai.records.queries.cards import in_language
from gongkai.records.rules.statutory import items_for


@dataclass(frozen=True, slots=True)
class ClassChoice:
    """A class of the organ's table; `name` is in the language of the request."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class ThemeChoice:
    """A theme; `parent_code` is blank for the first level."""

    code: str
    name: str
    parent_code: str


@dataclass(frozen=True, slots=True)
class GroundChoice:
    """A legal basis of a category."""

    code: str
    category: str
    article: str
    name: str
    is_mandatory: bool


@dataclass(frozen=True, slots=True)
class ItemChoice:
    """An item of the statutory lists that binds the organ's level."""

    code: str
    name: str
    article: str
    class_code: str


def classes_of(organ_id: int | None, *, only_open: bool = False) -> tuple[ClassChoice, ...]:
    """Return the organ's class table, the default one where it has none of its own.

    `only_open` leaves out the classes into which nothing new goes.
    """
    own = InformationClass.objects.filter(organ_id=organ_id) if organ_id is not None else None
    rows = list(own or ()) or list(InformationClass.objects.filter(organ__isnull=True))
    return tuple(
        ClassChoice(row.code, in_language(row.name_zh, row.name_en))
        for row in rows
        if not (only_open and row.is_closed)
    )


def themes() -> tuple[ThemeChoice, ...]:
    """Return all themes, each first level followed by its second."""
    rows = ThemeClass.objects.select_related("parent").order_by("code")
    return tuple(
        ThemeChoice(
            row.code,
            in_language(row.name_zh, row.name_en),
            row.parent.code if row.parent else "",
        )
        for row in rows
    )


def grounds_of(regime: str | None = None) -> tuple[GroundChoice, ...]:
    """Return the grounds of a regime, of the installation's where none is named."""
    rows = Ground.objects.filter(regime=regime or settings.REGIME)
    return tuple(
        GroundChoice(
            row.code,
            row.category,
            row.article,
            in_language(row.name_zh, row.name_en),
            row.is_mandatory,
        )
        for row in rows
    )


def items_of(organ_id: int, regime: str | None = None) -> tuple[ItemChoice, ...]:
    """Return the statutory items that bind the organ's level; raises NotFound."""
    level = Organ.objects.filter(pk=organ_id).values_list("level", flat=True).first()
    if level is None:
        raise NotFound(_("There is no such organ."))
    return tuple(
        ItemChoice(
            item.code, in_language(item.name_zh, item.name_en), item.article, item.class_code
        )
        for item in items_for(regime=regime or settings.REGIME, level=level)
    )
