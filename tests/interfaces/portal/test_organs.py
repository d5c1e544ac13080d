"""The organs of the area, the page of each, and the pages that lead to its offices."""

import pytest
from django.test import Client
from tests.factories import organs
from tests.factories.merging import merged
from tests.factories.records import Office, an_office, content

from gongkai.organs.models import Organ


def _body(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_the_tree_names_areas_and_organs(citizen: Client, office: Office) -> None:
    page = _body(citizen, "/organs/")
    assert 'id="region-960000">云梦省</h2>' in page
    assert f'href="/organs/{office.organ.pk}/">云梦省住房和城乡建设厅</a>' in page


def test_the_page_has_both_offices_and_the_organ_above(citizen: Client, office: Office) -> None:
    page = _body(citizen, f"/organs/{office.organ.pk}/")
    assert page.count("云梦市东河路1号") == 2
    assert page.count("工作日 9:00-17:00") == 2
    assert 'href="tel:0000-1234567"' in page
    assert "云梦省人民政府" in page
    assert "机关纪委" in page


def test_the_statutory_list_says_what_there_is_and_what_is_missing(
    citizen: Client, office: Office
) -> None:
    office.released(content(title="预算报告", statutory_item="A04"))
    office.released(content(title="内设机构", statutory_item="S01"), class_code="90")
    page = _body(citizen, f"/organs/{office.organ.pk}/")
    cells = page.split('<li class="portal-obligation')[1:]
    assert len(cells) == 12
    names = [cell.split("</h3>")[0].rsplit(">", 1)[1] for cell in cells]
    filled = {name: "尚未公开内容" not in cell for name, cell in zip(names, cells, strict=True)}
    assert [name for name, is_there in filled.items() if is_there] == [
        "财政预算、决算报告",
        "机构设置、职能、办事程序等情况",
    ]
    assert "《条例》第十条第四项" in page


def test_an_organ_that_ended_leads_to_the_form_of_the_last_that_goes_on(
    citizen: Client, office: Office
) -> None:
    second, third = an_office(organs.an_organ()), an_office(organs.an_organ())
    merged(office, second)
    merged(second, third)
    pages = [f"/organs/{office.organ.pk}/", f"/organs/{second.organ.pk}/"]
    for page in (_body(citizen, address) for address in pages):
        assert f'href="/apply/{third.organ.pk}/"' in page
        assert f'href="/apply/{second.organ.pk}/"' not in page

    Organ.objects.filter(pk=third.organ.pk).update(is_active=False)
    for address in (pages[0], f"/organs/{third.organ.pk}/", f"/organs/{third.organ.pk}/guide/"):
        assert f'/apply/{third.organ.pk}/"' not in _body(citizen, address)


def test_an_organ_without_records_says_so(citizen: Client, office: Office) -> None:
    assert "本机关暂无公开的信息" in _body(citizen, f"/organs/{office.organ.pk}/")
    assert citizen.get("/organs/999999/").status_code == 404


def test_the_english_page_has_english_items(citizen: Client, office: Office) -> None:
    page = _body(citizen, f"/en/organs/{office.organ.pk}/")
    assert "Financial budgets and final accounts" in page or "budget" in page.lower()
    assert '<span lang="zh-Hans">云梦省住房和城乡建设厅</span>' in page
    assert "Nothing published yet" in page


@pytest.mark.parametrize("address", ["/apply/", "/complain/"])
def test_the_offices_are_found_by_choosing_an_organ(
    citizen: Client, office: Office, address: str
) -> None:
    assert "云梦市东河路1号" not in _body(citizen, address)
    page = _body(citizen, f"{address}?organ={office.organ.pk}")
    assert "云梦市东河路1号" in page
    assert f'<option value="{office.organ.pk}" selected>' in page
    _body(citizen, f"{address}?organ=abc")
    _body(citizen, f"{address}?organ=999999")


def test_applying_for_a_listed_record_names_it(citizen: Client, office: Office) -> None:
    record = office.released(content("on_application", title="勘测资料"))
    page = _body(citizen, f"/apply/?record={record.pk}")
    assert "勘测资料" in page
    assert "政务公开处" in page
    assert "工作日内答复" in page
    office.hidden(record)
    response = citizen.get(f"/apply/?record={record.pk}")
    assert response.status_code == 410
    assert "勘测资料" not in response.content.decode()
    _body(citizen, "/apply/?record=abc")


def test_home_shows_what_is_new_and_what_was_taken_back(citizen: Client, office: Office) -> None:
    office.released(content(title="新通知"))
    corrected = office.released(content(title="旧价格"))
    office.corrected(corrected, content(title="新价格", change_note="更正价格。"))
    record = office.released(content(title="标题标记"))
    office.hidden(record)
    for prefix in ("/", "/en/"):
        page = _body(citizen, prefix)
        assert "新通知" in page
        assert "更正价格。" in page
        assert str(record.index_number or "") in page
        assert "标题标记" not in page
        assert "旧价格" not in page


def test_every_entry_of_home_leads_somewhere(citizen: Client, office: Office) -> None:
    page = _body(citizen, "/")
    links = {part.split('"')[0] for part in page.split('href="')[1:]}
    inside = {link for link in links if link.startswith("/") and not link.startswith("/static/")}
    assert len(inside) > 15
    found = {link: citizen.get(link, follow=True).status_code for link in inside}
    assert set(found.values()) == {200}, found
