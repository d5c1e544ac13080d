"""A step for many records in the queue: each once, whatever breaks off or comes between."""

from collections.abc import Sequence
from dataclasses import replace
from unittest.mock import Mock

import pytest
import time_machine
from tests.factories.records import Office, content

from gongkai.kernel import time
from gongkai.kernel.types import Role
from gongkai.organs.models import RoleAssignment
from gongkai.records.bulk_jobs import go_on
from gongkai.records.contents import content_of
from gongkai.records.models import BulkItem, BulkKind, BulkRun, BulkState, RecordVersion
from gongkai.records.operations import bulk_carrying, bulk_steps, edit_version
from gongkai.records.operations.bulk_carrying import (
    KEPT_FOR,
    confirm_run,
    drop_run,
    forget_old_plans,
    go_on_with_run,
    sign_run,
)
from gongkai.records.operations.bulk_runs import RunClosed
from gongkai.records.operations.bulk_steps import look_over, note_seen, plan_steps
from gongkai.records.rules import bulk as bulk_rules

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """The worker is gone; nothing that catches exceptions may stop it."""


@pytest.fixture(autouse=True)
def queue(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let two records be too many to wait for."""
    monkeypatch.setattr(bulk_rules, "AT_ONCE", 1)


@pytest.fixture
def drafts(office: Office) -> list[RecordVersion]:
    return [office.draft(), office.draft()]


def planned(
    office: Office, versions: Sequence[RecordVersion], kind: BulkKind = BulkKind.PROPOSE
) -> BulkRun:
    role = Role.SECRECY_REVIEWER if kind is BulkKind.SECRECY else Role.CLERK
    ids = [version.record_id for version in versions]
    return plan_steps(actor=office.acting(role), kind=kind, record_ids=ids)


def carried(office: Office, run: BulkRun) -> BulkRun:
    """Look the run over and confirm it, so that the queue is to carry it out."""
    go_on_with_run(run_id=run.pk, state="looking")
    return confirm_run(actor=office.acting(Role.CLERK), run_id=run.pk)


def state(run: BulkRun) -> str:
    return BulkRun.objects.get(pk=run.pk).state


def outcomes(run: BulkRun) -> list[str]:
    return list(run.items.order_by("line").values_list("outcome", flat=True))


def states(versions: Sequence[RecordVersion]) -> list[str]:
    return [RecordVersion.objects.get(pk=version.pk).state for version in versions]


def test_the_queue_looks_over_and_carries_out(office: Office, drafts: list[RecordVersion]) -> None:
    run = planned(office, [*drafts, office.draft(content("undetermined"))])
    assert state(run) == BulkState.LOOKING
    with pytest.raises(RunClosed):
        confirm_run(actor=office.acting(Role.CLERK), run_id=run.pk)

    assert carried(office, run).state == BulkState.QUEUED
    assert outcomes(run) == ["waiting", "waiting", "refused"]
    go_on_with_run(run_id=run.pk, state="queued")

    assert (state(run), outcomes(run)) == (BulkState.DONE, ["done", "done", "refused"])
    assert states(drafts) == ["proposed", "proposed"]


def test_a_worker_that_is_killed_between_two_leaves_the_rest_to_the_next(
    office: Office, drafts: list[RecordVersion], monkeypatch: pytest.MonkeyPatch
) -> None:
    run = carried(office, planned(office, drafts))
    take = bulk_carrying._take

    def killed_at_the_second(item: BulkItem, step: object) -> None:
        if item.line == 2:
            raise Killed
        take(item, step)  # type: ignore[arg-type]

    with monkeypatch.context() as killing:
        killing.setattr(bulk_carrying, "_take", killed_at_the_second)
        with pytest.raises(Killed):
            go_on_with_run(run_id=run.pk)
    assert (state(run), outcomes(run)) == (BulkState.QUEUED, ["done", "waiting"])

    go_on_with_run(run_id=run.pk)

    assert (state(run), outcomes(run)) == (BulkState.DONE, ["done", "done"])


def test_who_lost_the_role_gets_the_run_back(office: Office, drafts: list[RecordVersion]) -> None:
    run = carried(office, planned(office, drafts))
    RoleAssignment.objects.filter(person=office.clerk).delete()

    go_on_with_run(run_id=run.pk)

    assert BulkRun.objects.get(pk=run.pk).trouble
    assert (state(run), outcomes(run)) == (BulkState.PLANNED, ["waiting", "waiting"])
    assert states(drafts) == ["draft", "draft"]


def test_what_changed_after_it_was_looked_over_is_not_proposed(
    office: Office, drafts: list[RecordVersion]
) -> None:
    run = carried(office, planned(office, drafts))
    said = replace(content_of(drafts[0]), remark="同事改的")
    edit_version(actor=office.acting(Role.CLERK), version_id=drafts[0].pk, content=said)

    go_on_with_run(run_id=run.pk)

    assert (state(run), outcomes(run)) == (BulkState.DONE, ["refused", "done"])
    assert states(drafts) == ["draft", "proposed"]


def test_who_still_looks_over_what_was_done_changes_nothing(
    office: Office, drafts: list[RecordVersion]
) -> None:
    run = planned(office, drafts)
    slow = BulkRun.objects.get(pk=run.pk)
    carried(office, run)
    go_on_with_run(run_id=run.pk)

    look_over(office.acting(Role.CLERK), slow)

    assert (state(run), outcomes(run)) == (BulkState.DONE, ["done", "done"])


def test_signing_that_breaks_off_is_ended_by_its_own_job_alone(
    office: Office, drafts: list[RecordVersion], monkeypatch: pytest.MonkeyPatch
) -> None:
    for version in map(office.proposed, drafts):
        note_seen(person_id=office.secrecy.pk, version_id=version.pk, digest=version.digest)
    run = planned(office, drafts, BulkKind.SECRECY)
    go_on_with_run(run_id=run.pk, state="looking")
    assert outcomes(run) == ["waiting", "waiting"]
    secrecy = office.acting(Role.SECRECY_REVIEWER)
    with monkeypatch.context() as killing:
        killing.setattr(bulk_carrying, "_finish", Mock(side_effect=Killed))
        with pytest.raises(Killed):
            sign_run(actor=secrecy, run_id=run.pk, opinion="", signatures={})

    go_on_with_run(run_id=run.pk, state="looking")
    assert (state(run), outcomes(run)) == (BulkState.QUEUED, ["waiting", "waiting"])
    go_on_with_run(run_id=run.pk, state="queued")

    assert (state(run), outcomes(run)) == (BulkState.DONE, ["refused", "refused"])
    assert states(drafts) == ["proposed", "proposed"]


def test_a_run_that_is_dropped_is_over(office: Office, drafts: list[RecordVersion]) -> None:
    run = planned(office, drafts)
    go_on_with_run(run_id=run.pk)
    clerk = office.acting(Role.CLERK)

    assert drop_run(actor=clerk, run_id=run.pk).state == BulkState.DROPPED

    go_on_with_run(run_id=run.pk)
    with pytest.raises(RunClosed):
        confirm_run(actor=clerk, run_id=run.pk)
    assert states(drafts) == ["draft", "draft"]


def test_a_run_that_always_fails_is_given_back_at_last(
    office: Office, drafts: list[RecordVersion], monkeypatch: pytest.MonkeyPatch
) -> None:
    run = planned(office, drafts)
    monkeypatch.setattr(bulk_steps, "_trial", Mock(side_effect=RuntimeError))
    for attempts, then in ((4, BulkState.LOOKING), (5, BulkState.PLANNED)):
        context = Mock(job=Mock(attempts=attempts))
        with pytest.raises(RuntimeError):
            go_on(context, run_id=run.pk, state="looking")
        assert state(run) == then
    assert BulkRun.objects.get(pk=run.pk).trouble


def test_a_step_that_nobody_confirmed_within_a_day_is_dropped(
    office: Office, drafts: list[RecordVersion]
) -> None:
    run = planned(office, drafts)
    go_on_with_run(run_id=run.pk, state="looking")
    forget_old_plans()
    assert state(run) == BulkState.PLANNED
    with time_machine.travel(time.now() + KEPT_FOR * 1.1, tick=False):
        forget_old_plans()
    assert state(run) == BulkState.DROPPED
    with pytest.raises(RunClosed):
        confirm_run(actor=office.acting(Role.CLERK), run_id=run.pk)
