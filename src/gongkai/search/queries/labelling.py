"""Names for facet values, in the language of the request."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from heapq import nlargest

from django.db.models import Value
from django.db.models.functions import Coalesce
from django.utils.translation import get_language

from gongkai.organs.queries import organ_cards
from gongkai.records.models import InformationClass, ThemeClass
from gongkai.search.backend import Counts
from gongkai.search.queries.answer import Facets, FacetValue
from gongkai.search.rules.lexemes import Filters

MOST_ORGANS = 20


def organ_names(shown: Collection[int], counts: Mapping[int, int]) -> dict[int, str]:
    """Return the names of the organs of the hits and of the commonest ones, in one statement."""
    english = _english()
    cards = organ_cards({*shown, *_commonest(counts)})
    return {pk: (english and card.name_en) or card.name for pk, card in cards.items()}


def facets_of(counts: Counts, *, filters: Filters, organ_names: Mapping[int, str]) -> Facets:
    """Return the counts with labels; a chosen value stays among them."""
    if not counts.total:
        return Facets()
    names = _names(english=_english())
    return Facets(
        organs=tuple(
            FacetValue(organ, organ_names[organ], counts.organs[organ])
            for organ in _commonest(counts.organs)
            if organ in organ_names
        ),
        classes=_commonest_first(counts.classes, names.classes),
        themes=_commonest_first(
            _themes_at_level(counts.themes, names.themes, filters), _plain(names.themes)
        ),
        years=tuple(
            FacetValue(year, str(year), count)
            for year, count in sorted(counts.years.items(), reverse=True)
        ),
    )


def _english() -> bool:
    return (get_language() or "").startswith("en")


def _commonest(counts: Mapping[int, int]) -> list[int]:
    return nlargest(MOST_ORGANS, counts, key=lambda organ: (counts[organ], -organ))


def _commonest_first(
    counts: Mapping[str, int], labels: Mapping[str, str]
) -> tuple[FacetValue, ...]:
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(FacetValue(value, labels.get(value, value), count) for value, count in ordered)


@dataclass(frozen=True, slots=True)
class _Names:
    classes: Mapping[str, str]
    themes: Mapping[str, tuple[str, str]]
    """For each theme its parent's code ('' at the first level) and its name."""


def _names(*, english: bool) -> _Names:
    """Return the names of themes and of the default classes, in one statement.

    An organ's own names of classes stand on its own pages.
    """
    name = "name_en" if english else "name_zh"
    classes = InformationClass.objects.filter(organ=None)
    rows = classes.values_list(Value("class"), "code", Value(""), name).union(
        ThemeClass.objects.values_list(
            Value("theme"), "code", Coalesce("parent__code", Value("")), name
        ),
        all=True,
    )
    found: dict[str, dict[str, tuple[str, str]]] = {"class": {}, "theme": {}}
    for kind, code, parent, label in rows:
        found[kind][code] = (parent, label)
    labels = {code: label for code, (_, label) in found["class"].items()}
    return _Names(classes=labels, themes=found["theme"])


def _themes_at_level(
    counts: Mapping[str, int], themes: Mapping[str, tuple[str, str]], filters: Filters
) -> dict[str, int]:
    if filters.theme_code is not None:
        return dict(counts)
    first_level: Counter[str] = Counter()
    for code, count in counts.items():
        parent, _ = themes.get(code, ("", ""))
        first_level[parent or code] += count
    return dict(first_level)


def _plain(themes: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    return {code: name for code, (_, name) in themes.items()}
