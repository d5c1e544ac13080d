"""Between the address of the list of records and the filters that it stands for."""

from django.conf import settings
from django.http import QueryDict

from gongkai.interfaces.desk.choices import organs_with, people_of, speaks_chinese, theme_choices
from gongkai.interfaces.desk.forms.filters import FilterChoices, RecordFilter
from gongkai.kernel.types import Viewer
from gongkai.records.access import STAFF
from gongkai.records.queries import classes_of
from gongkai.records.queries.desk_list import RecordFilters
from gongkai.records.rules.statutory import statutory_items


def filter_form(viewer: Viewer, query: QueryDict) -> RecordFilter:
    """Return the filters of an address, with what they offer this viewer."""
    organ_ids = viewer.organs_as(*STAFF)
    choices = FilterChoices(
        classes=tuple((one.code, f"{one.code} {one.name}") for one in classes_of(None)),
        items=_items(),
        themes=theme_choices(),
        organs=tuple(organs_with(organ_ids)) if len(organ_ids) > 1 else (),
        people=tuple(people_of(viewer, organ_ids)),
    )
    return RecordFilter(query, choices=choices)


def filters_in(viewer: Viewer, query: str) -> RecordFilters:
    """Return the very filters that the list shows at this address, and no wider ones."""
    return filter_form(viewer, QueryDict(query)).wanted().filters


def _items() -> tuple[tuple[str, str], ...]:
    items = [item for item in statutory_items() if item.regime == settings.REGIME]
    return tuple(
        (item.code, f"{item.code} {item.name_zh if speaks_chinese() else item.name_en}")
        for item in items
    )
