"""Names for facet values, in the language of the request."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from heapq import nlargest

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
    english = _english()
    classes = _class_names(counts.classes, english=english)
    themes = _theme_names(english=english) if counts.themes else {}
    return Facets(
        organs=tuple(
            FacetValue(organ, organ_names[organ], counts.organs[organ])
            for organ in _commonest(counts.organs)
            if organ in organ_names
        ),
        classes=_commonest_first(counts.classes, classes),
        themes=_commonest_first(_themes_at_level(counts.themes, themes, filters), _plain(themes)),
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


def _class_names(codes: Iterable[str], *, english: bool) -> dict[str, str]:
    """Return the names of the default class table; an organ's own names stand on its own pages."""
    found = InformationClass.objects.filter(organ=None, code__in=list(codes))
    return dict(found.values_list("code", "name_en" if english else "name_zh"))


def _theme_names(*, english: bool) -> dict[str, tuple[str, str]]:
    """Return for each theme its parent's code ('' at the first level) and its name."""
    rows = ThemeClass.objects.values_list(
        "code", "parent__code", "name_en" if english else "name_zh"
    )
    return {code: (parent or "", name) for code, parent, name in rows}


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
