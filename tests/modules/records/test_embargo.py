"""Publication on a chosen day: set, announced, run by the job, kept inside where it may not go."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine
from django.db import DatabaseError, transaction
from tests.factories.records import Office, an_office, content, fresh

from gongkai.audit.models import AuditEntry
from gongkai.kernel.public import public_epoch
from gongkai.kernel.refusals import NotAllowed, NotFound, Refusal
from gongkai.kernel.types import Role
from gongkai.organs.models import Organ, RoleAssignment
from gongkai.records.contents import content_of
from gongkai.records.models import (
    BulkKind,
    Embargo,
    ItemOutcome,
    Record,
    RecordVersion,
    SchedulerBeat,
)
from gongkai.records.operations import begin_new_version, edit_version, release_record
from gongkai.records.operations.bulk_steps import plan_steps
from gongkai.records.operations.embargo import (
    AfterTheLimit,
    AnnouncementNotClear,
    ImpossibleDay,
    NoEmbargo,
    NothingToAnnounce,
    NotToBePutOff,
    Plan,
    ReasonNeeded,
    announce_embargo,
    cancel_embargo,
    set_embargo,
)
from gongkai.records.operations.embargo_run import EmbargoesCrashed, release_due
from gongkai.records.operations.marks import MarkedSecret
from gongkai.records.operations.moving import SecondPersonNeeded, UnderEmbargo
from gongkai.records.operations.version_withdrawal import EarlierVersionsUndecided
from gongkai.records.operations.withdrawal import NotAReason
from gongkai.records.queries.embargoes import (
    announced,
    embargo_alarms,
    planned,
    scheduler_health,
)
from gongkai.review.models import Proposal, ProposalState

DAY = date(2026, 3, 20)


@pytest.fixture
def ready(office: Office) -> RecordVersion:
    return office.approved(office.draft(content()))


def _set(office: Office, version: RecordVersion, **changes: object) -> Embargo:
    plan: dict[str, object] = {"publish_on": DAY, "reason": "与发布会同步。"}
    return set_embargo(
        actor=office.acting(Role.PERSON_IN_CHARGE),
        version_id=version.pk,
        plan=Plan(**(plan | changes)),  # type: ignore[arg-type]
    )


def _announce(office: Office, version: RecordVersion) -> Embargo:
    return announce_embargo(actor=office.acting(Role.SECRECY_REVIEWER), version_id=version.pk)


def _on_the_day(*, minutes: int = 5) -> time_machine.travel:
    """Return the first minutes of the day in Beijing, while it is the day before in UTC."""
    return time_machine.travel(f"2026-03-20T00:{minutes:02}:00+08:00", tick=False)


def test_it_goes_out_at_the_start_of_its_day_and_not_before(
    office: Office, ready: RecordVersion
) -> None:
    _set(office, ready)
    with time_machine.travel("2026-03-19T23:55:00+08:00", tick=False):
        assert release_due() == 0
        assert fresh(ready.record).standing == "unreleased"
    with _on_the_day():
        assert release_due() == 1
        assert release_due() == 0
    record = fresh(ready.record)
    assert (record.standing, record.released_on) == ("published", DAY)
    assert Embargo.objects.get().outcome == "released"
    entries = AuditEntry.objects.filter(action__startswith="records.").order_by("pk")
    assert list(entries.values_list("action", "actor_name"))[-2:] == [
        ("records.run_embargo", "Gongkai"),
        ("records.publish", office.leader.name),
    ]


def test_who_is_in_charge_no_more_publishes_nothing(office: Office, ready: RecordVersion) -> None:
    embargo = _set(office, ready)
    RoleAssignment.objects.filter(person=office.leader).update(until_on=date(2026, 3, 18))
    with _on_the_day():
        assert release_due() == 0
    assert fresh(ready.record).standing == "unreleased"
    embargo.refresh_from_db()
    assert embargo.outcome == "failed"
    assert office.leader.name in embargo.trouble
    last = AuditEntry.objects.filter(action="records.fail_embargo").get()
    assert last.details["trouble"] == "not_in_charge"


def test_nothing_that_waits_for_a_day_is_released_by_hand(
    office: Office, ready: RecordVersion
) -> None:
    _set(office, ready)
    clerk = office.acting(Role.CLERK)
    with pytest.raises(UnderEmbargo):
        release_record(actor=clerk, version_id=ready.pk)
    cancel_embargo(actor=office.acting(Role.PERSON_IN_CHARGE), version_id=ready.pk, why="提前发布")
    release_record(actor=clerk, version_id=ready.pk)
    assert fresh(ready.record).standing == "published"


def test_another_day_is_another_decision(office: Office, ready: RecordVersion) -> None:
    _set(office, ready)
    _set(office, ready, publish_on=DAY + timedelta(days=1))
    assert list(Embargo.objects.order_by("pk").values_list("outcome", flat=True)) == ["altered", ""]
    with _on_the_day():
        assert release_due() == 0
    (line,) = planned(office.viewing(Role.CLERK)).items
    assert line.publish_on == DAY + timedelta(days=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        Embargo.objects.filter(outcome="altered").delete()


def test_the_day_lies_within_the_limit_or_names_its_law(
    office: Office, ready: RecordVersion
) -> None:
    with pytest.raises(AfterTheLimit) as refused:
        _set(office, ready, publish_on=date(2026, 3, 31))
    assert "2026-03-30" in str(refused.value.message)
    embargo = _set(office, ready, publish_on=date(2026, 3, 31), late_basis="统计法第二十条")
    assert embargo.late_basis == "统计法第二十条"


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"publish_on": date(2026, 3, 16)}, ImpossibleDay),
        ({"publish_on": date(2027, 4, 1), "late_basis": "某法"}, ImpossibleDay),
        ({"reason": ""}, ReasonNeeded),
        ({"announcement": "机密★ 将于近日公布"}, MarkedSecret),
        ({"announcement": "联系人手机13800138000"}, AnnouncementNotClear),
    ],
    ids=["today", "too far", "no reason", "marked", "personal data"],
)
def test_a_plan_that_is_not_taken(
    office: Office, ready: RecordVersion, changes: dict[str, object], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        _set(office, ready, **changes)
    assert not Embargo.objects.exists()


def test_only_the_person_in_charge_puts_off_what_is_approved_and_open(office: Office) -> None:
    version = office.approved(office.draft(content()))
    plan = Plan(publish_on=DAY, reason="同步发布")
    for actor in (office.acting(Role.CLERK), an_office().acting(Role.PERSON_IN_CHARGE)):
        with pytest.raises(NotAllowed):
            set_embargo(actor=actor, version_id=version.pk, plan=plan)
    for said in (office.draft(content()), office.approved(office.draft(content("exempt")))):
        with pytest.raises(NotToBePutOff):
            _set(office, said)


def test_an_edit_voids_it(office: Office, ready: RecordVersion) -> None:
    _set(office, ready)
    edit_version(actor=office.acting(Role.CLERK), version_id=ready.pk, content=content())
    assert Embargo.objects.get().outcome == "void"
    with _on_the_day():
        assert release_due() == 0


def _organ_closes(ready: RecordVersion) -> None:
    Organ.objects.filter(pk=ready.record.organ_id).update(is_active=False)


def _approval_is_void(ready: RecordVersion) -> None:
    Proposal.objects.filter(pk=ready.proposal_id).update(state=ProposalState.VOID)


def _personal_data_appears(ready: RecordVersion) -> None:
    Record.objects.filter(pk=ready.record_id).update(
        first_disclosed_on=date(2026, 3, 1), first_disclosure_source="电话13800138000"
    )


@pytest.mark.parametrize(
    ("happens", "trouble"),
    [
        (_organ_closes, "organ_closed"),
        (_approval_is_void, "not_as_approved"),
        (_personal_data_appears, "not_cleared"),
    ],
    ids=["closed", "void", "personal data"],
)
def test_what_may_not_go_out_on_the_day_stays_inside_and_somebody_is_told(
    office: Office, ready: RecordVersion, happens: Callable[[RecordVersion], None], trouble: str
) -> None:
    elsewhere = an_office()
    _set(office, ready)
    _set(elsewhere, elsewhere.approved(elsewhere.draft(content())))
    happens(ready)
    with _on_the_day():
        assert release_due() == 1
        record = fresh(ready.record)
        assert (record.standing, record.index_number) == ("unreleased", None)
        failed = Embargo.objects.get(version=ready)
        assert failed.outcome == "failed"
        assert failed.trouble
        entry = AuditEntry.objects.get(action="records.fail_embargo")
        assert entry.details == {"trouble": trouble}
        for role in (Role.CLERK, Role.PERSON_IN_CHARGE):
            assert [line.id for line in embargo_alarms(office.viewing(role))] == [failed.pk]
        assert not embargo_alarms(office.viewing(Role.LEGAL_REVIEWER))
        assert release_due() == 0


def test_the_public_reads_words_and_day_once_a_second_person_let_them_out(
    office: Office, ready: RecordVersion
) -> None:
    _set(office, ready, announcement="全市供水水质公报将予公布。")
    assert announced() == ()
    with pytest.raises(NotAllowed):
        announce_embargo(actor=office.acting(Role.CLERK), version_id=ready.pk)
    before = public_epoch()
    _announce(office, ready)
    assert [(one.text, one.publish_on) for one in announced()] == [
        ("全市供水水质公报将予公布。", DAY)
    ]
    with pytest.raises(NothingToAnnounce):
        _announce(office, ready)
    cancel_embargo(actor=office.acting(Role.PERSON_IN_CHARGE), version_id=ready.pk, why="改期")
    assert announced() == ()
    assert public_epoch() >= before
    with pytest.raises(NoEmbargo):
        _announce(office, ready)


def test_nothing_is_announced_of_what_is_taken_back(office: Office) -> None:
    record = office.released()
    version = office.approved(office.in_correction(record))
    _set(office, version, announcement="《通知》修订版将予公布。")
    office.hidden(record)
    with pytest.raises(NothingToAnnounce):
        _announce(office, version)
    office.restored(record)
    _announce(office, version)
    assert announced()
    withdrawal = office.hidden(record)
    assert announced() == ()
    office.confirmed(withdrawal)
    assert announced() == ()


def test_whoever_set_the_day_does_not_let_its_words_out(
    office: Office, ready: RecordVersion
) -> None:
    embargo = _set(office, ready, announcement="将予公布。")
    Embargo.objects.filter(pk=embargo.pk).update(set_by=office.secrecy)
    with pytest.raises(SecondPersonNeeded):
        _announce(office, ready)


def test_a_job_that_does_not_run_is_told_of(office: Office, ready: RecordVersion) -> None:
    leader = office.viewing(Role.PERSON_IN_CHARGE)
    assert scheduler_health(leader) is None
    _set(office, ready)
    silent = scheduler_health(leader)
    assert silent is not None
    assert silent.is_silent
    release_due()
    running = scheduler_health(leader)
    assert running is not None
    assert (running.is_silent, running.overdue) == (False, 0)
    with time_machine.travel("2026-03-20T09:00:00+08:00", tick=False):
        late = scheduler_health(leader)
        assert late is not None
        assert (late.is_silent, late.overdue) == (True, 1)


def test_one_that_crashes_keeps_no_other_back_and_leaves_no_beat(
    office: Office, ready: RecordVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = office.approved(office.draft(content()))
    _set(office, ready)
    _set(office, other)

    def crash(**said: object) -> Record:
        if said["version_id"] == ready.pk:
            raise RuntimeError("the disk is gone")
        return release_record(**said)  # type: ignore[arg-type]

    monkeypatch.setattr("gongkai.records.operations.embargo_run.release_record", crash)
    with _on_the_day():
        with pytest.raises(EmbargoesCrashed):
            release_due()
        assert fresh(other.record).standing == "published"
        assert not SchedulerBeat.objects.exists()
        monkeypatch.undo()
        assert release_due() == 1
    assert fresh(ready.record).standing == "published"
    assert SchedulerBeat.objects.exists()


def _in_correction(office: Office) -> RecordVersion:
    """Return the approved corrected copy of a published record."""
    record = office.released(content(text="受助人名单。"))
    clerk = office.acting(Role.CLERK)
    version = begin_new_version(
        actor=clerk, record_id=record.pk, change_note="隐去。", change_kind="correction"
    )
    said = replace(content_of(version), text="名单略。")
    return office.approved(edit_version(actor=clerk, version_id=version.pk, content=said))


def test_a_corrected_copy_takes_the_one_before_with_it_on_the_day(office: Office) -> None:
    version = _in_correction(office)
    with pytest.raises(EarlierVersionsUndecided):
        _set(office, version)
    with pytest.raises(NotAReason):
        _set(office, version, withdrawn_with_it=(1,))
    with pytest.raises(NotFound):
        _set(office, version, withdrawn_with_it=(2,), withdrawal_reason="privacy")
    _set(office, version, withdrawn_with_it=(1,), withdrawal_reason="privacy")
    with _on_the_day():
        assert release_due() == 1
    states = version.record.versions.order_by("number").values_list("state", flat=True)
    assert list(states) == ["hidden", "released"]


def test_nobody_releases_a_corrected_copy_unasked(office: Office) -> None:
    version = _in_correction(office)
    clerk = office.acting(Role.CLERK)
    run = plan_steps(actor=clerk, kind=BulkKind.RELEASE, record_ids=[version.record_id])
    assert run.items.get().outcome == ItemOutcome.REFUSED
    with pytest.raises(EarlierVersionsUndecided):
        release_record(actor=clerk, version_id=version.pk)
    assert office.release(version).standing == "published"
