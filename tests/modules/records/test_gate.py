"""Nothing of a record gets out that the release gate has not cleared: text, files, imports."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from pytest_django import Settings
from tests.factories.attachments import attached, decide_all
from tests.factories.records import Office, content, fresh

from gongkai.kernel.refusals import NotAllowed, NotFound
from gongkai.kernel.time import now
from gongkai.kernel.types import PUBLIC, Role
from gongkai.records.clearing import subject_of
from gongkai.records.contents import content_of
from gongkai.records.models import Record, RecordVersion
from gongkai.records.operations import (
    detach_file,
    edit_version,
    propose_record,
    record_disclosure,
    restore_record,
    restore_version,
)
from gongkai.records.operations.clearing import PersonalDataInReference, look_at_version
from gongkai.records.operations.disclosures import ImpossibleDay
from gongkai.records.operations.withdrawal import EarlierVersionsAwaited
from gongkai.records.queries import Gone, record_version
from gongkai.release.doors import open_cleared
from gongkai.release.models import Clearance, Examination, Scan
from gongkai.release.operations import examining
from gongkai.release.operations.gate import NotCleared
from gongkai.release.operations.scanning import SCAN
from gongkai.release.queries import examinations
from gongkai.release.queued import queued_for
from gongkai.release.rules.doors import GATE_RULES, Door, Obstacle, Verdict
from gongkai.release.rules.findings import Finding, FindingKind, Place

MOBILE = "13800138000"
HIDDEN = Finding(kind=FindingKind.HIDDEN_SHEET, place=Place(sheet="内部"), excerpt="内部")


def _clearances(record: Record, *, stored: bool) -> list[Clearance]:
    rows = Clearance.objects.filter(subject_kind="record", subject_id=record.pk)
    return list(rows.filter(stored__isnull=not stored).order_by("pk"))


@pytest.mark.parametrize("element", ["title", "summary", "remark", "keywords", "document_number"])
@pytest.mark.parametrize("category", ["voluntary", "on_application"])
def test_a_number_in_any_public_element_holds_the_proposal_back(
    office: Office, category: str, element: str
) -> None:
    version = office.draft(content(category, **{element: f"联系电话{MOBILE}"}))
    with pytest.raises(NotCleared) as held:
        office.proposed(version)
    (line,) = held.value.report.items[0].findings
    assert (line.kind, line.places[0].part) == (FindingKind.MOBILE, element)
    assert MOBILE not in line.excerpt


@pytest.mark.parametrize(
    ("category", "is_held"), [("voluntary", True), ("on_application", False), ("exempt", False)]
)
def test_the_text_is_looked_at_where_it_becomes_public(
    office: Office, category: str, is_held: bool
) -> None:
    version = office.draft(content(category, text=f"联系电话{MOBILE}"))
    if is_held:
        with pytest.raises(NotCleared):
            office.proposed(version)
    else:
        assert office.proposed(version).state == "proposed"


def test_a_number_in_the_name_of_an_attachment_holds_it_back(office: Office) -> None:
    version = office.draft()
    attached(office, version, title=f"名单 {MOBILE}")
    with pytest.raises(NotCleared):
        office.proposed(version)


def test_a_decided_finding_lets_it_pass_and_is_kept_with_the_clearance(office: Office) -> None:
    version = office.draft(content(summary=f"值班电话{MOBILE}"))
    report = look_at_version(version.record, version)
    decide_all(office, report, reason="对外公布的值班电话。")
    record = office.release(office.approved(version))
    (clearance,) = _clearances(record, stored=False)
    version.refresh_from_db()
    assert version.clearance == clearance
    assert [row["kind"] for row in clearance.findings] == ["mobile"]
    assert clearance.findings[0]["decision"] is not None
    assert clearance.cleared_by == office.clerk


def test_what_must_go_is_held_back_until_it_is_gone(office: Office) -> None:
    version = office.draft(content(summary=f"联系{MOBILE}"))
    decide_all(office, look_at_version(version.record, version), Verdict.MUST_GO)
    with pytest.raises(NotCleared) as held:
        office.proposed(version)
    assert held.value.report.obstacles == (Obstacle.MUST_GO,)


@pytest.mark.parametrize(
    ("findings", "state", "problem", "obstacle"),
    [
        ((HIDDEN,), "done", "", Obstacle.UNDECIDED),
        ((), "waiting", "", Obstacle.NOT_EXAMINED),
        ((), "stuck", "", Obstacle.STUCK),
        ((), "done", "locked", Obstacle.PROBLEM),
    ],
)
def test_an_attachment_that_is_not_clear_holds_it_back(
    office: Office, findings: Sequence[Finding], state: str, problem: str, obstacle: Obstacle
) -> None:
    version = office.draft()
    attached(office, version, findings=findings, state=state, problem=problem)
    with pytest.raises(NotCleared) as held:
        office.proposed(version)
    assert held.value.report.obstacles == (obstacle,)


def test_the_gate_looks_again_at_the_release(office: Office) -> None:
    version = office.draft()
    attached(office, version, findings=(HIDDEN,))
    report = look_at_version(version.record, version)
    decide_all(office, report)
    version = office.approved(version)
    decide_all(office, report, Verdict.MUST_GO)
    with pytest.raises(NotCleared):
        office.release(version)
    assert fresh(version.record).standing == "unreleased"
    assert not Clearance.objects.filter(subject_id=version.record_id).exists()


def test_what_is_released_opens_through_the_door_and_nothing_else_does(office: Office) -> None:
    version = office.draft()
    file = attached(office, version, "附件正文")
    record = office.release(office.approved(version))
    file.refresh_from_db()
    version.refresh_from_db()
    assert file.clearance is not None
    subject = subject_of(record)
    said = {"door": Door.PUBLIC, "name": "x", "media_type": "text/plain"}
    assert (
        b"".join(open_cleared(subject=subject, digest=file.stored_id, **said).pieces)
        == "附件正文".encode()
    )
    text = open_cleared(subject=subject, digest=version.text_file, **said)
    assert hashlib.sha256(b"".join(text.pieces)).hexdigest() == version.text_file
    other = office.release(office.approved(office.draft()))
    with pytest.raises(NotFound):
        open_cleared(subject=subject_of(other), digest=file.stored_id, **said)
    with pytest.raises(NotFound):
        open_cleared(
            subject=subject,
            digest=file.stored_id,
            **said | {"door": Door.APPLICANT},
        )


def test_a_listed_record_clears_no_attachment(office: Office) -> None:
    version = office.draft(content("on_application"))
    file = attached(office, version, findings=(HIDDEN,))
    record = office.release(office.approved(version))
    file.refresh_from_db()
    assert record.standing == "listed"
    assert file.clearance is None
    assert _clearances(record, stored=True) == []


def test_an_exempt_version_needs_no_clearance(office: Office) -> None:
    version = office.draft(content("exempt", title=f"关于{MOBILE}的情况"))
    record = office.release(office.approved(version))
    assert record.standing == "held"
    assert not Clearance.objects.filter(subject_id=record.pk).exists()


def test_a_restored_record_passes_the_gate_again(office: Office) -> None:
    version = office.draft()
    attached(office, version)
    record = office.release(office.approved(version))
    office.hidden(record)
    office.restored(record)
    assert len(_clearances(record, stored=False)) == 2
    assert fresh(record).standing == "published"


def test_a_restored_record_that_must_not_be_out_stays_hidden(office: Office) -> None:
    version = office.draft()
    attached(office, version, findings=(HIDDEN,))
    report = look_at_version(version.record, version)
    decide_all(office, report)
    record = office.release(office.approved(version))
    office.hidden(record)
    decide_all(office, report, Verdict.MUST_GO)
    with pytest.raises(NotCleared):
        office.restored(record)
    assert fresh(record).standing == "hidden"
    with pytest.raises(NotAllowed):
        restore_record(actor=office.acting(Role.CLERK), record_id=record.pk, note="无误。")


def _hidden_without_its_attachment(office: Office, version: RecordVersion) -> Record:
    """Release the version, then a corrected copy without its attachment; hide the record."""
    record = office.release(office.approved(version))
    following = office.in_correction(record)
    clerk = office.acting(Role.CLERK)
    detach_file(actor=clerk, version_id=following.pk, file_id=following.files.get().pk)
    said = replace(content_of(following), change_kind="correction")
    edit_version(actor=clerk, version_id=following.pk, content=said)
    record = office.release(office.approved(following))
    office.hidden(record)
    return record


def test_an_earlier_version_that_must_not_be_out_stays_off_when_the_record_comes_back(
    office: Office,
) -> None:
    version = office.draft()
    attached(office, version, findings=(HIDDEN,))
    report = look_at_version(version.record, version)
    decide_all(office, report)
    record = _hidden_without_its_attachment(office, version)
    decide_all(office, report, Verdict.MUST_GO)
    assert office.restored(record) == (1,)
    assert fresh(record).standing == "published"
    with pytest.raises(Gone):
        record_version(PUBLIC, record.pk, 1)
    waiting = version.withdrawals.get()
    assert (waiting.reason, waiting.outcome, waiting.hidden_by) == ("other", "", office.leader)

    decide_all(office, report)
    reviewer = office.acting(Role.SECRECY_REVIEWER)
    restore_version(actor=reviewer, version_id=version.pk, note="已核对。")
    assert record_version(PUBLIC, record.pk, 1).files


def test_an_earlier_version_that_nobody_looked_into_yet_is_asked_for_and_not_taken_off(
    office: Office, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = office.draft()
    file = attached(office, version)
    record = _hidden_without_its_attachment(office, version)
    for module in (examining, examinations):
        monkeypatch.setattr(module, "GATE_RULES", GATE_RULES + 1)
    settings.CLAMD = "127.0.0.1:3310"
    with pytest.raises(EarlierVersionsAwaited):
        office.restored(record)
    assert fresh(record).standing == "hidden"
    asked = Examination.objects.filter(rules=GATE_RULES + 1, stored_id=file.stored_id)
    assert asked.get().state == "waiting"
    assert queued_for(SCAN, "digest", [file.stored_id])

    asked.update(state="done", kind="pdf", ended_at=now())
    Scan.objects.create(stored_id=file.stored_id, state="clean", scanned_at=now())
    assert office.restored(record) == ()
    assert record_version(PUBLIC, record.pk, 1).files


RELEASE = "UPDATE records_record_version SET state = 'released', released_at = now() WHERE id = %s"


def test_the_database_releases_nothing_without_its_clearances(office: Office) -> None:
    version = office.approved(office.draft())
    refused = pytest.raises(DatabaseError, match="not cleared by the release gate")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(RELEASE, [version.pk])


@pytest.mark.parametrize("column", ["door", "subject_id", "subject_kind"])
def test_the_database_takes_no_clearance_of_something_else(office: Office, column: str) -> None:
    version = office.approved(office.draft())
    value = {"door": "applicant", "subject_id": version.record_id + 1, "subject_kind": "case"}
    said = {"door": "public", "subject_id": version.record_id, "subject_kind": "record"}
    wrong = Clearance.objects.create(
        **said | {column: value[column]},
        organ=office.organ,
        digest=version.digest,
        rules=1,
        cleared_at=version.created_at,
    )
    RecordVersion.objects.filter(pk=version.pk).update(clearance=wrong)
    refused = pytest.raises(DatabaseError, match="not cleared by the release gate")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(RELEASE, [version.pk])


def test_the_database_publishes_no_version_with_an_attachment_that_is_not_cleared(
    office: Office,
) -> None:
    version = office.draft()
    file = attached(office, version)
    record = office.release(office.approved(version))
    other = office.draft()
    strange = attached(office, other)
    office.release(office.approved(other))
    strange.refresh_from_db()
    file.clearance = strange.clearance
    with pytest.raises(DatabaseError, match="of something else"), transaction.atomic():
        file.save()
    file.clearance = None
    file.save()
    with (
        pytest.raises(DatabaseError, match="not cleared by the release gate"),
        transaction.atomic(),
    ):
        Record.objects.filter(pk=record.pk).update(standing="published")


def test_who_may_not_propose_learns_nothing_of_the_findings(office: Office) -> None:
    version = office.draft(content(summary=f"联系{MOBILE}"))
    with pytest.raises(NotAllowed):
        propose_record(actor=office.acting(Role.PERSON_IN_CHARGE), version_id=version.pk)


def test_a_mistyped_year_is_no_first_disclosure(office: Office) -> None:
    record = office.released()
    with pytest.raises(ImpossibleDay):
        record_disclosure(
            actor=office.acting(Role.CLERK),
            record_id=record.pk,
            form="other",
            disclosed_on=date(206, 3, 12),
            details={"description": "公告栏"},
        )


def test_where_it_was_disclosed_is_looked_at_before_the_public_reads_it(office: Office) -> None:
    record = office.released()

    def entered(reference: str) -> None:
        record_disclosure(
            actor=office.acting(Role.CLERK),
            record_id=record.pk,
            form="other",
            disclosed_on=date(2026, 3, 2),
            details={"description": reference},
        )

    with pytest.raises(PersonalDataInReference) as refused:
        entered(f"查阅点，联系人电话{MOBILE}")
    assert MOBILE not in str(refused.value)
    assert refused.value.field == "reference"
    assert record.publications.count() == 1
    entered("县档案馆查阅点")
    assert {row.reference for row in record.publications.all()} >= {"县档案馆查阅点"}
    assert len(_clearances(record, stored=False)) == 2
