"""Names of organs, classes and themes for an answer, in the language of the request."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from heapq import nlargest

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import get_language

from gongkai.organs.models import Organ
from gongkai.records.models import InformationClass, ThemeClass
from gongkai.search.backend import Counts
from gongkai.search.queries.answer import Facets, FacetValue
from gongkai.search.rules.lexemes import Filters

MOST_ORGANS = 20


@dataclass(frozen=True, slots=True)
class Names:
    """Names by id or code. Themes carry their parent's code too, '' at the first level."""

    organs: Mapping[int, str]
    classes: Mapping[str, str]
    themes: Mapping[str, tuple[str, str]]


def names_for(shown: Collection[int], counts: Counts) -> Names:
    """Return the names that an answer needs, in one statement.

    Classes are named by the default table; an organ's own names stand on its own pages.
    """
    if not shown and not counts.total:
        return Names({}, {}, {})
    name, organ_name = ("name_en", "name_en") if _english() else ("name_zh", "name")
    organs = Organ.objects.filter(pk__in={*shown, *_commonest(counts.organs)})
    classes = InformationClass.objects.filter(organ=None, code__in=list(counts.classes))
    themes = ThemeClass.objects.filter(pk__isnull=not counts.themes)
    rows = organs.values_list(Value("organ"), Cast("pk", CharField()), "name", organ_name).union(
        classes.values_list(Value("class"), "code", Value(""), name),
        themes.values_list(Value("theme"), "code", Coalesce("parent__code", Value("")), name),
        all=True,
    )
    found: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
    for kind, code, extra, label in rows:
        found[kind][code] = (extra, label)
    return Names(
        # An organ without an English name goes by its own.
        organs={int(pk): label or own for pk, (own, label) in found["organ"].items()},
        classes={code: label for code, (_, label) in found["class"].items()},
        themes=found["theme"],
    )


def facets_of(counts: Counts, *, filters: Filters, names: Names) -> Facets:
    """Return the counts with labels; a chosen value stays among them."""
    theme_labels = {code: label for code, (_, label) in names.themes.items()}
    return Facets(
        organs=tuple(
            FacetValue(organ, names.organs[organ], counts.organs[organ])
            for organ in _commonest(counts.organs)
            if organ in names.organs
        ),
        classes=_commonest_first(counts.classes, names.classes),
        themes=_commonest_first(_themes_at_level(counts.themes, names, filters), theme_labels),
        years=tuple(
            FacetValue(year, str(year), count)
            for year, count in sorted(counts.years.items(), reverse=True)
        ),
        genres=_commonest_first(counts.genres, {}),
        assemblies=_commonest_first(counts.assemblies, {}),
        service_objects=_commonest_first(counts.service_objects, {}),
        validities=_commonest_first(counts.validities, {}),
        forms=_commonest_first(counts.forms, {}),
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


def _themes_at_level(
    counts: Mapping[str, int], names: Names, filters: Filters
) -> Mapping[str, int]:
    if filters.theme_code is not None:
        return counts
    first_level: Counter[str] = Counter()
    for code, count in counts.items():
        parent, _ = names.themes.get(code, ("", ""))
        first_level[parent or code] += count
    return first_level
