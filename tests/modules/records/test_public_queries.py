"""The public side: lists, counts, cells, numbers, and what they cost."""

from collections.abc import Callable
from datetime import date
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from tests.factories.records import Office, content

from gongkai.kernel.refusals import NotFound
from gongkai.kernel.types import PUBLIC
from gongkai.organs.models import Organ
from gongkai.records.queries import (
    by_index_number,
    catalogue,
    catalogue_facets,
    newest,
    obligations,
    public_counts,
    recent_changes,
    record_page,
)

NOT_PUBLIC = ("draft", "proposed", "reviewed", "approved")


@pytest.mark.parametrize(
    ("category", "state"),
    [("undetermined", "draft"), *product(("voluntary", "on_application", "exempt"), NOT_PUBLIC)],
)
def test_what_is_not_released_is_nowhere(office: Office, category: str, state: str) -> None:
    version = office.draft(content(category, statutory_item="A01"))
    if state != "draft":
        getattr(office, state)(version)
    with pytest.raises(NotFound):
        record_page(PUBLIC, version.record_id)
    assert catalogue(PUBLIC).total == 0
    assert newest(PUBLIC, 5) == ()
    assert recent_changes(PUBLIC, 5) == ()
    assert all(cell.count == 0 for cell in obligations(PUBLIC, office.organ.pk))
    assert (public_counts(PUBLIC).published, public_counts(PUBLIC).listed) == (0, 0)
    assert catalogue_facets(PUBLIC).organs == ()


def test_every_filter_narrows_and_its_facet_agrees(office: Office) -> None:
    first = office.released(
        content(statutory_item="A01", theme_code="0201", generated_on=date(2025, 6, 2))
    )
    office.released(content(statutory_item="A02", forms=("gazette", "website")))
    region = office.organ.region.code
    asked: list[dict[str, object]] = [
        {"class_code": "01"},
        {"theme_code": "02"},
        {"theme_code": "0201"},
        {"year": 2025},
    ]
    for filters in asked:
        found = catalogue(PUBLIC, **filters)  # type: ignore[arg-type]
        assert [card.id for card in found.items] == [first.pk], filters
    assert catalogue(PUBLIC, form="gazette").total == 1
    assert catalogue(PUBLIC, organ_id=office.organ.pk, region_code=region).total == 2
    assert catalogue(PUBLIC, region_code="110000").total == 0
    facets = catalogue_facets(PUBLIC)
    assert [(f.value, f.count) for f in facets.organs] == [(str(office.organ.pk), 2)]
    assert {(f.value, f.count) for f in facets.classes} == {("01", 1), ("02", 1)}
    assert [(f.value, f.count) for f in facets.themes] == [("02", 1)]
    assert [(f.value, f.count) for f in facets.years] == [("2026", 1), ("2025", 1)]
    assert {(f.value, f.count) for f in facets.forms} == {("website", 2), ("gazette", 1)}


def test_labels_speak_the_language_of_the_reader(office: Office) -> None:
    office.released(content(statutory_item="A01", theme_code="0201"))
    with translation.override("en"):
        english = catalogue_facets(PUBLIC)
    with translation.override("zh-hans"):
        chinese = catalogue_facets(PUBLIC)
    assert english.themes[0].label == "General government affairs"
    assert chinese.themes[0].label == "综合政务"


def test_pages_of_a_list_join_without_doubles(office: Office) -> None:
    made = {office.released().pk for _ in range(5)}
    pages = [catalogue(PUBLIC, page=number, size=2) for number in (1, 2, 3, 4)]
    seen = [card.id for page in pages for card in page.items]
    assert (len(seen), set(seen)) == (5, made)
    assert {page.pages for page in pages} == {3}


def test_cells_of_the_level_are_all_there_even_when_empty(office: Office) -> None:
    record = office.released(content(statutory_item="A03"))
    office.released(content(statutory_item="S01"))
    cells = {cell.item: cell for cell in obligations(PUBLIC, office.organ.pk)}
    assert list(cells) == [*(f"A{n:02d}" for n in range(1, 12)), "S01"]
    assert [card.id for card in cells["A03"].records] == [record.pk]
    assert (cells["S01"].count, cells["A01"].count) == (1, 0)


def test_the_lists_do_not_bind_public_enterprises_and_congresses(office: Office) -> None:
    office.released(content(statutory_item="A03"))
    for kind in ("public_enterprise", "legislature"):
        Organ.objects.filter(pk=office.organ.pk).update(kind=kind)
        cells = [cell.item for cell in obligations(PUBLIC, office.organ.pk)]
        assert cells == ["A03", "S01"]


def test_a_number_is_found_however_it_is_typed(office: Office) -> None:
    record = office.released()
    number = record.index_number or ""
    wide = number.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
    for typed in (number, f" {number} ", number.lower(), wide):
        assert by_index_number(PUBLIC, typed) == record.pk
    with pytest.raises(NotFound):
        by_index_number(PUBLIC, "000000000-00-2000-0000\0")


def _cost(read: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        read()
    return len(captured)


def test_lists_cost_the_same_for_two_and_for_seven_rows(office: Office) -> None:
    reads: list[Callable[[], object]] = [
        lambda: catalogue(PUBLIC),
        lambda: catalogue_facets(PUBLIC),
        lambda: newest(PUBLIC, 10),
        lambda: recent_changes(PUBLIC, 10),
        lambda: obligations(PUBLIC, office.organ.pk),
        lambda: public_counts(PUBLIC),
    ]
    for _ in range(2):
        office.released(content(theme_code="0201"))
    few = [_cost(read) for read in reads]
    for _ in range(5):
        office.released(content(theme_code="0301"))
    assert [_cost(read) for read in reads] == few
    assert few == [2, 3, 1, 2, 3, 1]


def test_a_record_page_costs_the_same_however_many_versions_it_has(office: Office) -> None:
    record = office.released(content(theme_code="0201"))
    assert _cost(lambda: record_page(PUBLIC, record.pk)) == 12
    for text in ("二", "三", "四"):
        office.corrected(record, content(text=text))
    assert _cost(lambda: record_page(PUBLIC, record.pk)) == 12
