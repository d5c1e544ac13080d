"""The release gate on real files: what holds back, what is decided, what is cleared and opened."""

from functools import cache
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook
from pytest_django import Settings
from tests.factories import organs
from tests.modules.release.redaction.papers import typeset

from gongkai.audit.models import AuditEntry
from gongkai.kernel import time
from gongkai.kernel.files import store_file
from gongkai.kernel.refusals import NotAllowed, NotFound
from gongkai.kernel.types import Actor, Role
from gongkai.organs.models import Organ
from gongkai.release import outlets
from gongkai.release.doors import HeldBack, open_cleared
from gongkai.release.inspecting import inspect_apart
from gongkai.release.models import Clearance, Examination, FindingDecision, Scan
from gongkai.release.operations import examining
from gongkai.release.operations.deciding import (
    Choice,
    NothingChosen,
    ReasonMissing,
    decide_findings,
)
from gongkai.release.operations.examining import ask_examination, examine_now
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
    Verdict,
)
from gongkai.release.rules.findings import FindingKind
from gongkai.release.rules.inspection import Inspection

pytestmark = pytest.mark.django_db
PHONE = "13800138000"
NUMBER = "11010519491231002X"
CLEAN = TextOut(parts=(("title", "关于湖区水位的公告"),))


@cache
def _inspected(path: Path, name: str) -> Inspection:
    """Inspect the same bytes once in this file: each look is a process of its own."""
    return inspect_apart(path, name)


@pytest.fixture(autouse=True)
def inspected_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the same bytes be inspected once."""

    def inspect(path: Path, name: str, *, ocr: bool = False) -> Inspection:
        return _inspected(path, name)

    monkeypatch.setattr(examining, "inspect_apart", inspect)


@pytest.fixture
def organ() -> Organ:
    """Return the organ that releases."""
    return organs.an_organ()


@pytest.fixture
def clerk(organ: Organ) -> Actor:
    """Return its clerk, acting."""
    return organs.acting(organs.someone(Role.CLERK, organ), Role.CLERK, organ)


@pytest.fixture
def subject(organ: Organ) -> Subject:
    """Return something that is to be released."""
    return Subject(kind="thing", id=7, organ_id=organ.pk, label="YM-7")


def _out(name: str, content: bytes) -> FileOut:
    """Return a file that was examined as it stands in the store."""
    digest = store_file(content).digest
    examine_now(digest=digest, name=name)
    return FileOut(name=name, digest=digest)


def _text(said: str, name: str = "通知.txt") -> FileOut:
    return _out(name, said.encode())


def _csv() -> FileOut:
    return _out("名单.csv", f"姓名,身份证号\n王小明,{NUMBER}\n".encode())


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
    return _out("公示表.xlsx", path.read_bytes())


def _pdf(folder: Path, said: str) -> FileOut:
    return _out("公告.pdf", typeset(folder, "#said.text", text=said))


def _look(subject: Subject, *files: FileOut, texts: TextOut | None = CLEAN) -> GateReport:
    return look(door=Door.PUBLIC, subject=subject, files=files, texts=texts)


def _kinds(report: GateReport) -> set[FindingKind]:
    return {line.kind for item in report.items for line in item.findings}


def _choices(report: GateReport) -> list[Choice]:
    return [
        Choice(kind=line.kind.value, tag=line.tag, excerpt=line.excerpt)
        for item in report.items
        for line in item.findings
    ]


def _decide(
    actor: Actor, subject: Subject, report: GateReport, verdict: Verdict = Verdict.MAY_LEAVE
) -> list[FindingDecision]:
    return decide_findings(
        actor=actor,
        door=Door.PUBLIC,
        subject=subject,
        choices=_choices(report),
        verdict=verdict,
        reason="窗口对外电话。",
    )


# What is found.


def test_clean_files_of_every_kind_are_clear(subject: Subject, tmp_path: Path) -> None:
    files = [
        _text("湖区水位公告。\n今日水位正常。"),
        _out("水位.csv", "日期,水位\n3月1日,12.5\n".encode()),
        _xlsx(tmp_path, hidden=False),
        _pdf(tmp_path, "湖区水位公告。今日水位正常。"),
    ]

    report = _look(subject, *files)

    assert report.is_clear
    assert [item.kind for item in report.items] == ["", "text", "csv", "xlsx", "pdf"]


def test_what_stands_in_real_files_is_found(subject: Subject, tmp_path: Path) -> None:
    assert FindingKind.MOBILE in _kinds(_look(subject, _text(f"联系人电话：{PHONE}")))
    assert FindingKind.IDENTITY_NUMBER in _kinds(_look(subject, _csv()))
    assert FindingKind.MOBILE in _kinds(_look(subject, _pdf(tmp_path, f"联系电话：{PHONE}")))
    in_book = _kinds(_look(subject, _xlsx(tmp_path, hidden=True)))
    assert {FindingKind.HIDDEN_SHEET, FindingKind.IDENTITY_NUMBER} <= in_book


def test_a_text_is_looked_at_like_a_file(subject: Subject) -> None:
    texts = TextOut(parts=(("title", "通知"), ("text", f"甲\n联系人电话：{PHONE}")))

    report = _look(subject, texts=texts)

    [line] = report.items[0].findings
    assert report.obstacles == (Obstacle.UNDECIDED,)
    assert (line.places[0].part, line.places[0].line) == ("text", 2)
    assert PHONE not in repr(report)


def test_what_was_not_examined_holds_back(subject: Subject) -> None:
    digest = store_file(b"not yet").digest

    before = _look(subject, FileOut(name="a.txt", digest=digest))
    ask_examination(digest=digest, name="a.txt")
    asked = _look(subject, FileOut(name="a.txt", digest=digest))

    assert before.obstacles == asked.obstacles == (Obstacle.NOT_EXAMINED,)


def test_a_file_that_cannot_be_read_holds_back(subject: Subject) -> None:
    report = _look(subject, _out("扫描件.pdf", b"%PDF-1.7 and then nothing"))

    assert report.obstacles == (Obstacle.PROBLEM,)


def test_an_examination_under_older_rules_counts_for_nothing(subject: Subject) -> None:
    digest = store_file("旧".encode()).digest
    Examination.objects.create(
        stored_id=digest, name="旧.txt", rules=GATE_RULES - 1, state="done",
        asked_at=time.now(), ended_at=time.now(),
    )  # fmt: skip

    assert _look(subject, FileOut(name="旧.txt", digest=digest)).obstacles == (
        Obstacle.NOT_EXAMINED,
    )


def test_as_many_questions_for_twenty_files_as_for_two(subject: Subject) -> None:
    counts = []
    for count in (2, 20):
        files = [_examined_as_clean(f"{count}-{n}") for n in range(count)]
        with CaptureQueriesContext(connection) as asked:
            assert _look(subject, *files).is_clear
        counts.append(len(asked))

    assert counts[0] == counts[1]


def _examined_as_clean(text: str) -> FileOut:
    digest = store_file(text.encode()).digest
    Examination.objects.create(
        stored_id=digest, name=f"{text}.txt", rules=GATE_RULES, state="done", kind="text",
        asked_at=time.now(), ended_at=time.now(),
    )  # fmt: skip
    return FileOut(name=f"{text}.txt", digest=digest)


# What is decided.


def test_a_decision_lets_the_value_pass(subject: Subject, clerk: Actor) -> None:
    file = _text(f"联系人电话：{PHONE}")

    _decide(clerk, subject, _look(subject, file))

    report = _look(subject, file)
    [line] = report.items[1].findings
    assert report.is_clear
    assert line.decision is not None
    assert (line.decision.by, line.decision.reason) == (clerk.name, "窗口对外电话。")


def test_a_decision_is_known_again_in_a_corrected_file(subject: Subject, clerk: Actor) -> None:
    _decide(clerk, subject, _look(subject, _text(f"联系人电话：{PHONE}")))

    same = _look(subject, _text(f"更正后的通知。\n联系人电话：{PHONE[:3]}-{PHONE[3:]}"))
    other = _look(subject, _text("更正后的通知。\n联系人电话：13912345678"))

    assert same.is_clear
    assert other.obstacles == (Obstacle.UNDECIDED,)


def test_a_decision_holds_for_its_door_and_subject_alone(
    subject: Subject, clerk: Actor, organ: Organ
) -> None:
    file = _text(f"联系人电话：{PHONE}")
    _decide(clerk, subject, _look(subject, file))

    other = Subject(kind="thing", id=8, organ_id=organ.pk)
    applicant = look(door=Door.APPLICANT, subject=subject, files=[file])

    assert not _look(other, file).is_clear
    assert not applicant.is_clear


def test_the_newest_decision_counts(subject: Subject, clerk: Actor) -> None:
    file = _text(f"联系人电话：{PHONE}")
    report = _look(subject, file)

    _decide(clerk, subject, report)
    _decide(clerk, subject, report, Verdict.MUST_GO)
    assert _look(subject, file).obstacles == (Obstacle.MUST_GO,)
    _decide(clerk, subject, report)

    assert _look(subject, file).is_clear
    assert FindingDecision.objects.count() == 3


def test_a_mark_of_secrecy_says_so_until_it_is_decided(subject: Subject, clerk: Actor) -> None:
    file = _text("机密★10年\n关于某事项的报告")
    report = _look(subject, file)
    assert Obstacle.SECRECY_MARK in report.obstacles

    _decide(clerk, subject, report)

    assert _look(subject, file).is_clear


def test_a_decision_gives_its_reason_and_names_findings(subject: Subject, clerk: Actor) -> None:
    report = _look(subject, _text(f"联系人电话：{PHONE}"))
    said = {"actor": clerk, "door": Door.PUBLIC, "subject": subject, "verdict": Verdict.MAY_LEAVE}

    with pytest.raises(ReasonMissing):
        decide_findings(**said, choices=_choices(report), reason=" \n")  # type: ignore[arg-type]
    with pytest.raises(NothingChosen):
        decide_findings(**said, choices=[], reason="窗口电话")  # type: ignore[arg-type]

    assert not FindingDecision.objects.exists()


@pytest.mark.parametrize(
    "role", [Role.SECRECY_REVIEWER, Role.LEGAL_REVIEWER, Role.SYSTEM_ADMINISTRATOR]
)
def test_who_does_not_decide(subject: Subject, organ: Organ, role: Role) -> None:
    actor = organs.acting(organs.someone(role, organ), role, organ)

    with pytest.raises(NotAllowed):
        _decide(actor, subject, _look(subject, _text(f"联系人电话：{PHONE}")))


def test_a_clerk_of_another_organ_does_not_decide(subject: Subject) -> None:
    other = organs.an_organ("山阴市水务局")
    actor = organs.acting(organs.someone(Role.CLERK, other), Role.CLERK, other)

    with pytest.raises(NotAllowed):
        _decide(actor, subject, _look(subject, _text(f"联系人电话：{PHONE}")))


def test_decisions_are_in_the_trail_without_values_and_never_change(
    subject: Subject, clerk: Actor
) -> None:
    _decide(clerk, subject, _look(subject, _text(f"联系人电话：{PHONE}")))

    [entry] = AuditEntry.objects.filter(action="release.decide_finding")
    assert (entry.details["findings"], entry.details["kinds"]) == ("1", "mobile")
    row = FindingDecision.objects.get()
    assert PHONE not in f"{entry.details} {row.excerpt} {row.tag}"
    with pytest.raises(DatabaseError), transaction.atomic():
        FindingDecision.objects.update(verdict="must_go")
    with pytest.raises(DatabaseError), transaction.atomic():
        row.delete()


# What is cleared, and opens.


def _open(subject: Subject, file: FileOut, door: Door = Door.PUBLIC) -> bytes:
    outgoing = open_cleared(
        door=door, subject=subject, digest=file.digest, name=file.name, media_type="text/plain"
    )
    return b"".join(outgoing.pieces)


def test_nothing_is_cleared_where_one_thing_holds_back(subject: Subject, clerk: Actor) -> None:
    good, bad = _text("湖区水位公告。", "甲.txt"), _text(f"联系人电话：{PHONE}", "乙.txt")

    with pytest.raises(NotCleared) as refused:
        pass_gate(actor=clerk, door=Door.PUBLIC, subject=subject, files=[good, bad], texts=CLEAN)

    assert refused.value.report.obstacles == (Obstacle.UNDECIDED,)
    assert not Clearance.objects.exists()
    with pytest.raises(NotFound):
        _open(subject, good)


def test_what_passes_is_kept_with_its_digest_and_opens(subject: Subject, clerk: Actor) -> None:
    file = _text(f"联系人电话：{PHONE}")
    _decide(clerk, subject, _look(subject, file))

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
    file, other_file = _text("湖区水位公告。"), _text("另一公告。", "另.txt")
    pass_gate(actor=clerk, door=Door.PUBLIC, subject=subject, files=[file])

    for wrong in (
        (subject, file, Door.APPLICANT),
        (Subject(kind="thing", id=8, organ_id=organ.pk), file, Door.PUBLIC),
        (Subject(kind="other", id=7, organ_id=organ.pk), file, Door.PUBLIC),
        (subject, other_file, Door.PUBLIC),
    ):
        with pytest.raises(NotFound):
            _open(*wrong)


@pytest.mark.parametrize("said", [None, ScanState.FAILED, ScanState.INFECTED])
def test_with_a_scanner_only_what_is_clean_leaves(
    subject: Subject, clerk: Actor, settings: Settings, said: ScanState | None
) -> None:
    file = _text("湖区水位公告。")
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
    file = _text("湖区水位公告。")
    _scanned(file, ScanState.INFECTED)

    assert _look(subject, file).obstacles == (Obstacle.INFECTED,)


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
    file = _text(f"联系人电话：{PHONE}，转13912345678。")

    applicant = look(door=Door.APPLICANT, subject=subject, files=[file])
    public = look(door=Door.PUBLIC, subject=subject, files=[file])

    assert len(applicant.items[0].findings) == 1
    assert len(public.items[0].findings) == 2
