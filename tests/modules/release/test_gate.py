"""The release gate on real files: what holds back, what is decided, what is cleared and opened."""

from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook
from pytest_django import Settings
from tests.modules.release.leaving import (
    CLEAN,
    PHONE,
    a_file,
    a_text,
    clerk,
    decided,
    inspected_once,
    looked_at,
    organ,
    subject,
)
from tests.modules.release.redaction.papers import typeset

from gongkai.audit.models import AuditEntry
from gongkai.kernel import time
from gongkai.kernel.files import path_of, store_file
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.types import Actor
from gongkai.organs.models import Organ
from gongkai.release import outlets
from gongkai.release.doors import HeldBack, open_cleared
from gongkai.release.models import Clearance, Examination, FindingDecision, Scan
from gongkai.release.operations.examining import ask_examination
from gongkai.release.operations.gate import NotCleared, look, pass_gate
from gongkai.release.outlets import Outlet
from gongkai.release.queries.reports import GateReport
from gongkai.release.rules.doors import (
    GATE_RULES,
    Door,
    FileOut,
    Obstacle,
    ScanState,
    Subject,
    TextOut,
)
from gongkai.release.rules.findings import FindingKind

pytestmark = pytest.mark.django_db
__all__ = ["clerk", "inspected_once", "organ", "subject"]
NUMBER = "11010519491231002X"


def _csv() -> FileOut:
    return a_file("名单.csv", f"姓名,身份证号\n王小明,{NUMBER}\n".encode())


def _xlsx(folder: Path, *, hidden: bool) -> FileOut:
    book = Workbook()
    sheet = book.active
    sheet.title = "公示"
    sheet.append(["序号", "事项"])
    sheet.append([1, "河道清淤"])
    if hidden:
        book.create_sheet("底册").append(["姓名", "身份证号"])
        book["底册"].append(["王小明", NUMBER])
        book["底册"].sheet_state = "hidden"
    path = folder / "book.xlsx"
    book.save(path)
    return a_file("公示表.xlsx", path.read_bytes())


def _pdf(folder: Path, said: str) -> FileOut:
    return a_file("公告.pdf", typeset(folder, "#said.text", text=said))


def _kinds(report: GateReport) -> set[FindingKind]:
    return {line.kind for item in report.items for line in item.findings}


# What is found.


def test_clean_files_of_every_kind_are_clear(subject: Subject, tmp_path: Path) -> None:
    files = [
        a_text("湖区水位公告。\n今日水位正常。"),
        a_file("水位.csv", "日期,水位\n3月1日,12.5\n".encode()),
        _xlsx(tmp_path, hidden=False),
        _pdf(tmp_path, "湖区水位公告。今日水位正常。"),
    ]

    report = looked_at(subject, *files)

    assert report.is_clear
    assert [item.kind for item in report.items] == ["", "text", "csv", "xlsx", "pdf"]


def test_what_stands_in_real_files_is_found(subject: Subject, tmp_path: Path) -> None:
    assert FindingKind.MOBILE in _kinds(looked_at(subject, a_text(f"联系人电话：{PHONE}")))
    assert FindingKind.IDENTITY_NUMBER in _kinds(looked_at(subject, _csv()))
    assert FindingKind.MOBILE in _kinds(looked_at(subject, _pdf(tmp_path, f"联系电话：{PHONE}")))
    in_book = _kinds(looked_at(subject, _xlsx(tmp_path, hidden=True)))
    assert {FindingKind.HIDDEN_SHEET, FindingKind.IDENTITY_NUMBER} <= in_book


def test_a_text_is_looked_at_like_a_file(subject: Subject) -> None:
    texts = TextOut(parts=(("title", "通知"), ("text", f"甲\n联系人电话：{PHONE}")))

    report = looked_at(subject, texts=texts)

    [line] = report.items[0].findings
    assert report.obstacles == (Obstacle.UNDECIDED,)
    assert (line.places[0].part, line.places[0].line) == ("text", 2)
    assert PHONE not in repr(report)


def test_what_was_not_examined_holds_back(subject: Subject) -> None:
    digest = store_file(b"not yet").digest

    before = looked_at(subject, FileOut(name="a.txt", digest=digest))
    ask_examination(digest=digest, name="a.txt")
    asked = looked_at(subject, FileOut(name="a.txt", digest=digest))

    assert before.obstacles == asked.obstacles == (Obstacle.NOT_EXAMINED,)


def test_a_file_that_cannot_be_read_holds_back(subject: Subject) -> None:
    report = looked_at(subject, a_file("扫描件.pdf", b"%PDF-1.7 and then nothing"))

    assert report.obstacles == (Obstacle.PROBLEM,)


def test_an_examination_under_older_rules_counts_for_nothing(subject: Subject) -> None:
    digest = store_file("旧".encode()).digest
    Examination.objects.create(
        stored_id=digest, name="旧.txt", rules=GATE_RULES - 1, state="done",
        asked_at=time.now(), ended_at=time.now(),
    )  # fmt: skip

    assert looked_at(subject, FileOut(name="旧.txt", digest=digest)).obstacles == (
        Obstacle.NOT_EXAMINED,
    )


def test_as_many_questions_for_twenty_files_as_for_one(subject: Subject, clerk: Actor) -> None:
    found = TextOut(parts=(("text", f"联系人电话：{PHONE}"),))
    decided(clerk, subject, looked_at(subject, texts=found))
    counts = []
    for count in (1, 20):
        files = [_examined_as_clean(f"{count}-{n}") for n in range(count)]
        with CaptureQueriesContext(connection) as asked:
            assert looked_at(subject, *files).is_clear
        counts.append(len(asked))

    assert counts[0] == counts[1]


def _examined_as_clean(text: str) -> FileOut:
    digest = store_file(text.encode()).digest
    Examination.objects.create(
        stored_id=digest, name=f"{text}.txt", rules=GATE_RULES, state="done", kind="text",
        asked_at=time.now(), ended_at=time.now(),
    )  # fmt: skip
    return FileOut(name=f"{text}.txt", digest=digest)


# What is cleared, and opens.


def _open(subject: Subject, file: FileOut, door: Door = Door.PUBLIC) -> bytes:
    outgoing = open_cleared(
        door=door, subject=subject, digest=file.digest, name=file.name, media_type="text/plain"
    )
    return b"".join(outgoing.pieces)


def test_nothing_is_cleared_where_one_thing_holds_back(subject: Subject, clerk: Actor) -> None:
    good, bad = a_text("湖区水位公告。", "甲.txt"), a_text(f"联系人电话：{PHONE}", "乙.txt")

    with pytest.raises(NotCleared) as refused:
        pass_gate(actor=clerk, door=Door.PUBLIC, subject=subject, files=[good, bad], texts=CLEAN)

    assert refused.value.report.obstacles == (Obstacle.UNDECIDED,)
    assert not Clearance.objects.exists()
    with pytest.raises(NotFound):
        _open(subject, good)


def test_what_passes_is_kept_with_its_digest_and_opens(subject: Subject, clerk: Actor) -> None:
    file = a_text(f"联系人电话：{PHONE}")
    decided(clerk, subject, looked_at(subject, file))

    made = pass_gate(actor=clerk, door=Door.PUBLIC, subject=subject, files=[file], texts=CLEAN)

    assert {row.digest for row in made} == {file.digest, CLEAN.digest()}
    [kept] = next(row for row in made if row.digest == file.digest).findings
    assert (kept["kind"], kept["decision"]) == ("mobile", FindingDecision.objects.get().pk)
    assert PHONE not in str(kept)
    assert _open(subject, file).decode() == f"联系人电话：{PHONE}"
    assert AuditEntry.objects.filter(action="release.clear").count() == 1
    with pytest.raises(DatabaseError), transaction.atomic():
        Clearance.objects.update(rules=99)


def test_a_clearance_opens_one_door_of_one_subject(
    subject: Subject, clerk: Actor, organ: Organ
) -> None:
    file, other_file = a_text("湖区水位公告。"), a_text("另一公告。", "另.txt")
    pass_gate(actor=clerk, door=Door.PUBLIC, subject=subject, files=[file])

    for wrong in (
        (subject, file, Door.APPLICANT),
        (Subject(kind="thing", id=8, organ_id=organ.pk), file, Door.PUBLIC),
        (Subject(kind="other", id=7, organ_id=organ.pk), file, Door.PUBLIC),
        (subject, other_file, Door.PUBLIC),
    ):
        with pytest.raises(NotFound):
            _open(*wrong)


def test_a_file_that_nobody_reads_is_not_opened(subject: Subject, clerk: Actor) -> None:
    file = a_text("湖区水位公告。")
    pass_gate(actor=clerk, door=Door.PUBLIC, subject=subject, files=[file])
    before = len(list(Path("/proc/self/fd").iterdir()))

    outgoing = open_cleared(
        door=Door.PUBLIC, subject=subject, digest=file.digest, name="a", media_type="text/plain"
    )

    assert len(list(Path("/proc/self/fd").iterdir())) == before
    assert b"".join(outgoing.pieces) == b"".join(outgoing.pieces) != b""


def test_a_file_that_is_gone_from_the_disk_is_not_found(subject: Subject, clerk: Actor) -> None:
    file = a_text("湖区水位公告，已丢失。")
    pass_gate(actor=clerk, door=Door.PUBLIC, subject=subject, files=[file])
    path_of(file.digest).unlink()

    with pytest.raises(NotFound):
        _open(subject, file)


@pytest.mark.parametrize("said", [None, ScanState.FAILED, ScanState.INFECTED])
def test_with_a_scanner_only_what_is_clean_leaves(
    subject: Subject, clerk: Actor, settings: Settings, said: ScanState | None
) -> None:
    file = a_text("湖区水位公告。")
    settings.CLAMD = "/run/clamav/clamd.ctl"
    if said:
        _scanned(file, said)
    with pytest.raises(NotCleared):
        pass_gate(actor=clerk, door=Door.PUBLIC, subject=subject, files=[file])

    _scanned(file, ScanState.CLEAN)
    pass_gate(actor=clerk, door=Door.PUBLIC, subject=subject, files=[file])
    assert _open(subject, file)
    _scanned(file, ScanState.INFECTED)
    with pytest.raises(HeldBack):
        _open(subject, file)


def test_what_is_infected_never_leaves_also_where_no_scanner_is_set_up_now(
    subject: Subject, clerk: Actor
) -> None:
    file = a_text("湖区水位公告。")
    _scanned(file, ScanState.INFECTED)

    assert looked_at(subject, file).obstacles == (Obstacle.INFECTED,)


def _scanned(file: FileOut, state: ScanState) -> None:
    Scan.objects.create(stored_id=file.digest, state=state.value, scanned_at=time.now())


def test_what_the_receiver_told_of_themselves_is_no_finding(
    subject: Subject, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = frozenset({(FindingKind.MOBILE, PHONE)})
    outlet = Outlet(
        subject_kind="thing",
        door=Door.APPLICANT,
        everything=lambda: iter(()),
        is_out=lambda _one: False,
        theirs=lambda number: own if number == subject.id else frozenset(),
    )
    monkeypatch.setattr(outlets, "_outlets", {("thing", Door.APPLICANT): outlet})
    file = a_text(f"联系人电话：{PHONE}，转13912345678。")

    applicant = look(door=Door.APPLICANT, subject=subject, files=[file])
    public = look(door=Door.PUBLIC, subject=subject, files=[file])

    assert len(applicant.items[0].findings) == 1
    assert len(public.items[0].findings) == 2


# The same bytes, words and files in another place.


def test_every_name_is_looked_at_where_the_same_bytes_leave_twice(subject: Subject) -> None:
    plain = a_text("湖区水位公告。", "公告.txt")
    telling = FileOut(name=f"联系人电话{PHONE}.txt", digest=plain.digest)

    for files in ([telling, plain], [plain, telling]):
        assert looked_at(subject, *files).obstacles == (Obstacle.UNDECIDED,)


def test_a_file_is_held_back_under_a_name_that_says_another_kind(subject: Subject) -> None:
    as_text = a_text("姓名,事由\n王小明,低保\n", "名单.txt")

    assert looked_at(subject, as_text).is_clear
    [_text, item] = looked_at(subject, FileOut(name="名单.csv", digest=as_text.digest)).items
    assert (item.obstacles, item.problem) == ((Obstacle.PROBLEM,), "not_what_it_says")


def test_that_words_are_no_mark_of_secrecy_holds_for_their_file_alone(
    subject: Subject, clerk: Actor
) -> None:
    first, second = (
        a_text("机密\n保密知识问答。", "问答.txt"),
        a_text("机密\n会议纪要。", "纪要.txt"),
    )
    decided(clerk, subject, looked_at(subject, first))

    assert looked_at(subject, first).is_clear
    assert looked_at(subject, second).obstacles == (Obstacle.SECRECY_MARK,)


def test_that_words_are_no_mark_of_secrecy_holds_for_their_text_alone(
    subject: Subject, clerk: Actor
) -> None:
    harmless = ("text", "机密\n保密知识问答。")
    decided(clerk, subject, looked_at(subject, texts=TextOut(parts=(harmless,))))

    beside = TextOut(parts=(("title", "关于保密知识的问答"), harmless))
    assert looked_at(subject, texts=beside).is_clear
    other = TextOut(parts=(("text", "机密\n会议纪要。"),))
    assert looked_at(subject, texts=other).obstacles == (Obstacle.SECRECY_MARK,)


# What the database refuses.


def test_no_clearance_rests_on_what_is_of_another_file(subject: Subject, clerk: Actor) -> None:
    one, other = a_text("湖区水位公告。", "甲.txt"), a_text("湖区汛情公告。", "乙.txt")
    broken = a_file("扫描件.pdf", b"%PDF-1.7 and then nothing")
    _text, cleared = pass_gate(
        actor=clerk, door=Door.PUBLIC, subject=subject, files=[one], texts=CLEAN
    )
    ill = Scan.objects.create(stored_id=one.digest, state="infected", scanned_at=time.now())
    wrong: list[tuple[str, dict[str, object]]] = [
        ("does not clear", {"digest": other.digest, "stored_id": other.digest}),
        ("does not clear", {"scan_id": ill.pk}),
        (
            "does not clear",
            {
                "digest": broken.digest,
                "stored_id": broken.digest,
                "examination_id": Examination.objects.get(stored_id=broken.digest).pk,
            },
        ),
        ("of no text", {"examination_id": None, "made_from_id": cleared.pk}),
    ]

    for said, values in wrong:
        row = Clearance.objects.get(pk=cleared.pk)
        row.pk = None
        for name, value in values.items():
            setattr(row, name, value)
        with pytest.raises(DatabaseError, match=said), transaction.atomic():
            row.save(force_insert=True)


@pytest.mark.parametrize(
    "table", ["release_clearance", "release_finding_decision", "release_layer", "release_scan"]
)
def test_tables_are_not_emptied(table: str) -> None:
    # The tests' own emptying needs these triggers off; a real database has them on.
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {table}_no_truncate")
    with (
        pytest.raises(DatabaseError, match="TRUNCATE"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"TRUNCATE {table} CASCADE")
