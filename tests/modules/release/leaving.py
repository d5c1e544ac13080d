"""Something on its way out in a test: real files, examined once, and who decides."""

from functools import cache
from pathlib import Path

import pytest
from tests.factories import organs

from gongkai.kernel.files import store_file
from gongkai.kernel.types import Actor, Role
from gongkai.organs.models import Organ
from gongkai.release.apart import Limits
from gongkai.release.inspecting import inspect_apart
from gongkai.release.models import FindingDecision
from gongkai.release.operations import examining
from gongkai.release.operations.deciding import (
    Choice,
    decide_findings,
)
from gongkai.release.operations.examining import examine_now
from gongkai.release.operations.gate import look
from gongkai.release.queries.reports import GateReport
from gongkai.release.rules.doors import (
    Door,
    FileOut,
    Subject,
    TextOut,
    Verdict,
)
from gongkai.release.rules.inspection import Inspection

PHONE = "13800138000"
CLEAN = TextOut(parts=(("title", "关于湖区水位的公告"),))


@cache
def _inspected(path: Path, name: str) -> Inspection:
    """Inspect the same bytes once in this file: each look is a process of its own."""
    return inspect_apart(path, name)


@pytest.fixture(autouse=True)
def inspected_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the same bytes be inspected once."""

    def inspect(
        path: Path, name: str, *, ocr: bool = False, limits: Limits | None = None
    ) -> Inspection:
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


def a_file(name: str, content: bytes) -> FileOut:
    """Return a file that was examined as it stands in the store."""
    digest = store_file(content).digest
    examine_now(digest=digest, name=name)
    return FileOut(name=name, digest=digest)


def a_text(said: str, name: str = "通知.txt") -> FileOut:
    """Return a plain text that was examined."""
    return a_file(name, said.encode())


def looked_at(subject: Subject, *files: FileOut, texts: TextOut | None = CLEAN) -> GateReport:
    """Return what the gate says of it on its way to the public."""
    return look(door=Door.PUBLIC, subject=subject, files=files, texts=texts)


def choices_of(report: GateReport) -> list[Choice]:
    """Return every finding of a report, as it is decided."""
    return [
        Choice(kind=line.kind.value, tag=line.tag, excerpt=line.excerpt)
        for item in report.items
        for line in item.findings
    ]


def decided(
    actor: Actor, subject: Subject, report: GateReport, verdict: Verdict = Verdict.MAY_LEAVE
) -> list[FindingDecision]:
    """Decide every finding of a report."""
    return decide_findings(
        actor=actor,
        door=Door.PUBLIC,
        subject=subject,
        choices=choices_of(report),
        verdict=verdict,
        reason="窗口对外电话。",
    )
