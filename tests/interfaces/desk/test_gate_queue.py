"""What is under way at the gate, and what is out and would not pass today."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings
from tests.factories.applications import GRANTED
from tests.interfaces.desk.conftest import PERSONAS, Town

from gongkai.applications.models import ReplyFile
from gongkai.audit.models import AuditEntry
from gongkai.kernel.files import store_file
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.time import now
from gongkai.kernel.types import Role
from gongkai.release.models import (
    Examination,
    Layer,
    Material,
    Recheck,
    RecheckedItem,
    Scan,
    Upload,
)
from gongkai.release.operations.retrying import retry
from gongkai.release.operations.scanning import SCAN
from gongkai.release.rules.doors import GATE_RULES
from gongkai.release.rules.work import Work, WorkState

QUEUE = reverse("desk:release_queue")
NAME = "征收补偿名单.txt"


def _case_with(town: Town, *names: str) -> list[str]:
    """Return the digests of files that go with a reply of the office."""
    case_id = town.case("accepted")
    reply = town.desk.drafted(case_id, GRANTED)
    digests = []
    for name in names:
        stored = store_file(name.encode())
        ReplyFile.objects.create(
            reply=reply, name=name, media_type="text/plain", size=stored.size, stored=stored,
            added_at=now(),
        )  # fmt: skip
        digests.append(stored.digest)
    return digests


def _examination(digest: str, state: str = "stuck", **more: object) -> Examination:
    return Examination.objects.create(
        stored_id=digest, name=NAME, rules=GATE_RULES, state=state, attempts=3,
        asked_at=now() - timedelta(hours=3), trouble="killed" if state == "stuck" else "",
        ended_at=now() if state in {"stuck", "done"} else None, **more,
    )  # fmt: skip


def _material(town: Town, state: str = "stuck") -> Material:
    return Material.objects.create(
        organ=town.office.organ, subject_kind="record", subject_id=1, name="材料.docx",
        source=store_file(uuid4().bytes), state=state, trouble="TookTooLong",
        begun_by=town.office.clerk, begun_at=now(),
    )  # fmt: skip


def _lines(town: Town, persona: str) -> list[tuple[Work, WorkState, str]]:
    queue = town.client(persona).get(QUEUE).context["queue"]
    return [(line.work, line.state, line.name) for line in queue.lines]


@pytest.mark.parametrize("persona", PERSONAS)
def test_who_sees_what_is_stuck(town: Town, persona: str) -> None:
    [digest] = _case_with(town, NAME)
    _examination(digest)

    answer = town.client(persona).get(QUEUE)

    if persona == "citizen":
        assert answer.status_code == 302
        return
    said = answer.content.decode()
    is_theirs = persona in {"clerk", "in_charge"}
    assert (NAME in said) is is_theirs
    assert ("try-again" in said) is (is_theirs or persona == "administrator")


def test_the_administrator_sees_neither_names_nor_cases(town: Town) -> None:
    [digest] = _case_with(town, NAME)
    _examination(digest)
    _material(town)

    answer = town.client("administrator").get(QUEUE)

    said = answer.content.decode()
    assert len(answer.context["lines"]) == 2
    assert not any(shown.links or shown.line.name for shown in answer.context["lines"])
    assert "材料.docx" not in said
    assert "/desk/cases/" not in said


def test_what_is_stuck_stands_first_with_its_trouble_in_words(town: Town) -> None:
    first, second, third = _case_with(town, "甲.txt", "乙.txt", "丙.txt")
    _examination(first, "waiting")
    _examination(second, "running", started_at=now())
    _examination(third)
    _examination(store_file(b"done").digest, "done")

    page = town.client("clerk").get(QUEUE)

    states = [shown.line.state for shown in page.context["lines"]]
    assert states == [WorkState.STUCK, WorkState.RUNNING, WorkState.WAITING]
    said = page.content.decode()
    assert "处理它的后台进程中途停止。" in said
    assert "3 小时" in said
    assert page.context["queue"].stuck == 1


def test_an_examination_is_tried_again(town: Town) -> None:
    [digest] = _case_with(town, NAME)
    row = _examination(digest)
    again = reverse("desk:release_again", args=["examination", row.pk])

    assert town.client("other_clerk").post(again).status_code == 404
    assert town.client("reviewer").post(again).status_code == 404
    assert town.client("clerk").get(again).status_code == 405
    assert town.client("clerk").post(again).status_code == 302

    row.refresh_from_db()
    assert row.state == "waiting"
    assert town.client("clerk").post(again).status_code == 404
    assert AuditEntry.objects.filter(action="release.retry").count() == 1


def test_the_administrator_tries_again_what_they_cannot_read(town: Town) -> None:
    [digest] = _case_with(town, NAME)
    row, material = _examination(digest), _material(town)

    for work, number in (("examination", row.pk), ("material", material.pk)):
        again = reverse("desk:release_again", args=[work, number])
        assert town.client("administrator").post(again).status_code == 302

    row.refresh_from_db()
    material.refresh_from_db()
    assert (row.state, material.state) == ("waiting", "waiting")


def test_a_material_is_tried_again_by_those_of_its_organ(town: Town) -> None:
    material = _material(town)
    again = reverse("desk:release_again", args=["material", material.pk])

    assert _lines(town, "other_clerk") == []
    assert town.client("other_clerk").post(again).status_code == 404
    assert town.client("clerk").post(again).status_code == 302

    material.refresh_from_db()
    assert material.state == "waiting"


def test_a_layer_that_takes_too_long_is_queued_again(town: Town) -> None:
    material = _material(town)
    Material.objects.filter(pk=material.pk).update(state="ready", paper=store_file(b"paper"))
    layer = Layer.objects.create(
        material=material, door="public", state="making", attempts=2, begun_by=town.office.clerk,
        begun_at=now(), proposed_by=town.office.clerk, proposed_at=now() - timedelta(hours=2),
    )  # fmt: skip

    assert _lines(town, "clerk") == [(Work.LAYER, WorkState.STUCK, "材料.docx")]
    again = reverse("desk:release_again", args=["layer", layer.pk])
    assert town.client("clerk").post(again).status_code == 302

    assert _lines(town, "clerk") == [(Work.LAYER, WorkState.WAITING, "材料.docx")]
    with pytest.raises(NotFound):
        retry(actor=town.office.acting(Role.CLERK), work=Work.LAYER, work_id=layer.pk)
    assert ProcrastinateJob.objects.filter(args__layer_id=layer.pk, status="todo").count() == 1
    layer.refresh_from_db()
    assert layer.attempts == 0


def test_what_no_scanner_has_judged_waits_and_a_failure_is_stuck(
    town: Town, settings: Settings
) -> None:
    waiting, failed, clean = _case_with(town, "甲.txt", "乙.txt", "丙.txt")
    for digest in (waiting, failed, clean):
        _examination(digest, "done")
    Scan.objects.create(stored_id=failed, state="failed", scanned_at=now())
    Scan.objects.create(stored_id=clean, state="clean", scanned_at=now())
    assert _lines(town, "clerk") == []

    settings.CLAMD = "/run/clamav/clamd.ctl"

    assert _lines(town, "clerk") == [
        (Work.SCAN, WorkState.STUCK, "乙.txt"),
        (Work.SCAN, WorkState.WAITING, "甲.txt"),
    ]
    line = town.client("clerk").get(QUEUE).context["queue"].lines[0]
    again = reverse("desk:release_again", args=["scan", line.id])
    assert town.client("clerk").post(again).status_code == 302
    [job] = ProcrastinateJob.objects.filter(task_name=SCAN, status="todo")
    assert job.args == {"digest": failed}


def test_an_upload_is_shown_to_who_sends_it(town: Town) -> None:
    upload = Upload.objects.create(
        key=uuid4(), person=town.office.clerk, subject_kind="record", subject_id=1, name=NAME,
        size=200, received=50, begun_at=now() - timedelta(hours=5),
        touched_at=now() - timedelta(hours=4),
    )  # fmt: skip

    assert _lines(town, "clerk") == [(Work.UPLOAD, WorkState.STUCK, NAME)]
    assert _lines(town, "in_charge") == []
    assert _lines(town, "administrator") == [(Work.UPLOAD, WorkState.STUCK, "")]
    assert "25 %" in town.client("clerk").get(QUEUE).content.decode()
    again = reverse("desk:release_again", args=["upload", upload.pk])
    assert town.client("clerk").post(again).status_code == 404


def test_an_empty_queue_says_what_would_fill_it(town: Town) -> None:
    page = town.client("clerk").get(QUEUE).content.decode()

    assert "gk-empty" in page


@pytest.mark.parametrize("persona", ["clerk", "administrator"])
def test_as_many_questions_for_twenty_files_as_for_two(town: Town, persona: str) -> None:
    counts = []
    for files in (2, 18):
        for digest in _case_with(town, *(f"{files}-{n}.txt" for n in range(files))):
            _examination(digest)
        town.client(persona).get(QUEUE)
        with CaptureQueriesContext(connection) as asked:
            page = town.client(persona).get(QUEUE)
        counts.append(len(asked))

    assert len(page.context["lines"]) == 20
    assert counts[0] == counts[1]


# What is out and would not pass.


def _failing(town: Town, *, ended: bool = True) -> int:
    """Let a recheck have found a telephone in what a record of the office says."""
    record = town.published()
    row = Recheck.objects.create(
        rules=GATE_RULES, why="a test", checked=9, waiting=2, begun_at=now(),
        ended_at=now() if ended else None,
    )  # fmt: skip
    RecheckedItem.objects.create(
        recheck=row, door="public", subject_kind="record", subject_id=record.pk,
        organ=town.office.organ, label=record.index_number, digest="0" * 64, name=NAME,
        obstacles=["undecided"], findings=[{"kind": "mobile", "excerpt": "1********00"}],
    )  # fmt: skip
    return record.pk


@pytest.mark.parametrize(
    ("persona", "status", "sees"),
    [
        ("clerk", 200, True),
        ("reviewer", 200, True),
        ("in_charge", 200, True),
        ("competent", 200, True),
        ("other_clerk", 200, False),
        ("legal", 404, False),
        ("supervision", 404, False),
        ("deputy", 404, False),
        ("administrator", 404, False),
        ("citizen", 302, False),
    ],
)
def test_who_reads_what_would_not_pass(
    town: Town, persona: str, status: int, *, sees: bool
) -> None:
    _failing(town)

    answer = town.client(persona).get(reverse("desk:recheck"))

    assert answer.status_code == status
    assert (town.office.organ.name in answer.content.decode()) is sees


def test_the_office_goes_on_to_the_record_and_its_findings(town: Town) -> None:
    record_id = _failing(town)

    said = town.client("clerk").get(reverse("desk:recheck")).content.decode()
    findings = f"{reverse('desk:findings', args=['record', record_id, 'public'])}?out=on"

    assert reverse("desk:record", args=[record_id]) in said
    assert findings in said
    assert NAME in said
    page = town.client("clerk").get(findings)
    assert (page.status_code, page.context["going"].is_out) == (200, True)


def test_the_competent_department_reads_neither_files_nor_findings(town: Town) -> None:
    record_id = _failing(town)

    said = town.client("competent").get(reverse("desk:recheck")).content.decode()

    assert NAME not in said
    assert "1********00" not in said
    assert reverse("desk:findings", args=["record", record_id, "public"]) not in said
    assert reverse("portal:record", args=[record_id]) in said


def test_a_recheck_that_goes_on_says_so(town: Town) -> None:
    _failing(town, ended=False)

    page = town.client("clerk").get(reverse("desk:recheck"))

    assert page.context["recheck"].ended_at is None


def test_before_the_first_one_the_page_says_when_it_comes(town: Town) -> None:
    assert "gk-empty" in town.client("clerk").get(reverse("desk:recheck")).content.decode()
