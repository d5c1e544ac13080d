"""Attachments that were examined already: the gate asks what was found, never how."""

from collections.abc import Sequence
from itertools import count
from typing import Any

from tests.factories.records import Office

from gongkai.kernel import time
from gongkai.kernel.files import store_file
from gongkai.kernel.types import Role
from gongkai.records.models import RecordVersion, VersionFile
from gongkai.records.operations import attach_file
from gongkai.release.models import Examination
from gongkai.release.operations.deciding import Choice, decide_findings
from gongkai.release.queries.reports import GateReport
from gongkai.release.rules.doors import GATE_RULES, Verdict
from gongkai.release.rules.findings import Finding
from gongkai.release.rules.uploads import ENDINGS
from gongkai.release.tags import tagged_row

_numbers = count(1)


def a_file(content: str = "", **said: Any) -> str:
    """Store a file with this text, examined as `examined` says, and return its digest."""
    text = content or f"第{next(_numbers)}号附件"
    digest = store_file(text.encode()).digest
    examined(digest, text=text, **said)
    return digest


def examined(
    digest: str,
    *,
    name: str = "附件.pdf",
    text: str = "",
    findings: Sequence[Finding] = (),
    state: str = "done",
    problem: str = "",
) -> Examination:
    """Let a stored file be examined: of one page, with this text and these findings."""
    has_ended = state in {"done", "stuck"}
    return Examination.objects.create(
        stored_id=digest,
        rules=GATE_RULES,
        name=name,
        state=state,
        problem=problem,
        kind=ENDINGS[name.rpartition(".")[2]].value,
        pages=1,
        findings=[tagged_row(found, digest=digest) for found in findings],
        texts=[{"label": "1", "text": text, "is_machine_read": False}],
        asked_at=time.now(),
        ended_at=time.now() if has_ended else None,
    )


def attached(
    office: Office,
    version: RecordVersion,
    content: str = "",
    *,
    name: str = "附件.pdf",
    title: str = "",
    **said: Any,
) -> VersionFile:
    """Attach an examined file to a draft as the office's clerk; `said` as in `examined`."""
    return attach_file(
        actor=office.acting(Role.CLERK),
        version_id=version.pk,
        digest=a_file(content, name=name, **said),
        name=name,
        title=title,
    )


def decide_all(
    office: Office,
    report: GateReport,
    verdict: Verdict = Verdict.MAY_LEAVE,
    reason: str = "已核对。",
) -> None:
    """Decide everything that the report names, as the office's clerk."""
    decide_findings(
        actor=office.acting(Role.CLERK),
        door=report.door,
        subject=report.subject,
        choices=[
            Choice(kind=line.kind.value, tag=line.tag, excerpt=line.excerpt)
            for item in report.items
            for line in item.findings
        ],
        verdict=verdict,
        reason=reason,
    )
