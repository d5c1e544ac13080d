"""Looking again at everything that is out: what would not pass today, whatever is killed."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings
from tests.factories import organs, records
from tests.factories.records import Office

from gongkai.audit.models import AuditEntry
from gongkai.kernel import time
from gongkai.kernel.files import store_file
from gongkai.kernel.types import SYSTEM, Role, Viewer
from gongkai.organs.models import Organ
from gongkai.release import outlets
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
from gongkai.release.outlets import OutItem, Outlet
from gongkai.release.queries.rechecks import last_recheck
from gongkai.release.rules.doors import GATE_RULES, Door, FileOut, Subject, TextOut, Verdict
from gongkai.release.rules.findings import Finding, FindingKind, Place
from gongkai.release.tags import tag_of

pytestmark = pytest.mark.django_db
PHONE = Finding(
    kind=FindingKind.MOBILE, place=Place(line=1), excerpt="13********0", value="13800138000"
)
CLEAN = TextOut(parts=(("text", "湖区水位公告"),))
BAD = TextOut(parts=(("text", "联系人电话：13800138000"),))


class World:
    """What is out in a test: thought up here, with files of the store."""

    def __init__(self, organ: Organ) -> None:
        self.organ = organ
        self.items: list[OutItem] = []
        self.out: set[int] = set()

    def add(self, *files: FileOut, texts: TextOut | None = CLEAN) -> int:
        """Let something out and return its number."""
        number = len(self.items) + 1
        subject = Subject(kind="record", id=number, organ_id=self.organ.pk, label=f"YM-{number}")
        self.items.append(OutItem(door=Door.PUBLIC, subject=subject, files=files, texts=texts))
        self.out.add(number)
        return number


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    """Return an empty world of its own organ that is all that is out."""
    made = World(organs.an_organ())
    outlet = Outlet(
        subject_kind="record",
        door=Door.PUBLIC,
        everything=lambda: iter(made.items),
        is_out=lambda number: number in made.out,
        out_among=lambda numbers: made.out & set(numbers),
    )
    monkeypatch.setattr(outlets, "_outlets", {("record", Door.PUBLIC): outlet})
    return made


@pytest.fixture
def scanner(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Callable[[str], None]:
    """Set up a scanner with signatures of a name."""

    def speak(version: str) -> None:
        settings.CLAMD = "/run/clamav/clamd.ctl"
        monkeypatch.setattr(rechecking, "signatures_version", lambda: version)

    return speak


def _file(text: str = "名单", *findings: Finding, state: str = "done") -> FileOut:
    digest = store_file(text.encode()).digest
    if state:
        Examination.objects.create(
            stored_id=digest,
            name=f"{text}.txt",
            rules=GATE_RULES,
            state=state,
            kind="text",
            findings=[f.as_row() | {"tag": tag_of(f, digest=digest)} for f in findings],
            asked_at=time.now(),
            ended_at=time.now() if state in {"done", "stuck"} else None,
        )
    return FileOut(name=f"{text}.txt", digest=digest)


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
    world.add(_file())

    row = _run()

    assert (row.checked, row.waiting, row.ended_at is not None) == (2, 0, True)
    assert _said(row) == []


def test_what_would_not_pass_is_listed_with_its_findings(world: World) -> None:
    in_file, in_text = world.add(_file("名单", PHONE)), world.add(texts=BAD)

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
    world.add(_file(state=""))

    row = _run()

    assert (row.waiting, row.ended_at, _said(row)) == (1, None, [])
    assert Examination.objects.filter(state="waiting").count() == 1
    assert _jobs(RECHECK) == 2


def test_it_ends_when_what_it_waited_for_is_there(world: World) -> None:
    file = _file(state="")
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
    world.add(_file(state=""))
    row = _run()
    monkeypatch.setattr(rechecking, "everything_out", _nobody_asks)

    run_recheck(recheck_id=row.pk)

    assert _jobs(RECHECK) == 3


def _nobody_asks() -> Iterator[OutItem]:
    raise AssertionError("everything was looked at again")


def test_after_a_day_it_ends_and_says_what_is_still_not_known(world: World) -> None:
    world.add(_file(state=""))
    row = _run()

    with time_machine.travel(time.now() + LONGEST + timedelta(minutes=1)):
        run_recheck(recheck_id=row.pk)

    row.refresh_from_db()
    assert (row.waiting, row.ended_at is not None) == (1, True)


def test_what_is_stuck_would_not_pass(world: World) -> None:
    number = world.add(_file(state="stuck"))

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
    old, new = _file("旧"), _file("新")
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
    assert _said(row) == [(1, "旧.txt", ["infected"])]


def _round_again(row: Recheck) -> int:
    """Run another round at once and return how many scans are queued in all."""
    Recheck.objects.filter(pk=row.pk).update(waiting=0)
    run_recheck(recheck_id=row.pk)
    return _jobs(SCAN)


def test_a_scanner_that_fails_is_no_clean_file(
    world: World, scanner: Callable[[str], None]
) -> None:
    scanner("ClamAV 1.4/2")
    file = _file()
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


# Who reads it.


def _viewer(role: Role, organ: Organ) -> Viewer:
    return organs.viewing(organs.someone(role, organ))


def test_what_was_withdrawn_since_is_not_reported(world: World) -> None:
    kept, gone = world.add(texts=BAD), world.add(texts=BAD)
    _run()
    world.out.discard(gone)

    report = last_recheck(_viewer(Role.CLERK, world.organ))

    assert report is not None
    assert [item.subject_id for organ in report.organs for item in organ.items] == [kept]


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        (Role.CLERK, True),
        (Role.SECRECY_REVIEWER, True),
        (Role.PERSON_IN_CHARGE, True),
        (Role.LEGAL_REVIEWER, False),
        (Role.SYSTEM_ADMINISTRATOR, False),
        (Role.DEPUTY, False),
        (Role.SUPERVISION, False),
    ],
)
def test_who_reads_it_for_an_organ(world: World, role: Role, sees: bool) -> None:
    world.add(_file("名单", PHONE), texts=None)
    _run()

    report = last_recheck(_viewer(role, world.organ))

    assert report is not None
    assert report.failing == (1 if sees else 0)


def test_the_competent_department_reads_it_below_without_names_of_files(world: World) -> None:
    above = organs.an_organ("云梦市人民政府", kind="government", level="city")
    world.organ.parent = above
    world.organ.save()
    world.add(_file("名单", PHONE), texts=None)
    _run()

    report = last_recheck(_viewer(Role.COMPETENT_DEPARTMENT, above))
    other = last_recheck(_viewer(Role.COMPETENT_DEPARTMENT, organs.an_organ("山阴市政府")))

    assert report is not None
    [item] = report.organs[0].items
    assert (item.label, item.name, item.is_own) == ("YM-1", "", False)
    assert other is not None
    assert other.failing == 0


def test_as_many_questions_for_twenty_items_as_for_two(world: World) -> None:
    viewer = _viewer(Role.CLERK, world.organ)
    counts = []
    for _more in range(2):
        for _number in range(2 if not counts else 18):
            world.add(texts=BAD)
        _run()
        with CaptureQueriesContext(connection) as asked:
            report = last_recheck(viewer)
        assert report is not None
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_a_real_record_is_looked_at_again() -> None:
    records.load_tables()
    office: Office = records.an_office()
    office.released(records.content("voluntary", text="湖区水位公告。"))

    row = _run()

    assert (row.checked > 0, row.ended_at is not None) == (True, True)
