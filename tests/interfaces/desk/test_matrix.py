"""The obligation matrix at the desk: its page, its files, what is ordered and stated there."""

import csv
from io import BytesIO, StringIO

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from tests.factories import organs
from tests.factories.many_organs import Area, an_area
from tests.factories.records import content
from tests.interfaces.desk.conftest import Town

from gongkai.kernel.types import Role
from gongkai.oversight.models import InapplicableItem

pytestmark = pytest.mark.django_db

FEW = 10
"""A page and a file of all organs and items take fewer statements than this."""


@pytest.fixture
def area() -> Area:
    """Three hundred departments of a city; made for the one test that looks at them."""
    return an_area(below=300)


def _signed_in(area: Area, role: Role = Role.COMPETENT_DEPARTMENT) -> Client:
    client = Client()
    person = organs.someone(role, area.government)
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.mark.parametrize("role", [Role.COMPETENT_DEPARTMENT, Role.SUPERVISION, Role.DEPUTY])
def test_the_page_costs_fewer_than_ten_statements_with_its_side_list(role: Role) -> None:
    client = _signed_in(an_area(below=2), role)
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(reverse("desk:matrix"))
    assert len(answer.context["rows"]) == 3
    assert len(seen) < FEW, "\n".join(query["sql"][:90] for query in seen)


def test_three_hundred_organs_cost_fewer_than_ten_statements(area: Area) -> None:
    client = _signed_in(area)
    answers: dict[str, HttpResponse] = {}
    for name in ("matrix", "matrix_xlsx", "matrix_csv"):
        with CaptureQueriesContext(connection) as seen:
            answers[name] = client.get(reverse(f"desk:{name}"))
        assert answers[name].status_code == 200
        assert len(seen) < FEW, "\n".join(query["sql"][:90] for query in seen)

    # The page holds some of the organs, the figures and the files are of all.
    page = answers["matrix"].context
    assert (len(page["rows"]), page["matrix"].total) == (20, 301)
    assert page["matrix"].coverage.filled == area.records
    rows = _csv(answers["matrix_csv"])
    assert len(rows) == 301 * 16
    filled = [row for row in rows if row["状态"] == "已有公开"]
    assert len(filled) == area.records
    assert filled[0]["最近公开信息"].startswith("云梦市第")
    wide, long = load_workbook(BytesIO(answers["matrix_xlsx"].content)).worksheets
    assert (wide.max_row, wide.max_column) == (1 + 301 + 1, 6 + 16)
    assert long.max_row == 1 + 301 * 16


def _csv(answer: HttpResponse) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))


def test_filters_narrow_page_and_files(town: Town) -> None:
    town.published(statutory_item="A04")
    client = town.client("supervision")

    narrowed = {"state": "filled", "period": "2026-Q1", "region": "960000", "level": "city"}
    page = client.get(reverse("desk:matrix"), narrowed)
    assert [shown.row.organ_id for shown in page.context["rows"]] == [town.office.organ.pk]
    assert "period=2026-Q1" in page.content.decode()
    rows = _csv(client.get(reverse("desk:matrix_csv"), narrowed))
    assert {row["机关"] for row in rows} == {town.office.organ.name}
    for nonsense in ({"state": "no"}, {"period": "1"}, {"region": "x"}, {"page": "999"}):
        assert client.get(reverse("desk:matrix"), nonsense).status_code == 200


def test_an_organ_sees_its_own_row_alone_and_a_title_of_a_draft_never(town: Town) -> None:
    town.draft(statutory_item="A03", title="尚未公开的统计公报")
    page = town.client("clerk").get(reverse("desk:matrix"))

    assert [shown.row.organ_id for shown in page.context["rows"]] == [town.office.organ.pk]
    for persona in ("clerk", "competent"):
        organ = town.client(persona).get(reverse("desk:matrix_organ", args=[town.office.organ.pk]))
        assert "尚未公开的统计公报" not in organ.content.decode()
    other = reverse("desk:matrix_organ", args=[town.other.organ.pk])
    assert town.client("clerk").get(other).status_code == 404


def test_the_competent_department_orders_a_rhythm(town: Town) -> None:
    organ_id = town.office.organ.pk
    address = reverse("desk:change_rhythm", args=[organ_id, "A04"])
    client = town.client("competent")

    refused = client.post(address, {"rhythm": "quarterly", "scope": "kind", "reason": ""})
    assert refused.status_code == 422
    assert refused.context["form"]["rhythm"].value() == "quarterly"
    sent = client.post(
        address, {"rhythm": "quarterly", "scope": "kind", "reason": "按季公开"}, follow=True
    )
    assert "每季度" in sent.content.decode()
    assert "按季公开" in sent.content.decode()
    assert town.client("clerk").post(address, {"rhythm": "once"}).status_code == 404


def test_an_organ_states_and_the_competent_department_confirms(town: Town) -> None:
    organ_id = town.office.organ.pk
    clerk, competent = town.client("clerk"), town.client("competent")
    state = reverse("desk:inapplicable", args=[organ_id, "A05"])

    assert clerk.post(state, {"reason": "请问13800138000。"}).status_code == 422
    clerk.post(state, {"reason": "本局不收费。"})
    row = InapplicableItem.objects.get()
    listed = competent.get(reverse("desk:inapplicable_items"))
    assert [line.may_decide for line in listed.context["lines"]] == [True]
    decide = reverse("desk:decide_inapplicable", args=[row.pk])
    assert clerk.get(decide).status_code == 404
    assert competent.post(decide, {"decision": "refuse"}).status_code == 422
    competent.post(decide, {"decision": "confirm"})
    public = Client().get(reverse("portal:organ", args=[organ_id])).content.decode()
    assert "本局不收费。" in public
    end = reverse("desk:end_inapplicable", args=[row.pk])
    assert competent.get(end).status_code == 200
    assert clerk.post(end).status_code == 302
    public = Client().get(reverse("portal:organ", args=[organ_id])).content.decode()
    assert "本局不收费。" not in public


def test_the_files_hold_no_formula(town: Town) -> None:
    title = "=1+1关于预算的公告"
    town.office.released(content(statutory_item="A04", title=title))

    rows = _csv(town.client("clerk").get(reverse("desk:matrix_csv")))
    assert f"'{title}" in {row["最近公开信息"] for row in rows}
    book = load_workbook(BytesIO(town.client("clerk").get(reverse("desk:matrix_xlsx")).content))
    cells = [cell for row in book.worksheets[1].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value == title} == {"s"}
