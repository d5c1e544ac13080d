"""Tables of a backlog: sent, read apart, looked at, taken over; nothing is lost or doubled."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from tests.factories import combing, records
from tests.factories.combing import County, row

from gongkai.audit.models import AuditEntry
from gongkai.kernel.models import StoredFile
from gongkai.kernel.refusals import NotAllowed, NotFound
from gongkai.kernel.types import Role
from gongkai.oversight.combing_reading import ReadTable
from gongkai.oversight.combing_waiting import ask_again
from gongkai.oversight.models import CombingIntake, CombingIntakeRow, CombingItem
from gongkai.oversight.operations import combing_intake
from gongkai.oversight.operations.combing_campaigns import (
    CampaignNotSo,
    TableUnderWay,
    alter_campaign,
    close_campaign,
)
from gongkai.oversight.operations.combing_intake import (
    IntakeNotSo,
    TableMarkedSecret,
    TableNotTaken,
    leave_intake,
    read_intake,
    send_table,
    take_intake,
    take_rows,
)
from gongkai.oversight.rules.combing_table import CellFault, Column


@pytest.fixture
def county(db: None) -> County:
    """A government with two organs below it."""
    records.load_tables()
    return combing.a_county()


def test_a_table_is_looked_at_before_anything_is_kept_of_it(county: County) -> None:
    campaign = county.running()

    intake = combing.sent(campaign, county.office, combing.csv_table([row(1), row(2)]))

    assert (intake.state, intake.good, intake.faulty, intake.known) == ("read", 2, 0, 0)
    assert not CombingItem.objects.exists()


def test_the_good_rows_become_items_and_the_wrong_ones_stay_to_be_corrected(
    county: County,
) -> None:
    wrong = row(2, 生成日期="2009-13-40", 建议公开类别="不予公开")
    items = combing.taken(county.running(), county.office, row(1), wrong)

    (item,) = items
    assert (item.title, item.document_number) == ("关于第1号旧文件的通知", "云政发〔2004〕1号")
    assert (item.category, item.proposed_category) == ("undetermined", "voluntary")
    kept = CombingIntakeRow.objects.get(state="faulty")
    assert kept.cells["title"] == "关于第2号旧文件的通知"
    assert kept.faults == [
        [Column.GENERATED_ON.value, CellFault.NO_DATE.value],
        [Column.GROUND.value, CellFault.GROUND_OF_ANOTHER.value],
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_tables_of_values_are_read_in_the_encodings_of_offices(
    county: County, encoding: str
) -> None:
    table = combing.csv_table([row(1)], encoding=encoding)

    assert combing.sent(county.running(), county.office, table).good == 1


def test_a_workbook_is_read_with_its_days(county: County) -> None:
    day = records.content().generated_on.replace(year=2004)
    campaign = county.running()

    intake = combing.sent(
        campaign, county.office, combing.xlsx_table([row(1, 生成日期=day)]), "清理.xlsx"
    )

    assert intake.rows.get().cells["generated_on"] == day.isoformat()


def test_the_same_table_again_doubles_nothing(county: County) -> None:
    campaign = county.running()
    combing.taken(campaign, county.office, row(1), row(2))
    changed = row(2, 建议公开类别="", 公开或者不予公开的依据="")

    again = combing.sent(
        campaign, county.office, combing.csv_table([row(1), changed, row(3), row(3)])
    )
    take_intake(actor=county.office.acting(Role.CLERK), intake_id=again.pk)

    assert (again.known, again.good) == (3, 1)
    assert CombingItem.objects.count() == 3


def test_two_tables_with_the_same_row_that_are_taken_over_one_after_the_other(
    county: County,
) -> None:
    campaign = county.running()
    both = [combing.sent(campaign, county.office, combing.csv_table([row(1)])) for _ in "ab"]

    for intake in both:
        take_intake(actor=county.office.acting(Role.CLERK), intake_id=intake.pk)

    assert CombingItem.objects.count() == 1
    assert CombingIntake.objects.latest("pk").taken == 0


def test_a_worker_that_was_killed_goes_on_where_it_stopped(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign = county.running()
    monkeypatch.setattr(combing_intake, "_BATCH", 2)
    monkeypatch.setattr(combing_intake, "TAKEN_AT_ONCE", 1)
    intake = combing.sent(campaign, county.office, combing.csv_table([row(n) for n in range(5)]))
    take_intake(actor=county.office.acting(Role.CLERK), intake_id=intake.pk)
    combing_intake._take_batch(intake.pk)
    intake.refresh_from_db()
    assert (intake.state, intake.taken) == ("taking", 2)

    take_rows(intake_id=intake.pk)
    take_rows(intake_id=intake.pk)

    intake.refresh_from_db()
    assert (intake.state, intake.taken, CombingItem.objects.count()) == ("taken", 5, 5)


def _bomb() -> BytesIO:
    out = BytesIO()
    with ZipFile(combing.xlsx_table([row(1)])) as whole, ZipFile(out, "w", 8) as bomb:
        for name in whole.namelist():
            content = whole.read(name)
            bomb.writestr(name, content + b" " * 60_000_000 if "sheet1" in name else content)
    out.seek(0)
    return out


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("清理.xlsx", BytesIO(b"PK\x03\x04 broken"), "broken"),
        ("清理.csv", BytesIO(b"\x00\x01\x02\x03" * 50), "not_what_it_says"),
        ("清理.csv", BytesIO("甲,乙\n1,2\n".encode()), "columns_missing"),
        ("清理.csv", combing.csv_table([]), "no_rows"),
    ],
    ids=["broken", "no-text", "other-columns", "empty"],
)
def test_what_cannot_be_read_says_why(
    county: County, name: str, content: BytesIO, problem: str
) -> None:
    content.seek(0)

    intake = combing.sent(county.running(), county.office, content, name)

    assert (intake.state, intake.problem) == ("refused", problem)


def test_more_rows_than_a_table_may_have(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gongkai.oversight.combing_reading.MOST_ROWS", 2)
    table = combing.csv_table([row(number) for number in range(3)])

    assert combing.sent(county.running(), county.office, table).problem == "too_many_rows"


@pytest.mark.parametrize(
    ("name", "content"),
    [("清理.pdf", b"%PDF-1.7"), ("清理.xls", b"x"), ("清理.csv", b""), ("", b"x")],
)
def test_files_that_are_no_tables_are_not_kept(county: County, name: str, content: bytes) -> None:
    with pytest.raises(TableNotTaken):
        combing.sent(county.running(), county.office, BytesIO(content), name)

    assert not CombingIntake.objects.exists()


@pytest.mark.parametrize(
    ("cells", "name"),
    [
        ({"信息名称": "机密★10年 关于某事项的请示"}, "清理.csv"),
        ({"备注": "密级：秘密"}, "清理.xlsx"),
        ({}, "机密★10年.csv"),
    ],
)
def test_nothing_is_kept_of_a_table_that_bears_a_mark_of_secrecy(
    county: County, cells: dict[str, object], name: str
) -> None:
    rows = [*(row(number) for number in range(40)), row(40, **cells)]
    table = combing.csv_table(rows) if name.endswith("csv") else combing.xlsx_table(rows)

    with pytest.raises(TableMarkedSecret) as refused:
        combing.sent(county.running(), county.office, table, name)

    assert ("42" in str(refused.value)) is bool(cells)
    assert not CombingIntake.objects.exists()
    assert not StoredFile.objects.exists()


def test_marks_are_found_in_every_row_of_every_sheet(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = load_workbook(combing.xlsx_table([row(1)]))
    for number in range(2, 400):
        book.active.append(row(number))
    other = book.create_sheet("附表")
    other.sheet_state = "hidden"
    for _number in range(300):
        other.append(["无关内容" * 10])
    other.append(["", "机密★10年"])
    table = BytesIO()
    book.save(table)
    table.seek(0)
    monkeypatch.setattr("gongkai.oversight.combing_reading.MOST_ROWS", 2)

    with pytest.raises(TableMarkedSecret, match="附表!301"):
        combing.sent(county.running(), county.office, table, "清理.xlsx")

    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("said", "refusal"), [("机密★10年", TableMarkedSecret), ("公开", TableNotTaken)]
)
def test_a_damaged_sheet_does_not_end_the_search_for_marks(
    county: County, said: str, refusal: type[Exception]
) -> None:
    table = combing.xlsx_table([row(1, 另有一列=said)])
    book = load_workbook(table)
    book.create_sheet("附表")
    book.save(table)
    whole = ZipFile(table)
    with ZipFile(damaged := BytesIO(), "w") as parts:
        for name in whole.namelist():
            part = whole.read(name)
            parts.writestr(name, part[:-40] if name.endswith("sheet2.xml") else part)
    damaged.seek(0)

    with pytest.raises(refusal):
        combing.sent(county.running(), county.office, damaged, "清理.xlsx")

    assert not StoredFile.objects.exists()


def test_more_than_can_be_looked_through_is_not_kept(county: County) -> None:
    bomb = _bomb()
    with pytest.raises(TableNotTaken):
        combing.sent(county.running(), county.office, bomb, "清理.xlsx")

    assert not StoredFile.objects.exists()


def test_a_period_altered_while_a_table_is_read_has_it_read_anew(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign = county.running()
    read = combing_intake.read_table

    def altered_meanwhile(*asked: Any) -> ReadTable:
        found = read(*asked)
        monkeypatch.setattr(combing_intake, "read_table", read)
        alter_campaign(
            actor=county.guiding(),
            campaign_id=campaign.pk,
            plan=county.plan(from_on=date(2005, 1, 1)),
        )
        return found

    monkeypatch.setattr(combing_intake, "read_table", altered_meanwhile)
    intake = combing.sent(campaign, county.office, combing.csv_table([row(1)]))
    assert (intake.state, intake.rows.count()) == ("waiting", 0)
    read_intake(intake_id=intake.pk)
    assert intake.rows.get().faults


def test_a_table_whose_reader_was_killed_is_found_again(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(**_asked: object) -> None:
        raise RuntimeError

    campaign = county.running()
    monkeypatch.setattr(combing_intake, "read_intake", killed)
    with pytest.raises(RuntimeError):
        combing.sent(campaign, county.office, combing.csv_table([row(1)]))
    assert ask_again() == 0
    CombingIntake.objects.update(sent_at=campaign.drafted_at - timedelta(hours=1))

    assert ask_again() == 1

    read_intake(intake_id=CombingIntake.objects.get().pk)
    assert CombingIntake.objects.get().state == "read"


def test_a_campaign_is_not_altered_or_closed_while_rows_are_taken_over(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign = county.running()
    monkeypatch.setattr(combing_intake, "TAKEN_AT_ONCE", 0)
    intake = combing.sent(campaign, county.office, combing.csv_table([row(1)]))
    take_intake(actor=county.office.acting(Role.CLERK), intake_id=intake.pk)

    with pytest.raises(TableUnderWay):
        close_campaign(actor=county.guiding(), campaign_id=campaign.pk)
    without = county.plan(organ_ids=frozenset({county.offices[1].organ.pk}))
    with pytest.raises(TableUnderWay):
        alter_campaign(actor=county.guiding(), campaign_id=campaign.pk, plan=without)


def test_a_campaign_is_altered_although_one_of_its_organs_was_merged(county: County) -> None:
    campaign = county.running()
    combing.taken(campaign, county.office, row(1))
    county.office.organ.is_active = False
    county.office.organ.parent = None
    county.office.organ.save(update_fields=["is_active", "parent"])
    later = campaign.due_on + timedelta(days=30)

    alter_campaign(actor=county.guiding(), campaign_id=campaign.pk, plan=county.plan(due_on=later))

    campaign.refresh_from_db()
    assert campaign.due_on == later


def test_another_period_has_tables_read_anew(county: County) -> None:
    campaign = county.running()
    intake = combing.sent(campaign, county.office, combing.csv_table([row(1)]))
    plan = county.plan(until_on=date(2004, 1, 1))

    alter_campaign(actor=county.guiding(), campaign_id=campaign.pk, plan=plan)
    read_intake(intake_id=intake.pk)

    intake.refresh_from_db()
    assert (intake.good, intake.faulty) == (0, 1)


def test_who_sends_and_when(county: County) -> None:
    campaign, first = county.running(), county.office
    other = county.offices[1]
    with pytest.raises(NotAllowed):
        send_table(
            actor=other.acting(Role.CLERK),
            campaign_id=campaign.pk,
            organ_id=first.organ.pk,
            name="a.csv",
            stream=combing.csv_table([row(1)]),
        )
    with pytest.raises(NotFound):
        combing.sent(county.drafted(), first, combing.csv_table([row(1)]))
    intake = combing.sent(campaign, first, combing.csv_table([row(1)]))
    with pytest.raises(NotAllowed):
        take_intake(actor=other.acting(Role.CLERK), intake_id=intake.pk)

    close_campaign(actor=county.guiding(), campaign_id=campaign.pk)

    with pytest.raises(CampaignNotSo):
        take_intake(actor=first.acting(Role.CLERK), intake_id=intake.pk)


def test_a_table_that_is_left_keeps_no_row_and_is_not_taken_over_later(county: County) -> None:
    intake = combing.sent(county.running(), county.office, combing.csv_table([row(1)]))
    clerk = county.office.acting(Role.CLERK)

    leave_intake(actor=clerk, intake_id=intake.pk)

    assert not intake.rows.exists()
    with pytest.raises(IntakeNotSo):
        take_intake(actor=clerk, intake_id=intake.pk)
    actions = AuditEntry.objects.filter(object_kind="combing_intake").order_by("pk")
    assert [entry.action for entry in actions] == [
        "oversight.send_table",
        "oversight.leave_table",
    ]
