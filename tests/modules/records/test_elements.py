"""The further elements in catalogue, facets and search; documents lapse by themselves."""

from datetime import date
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.conftest import MOMENT
from tests.factories.records import Office, content

from gongkai.kernel.types import PUBLIC, Role
from gongkai.records.models import RecordVersion
from gongkai.records.operations import change_validity, import_records
from gongkai.records.operations.import_sources import file_digest, read_rows
from gongkai.records.queries import catalogue, catalogue_facets, record_page, version_texts
from gongkai.records.rules.mapping import read_mapping
from gongkai.search.queries import search_public

COLUMNS = {
    "title": "标题",
    "summary": "概述",
    "text": "正文",
    "generated_on": "日期",
    "assembly": "组配",
    "service_object": "对象",
    "theme_code": "主题",
    "how_obtained": "来源方式",
    "maker": "制作机关",
    "co_makers": "联合",
    "category": "公开属性",
    "ground_code": "依据",
}
LATER = MOMENT.replace(month=7, day=1)


def _pairs(facets: object) -> dict[str, int]:
    return {str(facet.value): facet.count for facet in facets}  # type: ignore[attr-defined]


def test_list_facets_and_search_agree_on_every_element(office: Office) -> None:
    said = {
        "genre": "通知",
        "assembly": "policies",
        "service_object": "citizens",
        "theme_code": "0201",
        "forms": ("website", "gazette"),
    }
    one = office.released(content(**said))
    office.released(content(genre="意见", assembly="plans", theme_code="0203"))
    asked: list[dict[str, str]] = [
        {"genre": "通知"},
        {"assembly": "policies"},
        {"service_object": "citizens"},
        {"theme_code": "0201"},
        {"form": "gazette"},
    ]
    for filters in asked:
        found = catalogue(PUBLIC, **filters)  # type: ignore[arg-type]
        assert [card.id for card in found.items] == [one.pk], filters
        answer = search_public("", **filters)  # type: ignore[arg-type]
        assert [hit.record_id for hit in answer.hits] == [one.pk], filters
    facets, answer = catalogue_facets(PUBLIC), search_public("").facets
    for name in ("genres", "assemblies", "service_objects", "validities", "forms", "themes"):
        assert _pairs(getattr(facets, name)) == _pairs(getattr(answer, name)), name
    assert _pairs(facets.genres) == {"通知": 1, "意见": 1}
    assert _pairs(facets.forms) == {"website": 2, "gazette": 1}
    assert _pairs(catalogue_facets(PUBLIC, theme_code="02").themes) == {"0201": 1, "0203": 1}


def test_a_document_lapses_by_itself_the_day_after_its_last(office: Office) -> None:
    normative = {"is_normative": True, "validity": "in_force", "expires_on": date(2026, 6, 30)}
    record = office.released(content(title="暂行办法", **normative))
    repealed = office.released(content(title="老办法", **normative))
    office.released(content(title="通知", expires_on=date(2026, 6, 30)))
    change_validity(
        actor=office.acting(Role.CLERK),
        record_id=repealed.pk,
        validity="repealed",
        on=date(2026, 3, 10),
        note="",
    )
    seen = {}
    for moment in (LATER.replace(month=6, day=30), LATER):
        with time_machine.travel(moment, tick=False):
            seen[moment] = record_page(PUBLIC, record.pk).card.validity
            for validity in ("in_force", "lapsed", "repealed"):
                listed = {card.id for card in catalogue(PUBLIC, validity=validity).items}
                found = {hit.record_id for hit in search_public("", validity=validity).hits}
                named = search_public("办法", validity=validity).hits
                assert listed == found == {hit.record_id for hit in named}
                expected = {record.pk} if validity == seen[moment] else set()
                assert listed == expected | ({repealed.pk} if validity == "repealed" else set())
            counted = {seen[moment]: 1, "repealed": 1}
            assert _pairs(catalogue_facets(PUBLIC).validities) == counted
            assert _pairs(search_public("").facets.validities) == counted
            assert _pairs(search_public("办法").facets.validities) == counted
    assert list(seen.values()) == ["in_force", "lapsed"]


def test_a_changed_validity_is_searched_by_at_once(office: Office) -> None:
    record = office.released(content(is_normative=True, validity="in_force"))
    change_validity(
        actor=office.acting(Role.CLERK),
        record_id=record.pk,
        validity="amended",
        on=date(2026, 3, 10),
        note="",
    )
    assert search_public("", validity="in_force").total == 0
    assert search_public("", validity="amended").total == 1


@pytest.mark.parametrize("category", ["voluntary", "on_application"])
def test_who_made_it_is_told_where_the_text_is_open(office: Office, category: str) -> None:
    record = office.released(
        content(
            category,
            how_obtained="made_together",
            co_makers=("云梦市林业局",),
            lead_organ="云梦市水务局",
        )
    )
    making = record_page(PUBLIC, record.pk).card.making
    assert bool(making.co_makers and making.lead_organ) == (category == "voluntary")


def test_facets_cost_the_same_for_more_rows(office: Office) -> None:
    costs = []
    for number in (1, 2):
        for place in range(number):
            office.released(content(genre=f"体裁{place}", assembly="plans", theme_code="0201"))
        with CaptureQueriesContext(connection) as captured:
            catalogue_facets(PUBLIC, theme_code="02", validity="in_force")
        costs.append(len(captured))
    assert costs == [3, 3]


def test_a_table_brings_the_elements_along(office: Office, tmp_path: Path) -> None:
    source = tmp_path / "条目.csv"
    source.write_text(
        "标题,概述,正文,日期,组配,对象,主题,来源方式,制作机关,联合,公开属性,依据\n"
        "通知一,概述,正文,2020-01-02,政策法规,面向公民,综合政务\\政务公开,联合发文,,甲局；乙局,"
        "主动公开,ogi-2008/vital-interests\n"
        "通知二,概述,正文,2020-01-02,,,其他,,,,,\n"
        "通知三,概述,正文,0001-01-01,,,,,,,,\n",
        encoding="utf-8",
    )
    report = import_records(
        actor=office.acting(Role.PERSON_IN_CHARGE),
        organ_id=office.organ.pk,
        rows=read_rows(source),
        mapping=read_mapping({"fields": COLUMNS}),
        file_name=source.name,
        file_digest=file_digest(source),
    )
    assert [(error.line, error.column) for error in report.errors] == [(3, "主题"), (4, "日期")]
    version = RecordVersion.objects.get()
    assert (version.assembly, version.service_object) == ("policies", "citizens")
    assert (version.how_obtained, version.co_makers) == ("made_together", ["甲局", "乙局"])
    assert version.theme is not None
    assert version.theme.code == "0201"


def test_who_gave_the_information_is_named_in_no_comparison(office: Office) -> None:
    given = {"how_obtained": "from_people", "maker": "张三", "title": "同一名称"}
    record = office.released(content(**given))
    office.corrected(record, content(**given | {"maker": "李四"}))
    changes = version_texts(PUBLIC, record.pk, 1, 2).elements
    assert changes
    assert not {"张三", "李四"} & {word for one in changes for word in (one.before, one.after)}
