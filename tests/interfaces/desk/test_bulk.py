"""Work on many records at the desk: the list, the spreadsheet, the preview, the confirmation."""

from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from tests.factories import organs, records
from tests.factories.organs import PASSWORD
from tests.interfaces.desk.conftest import Town

from gongkai.kernel.types import Role
from gongkai.organs.models import Signature
from gongkai.records.models import BulkRun, Record, SavedView, SeenVersion
from gongkai.records.operations.saved_views import ViewTooLong, save_view
from gongkai.records.rules.sheet import COLUMNS
from gongkai.review.models import Step

pytestmark = pytest.mark.django_db

TITLE = next(place for place, column in enumerate(COLUMNS, 1) if column.key == "title")


def workbook(client: Client, query: str = "") -> object:
    answer = client.get(f"{reverse('desk:records_xlsx')}?{query}")
    return load_workbook(BytesIO(b"".join(answer)))


def sent(client: Client, book: object) -> BulkRun:
    out = BytesIO()
    book.save(out)  # type: ignore[attr-defined]
    out.name, _place = "清单.xlsx", out.seek(0)
    answer = client.post(reverse("desk:send_sheet"), {"organ_id": organ_of(client), "file": out})
    assert answer.status_code == 302, answer.content.decode()
    return BulkRun.objects.latest("pk")


def organ_of(client: Client) -> int:
    page = client.get(reverse("desk:send_sheet"))
    return int(page.context["form"].fields["organ_id"].initial)


def planned(client: Client, step: str, *chosen: Record, **more: object) -> BulkRun:
    ids = [record.pk for record in chosen]
    said = {"step": step, "record": ids, "asked": "on", **more}
    answer = client.post(reverse("desk:plan_bulk"), said)
    assert answer.status_code == 302, answer.content.decode()
    return BulkRun.objects.latest("pk")


def outcomes(run: BulkRun) -> list[str]:
    return list(run.items.order_by("line").values_list("outcome", flat=True))


def test_a_workbook_goes_out_with_lists_and_protection_and_comes_back(town: Town) -> None:
    record = town.draft(keywords="水")
    client = town.client("clerk")
    book = workbook(client)
    sheet = book.worksheets[0]  # type: ignore[attr-defined]

    assert sheet.protection.sheet
    assert sheet.cell(2, 1).protection.locked
    assert not sheet.cell(2, TITLE).protection.locked
    assert any("$" in rule.formula1 for rule in sheet.data_validations.dataValidation)
    assert [cell.value for cell in sheet["A"]][1:] == [str(record.pk)]
    sheet.cell(2, TITLE).value = "改过的名称"
    run = sent(client, book)
    page = client.get(reverse("desk:bulk_run", args=[run.pk])).content.decode()
    assert "改过的名称" in page
    client.post(reverse("desk:confirm_bulk", args=[run.pk]), {"change_note": ""})
    assert record.versions.get().title == "改过的名称"
    client.post(reverse("desk:undo_bulk", args=[run.pk]))
    assert record.versions.get().title != "改过的名称"


def test_the_export_obeys_the_filters_and_the_organ(town: Town) -> None:
    wanted = town.draft(title="水价调整方案")
    town.draft(title="不相干")
    town.other.draft(records.content(title="水价调整方案（林业）"))

    sheet = workbook(town.client("clerk"), "text=水价").worksheets[0]  # type: ignore[attr-defined]
    csv = b"".join(town.client("clerk").get(f"{reverse('desk:records_csv')}?text=水价"))

    assert [cell.value for cell in sheet["A"]][1:] == [str(wanted.pk)]
    assert "林业" not in csv.decode()
    assert "不相干" not in csv.decode()


def test_a_step_is_shown_for_each_before_it_is_taken(town: Town) -> None:
    good, wrong = town.draft(), town.draft("undetermined")
    client = town.client("clerk")
    run = planned(client, "propose", good, wrong, note="请审")

    assert outcomes(run) == ["waiting", "refused"]
    assert good.versions.get().state == "draft"
    page = client.get(reverse("desk:bulk_run", args=[run.pk])).content.decode()
    assert run.items.get(record=wrong).why in page
    client.post(reverse("desk:confirm_bulk", args=[run.pk]))
    assert outcomes(run) == ["done", "refused"]
    assert [r.versions.get().state for r in (good, wrong)] == ["proposed", "draft"]


def test_everything_means_what_the_filters_leave(town: Town) -> None:
    town.draft(title="甲", genre="通知")
    town.draft(title="乙")
    run = planned(town.client("clerk"), "propose", everything="on", query="genre=通知")

    assert [item.version.title for item in run.items.all()] == ["甲"]


def test_a_withdrawal_asks_for_its_reason_and_hides_each(town: Town) -> None:
    public, draft = town.published(), town.draft()
    client = town.client("in_charge")
    ids = [public.pk, draft.pk]
    page = client.post(reverse("desk:plan_bulk"), {"step": "hide", "record": ids})
    assert page.status_code == 200
    assert "reason" in page.context["form"].fields
    refused = client.post(reverse("desk:plan_bulk"), {"step": "hide", "record": ids, "asked": "on"})
    assert refused.status_code == 422

    run = planned(client, "hide", public, draft, reason="wrong")
    assert outcomes(run) == ["waiting", "refused"]
    assert records.fresh(public).standing == "published"
    client.post(reverse("desk:confirm_bulk", args=[run.pk]))
    assert records.fresh(public).standing == "hidden"
    assert not public.withdrawals.get().title_may_show


def test_who_signs_for_many_opened_each_and_signs_each(town: Town) -> None:
    opened = [town.proposed(), town.proposed()]
    unread = town.proposed()
    client = town.client("reviewer")
    for record in opened:
        client.get(reverse("desk:secrecy_review", args=[record.pk]))
    run = planned(client, "secrecy", *opened, unread)
    assert outcomes(run) == ["waiting", "waiting", "refused"]

    address = reverse("desk:sign_bulk", args=[run.pk])
    assert client.post(address, {"secret": "falsch"}).status_code == 422
    assert not Step.objects.exists()
    client.post(address, {"secret": PASSWORD, "opinion": "无涉密内容。"})

    assert outcomes(run) == ["done", "done", "refused"]
    assert [r.versions.get().state for r in (*opened, unread)] == ["reviewed"] * 2 + ["proposed"]
    signatures = Signature.objects.order_by("pk")
    assert {s.digest for s in signatures} == {r.versions.get().digest for r in opened}
    assert [s.given_with for s in signatures] == [None, signatures[0]]
    assert Step.objects.values("signature").distinct().count() == 2


def test_what_changed_after_it_was_read_is_not_signed(town: Town) -> None:
    record = town.proposed()
    client = town.client("reviewer")
    client.get(reverse("desk:secrecy_review", args=[record.pk]))
    assert SeenVersion.objects.get().digest == record.versions.get().digest
    run = planned(client, "secrecy", record)
    version = record.versions.get()
    clerk = town.office.acting(Role.CLERK)
    records.edit_version(actor=clerk, version_id=version.pk, content=records.content())
    town.office.proposed(version)

    client.post(reverse("desk:sign_bulk", args=[run.pk]), {"secret": PASSWORD})

    assert outcomes(run) == ["refused"]
    assert record.versions.get().state == "proposed"


@pytest.mark.parametrize("persona", ["other_clerk", "administrator", "competent"])
def test_a_run_is_nobody_elses(town: Town, persona: str) -> None:
    run = planned(town.client("clerk"), "propose", town.draft())
    other = town.client(persona)

    assert other.get(reverse("desk:bulk_run", args=[run.pk])).status_code in (403, 404)
    for route in ("confirm_bulk", "sign_bulk", "drop_bulk", "undo_bulk", "compare_sheet"):
        assert other.post(reverse(f"desk:{route}", args=[run.pk])).status_code in (403, 404)
    assert other.get(reverse("desk:bulk_file", args=[run.pk])).status_code in (403, 404)


def test_only_who_planned_a_run_confirms_it(town: Town) -> None:
    run = planned(town.client("clerk"), "propose", town.draft())

    page = town.client("reviewer").post(reverse("desk:confirm_bulk", args=[run.pk]))

    assert page.status_code in (403, 422)
    assert outcomes(run) == ["waiting"]


def test_records_of_others_cannot_be_chosen(town: Town) -> None:
    theirs = town.other.draft().record
    answer = town.client("clerk").post(
        reverse("desk:plan_bulk"), {"step": "propose", "record": [theirs.pk], "asked": "on"}
    )
    assert answer.status_code in (404, 422)
    assert not BulkRun.objects.exists()


def test_views_are_kept_shared_renamed_and_deleted(town: Town) -> None:
    clerk, reviewer = town.client("clerk"), town.client("reviewer")
    shared = {"name": "待核草稿", "shared_with": str(town.office.organ.pk)}
    clerk.post(f"{reverse('desk:new_view')}?overdue=on&evil=1&page=3", shared)
    view = SavedView.objects.get()

    assert view.query == "overdue=on"
    assert "待核草稿" in reviewer.get(reverse("desk:records")).content.decode()
    assert (
        "待核草稿" not in town.client("other_clerk").get(reverse("desk:records")).content.decode()
    )
    assert clerk.post(reverse("desk:new_view"), shared).status_code == 422
    assert reviewer.post(reverse("desk:change_view", args=[view.pk]), shared).status_code == 404
    assert reviewer.post(reverse("desk:delete_view", args=[view.pk])).status_code == 404
    clerk.post(reverse("desk:change_view", args=[view.pk]), {"name": "待核", "shared_with": ""})
    assert "待核" not in reviewer.get(reverse("desk:records")).content.decode()
    clerk.post(reverse("desk:delete_view", args=[view.pk]))
    assert not SavedView.objects.exists()


def test_a_view_of_many_words_is_kept(town: Town) -> None:
    clerk, words = town.client("clerk"), "水" * 200

    answer = clerk.post(f"{reverse('desk:new_view')}?text={words}", {"name": "长"})

    assert answer.status_code == 302
    view = SavedView.objects.get()
    assert len(view.query) > 1_000
    viewer = town.office.viewing(Role.CLERK)
    with pytest.raises(ViewTooLong):
        save_view(viewer=viewer, name="太长", query="x" * 4_001)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("genre=通知", ["甲"]),
        ("theme=01", ["甲"]),
        ("statutory_item=A01", ["乙"]),
        ("overdue=on", ["甲", "乙"]),
        ("sort=generated_first", ["乙", "甲"]),
        ("changed_by={reviewer}", []),
        ("changed_by={clerk}&genre=通知", ["甲"]),
        ("changed_by=0", ["甲", "乙"]),
    ],
)
def test_the_list_is_narrowed_and_sorted(town: Town, query: str, found: list[str]) -> None:
    town.draft(title="乙", statutory_item="A01", generated_on=organs.LONG_AGO.replace(year=2025))
    town.draft(
        title="甲",
        genre="通知",
        theme_code="01",
        generated_on=organs.LONG_AGO.replace(year=2026, month=1),
    )
    people = {"reviewer": town.office.secrecy.pk, "clerk": town.office.clerk.pk}
    page = town.client("clerk").get(f"{reverse('desk:records')}?{query.format(**people)}")

    assert [line.title for line in page.context["lines"]] == found


def test_the_preview_costs_the_same_for_two_and_for_ten_records(town: Town) -> None:
    client = town.client("clerk")
    runs = [planned(client, "propose", *(town.draft() for _ in range(n))) for n in (2, 10)]
    counts = []
    for run in runs:
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("desk:bulk_run", args=[run.pk]))
        counts.append(len(seen))
    assert counts[0] == counts[1]
