"""Examining stored files: once, apart, in the queue, and through killed workers."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import DatabaseError, transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.factories import organs

from gongkai.audit.models import AuditEntry
from gongkai.kernel import time
from gongkai.kernel.files import store_file
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.types import Actor, Role
from gongkai.release.apart import Limits
from gongkai.release.models import Examination
from gongkai.release.operations import examining
from gongkai.release.operations.examining import (
    EXAMINE,
    LOST_AFTER,
    MOST_ATTEMPTS,
    ask_examination,
    ask_under_present_rules,
    examine,
    examine_now,
    sweep_examinations,
    try_again,
)
from gongkai.release.rules.doors import GATE_RULES
from gongkai.release.rules.findings import Finding, FindingKind, Place
from gongkai.release.rules.inspection import FileKind, FileProblem, Inspection, TextPart

pytestmark = pytest.mark.django_db
CLEAN = Inspection(kind=FileKind.TEXT, texts=(TextPart(label="", text="湖区水位公告"),))
PHONE = Finding(
    kind=FindingKind.MOBILE, place=Place(line=2), excerpt="138****8000", value="13800138000"
)


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Let the inspection say these things in turn, the last one from then on."""

    def say(*answers: Inspection) -> list[str]:
        asked: list[str] = []

        def inspect(
            path: Path, name: str, *, ocr: bool = False, limits: Limits | None = None
        ) -> Inspection:
            asked.append(name)
            return answers[min(len(asked), len(answers)) - 1]

        monkeypatch.setattr(examining, "inspect_apart", inspect)
        return asked

    return say


def _stored(text: str = "公告") -> str:
    return store_file(text.encode()).digest


def _asked(text: str = "公告") -> Examination:
    return ask_examination(digest=_stored(text), name="公告.txt")


def _jobs() -> list[int]:
    rows = ProcrastinateJob.objects.filter(task_name=EXAMINE, status="todo").order_by("pk")
    return [job.args["examination_id"] for job in rows]


def _clerk() -> Actor:
    organ = organs.an_organ()
    return organs.acting(organs.someone(Role.CLERK, organ), Role.CLERK, organ)


def _left_running(*, attempts: int) -> Examination:
    """Return an examination whose worker was killed at its last attempt."""
    row = _asked()
    ProcrastinateJob.objects.all().delete()
    Examination.objects.filter(pk=row.pk).update(
        state="running", attempts=attempts, started_at=time.now() - LOST_AFTER * 2
    )
    return row


def test_the_same_bytes_are_examined_once_whoever_sends_them() -> None:
    first, again = _asked(), ask_examination(digest=_stored(), name="另一个名称.txt")

    assert first.pk == again.pk
    assert _jobs() == [first.pk]


def test_what_is_found_is_kept_with_a_tag_and_without_its_value(
    said: Callable[..., list[str]],
) -> None:
    said(Inspection(kind=FileKind.TEXT, findings=(PHONE,)))
    row = _asked()

    examine(examination_id=row.pk)

    row.refresh_from_db()
    [kept] = row.findings
    assert (row.state, row.kind, row.attempts) == ("done", "text", 1)
    assert (kept["kind"], kept["excerpt"], kept["place"]) == ("mobile", "138****8000", {"line": 2})
    assert len(kept["tag"]) == 64
    assert "13800138000" not in str(row.findings)


def test_a_job_that_runs_twice_looks_once(said: Callable[..., list[str]]) -> None:
    asked = said(CLEAN)
    row = _asked()

    examine(examination_id=row.pk)
    examine(examination_id=row.pk)

    assert asked == ["公告.txt"]


def test_what_is_done_never_changes_and_never_goes(said: Callable[..., list[str]]) -> None:
    said(CLEAN)
    row = examine_now(digest=_stored(), name="公告.txt")

    with pytest.raises(DatabaseError), transaction.atomic():
        Examination.objects.filter(pk=row.pk).update(findings=[])
    with pytest.raises(DatabaseError), transaction.atomic():
        Examination.objects.filter(pk=row.pk).delete()


@pytest.mark.parametrize("problem", [FileProblem.TOOK_TOO_LONG, FileProblem.TOOK_TOO_MUCH_MEMORY])
def test_a_busy_machine_is_blamed_before_the_file(
    said: Callable[..., list[str]], problem: FileProblem
) -> None:
    said(Inspection(problem=problem), CLEAN)
    row = _asked()

    examine(examination_id=row.pk)
    row.refresh_from_db()
    assert (row.state, row.trouble) == ("waiting", problem.value)
    assert _jobs() == [row.pk, row.pk]
    examine(examination_id=row.pk)

    row.refresh_from_db()
    assert (row.state, row.problem, row.trouble) == ("done", "", "")


def test_after_the_last_attempt_it_is_stuck(said: Callable[..., list[str]]) -> None:
    said(Inspection(problem=FileProblem.TOOK_TOO_LONG))
    row = _asked()

    for _attempt in range(MOST_ATTEMPTS + 2):
        examine(examination_id=row.pk)

    row.refresh_from_db()
    assert (row.state, row.attempts, row.problem) == ("stuck", MOST_ATTEMPTS, "took_too_long")
    assert row.ended_at is not None


def test_a_bad_file_is_a_problem_of_the_file_and_not_tried_again(
    said: Callable[..., list[str]],
) -> None:
    said(Inspection(problem=FileProblem.LOCKED))
    row = _asked()

    examine(examination_id=row.pk)

    row.refresh_from_db()
    assert (row.state, row.problem) == ("done", "locked")


def test_the_sweeper_gives_back_what_a_killed_worker_left() -> None:
    row = _left_running(attempts=1)

    assert sweep_examinations() == 1

    row.refresh_from_db()
    assert (row.state, row.trouble) == ("waiting", "killed")
    assert _jobs() == [row.pk]


def test_a_file_that_kills_its_worker_each_time_is_stuck() -> None:
    row = _left_running(attempts=MOST_ATTEMPTS)

    assert sweep_examinations() == 1

    row.refresh_from_db()
    assert (row.state, row.trouble) == ("stuck", "killed")
    assert _jobs() == []


def test_the_sweeper_leaves_alone_who_still_works_or_waits_their_turn() -> None:
    running, waiting = _asked("甲"), _asked("乙")
    Examination.objects.filter(pk=running.pk).update(
        state="running", started_at=time.now() - timedelta(minutes=1)
    )
    with time_machine.travel(time.now() + LOST_AFTER - timedelta(minutes=2)):
        assert sweep_examinations() == 0
    with time_machine.travel(time.now() + LOST_AFTER * 3):
        Examination.objects.filter(pk=running.pk).update(started_at=time.now())
        # A long queue is not a lost one: each file has its job, and gets no second.
        assert sweep_examinations() == 0

    assert _jobs() == [running.pk, waiting.pk]


def test_the_sweeper_queues_what_waits_without_a_job() -> None:
    row = _asked()
    ProcrastinateJob.objects.all().delete()

    with time_machine.travel(time.now() + LOST_AFTER * 2):
        assert sweep_examinations() == 1
        assert sweep_examinations() == 0

    assert _jobs() == [row.pk]


@pytest.mark.parametrize("problem", [None, FileProblem.TOOK_TOO_LONG])
def test_who_comes_too_late_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, problem: FileProblem | None
) -> None:
    row = _asked()

    def swept_meanwhile(
        _path: Path, _name: str, *, ocr: bool = False, limits: Limits | None = None
    ) -> Inspection:
        Examination.objects.filter(pk=row.pk).update(
            state="done", kind="text", ended_at=time.now(), pages=7
        )
        return Inspection(kind=FileKind.PDF, problem=problem, pages=1)

    monkeypatch.setattr(examining, "inspect_apart", swept_meanwhile)
    examine(examination_id=row.pk)

    row.refresh_from_db()
    assert (row.state, row.kind, row.pages) == ("done", "text", 7)


def test_what_is_stuck_is_tried_again_and_noted(said: Callable[..., list[str]]) -> None:
    said(Inspection(problem=FileProblem.TOOK_TOO_LONG))
    row = _asked()
    for _attempt in range(MOST_ATTEMPTS):
        examine(examination_id=row.pk)

    again = try_again(actor=_clerk(), examination_id=row.pk)

    assert (again.state, again.attempts, again.problem) == ("waiting", 0, "")
    assert _jobs()[-1] == row.pk
    assert AuditEntry.objects.filter(action="release.retry", object_id=str(row.pk)).count() == 1


@pytest.mark.parametrize("state", ["waiting", "running", "done"])
def test_only_what_is_stuck_is_tried_again(state: str) -> None:
    row = _asked()
    ended = time.now() if state == "done" else None
    Examination.objects.filter(pk=row.pk).update(state=state, ended_at=ended)

    with pytest.raises(NotFound):
        try_again(actor=_clerk(), examination_id=row.pk)

    assert _jobs() == [row.pk]


def _under(rules: Sequence[int], text: str) -> str:
    digest = _stored(text)
    for edition in rules:
        Examination.objects.create(
            stored_id=digest,
            name=f"{text}.txt",
            rules=edition,
            state="done",
            asked_at=time.now(),
            ended_at=time.now(),
        )
    return digest


def test_new_rules_have_every_file_looked_at_again_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examining, "GATE_RULES", GATE_RULES + 1)
    old = _under([GATE_RULES], "旧")
    _under([GATE_RULES, GATE_RULES + 1], "新")

    assert ask_under_present_rules() == 1
    assert ask_under_present_rules() == 0

    [row] = Examination.objects.filter(state="waiting")
    assert (row.stored_id, row.rules, row.name) == (old, GATE_RULES + 1, "旧.txt")
    assert _jobs() == [row.pk]


def test_what_came_under_a_wrong_name_is_examined_again_under_the_right_one(
    said: Callable[..., list[str]],
) -> None:
    said(Inspection(problem=FileProblem.NOT_WHAT_IT_SAYS))
    row = ask_examination(digest=_stored(), name="公告.docx")
    examine(examination_id=row.pk)
    assert ask_examination(digest=_stored(), name="另一公告.docx").state == "done"

    again = ask_examination(digest=_stored(), name="公告.txt")
    assert (again.pk, again.state, again.name) == (row.pk, "waiting", "公告.txt")
    assert _jobs() == [row.pk, row.pk]

    said(Inspection(kind=FileKind.TEXT))
    examine(examination_id=row.pk)
    assert ask_examination(digest=_stored(), name="公告.docx").state == "done"
