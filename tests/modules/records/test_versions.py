"""Correcting: a new version keeps the old, and what closes, closes at once."""

from dataclasses import replace
from datetime import date

import pytest
from tests.factories.attachments import attached
from tests.factories.records import Office, content, fresh

from gongkai.clock.queries import clock_of
from gongkai.kernel.refusals import NotAllowed, NotFound
from gongkai.kernel.types import PUBLIC, Role
from gongkai.records.contents import content_of
from gongkai.records.models import Record, RecordVersion
from gongkai.records.operations import (
    DisclosureNotYet,
    InvalidContent,
    MoveNotPossible,
    VersionInWork,
    abandon_version,
    begin_new_version,
    edit_version,
    propose_record,
    register_record,
    release_record,
)
from gongkai.records.operations.disclosure_clock import (
    DayOfGenerationFixed,
    disclosure_limit_of,
    would_move_clock,
)
from gongkai.records.queries import (
    Gone,
    attached_file,
    desk_record,
    find_copy,
    record_file,
    record_page,
    record_version,
    version_texts,
)
from gongkai.records.queries.outgoing import released_records
from gongkai.records.queries.snapshots import cards_of_versions
from gongkai.records.queries.version_moves import asked_about
from gongkai.review.models import Proposal, StepKind


def test_a_correction_keeps_number_and_old_version(office: Office) -> None:
    record = office.released(content(text="旧文。"))
    number, old = record.index_number, record_page(PUBLIC, record.pk)
    office.corrected(record, content(text="新文。", change_note="更正数字。"))
    page = record_page(PUBLIC, record.pk)
    assert (page.card.index_number, page.text) == (number, "新文。")
    assert [(line.number, line.change_note) for line in page.versions] == [
        (2, "更正数字。"),
        (1, ""),
    ]
    first = record_version(PUBLIC, record.pk, 1)
    assert (first.text, first.is_current, first.digest) == ("旧文。", False, old.digest)
    texts = version_texts(PUBLIC, record.pk, 2, 1)
    assert (texts.older_text, texts.newer_text) == ("旧文。", "新文。")
    found = find_copy(PUBLIC, old.digest)
    assert found is not None
    assert (found.number, found.is_current) == (1, False)


@pytest.mark.parametrize("category", ["on_application", "exempt"])
def test_a_correction_that_closes_takes_every_text_off_at_once(
    office: Office, category: str
) -> None:
    record = office.released(content(text="曾经公开。"))
    digest = record_page(PUBLIC, record.pk).digest
    office.corrected(record, content(category))
    for read in (
        lambda: record_file(PUBLIC, record.pk),
        lambda: record_file(PUBLIC, record.pk, 1),
        lambda: record_version(PUBLIC, record.pk, 1),
        lambda: version_texts(PUBLIC, record.pk, 1, 2),
    ):
        with pytest.raises(NotFound):
            read()
    assert find_copy(PUBLIC, digest) is None
    if category == "exempt":
        with pytest.raises(Gone) as gone:
            record_page(PUBLIC, record.pk)
        stone = gone.value.tombstone
        assert (stone.index_number, stone.title_or_empty) == (record.index_number, "")
    else:
        assert record_page(PUBLIC, record.pk).text == ""


def test_a_listed_text_stays_closed_when_a_later_version_opens(office: Office) -> None:
    record = office.released(content("on_application", text="只给申请人。"))
    office.corrected(record, content(text="可以公开的部分。"))
    page = record_page(PUBLIC, record.pk)
    assert page.text == "可以公开的部分。"
    assert [line.number for line in page.versions] == [2]
    with pytest.raises(NotFound):
        record_version(PUBLIC, record.pk, 1)
    with pytest.raises(NotFound):
        record_file(PUBLIC, record.pk, 1)


@pytest.mark.parametrize("closing", ["on_application", "exempt"])
def test_what_a_later_version_closed_stays_closed_when_the_next_one_opens(
    office: Office, closing: str
) -> None:
    version = office.draft(content(text="不应公开的原文。"))
    file = attached(office, version)
    record = office.release(office.approved(version))
    digest = record_file(PUBLIC, record.pk).digest
    office.corrected(record, content(closing))
    following = begin_new_version(
        actor=office.acting(Role.CLERK), record_id=record.pk, change_note="隐去部分内容。"
    )
    said = content(text="可以公开的部分。", change_kind="correction", change_note="隐去部分内容。")
    edit_version(actor=office.acting(Role.CLERK), version_id=following.pk, content=said)
    following = office.approved(following)
    assert asked_about(desk_record(office.viewing(Role.CLERK), record.pk)) == ()
    release_record(actor=office.acting(Role.CLERK), version_id=following.pk)

    page = record_page(PUBLIC, record.pk)
    assert (page.text, [line.number for line in page.versions]) == ("可以公开的部分。", [3])
    for read in (
        lambda: record_file(PUBLIC, record.pk, 1),
        lambda: record_version(PUBLIC, record.pk, 1),
        lambda: version_texts(PUBLIC, record.pk, 1, 3),
        lambda: attached_file(PUBLIC, record.pk, file.pk),
    ):
        with pytest.raises(NotFound):
            read()
    assert find_copy(PUBLIC, digest) is None
    assert cards_of_versions(PUBLIC, [version.pk]) == {}
    assert len(list(released_records())) == 1


def test_only_one_version_is_in_work(office: Office) -> None:
    record = office.released()
    clerk = office.acting(Role.CLERK)
    begin_new_version(actor=clerk, record_id=record.pk, change_note="一")
    with pytest.raises(VersionInWork):
        begin_new_version(actor=clerk, record_id=record.pk, change_note="二")


def test_an_abandoned_version_leaves_the_standing_one_alone(office: Office) -> None:
    record = office.released(content(text="原文。"))
    clerk = office.acting(Role.CLERK)
    version = begin_new_version(actor=clerk, record_id=record.pk, change_note="误建")
    abandon_version(actor=clerk, version_id=version.pk, why="误建")
    assert record_page(PUBLIC, record.pk).text == "原文。"
    with pytest.raises(MoveNotPossible):
        edit_version(actor=clerk, version_id=version.pk, content=content())
    assert begin_new_version(actor=clerk, record_id=record.pk, change_note="再来").number == 3


@pytest.mark.parametrize("stage", ["proposed", "reviewed", "approved"])
def test_an_edit_voids_what_was_decided(office: Office, stage: str) -> None:
    version = office.draft()
    getattr(office, stage)(version)
    said = content(title="改过的标题")
    clerk = office.acting(Role.CLERK)
    version = edit_version(actor=clerk, version_id=version.pk, content=said)
    assert (version.state, version.proposal) == ("draft", None)
    assert list(Proposal.objects.values_list("state", flat=True)) == ["void"]
    with pytest.raises(MoveNotPossible):
        office.release(version)


def test_a_normative_document_needs_the_legal_review(office: Office) -> None:
    version = office.draft(content(is_normative=True))
    office.proposed(version)
    version = office.step(version, StepKind.SECRECY)
    assert version.state == "proposed"
    with pytest.raises(MoveNotPossible):
        office.step(version, StepKind.APPROVAL)
    assert office.step(version, StepKind.LEGAL).state == "reviewed"


def test_the_undetermined_cannot_be_proposed(office: Office) -> None:
    version = office.draft(content("undetermined"))
    with pytest.raises(MoveNotPossible):
        propose_record(actor=office.acting(Role.CLERK), version_id=version.pk)


def test_all_faults_are_told_together(office: Office) -> None:
    bad = content(title="", summary="长" * 151, theme_code="zz", time_limit="sometime")
    with pytest.raises(InvalidContent) as refusal:
        register_record(actor=office.acting(Role.CLERK), organ_id=office.organ.pk, content=bad)
    assert set(refusal.value.errors) == {"title", "summary", "theme_code", "time_limit"}
    assert not Record.objects.exists()


def test_rare_characters_and_long_titles_come_through(office: Office) -> None:
    title = "关于镕堃喆㛃𠮷等同志事项的通知" + "长" * 480
    record = office.released(content(title=title))
    assert record_page(PUBLIC, record.pk).card.title == title


def test_another_organs_clerk_changes_nothing(office: Office) -> None:
    record = office.released()
    with pytest.raises(NotAllowed):
        begin_new_version(
            actor=office.acting(Role.PERSON_IN_CHARGE), record_id=record.pk, change_note="x"
        )


def test_the_clock_follows_a_later_day_and_is_never_turned_back(office: Office) -> None:
    version = office.draft(content(generated_on=date(2026, 3, 2)))
    clerk = office.acting(Role.CLERK)
    later = content(generated_on=date(2026, 3, 9))
    edit_version(actor=clerk, version_id=version.pk, content=later)
    reading = clock_of("record", version.record_id)
    assert reading is not None
    assert reading.counted_from == date(2026, 3, 9)
    with pytest.raises(DayOfGenerationFixed):
        edit_version(
            actor=clerk,
            version_id=version.pk,
            content=replace(later, generated_on=date(2026, 3, 3)),
        )
    assert fresh(version.record).versions.get().generated_on == date(2026, 3, 9)


def test_the_clock_of_a_change_follows_its_day_too(office: Office) -> None:
    record = office.released()
    clerk = office.acting(Role.CLERK)
    version = begin_new_version(actor=clerk, record_id=record.pk, change_note="更正。")
    said = content(change_kind="correction", change_note="更正。", generated_on=date(2026, 3, 10))
    edit_version(actor=clerk, version_id=version.pk, content=said)
    office.proposed(version)
    assert would_move_clock(version=fresh_version(version), day=date(2026, 3, 12))

    later = replace(said, generated_on=date(2026, 3, 12))
    edit_version(actor=clerk, version_id=version.pk, content=later)
    reading = clock_of("record_version", version.pk)
    assert reading is not None
    assert reading.counted_from == date(2026, 3, 12)
    with pytest.raises(DayOfGenerationFixed):
        edit_version(actor=clerk, version_id=version.pk, content=said)


def test_elements_put_right_after_all_have_no_limit(office: Office) -> None:
    record = office.released()
    clerk, first = office.acting(Role.CLERK), record.versions.get()
    version = begin_new_version(actor=clerk, record_id=record.pk, change_note="更正。")
    said = replace(content_of(version), change_kind="correction", text="新文。")
    edit_version(actor=clerk, version_id=version.pk, content=said)
    office.proposed(version)
    said = replace(said, change_kind="metadata", text=first.text, remark="补充备注。")
    edit_version(actor=clerk, version_id=version.pk, content=said)
    assert fresh_version(version).generated_on == first.generated_on
    version = office.approved(version)
    assert disclosure_limit_of(record, version) is None
    office.release(version)
    reading = clock_of("record_version", version.pk)
    assert reading is not None
    assert reading.state == "not_applicable"


def fresh_version(version: RecordVersion) -> RecordVersion:
    return RecordVersion.objects.select_related("record").get(pk=version.pk)


@pytest.mark.parametrize(
    ("generated_on", "disclosed_on", "state"),
    [
        (date(2008, 4, 30), None, "not_applicable"),
        (date(2008, 5, 1), None, "running"),
        (date(2026, 3, 2), date(2026, 3, 3), "not_applicable"),
    ],
)
def test_when_the_limit_applies(
    office: Office, generated_on: date, disclosed_on: date | None, state: str
) -> None:
    version = office.draft(
        content(generated_on=generated_on),
        first_disclosed_on=disclosed_on,
        first_disclosure_source="省公报" if disclosed_on else "",
    )
    reading = clock_of("record", version.record_id)
    assert reading is not None
    assert reading.state == state


def test_an_earlier_disclosure_lies_not_in_the_future(office: Office) -> None:
    with pytest.raises(DisclosureNotYet) as refused:
        office.draft(first_disclosed_on=date(2026, 3, 17), first_disclosure_source="省公报")
    assert refused.value.field == "first_disclosed_on"
