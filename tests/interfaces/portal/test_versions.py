"""What earlier versions said, and what changed."""

import pytest
from django.test import Client
from tests.factories.records import Office, content
from tests.interfaces.portal.conftest import read

from gongkai.records.models import Record


@pytest.fixture
def record(office: Office) -> Record:
    """A record that was corrected twice."""
    found = office.released(content(title="价格公告", text="第一条 每吨5元。\n第二条 施行。"))
    found = office.corrected(
        found, content(title="价格公告", text="第一条 每吨6元。\n第二条 施行。")
    )
    return office.corrected(
        found,
        content(title="水价公告", text="第一条 每吨6元。\n第二条 施行。\n第三条 废止旧公告。"),
    )


def _body(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return str(response.content.decode())


def test_the_list_names_every_version_and_its_reason(citizen: Client, record: Record) -> None:
    page = _body(citizen, f"/records/{record.pk}/versions/")
    assert [f"第 {n} 版</a>" in page for n in (1, 2, 3, 4)] == [True, True, True, False]
    assert "首次公开" in page
    assert "更正。" in page
    assert page.count("现行</strong>") == 1


def test_an_older_version_says_that_it_is_one(citizen: Client, record: Record) -> None:
    page = _body(citizen, f"/records/{record.pk}/versions/1/")
    assert "每吨5元" in page
    assert "已被新版本取代" in page
    assert 'content="noindex, follow"' in page
    assert "每吨5元" not in _body(citizen, f"/records/{record.pk}/")


def test_a_later_version_says_when_it_came_and_why(citizen: Client, record: Record) -> None:
    page = _body(citizen, f"/records/{record.pk}/")
    assert "第 3 版，2026年3月16日发布" in page
    assert "更正。" in page
    assert "版，2026年" not in _body(citizen, f"/records/{record.pk}/versions/1/")


def test_each_version_hands_out_its_own_file(citizen: Client, record: Record) -> None:
    tags = set()
    for number in (1, 2, 3):
        response = citizen.get(f"/records/{record.pk}/versions/{number}/text/")
        tags.add(response["ETag"])
        read(response)
    assert len(tags) == 3
    current = citizen.get(f"/records/{record.pk}/text/")
    read(current)
    assert current["ETag"] == response["ETag"]


def test_a_change_is_said_in_words(citizen: Client, record: Record) -> None:
    page = _body(citizen, f"/records/{record.pk}/compare/?from=1&to=2")
    assert "修改 1 行，新增 0 行，删除 0 行" in page
    assert "每吨<del>5</del>元" in page
    assert "每吨<ins>6</ins>元" in page
    assert 'class="portal-compare__kind">修改</th>' in page


def test_the_last_two_are_compared_unless_others_are_named(citizen: Client, record: Record) -> None:
    page = _body(citizen, f"/records/{record.pk}/compare/")
    assert "第 2 版至第 3 版" in page
    assert "<ins>第三条　废止旧公告。</ins>" in page
    assert "<ins>水</ins>价公告" in page


@pytest.mark.parametrize("query", ["from=3&to=1", "from=x&to=99", "from=&to=", "from=1&to=1"])
def test_any_choice_is_answered(citizen: Client, record: Record, query: str) -> None:
    assert "版本对照" in _body(citizen, f"/records/{record.pk}/compare/?{query}")


def test_a_record_of_one_version_has_nothing_to_compare(citizen: Client, office: Office) -> None:
    record = office.released(content())
    assert "仅有一个版本" in _body(citizen, f"/records/{record.pk}/compare/")
    assert 'name="from"' not in _body(citizen, f"/records/{record.pk}/versions/")


def test_long_equal_stretches_are_folded_and_can_be_opened(citizen: Client, office: Office) -> None:
    lines = [f"第{n}款规定事项。" for n in range(40)]
    record = office.released(content(title="题", text="\n".join(lines)))
    lines[20] = "本款废止，另行规定并公布。"
    record = office.corrected(record, content(title="题", text="\n".join(lines)))
    folded = _body(citizen, f"/records/{record.pk}/compare/")
    assert "行相同，未显示" in folded
    assert "第2款规定事项" not in folded
    assert "第2款规定事项" in _body(citizen, f"/records/{record.pk}/compare/?whole=1")


def test_closing_a_record_closes_its_older_versions(citizen: Client, office: Office) -> None:
    record = office.released(content(title="曾公开的通知", text="曾公开的正文标记"))
    office.corrected(record, content("on_application", title="曾公开的通知", text=""))
    assert citizen.get(f"/records/{record.pk}/").status_code == 200
    for door in ("versions/", "versions/1/", "versions/1/text/", "compare/", "text/"):
        response = citizen.get(f"/records/{record.pk}/{door}")
        assert response.status_code == 404, door
        assert "标记" not in response.content.decode()
