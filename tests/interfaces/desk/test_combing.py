"""The pages of combing: a table from upload to items, decisions, second looks, figures, files."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from tests.factories import combing, organs, records
from tests.factories.combing import row
from tests.interfaces.desk.combing_table import a_campaign
from tests.interfaces.desk.conftest import Town

from gongkai.kernel.types import Role
from gongkai.oversight.models import CombingCampaign, CombingIntake, CombingItem, CombingRecheck
from gongkai.records.models import Record, Withdrawal


def _content(answer: HttpResponse) -> bytes:
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def _send(town: Town, campaign: CombingCampaign, content: bytes, name: str) -> HttpResponse:
    address = reverse("desk:combing_organ", args=[campaign.pk, town.office.organ.pk])
    sent = SimpleUploadedFile(name, content)
    return town.client("clerk").post(address, {"table": sent})  # type: ignore[return-value]


def _items(town: Town, campaign: CombingCampaign) -> str:
    return reverse("desk:combing_items", args=[campaign.pk, town.office.organ.pk])


def test_the_template_is_filled_in_sent_and_taken_over(town: Town) -> None:
    campaign = a_campaign(town)
    address = reverse("desk:combing_template", args=[campaign.pk, town.office.organ.pk])
    book = load_workbook(BytesIO(_content(town.client("clerk").get(address))))
    sheet = book.worksheets[0]
    offered = {str(one.sqref).partition("2:")[0] for one in sheet.data_validations.dataValidation}
    assert offered == {"E", "F", "H"}
    for place, cell in enumerate(row(1), 1):
        sheet.cell(2, place, cell)
    sheet["F2"] = book.worksheets[1]["B2"].value
    sheet["E2"] = book.worksheets[1]["A3"].value
    out = BytesIO()
    book.save(out)

    page = _send(town, campaign, out.getvalue(), "清理.xlsx")

    intake = CombingIntake.objects.get()
    assert (page.status_code, intake.good, intake.faulty) == (302, 1, 0)
    taken = town.client("clerk").post(page["Location"], {"do": "take"}, follow=True)
    assert CombingItem.objects.get().title == "关于第1号旧文件的通知"
    assert "已导入" in taken.content.decode()


def test_wrong_rows_come_back_with_what_is_wrong_and_can_be_sent_again(town: Town) -> None:
    campaign = a_campaign(town)
    wrong = row(1, 信息名称="=危险()", 生成日期="2004年13月1日")
    page = _send(town, campaign, combing.csv_table([wrong]).getvalue(), "清理.csv")
    seen = town.client("clerk").get(page["Location"]).content.decode()
    assert "这不是日期" in seen
    intake = CombingIntake.objects.get()

    answer = town.client("clerk").get(reverse("desk:combing_wrong", args=[intake.pk]))

    book = load_workbook(BytesIO(_content(answer)))  # type: ignore[arg-type]
    sheet = book.worksheets[0]
    assert sheet["A2"].value == "=危险()"
    assert sheet["A2"].data_type == "s"
    assert "生成日期: 这不是日期" in sheet["N2"].value
    sheet["B2"] = "2004-12-01"
    out = BytesIO()
    book.save(out)
    _send(town, campaign, out.getvalue(), "更正.xlsx")
    again = CombingIntake.objects.latest("pk")
    assert (again.good, again.rows.get().cells["title"]) == (1, "=危险()")


def test_a_file_that_is_no_table_is_said_beside_its_field(town: Town) -> None:
    page = _send(town, a_campaign(town), b"%PDF-1.7", "清理.pdf")

    assert page.status_code == 422
    assert "只读取工作簿" in page.content.decode()


def test_the_chosen_items_are_decided_and_registered_from_the_list(town: Town) -> None:
    campaign = a_campaign(town)
    first, second = combing.taken(campaign, town.office, row(1), row(2))
    clerk, address = town.client("clerk"), _items(town, campaign)

    refused = clerk.post(address, {"do": "decide", "chosen": [first.pk], "as-category": "exempt"})
    assert refused.status_code == 422
    assert f'value="{first.pk}" id="item-{first.pk}" checked' in refused.content.decode()
    clerk.post(
        address,
        {
            "do": "decide",
            "chosen": [first.pk],
            "as-category": "exempt",
            "as-ground_code": combing.SECRET,
            "as-reason": "经研究确定。",
        },
    )
    clerk.post(address, {"do": "adopt", "chosen": [second.pk], "as-category": "undetermined"})
    clerk.post(
        address,
        {"do": "register", "chosen": [first.pk, second.pk], "as-category": "undetermined"},
    )

    assert set(CombingItem.objects.values_list("category", flat=True)) == {"exempt", "voluntary"}
    assert Record.objects.count() == 2
    reviewer = town.client("reviewer")
    assert reviewer.post(address, {"do": "adopt", "chosen": [first.pk]}).status_code == 422


def test_a_button_pressed_without_a_choice_changes_nothing(town: Town) -> None:
    record = town.published()
    campaign = a_campaign(town)
    [item] = combing.taken(campaign, town.office, row(1))
    clerk, items = town.client("clerk"), _items(town, campaign)
    clerk.post(items, {"do": "adopt", "chosen": [item.pk]})

    undecided = clerk.post(items, {"do": "decide", "chosen": [item.pk]})
    public = reverse("desk:combing_public", args=[campaign.pk, town.office.organ.pk])
    unsaid = clerk.post(public, {"chosen": [_key(record)]})

    assert (undecided.status_code, unsaid.status_code) == (422, 422)
    assert CombingItem.objects.get().category == "voluntary"
    assert not CombingRecheck.objects.exists()


def _key(record: Record) -> str:
    return f"{record.pk}.{record.public_version_id}"


def test_what_was_public_is_looked_at_again_from_one_screen(town: Town) -> None:
    stays, wrong, stale = (town.published() for _each in range(3))
    campaign = a_campaign(town)
    address = reverse("desk:combing_public", args=[campaign.pk, town.office.organ.pk])
    clerk = town.client("clerk")

    clerk.post(address, {"do": "stays", "chosen": [_key(stays)]})
    clerk.post(address, {"do": "withdraw", "chosen": [_key(wrong)], "reason": "privacy"})
    clerk.post(address, {"do": "correct", "chosen": [_key(stale)], "change_note": "更正。"})
    nothing = clerk.post(address, {"do": "withdraw", "reason": "privacy"})

    said = dict(CombingRecheck.objects.values_list("record_id", "outcome"))
    assert said == {stays.pk: "stays", wrong.pk: "withdraw", stale.pk: "correct"}
    assert records.fresh(wrong).standing == "hidden"
    assert Withdrawal.objects.get().record_id == wrong.pk
    assert stale.versions.count() == 2
    assert nothing.status_code == 422
    assert clerk.post(address, {"do": "nonsense", "chosen": [_key(stays)]}).status_code == 422


def test_a_campaign_is_ordered_for_organs_of_a_kind(town: Town) -> None:
    competent = town.client("competent")
    said = {
        "title": "清理",
        "from_on": "2003-01-01",
        "until_on": "2008-04-30",
        "due_on": "2026-12-31",
        "scope": "kinds",
        "kinds": ["department"],
    }

    page = competent.post(reverse("desk:combing_new"), said)

    campaign = CombingCampaign.objects.get()
    assert page["Location"] == reverse("desk:combing_campaign", args=[campaign.pk])
    chosen = set(campaign.organs.values_list("organ_id", flat=True))
    assert chosen == {town.office.organ.pk, town.other.organ.pk}
    competent.post(reverse("desk:combing_open", args=[campaign.pk]))
    competent.post(reverse("desk:combing_close", args=[campaign.pk]))
    closed = competent.get(page["Location"]).content.decode()
    assert "结束时尚未完成的" in closed
    none = competent.post(reverse("desk:combing_new"), said | {"kinds": ["legislature"]})
    assert (none.status_code, "请至少选择一个机关" in none.content.decode()) == (422, True)


def test_who_guides_two_areas_says_for_which_a_campaign_is(town: Town) -> None:
    second = organs.an_organ(kind="government", level="city")
    below = organs.an_organ(level="city", parent=second)
    organs.a_role(town.people["competent"], second, Role.COMPETENT_DEPARTMENT)
    said = {
        "organ_id": second.pk,
        "title": "清理",
        "from_on": "2003-01-01",
        "until_on": "2008-04-30",
        "due_on": "2026-12-31",
        "scope": "all",
    }

    town.client("competent").post(reverse("desk:combing_new"), said)

    campaign = CombingCampaign.objects.get()
    assert campaign.organ_id == second.pk
    assert list(campaign.organs.values_list("organ_id", flat=True)) == [below.pk]


def test_the_side_list_reminds_before_the_deadline(town: Town) -> None:
    campaign = a_campaign(town)
    campaign.due_on = organs.today()
    campaign.save(update_fields=["due_on"])
    combing.taken(campaign, town.office, row(1), row(2))

    page = town.client("clerk").get(reverse("desk:home")).content.decode()

    assert f"信息清理：{organs.today().isoformat()} 到期" in page


def test_figures_leave_as_files_and_no_name_of_an_item_is_among_them(town: Town) -> None:
    campaign = a_campaign(town)
    combing.taken(campaign, town.office, row(1))

    as_csv, as_xlsx = (
        _content(
            town.client("deputy").get(reverse("desk:combing_export", args=[campaign.pk, ending]))  # type: ignore[arg-type]
        )
        for ending in ("csv", "xlsx")
    )

    assert as_csv.startswith(b"\xef\xbb\xbf")
    assert f"{town.office.organ.name},1,1,0" in as_csv.decode()
    assert load_workbook(BytesIO(as_xlsx)).worksheets[0]["B2"].value in {0, 1}
    assert "旧文件" not in as_csv.decode()


@pytest.mark.parametrize("persona", ["competent", "supervision", "deputy"])
def test_names_that_stay_in_the_organ_are_on_no_page_of_who_oversees(
    town: Town, persona: str
) -> None:
    campaign = a_campaign(town)
    first, second, third = combing.taken(campaign, town.office, row(1), row(2), row(3))
    combing.decided(campaign, town.office, [first], "exempt")
    combing.decided(campaign, town.office, [second], "voluntary")
    of = [campaign.pk, town.office.organ.pk]
    pages = [
        reverse("desk:combing"),
        reverse("desk:combing_campaign", args=[campaign.pk]),
        reverse("desk:combing_organ", args=of),
        reverse("desk:combing_items", args=of),
        reverse("desk:combing_items", args=of) + "?category=exempt&text=旧文件",
        reverse("desk:combing_public", args=of),
    ]

    seen = "".join(town.client(persona).get(page).content.decode() for page in pages)

    assert first.title not in seen
    assert third.title not in seen
    assert (second.title in seen) is (persona != "deputy")


def test_lists_hold_their_number_of_queries(town: Town) -> None:
    campaign = a_campaign(town)
    public = reverse("desk:combing_public", args=[campaign.pk, town.office.organ.pk])
    overview = reverse("desk:combing_campaign", args=[campaign.pk])
    combing.taken(campaign, town.office, *(row(number) for number in range(2)))
    few = [
        _queries(town, "clerk", _items(town, campaign)),
        _queries(town, "clerk", public),
        _queries(town, "competent", overview),
    ]
    combing.taken(campaign, town.office, *(row(number) for number in range(2, 22)))
    for _each in range(3):
        records.an_office(organs.an_organ(level="city", parent=town.government))

    many = [
        _queries(town, "clerk", _items(town, campaign)),
        _queries(town, "clerk", public),
        _queries(town, "competent", overview),
    ]

    assert many == few


def _queries(town: Town, persona: str, address: str) -> int:
    client = town.client(persona)
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)
