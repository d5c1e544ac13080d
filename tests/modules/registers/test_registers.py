"""Registers: what the public reads of them is what was reviewed, and nothing else."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from tests.factories import merging, records
from tests.factories.records import Office, content
from tests.factories.registers import MATTER, a_matter, released

from gongkai.kernel.refusals import NotAllowed, NotFound
from gongkai.kernel.types import PUBLIC, Role
from gongkai.organs.models import Organ
from gongkai.organs.operations.organs import WasMerged
from gongkai.records.contents import content_of
from gongkai.records.models import Record
from gongkai.records.operations import abandon_version, edit_version, withdraw_record
from gongkai.registers.models import CleanupRound
from gongkai.registers.operations import (
    add_document,
    carry_out_round,
    compile_cleanup,
    compile_licensing,
    decide_document,
    end_matter,
    enter_matter,
    open_round,
    show_in_column,
    take_out_of_column,
)
from gongkai.registers.operations.cleanup import (
    DaysDisagree,
    ListNotPublished,
    NoLongerNormative,
    RoundEnded,
    RoundKnownAlready,
)
from gongkai.registers.operations.column import NotPublished
from gongkai.registers.operations.compiling import (
    EditionUnderReview,
    NotAllDecided,
    NothingToCompile,
)
from gongkai.registers.operations.licensing import MatterIncomplete, MatterKnownAlready
from gongkai.registers.queries import (
    cleanup_lists,
    cleanup_registers,
    ending_items,
    licensing_register,
    matters_of,
    public_documents,
    round_page,
    rule_choices,
    rules_column,
)


@pytest.fixture
def office(db: None) -> Office:
    records.load_tables()
    return records.an_office()


def compiled(office: Office) -> Record:
    edition = compile_licensing(actor=office.acting(Role.CLERK), organ_id=office.organ.pk)
    return released(office, edition.version)


def names(office: Office) -> list[str]:
    register = licensing_register(PUBLIC, office.organ.pk)
    return [row["name"] for row in register.rows] if register else []


def test_the_public_reads_the_register_only_after_its_reviews(office: Office) -> None:
    a_matter(office)
    edition = compile_licensing(actor=office.acting(Role.CLERK), organ_id=office.organ.pk)
    assert names(office) == []
    record = released(office, edition.version)
    assert names(office) == ["取水许可"]
    assert record.public_version is not None
    assert record.public_version.statutory_item == "A07"
    # What is entered afterwards waits for the next edition.
    a_matter(office, name="临时占用水域")
    assert names(office) == ["取水许可"]


def test_the_next_edition_is_the_next_version_of_the_same_record(office: Office) -> None:
    matter = a_matter(office)
    first = compiled(office)
    a_matter(office, name="临时占用水域")
    end_matter(actor=office.acting(Role.CLERK), organ_id=office.organ.pk, matter_id=matter.pk)
    second = compiled(office)
    assert (second.pk, second.index_number) == (first.pk, first.index_number)
    assert names(office) == ["临时占用水域"]


def test_a_draft_is_compiled_anew_and_what_is_under_review_is_not(office: Office) -> None:
    clerk = office.acting(Role.CLERK)
    with pytest.raises(NothingToCompile):
        compile_licensing(actor=clerk, organ_id=office.organ.pk)
    a_matter(office)
    first = compile_licensing(actor=clerk, organ_id=office.organ.pk)
    a_matter(office, name="临时占用水域")
    again = compile_licensing(actor=clerk, organ_id=office.organ.pk)
    assert again.version_id == first.version_id
    office.proposed(again.version)
    with pytest.raises(EditionUnderReview):
        compile_licensing(actor=clerk, organ_id=office.organ.pk)


def test_a_withdrawn_or_hand_edited_edition_is_no_register(office: Office) -> None:
    clerk = office.acting(Role.CLERK)
    a_matter(office)
    edition = compile_licensing(actor=clerk, organ_id=office.organ.pk)
    changed = edit_version(
        actor=clerk,
        version_id=edition.version_id,
        content=content(
            title="行政许可事项目录", statutory_item="A07", generated_on=date(2026, 3, 16)
        ),
    )
    record = released(office, changed)
    assert names(office) == []
    a_matter(office, name="临时占用水域")
    compiled(office)
    assert names(office) == ["取水许可", "临时占用水域"]
    withdraw_record(actor=clerk, record_id=record.pk, reason="wrong", note="", title_may_show=False)
    assert names(office) == []


def test_elements_put_right_leave_the_register_and_stay_in_the_next_edition(
    office: Office,
) -> None:
    clerk = office.acting(Role.CLERK)
    a_matter(office)
    edition = compile_licensing(actor=clerk, organ_id=office.organ.pk)
    said = replace(content_of(edition.version), document_number="云水发〔2026〕7号")
    numbered = edit_version(actor=clerk, version_id=edition.version_id, content=said)
    record = released(office, numbered)
    assert names(office) == ["取水许可"]
    office.release(office.approved(office.in_correction(record)))
    assert names(office) == ["取水许可"]
    a_matter(office, name="临时占用水域")
    again = compile_licensing(actor=clerk, organ_id=office.organ.pk)
    assert (again.record_id, again.version.number) == (record.pk, 3)
    assert again.version.document_number == "云水发〔2026〕7号"
    assert again.version.remark


def test_an_edition_that_was_given_up_does_not_stand_in_the_way(office: Office) -> None:
    clerk = office.acting(Role.CLERK)
    a_matter(office)
    first = compile_licensing(actor=clerk, organ_id=office.organ.pk)
    abandon_version(actor=clerk, version_id=first.version_id, why="另行编制。")
    assert compiled(office).pk != first.record_id
    assert names(office) == ["取水许可"]


def test_a_matter_says_everything_and_stands_once(office: Office) -> None:
    with pytest.raises(MatterIncomplete) as refused:
        a_matter(office, materials=(" ",), basis="")
    assert set(refused.value.errors) == {"materials", "basis"}
    a_matter(office)
    with pytest.raises(MatterKnownAlready):
        a_matter(office)
    stranger = records.an_office()
    with pytest.raises(NotAllowed):
        enter_matter(actor=stranger.acting(Role.CLERK), organ_id=office.organ.pk, matter=MATTER)


def a_round(office: Office) -> CleanupRound:
    return open_round(
        actor=office.acting(Role.LEGAL_REVIEWER),
        organ_id=office.organ.pk,
        title="2026年规范性文件清理",
        issued_until_on=date(2026, 3, 16),
        decide_by_on=date(2026, 6, 30),
    )


def decide(office: Office, opened: CleanupRound, outcomes: dict[str, str]) -> None:
    for item in round_page(office.viewing(Role.CLERK), opened.pk).items:
        decide_document(
            actor=office.acting(Role.LEGAL_REVIEWER),
            round_id=opened.pk,
            item_id=item.id,
            outcome=outcomes[item.title],
            until_on=date(2026, 12, 31) if outcomes[item.title] == "amend" else None,
            reason="上位法已废止" if outcomes[item.title] == "repeal" else "",
        )


def test_a_round_is_decided_published_and_carried_out(office: Office) -> None:
    said = {"is_normative": True, "validity": "in_force"}
    kept = office.released(content(title="供水办法", **said))
    repealed = office.released(content(title="收费办法", **said))
    office.released(content(title="不是规范性文件"))
    office.draft(content(title="尚未公开的办法", **said))
    opened = a_round(office)
    add_document(actor=office.acting(Role.CLERK), round_id=opened.pk, title="未录入的办法")
    clerk = office.acting(Role.CLERK)
    with pytest.raises(NotAllDecided):
        compile_cleanup(actor=clerk, round_id=opened.pk)
    decide(office, opened, {"供水办法": "keep", "收费办法": "repeal", "未录入的办法": "amend"})
    looking = office.viewing(Role.CLERK)
    shown = [round_page(looking, opened.pk, page=number, size=2).items for number in (1, 2)]
    assert [len(items) for items in shown] == [2, 1]
    assert [item.title for item in ending_items(looking, opened.pk)] == ["收费办法"]
    edition = compile_cleanup(actor=clerk, round_id=opened.pk)
    with pytest.raises(ListNotPublished):
        carry_out_round(actor=clerk, round_id=opened.pk)
    released(office, edition.version)
    lists = cleanup_lists(PUBLIC, office.organ.pk)
    untils = {row["outcome"]: row["until"] for row in lists[0].rows}
    assert untils == {"amend": date(2026, 12, 31), "keep": None, "repeal": None}
    with CaptureQueriesContext(connection) as asked:
        [line] = cleanup_registers(PUBLIC)
    assert (line.organ_id, line.entries) == (office.organ.pk, 3)
    assert not re.search(r'"rows"(?!\))', asked[0]["sql"])
    assert public_documents(PUBLIC, lists) == {kept.pk, repealed.pk}
    carry_out_round(actor=clerk, round_id=opened.pk)
    assert [_validity(record) for record in (kept, repealed)] == ["in_force", "repealed"]
    with pytest.raises(RoundEnded):
        decide(office, opened, {"供水办法": "keep", "收费办法": "keep", "未录入的办法": "keep"})


def test_a_list_that_says_something_else_by_now_is_not_carried_out(office: Office) -> None:
    repealed = office.released(content(title="收费办法", is_normative=True))
    opened = a_round(office)
    decide(office, opened, {"收费办法": "repeal"})
    edition = compile_cleanup(actor=office.acting(Role.CLERK), round_id=opened.pk)
    released(office, edition.version)
    decide(office, opened, {"收费办法": "keep"})
    with pytest.raises(ListNotPublished):
        carry_out_round(actor=office.acting(Role.CLERK), round_id=opened.pk)
    assert _validity(repealed) == ""


def test_a_list_that_lacks_a_document_or_gives_another_reason_is_not_carried_out(
    office: Office,
) -> None:
    office.released(content(title="收费办法", is_normative=True))
    opened, clerk = a_round(office), office.acting(Role.CLERK)
    decide(office, opened, {"收费办法": "repeal"})
    released(office, compile_cleanup(actor=clerk, round_id=opened.pk).version)
    [item] = round_page(office.viewing(Role.CLERK), opened.pk).items
    decide_document(
        actor=office.acting(Role.LEGAL_REVIEWER),
        round_id=opened.pk,
        item_id=item.id,
        outcome="repeal",
        reason="任务已完成",
    )
    with pytest.raises(ListNotPublished):
        carry_out_round(actor=clerk, round_id=opened.pk)
    decide(office, opened, {"收费办法": "repeal"})
    add_document(actor=clerk, round_id=opened.pk, title="未录入的办法")
    with pytest.raises(ListNotPublished):
        carry_out_round(actor=clerk, round_id=opened.pk)


def test_who_carries_out_reads_which_document_is_no_longer_normative(office: Office) -> None:
    repealed = office.released(content(title="收费办法", is_normative=True))
    opened, clerk = a_round(office), office.acting(Role.CLERK)
    decide(office, opened, {"收费办法": "repeal"})
    released(office, compile_cleanup(actor=clerk, round_id=opened.pk).version)
    office.corrected(repealed, content(title="收费办法"))
    with pytest.raises(NoLongerNormative, match="收费办法"):
        carry_out_round(actor=clerk, round_id=opened.pk)


def test_a_title_names_one_round(office: Office) -> None:
    a_round(office)
    with pytest.raises(RoundKnownAlready):
        a_round(office)


def test_registers_go_on_at_the_organ_into_which_theirs_is_merged(office: Office) -> None:
    a_matter(office)
    record, opened = compiled(office), a_round(office)
    other = records.an_office()
    a_matter(other)
    merging.merged(office, other)
    assert names(other) == ["取水许可"]
    assert names(office) == []
    matters = matters_of(other.viewing(Role.CLERK), other.organ.pk)
    assert [line.matter.name for line in matters] == [
        "取水许可",
        f"取水许可（原{office.organ.name}）",
    ]
    assert round_page(other.viewing(Role.CLERK), opened.pk).line.organ_id == other.organ.pk
    assert compiled(other).pk == record.pk
    assert len(names(other)) == 2
    with pytest.raises(WasMerged):
        a_matter(office, name="排污许可")
    with pytest.raises(WasMerged):
        a_round(office)


def test_a_document_is_of_the_days_that_the_round_takes_in(office: Office) -> None:
    opened = a_round(office)
    for issued_on in (date(206, 3, 12), opened.issued_until_on + timedelta(days=1)):
        with pytest.raises(DaysDisagree):
            add_document(
                actor=office.acting(Role.CLERK),
                round_id=opened.pk,
                title="办法",
                issued_on=issued_on,
            )


def test_a_round_is_its_organ_s_alone(office: Office) -> None:
    opened = a_round(office)
    stranger = records.an_office()
    with pytest.raises(NotFound):
        round_page(stranger.viewing(Role.CLERK), opened.pk)
    with pytest.raises(NotAllowed):
        add_document(actor=stranger.acting(Role.CLERK), round_id=opened.pk, title="办法")


def test_the_rules_column_shows_what_is_published_and_chosen(office: Office) -> None:
    rule = office.released(content(title="政府信息公开工作制度"))
    office.released(content(title="关于放假的通知"))
    clerk = office.acting(Role.CLERK)
    choices = rule_choices(office.viewing(Role.CLERK), office.organ.pk)
    assert [choice.card.title for choice in choices] == ["政府信息公开工作制度"]
    show_in_column(actor=clerk, record_id=rule.pk)
    show_in_column(actor=clerk, record_id=rule.pk)
    assert [len(found.cards) for found in rules_column(PUBLIC).columns] == [1]
    withdraw_record(actor=clerk, record_id=rule.pk, reason="wrong", note="", title_may_show=False)
    assert rules_column(PUBLIC, office.organ.pk).columns == ()
    take_out_of_column(actor=clerk, record_id=rule.pk)
    with pytest.raises(NotPublished):
        show_in_column(actor=clerk, record_id=rule.pk)


def test_the_columns_of_many_organs_are_read_page_by_page(office: Office) -> None:
    for number in (1, 2, 3):
        rule = office.released(content(title=f"第{number}号工作制度"))
        show_in_column(actor=office.acting(Role.CLERK), record_id=rule.pk)
    shown = [rules_column(PUBLIC, page=number, size=2) for number in (1, 2, 99)]
    assert [[len(found.cards) for found in page.columns] for page in shown] == [[2], [1], [1]]
    assert {page.total for page in shown} == {3}
    Organ.objects.filter(pk=office.organ.pk).update(name_en="Water Bureau")
    with translation.override("en"):
        assert rules_column(PUBLIC).columns[0].organ_name == "Water Bureau"


def test_a_shown_rule_can_be_taken_out_however_many_came_after_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gongkai.registers.queries.column._MOST", 1)
    shown, later = (office.released(content(title=f"工作制度{n}")) for n in "一二")
    show_in_column(actor=office.acting(Role.CLERK), record_id=shown.pk)
    choices = rule_choices(office.viewing(Role.CLERK), office.organ.pk)
    assert [(one.card.id, one.is_shown) for one in choices] == [
        (shown.pk, True),
        (later.pk, False),
    ]


def _validity(record: Record) -> str:
    version = Record.objects.select_related("public_version").get(pk=record.pk).public_version
    return version.validity if version else ""
