"""What the lists of the desk's forms offer."""

from collections.abc import Iterable

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gongkai.interfaces.desk.forms.record import GroupedChoice, RecordChoices
from gongkai.kernel.types import Role, Viewer
from gongkai.organs.queries import OrganCard, organ_cards, people_of_organ, region_choices
from gongkai.records.models import Category
from gongkai.records.queries import classes_of, grounds_of, items_of, themes

Choices = list[tuple[str, str]]


def speaks_chinese() -> bool:
    """Say whether the page is in Chinese."""
    return (get_language() or "zh-hans").startswith("zh")


def in_one(*sentences: str) -> str:
    """Return sentences one after the other; Chinese ones need no space between them."""
    return ("" if speaks_chinese() else " ").join(sentences)


def organ_name(card: OrganCard) -> str:
    """Return the organ's name in the reader's language, as far as it has one."""
    return card.name if speaks_chinese() or not card.name_en else card.name_en


def all_organs() -> Choices:
    """Return every working organ."""
    return _choices(organ_cards().values())


def organs_of(viewer: Viewer, *roles: Role) -> Choices:
    """Return the organs for which the viewer holds one of the roles."""
    return organs_with(viewer.organs_as(*roles))


def organs_with(ids: Iterable[int]) -> Choices:
    """Return the organs with these ids, in the order of lists."""
    wanted = set(ids)
    return _choices(organ_cards(wanted).values()) if wanted else []


def regions() -> Choices:
    """Return every division with its code."""
    return [(code, f"{code} {name}") for code, name in region_choices()]


def people_of(viewer: Viewer, organ_ids: Iterable[int]) -> Choices:
    """Return the people with an open account who work for one of the organs, once each."""
    found = {
        str(person.id): f"{person.name} ({person.username})"
        for organ_id in organ_ids
        for person in people_of_organ(viewer, organ_id)
        if person.is_active
    }
    return sorted(found.items(), key=lambda pair: pair[1])


def with_article(name: str, article: str) -> str:
    """Return a ground with the article of the Regulations that it stands in."""
    return _("%(name)s (article %(article)s)") % {"name": name, "article": article}


def record_choices(organ_id: int) -> RecordChoices:
    """Return what the form of a record of this organ offers."""
    return RecordChoices(
        grounds=grouped_grounds(),
        classes=tuple(
            (one.code, f"{one.code} {one.name}") for one in classes_of(organ_id, only_open=True)
        ),
        themes=theme_choices(),
        statutory_items=tuple((one.code, f"{one.code} {one.name}") for one in items_of(organ_id)),
    )


def grouped_grounds() -> tuple[GroupedChoice, ...]:
    """Return every ground of the regime, under the name of its category."""
    names = dict(Category.choices)
    groups: dict[str, list[tuple[str, str]]] = {}
    for ground in grounds_of():
        label = with_article(ground.name, ground.article)
        groups.setdefault(ground.category, []).append((ground.code, label))
    return tuple((str(names[category]), tuple(rows)) for category, rows in groups.items())


def theme_choices() -> tuple[GroupedChoice, ...]:
    """Return all themes, the second level grouped under the first."""
    groups: dict[str, tuple[str, list[tuple[str, str]]]] = {}
    for theme in themes():
        if not theme.parent_code:
            groups[theme.code] = (theme.name, [(theme.code, theme.name)])
        else:
            groups[theme.parent_code][1].append((theme.code, theme.name))
    return tuple((name, tuple(rows)) for name, rows in groups.values())


def _choices(cards: Iterable[OrganCard]) -> Choices:
    return [(str(card.id), organ_name(card)) for card in cards]
