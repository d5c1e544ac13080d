"""Forms: how fields look, what is cleaned, how errors lead to their fields, sent only once."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from tests.interfaces.shared.sample import MADE, ApplicationForm

from gongkai.interfaces.shared.dates import parse_day
from gongkai.interfaces.shared.forms import LocalDateField
from gongkai.kernel.refusals import Refusal

GOOD = {
    "name": "堃喆",
    "issued_on": "2026年3月12日",
    "words": "第一行\r\n第二行",
    "place": "a",
    "delivery": "mail",
    "is_true": "on",
}


def form_with(**changed: str) -> ApplicationForm:
    data = QueryDict(mutable=True)
    data.update({**GOOD, **changed})
    return ApplicationForm(data)


@pytest.mark.parametrize(
    "typed",
    [
        "2026-03-12",
        "2026/3/12",
        "2026.3.12",
        "2026年3月12日",
        " 2026 年 3 月 12 日 ",
        "２０２６年３月１２日",
        "20260312",
        "12 March 2026",
        "12 mar 2026",
    ],
)
def test_a_day_is_understood_in_any_plain_spelling(typed: str) -> None:
    assert parse_day(typed) == date(2026, 3, 12)


@pytest.mark.parametrize(
    "typed",
    [
        "03/12/2026",
        "2026-13-01",
        "2026-02-30",
        "0000-01-01",
        "2026",
        "三月十二日",
        "12 Foo 2026",
        "",
    ],
)
def test_what_could_be_two_days_or_none_is_not_guessed_at(typed: str) -> None:
    assert parse_day(typed) is None


@given(st.dates())
def test_every_day_survives_each_spelling(day: date) -> None:
    year = f"{day.year:04}"
    for typed in (
        day.isoformat(),
        f"{year}年{day.month}月{day.day}日",
        f"{year}{day.month:02}{day.day:02}",
        f"{day.day} {day:%B} {year}",
    ):
        assert parse_day(typed) == day


@given(st.text())
def test_no_text_breaks_the_date_box(typed: str) -> None:
    assert parse_day(typed) is None or len(typed) >= 8


def test_a_date_field_keeps_its_limits() -> None:
    with pytest.raises(Exception, match="1900"):
        LocalDateField().clean("0206-03-12")
    field = LocalDateField(earliest=date(2008, 5, 1), latest=date(2026, 3, 16))
    assert field.clean("2008-05-01") == date(2008, 5, 1)
    for typed in ("2008-04-30", "2026-03-17", "soon", ""):
        with pytest.raises(Exception, match="日期"):
            field.clean(typed)


def test_a_good_form_gives_clean_values() -> None:
    form = form_with(name="\x07 e\u0301堃 ")
    assert form.is_valid(), form.errors
    assert form.cleaned_data["name"] == "é堃"
    assert form.cleaned_data["words"] == "第一行\n第二行"
    assert form.cleaned_data["issued_on"] == date(2026, 3, 12)


@pytest.mark.parametrize("field", ["name", "issued_on", "words", "place", "delivery"])
def test_a_nul_is_refused_at_its_field(field: str) -> None:
    form = form_with(**{field: "a\0b"})
    assert not form.is_valid()
    assert list(form.errors) == [field]


def test_a_missing_answer_is_asked_for_by_name() -> None:
    form = ApplicationForm(QueryDict(""))
    assert not form.is_valid()
    messages = [str(messages[0]) for messages in form.errors.values()]
    assert messages == [
        "请填写“申请人姓名”。",
        "请填写“形成日期”。",
        "请填写“内容描述”。",
        "请选择“所在地”。",
        "请选择“获取方式”。",
        "请勾选“我确认以上信息真实”。",
    ]


def test_a_refusal_stands_at_its_field_or_at_the_top() -> None:
    form = form_with()
    assert form.is_valid()
    form.add_refusal(Refusal("名称已存在", field="name"))
    form.add_refusal(Refusal("今天不能办理", field="unknown"))
    assert form.errors["name"] == ["名称已存在"]
    assert form.non_field_errors() == ["今天不能办理"]


def test_every_error_leads_to_its_field_and_keeps_what_was_typed(citizen: Client) -> None:
    sent = {**GOOD, "issued_on": "soon", "name": "<b>" * 10}
    del sent["delivery"]
    page = citizen.post("/apply/", sent).content.decode()
    assert "<title>错误： 申请 –" in page
    summary = page.split('class="govuk-error-summary"')[1].split("</ul>")[0]
    targets = re.findall(r'href="#([^"]+)"', summary)
    assert targets == ["id_name", "id_issued_on", "id_delivery_0"]
    for target in targets:
        assert f'id="{target}"' in page
    assert 'value="soon"' in page
    assert "&lt;b&gt;" in page
    assert "<b>" not in page
    assert 'govuk-input--error" id="id_issued_on"' in page or "govuk-input--error" in page


def test_hints_and_errors_are_announced_with_their_field() -> None:
    form = form_with(words="", issued_on="soon")
    page = form.render()
    assert 'aria-describedby="id_words_helptext id_words_error"' in page
    assert 'aria-describedby="id_issued_on_helptext id_issued_on_error"' in page
    assert '<fieldset class="govuk-fieldset" aria-describedby="id_delivery_helptext">' in page
    for described in set(re.findall(r'aria-describedby="([^"]+)"', page)):
        for name in described.split():
            assert f'id="{name}"' in page
    assert 'autocomplete="name"' in page
    assert page.count("（选填）") == 2


def test_a_form_that_is_shown_again_has_no_file_and_keeps_its_choice() -> None:
    data = QueryDict(mutable=True)
    data.update({**GOOD, "name": ""})
    form = ApplicationForm(data, {"proof": SimpleUploadedFile("证明.pdf", b"x")})
    page = form.render()
    assert '<option value="a" selected>东城区</option>' in page
    assert 'value="mail" checked' in page
    assert "第一行\n第二行</textarea>" in page


def once_key(client: Client) -> str:
    page = client.get("/apply/").content.decode()
    found = re.search(r'name="once" value="([^"]+)"', page)
    assert found
    return found[1]


def test_a_form_sent_twice_is_carried_out_once(citizen: Client) -> None:
    sent = {**GOOD, "once": once_key(citizen)}
    first, second = citizen.post("/apply/", sent), citizen.post("/apply/", sent)
    assert first["Location"] == second["Location"] == "/made/1/"
    assert MADE == ["堃喆"]


def test_each_page_has_its_own_key(citizen: Client) -> None:
    keys = [once_key(citizen), once_key(citizen)]
    assert [citizen.post("/apply/", {**GOOD, "once": key})["Location"] for key in keys] == [
        "/made/1/",
        "/made/2/",
    ]


def test_a_refused_form_keeps_its_key_and_can_be_sent_again(citizen: Client) -> None:
    key = once_key(citizen)
    page = citizen.post("/apply/", {**GOOD, "once": key, "name": ""}).content.decode()
    assert f'name="once" value="{key}"' in page
    assert citizen.post("/apply/", {**GOOD, "once": key})["Location"] == "/made/1/"


def test_another_reader_does_not_get_my_result(citizen: Client) -> None:
    sent = {**GOOD, "once": once_key(citizen)}
    citizen.post("/apply/", sent)
    assert Client().post("/apply/", sent)["Location"] == "/made/2/"
