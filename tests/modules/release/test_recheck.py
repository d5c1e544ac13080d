"""Looking again at everything that is out: what would not pass today, whatever is killed."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings
from tests.factories import organs
from tests.modules.release.out import BAD, PHONE, World, a_file, world

from gongkai.audit.models import AuditEntry
from gongkai.kernel import time
from gongkai.kernel.types import SYSTEM, Role
from gongkai.release.models import Examination, Recheck, RecheckedItem, Scan
from gongkai.release.operations import rechecking
from gongkai.release.operations.deciding import Choice, decide_findings
from gongkai.release.operations.rechecking import (
    LONGEST,
    RECHECK,
    RecheckRunning,
    begin_recheck,
    recheck_if_changed,
    run_recheck,
)
from gongkai.release.operations.scanning import SCAN
from gongkai.release.outlets import OutItem
from gongkai.release.rules.doors import GATE_RULES, Door, FileOut, Verdict
from gongkai.release.tags import tag_of

pytestmark = pytest.mark.django_db
__all__ = ["world"]


@pytest.fixture
def scanner(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Callable[[str], None]:
    """Set up a scanner with signatures of a name."""

    def speak(version: str) -> None:
        settings.CLAMD = "/run/clamav/clamd.ctl"
        monkeypatch.setattr(rechecking, "signatures_version", lambda: version)

    return speak


def _scanned(file: FileOut, engine: str, state: str = "clean") -> None:
    Scan.objects.create(stored_id=file.digest, state=state, engine=engine, scanned_at=time.now())


def _run(why: str = "a test") -> Recheck:
    row = begin_recheck(actor=SYSTEM, why=why)
    run_recheck(recheck_id=row.pk)
    row.refresh_from_db()
    return row


def _jobs(task: str) -> int:
    return ProcrastinateJob.objects.filter(task_name=task, status="todo").count()


def _said(row: Recheck) -> list[tuple[int, str, list[str]]]:
    rows = RecheckedItem.objects.filter(recheck=row).order_by("pk")
    return [(one.subject_id, one.name, one.obstacles) for one in rows]


def test_what_would_pass_is_counted_and_not_listed(world: World) -> None:
    world.add(a_file())

    row = _run()

    assert (row.checked, row.waiting, row.ended_at is not None) == (2, 0, True)
    assert _said(row) == []


def test_what_would_not_pass_is_listed_with_its_findings(world: World) -> None:
    in_file, in_text = world.add(a_file("名单", PHONE)), world.add(texts=BAD)

    row = _run()

    assert _said(row) == [(in_file, "名单.txt", ["undecided"]), (in_text, "", ["undecided"])]
    kept = RecheckedItem.objects.get(name="名单.txt")
    assert [found["kind"] for found in kept.findings] == ["mobile"]
    assert "13800138000" not in str(kept.findings)


def test_what_was_decided_passes_today_as_well(world: World) -> None:
    clerk = organs.someone(Role.CLERK, world.organ)
    number = world.add(texts=BAD)
    item = world.items[0]
    report = rechecking.look(door=item.door, subject=item.subject, texts=item.texts)
    [line] = report.items[0].findings
    decide_findings(
        actor=organs.acting(clerk, Role.CLERK, world.organ),
        door=Door.PUBLIC,
        subject=item.subject,
        choices=[Choice(kind=line.kind.value, tag=line.tag)],
        verdict=Verdict.MAY_LEAVE,
        reason="窗口电话。",
    )

    assert (number, _said(_run())) == (1, [])


def test_what_was_not_examined_under_these_rules_is_asked_for_and_waited_for(
    world: World,
) -> None:
    world.add(a_file(state=""))

    row = _run()

    assert (row.waiting, row.ended_at, _said(row)) == (1, None, [])
    assert Examination.objects.filter(state="waiting").count() == 1
    assert _jobs(RECHECK) == 2


def test_it_ends_when_what_it_waited_for_is_there(world: World) -> None:
    file = a_file(state="")
    number = world.add(file)
    row = _run()
    finding = PHONE.as_row() | {"tag": tag_of(PHONE, digest=file.digest)}
    Examination.objects.filter(stored_id=file.digest).update(
        state="done", ended_at=time.now(), findings=[finding]
    )
    ProcrastinateJob.objects.exclude(task_name=RECHECK).delete()

    run_recheck(recheck_id=row.pk)

    row.refresh_from_db()
    assert (row.waiting, row.ended_at is not None) == (0, True)
    assert _said(row) == [(number, file.name, ["undecided"])]


def test_it_does_not_look_at_everything_while_the_queue_is_busy(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.add(a_file(state=""))
    row = _run()
    monkeypatch.setattr(rechecking, "everything_out", _nobody_asks)

    run_recheck(recheck_id=row.pk)

    assert _jobs(RECHECK) == 3


def _nobody_asks() -> Iterator[OutItem]:
    raise AssertionError("everything was looked at again")


def test_after_a_day_it_ends_and_says_what_is_still_not_known(
    world: World, scanner: Callable[[str], None]
) -> None:
    scanner("ClamAV 1.4/2")
    unscanned = a_file("未查毒", PHONE)
    _scanned(unscanned, "ClamAV 1.4/1")
    world.add(a_file(state=""))
    world.add(unscanned)
    row = _run()
    assert _said(row) == []

    with time_machine.travel(time.now() + LONGEST + timedelta(minutes=1)):
        run_recheck(recheck_id=row.pk)

    row.refresh_from_db()
    assert (row.waiting, row.ended_at is not None) == (2, True)
    assert _said(row) == [(2, "未查毒.txt", ["undecided"])]


def test_what_is_stuck_would_not_pass(world: World) -> None:
    number = world.add(a_file(state="stuck"))

    row = _run()

    assert (_said(row), row.waiting) == ([(number, "名单.txt", ["stuck"])], 0)


def test_killed_in_the_middle_it_begins_anew_and_says_nothing_twice(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rechecking, "PIECE", 2)
    for _number in range(5):
        world.add(texts=BAD)
    row = begin_recheck(actor=SYSTEM, why="a test")
    whole, looked = rechecking.look, []

    def killed(**said: object) -> object:
        looked.append(said)
        if len(looked) == 4:
            raise KeyboardInterrupt
        return whole(**said)  # type: ignore[arg-type]

    monkeypatch.setattr(rechecking, "look", killed)
    with pytest.raises(KeyboardInterrupt):
        run_recheck(recheck_id=row.pk)
    row.refresh_from_db()
    assert (row.checked, row.ended_at) == (2, None)
    assert RecheckedItem.objects.count() == 2
    run_recheck(recheck_id=row.pk)

    row.refresh_from_db()
    assert (row.checked, row.ended_at is not None) == (5, True)
    assert [number for number, _name, _why in _said(row)] == [1, 2, 3, 4, 5]


def test_a_job_that_runs_again_after_the_end_changes_nothing(world: World) -> None:
    row = _run()
    world.add(texts=BAD)

    run_recheck(recheck_id=row.pk)

    assert _said(row) == []


def test_there_is_one_at_a_time(world: World) -> None:
    begin_recheck(actor=SYSTEM, why="the first")

    with pytest.raises(RecheckRunning):
        begin_recheck(actor=SYSTEM, why="the second")
    with pytest.raises(IntegrityError), transaction.atomic():
        Recheck.objects.create(rules=GATE_RULES, why="past the operation", begun_at=time.now())

    assert _jobs(RECHECK) == 1
    assert AuditEntry.objects.filter(action="release.recheck").count() == 1


def test_new_signatures_have_every_file_scanned_again_once(
    world: World, scanner: Callable[[str], None]
) -> None:
    scanner("ClamAV 1.4/2")
    old, new = a_file("旧", PHONE), a_file("新")
    _scanned(old, "ClamAV 1.4/1")
    _scanned(new, "ClamAV 1.4/2")
    world.add(old, new)

    row = _run()
    ProcrastinateJob.objects.exclude(task_name=SCAN).delete()
    row.refresh_from_db()
    again = _round_again(row)

    assert (row.waiting, again, _said(row)) == (1, 1, [])
    _scanned(old, "ClamAV 1.4/2", "infected")
    assert _round_again(row) == 1
    assert _said(row) == [(1, "旧.txt", ["infected", "undecided"])]


def _round_again(row: Recheck) -> int:
    """Run another round at once and return how many scans are queued in all."""
    Recheck.objects.filter(pk=row.pk).update(waiting=0)
    run_recheck(recheck_id=row.pk)
    return _jobs(SCAN)


def test_a_scanner_that_fails_is_no_clean_file(
    world: World, scanner: Callable[[str], None]
) -> None:
    scanner("ClamAV 1.4/2")
    file = a_file()
    world.add(file)
    row = begin_recheck(actor=SYSTEM, why="a test")
    with time_machine.travel(time.now() + timedelta(minutes=1)):
        _scanned(file, "", "failed")
        run_recheck(recheck_id=row.pk)

    assert _said(row) == [(1, "名单.txt", ["unscanned"])]


def test_at_night_it_begins_only_where_something_is_new(
    world: World, scanner: Callable[[str], None]
) -> None:
    first = recheck_if_changed()
    assert first is not None
    assert first.why == f"rules {GATE_RULES}"
    run_recheck(recheck_id=first.pk)
    assert recheck_if_changed() is None

    scanner("ClamAV 1.4/3")
    second = recheck_if_changed()
    assert second is not None
    assert (second.signatures, second.why) == ("ClamAV 1.4/3", "signatures ClamAV 1.4/3")
    run_recheck(recheck_id=second.pk)

    assert recheck_if_changed() is None


def test_at_night_new_rules_are_reason_enough(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    _run()
    monkeypatch.setattr(rechecking, "GATE_RULES", GATE_RULES + 1)

    begun = recheck_if_changed()

    assert begun is not None
    assert begun.rules == GATE_RULES + 1


def test_at_night_a_lost_job_is_queued_again(world: World) -> None:
    begin_recheck(actor=SYSTEM, why="a test")
    assert recheck_if_changed() is None
    assert _jobs(RECHECK) == 1
    ProcrastinateJob.objects.all().delete()

    assert recheck_if_changed() is None

    assert _jobs(RECHECK) == 1
