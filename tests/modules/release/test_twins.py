"""Twins: a redaction is worth nothing where the same material can be read without it."""

from pathlib import Path

import pytest
from tests.factories import organs
from tests.modules.release.leaving import CLEAN, a_text, clerk, inspected_once, organ, subject

from gongkai.kernel.files import store_file
from gongkai.kernel.time import now
from gongkai.kernel.types import Actor
from gongkai.organs.models import Organ, Person
from gongkai.release import outlets
from gongkai.release.models import Clearance, Examination, Layer, Material
from gongkai.release.operations.deciding import Choice, decide_findings
from gongkai.release.operations.examining import examine_now
from gongkai.release.operations.gate import look, pass_gate
from gongkai.release.outlets import Outlet
from gongkai.release.queries import withheld
from gongkai.release.queries.reports import FindingLine
from gongkai.release.rules.doors import GATE_RULES, Door, FileOut, Obstacle, Subject, Verdict
from gongkai.release.rules.findings import FindingKind
from gongkai.release.rules.sketch import sketch_of

pytestmark = pytest.mark.django_db
__all__ = ["clerk", "inspected_once", "organ", "subject"]
SOURCE = "\n".join(
    f"第{number}条 望湖路片区第{number}号地块征收补偿方案由云梦市住房部门负责解释并组织实施。"
    for number in range(1, 25)
)
OTHER = "\n".join(f"{n}、湖区水位监测站{n}号点位今日水位正常，水质达到标准。" for n in range(1, 25))


@pytest.fixture
def out(monkeypatch: pytest.MonkeyPatch) -> set[int]:
    """Return the numbers of the things that are out to the public."""
    numbers: set[int] = set()
    outlet = Outlet(
        subject_kind="thing",
        door=Door.PUBLIC,
        everything=lambda: iter(()),
        is_out=lambda number: number in numbers,
    )
    monkeypatch.setattr(outlets, "_outlets", {("thing", Door.PUBLIC): outlet})
    return numbers


def _redaction(organ: Organ, person: Person, source: FileOut) -> FileOut:
    """Return the made file of a layer of a source, examined."""
    material = Material.objects.create(
        organ=organ, subject_kind="thing", subject_id=7, name=source.name,
        source_id=source.digest, begun_by=person, begun_at=now(),
    )  # fmt: skip
    result = store_file(f"遮盖后：{source.digest}".encode())
    examine_now(digest=result.digest, name="遮盖后.txt")
    Layer.objects.create(
        material=material, door="public", state="made", digest="0" * 64, result=result,
        begun_by=person, begun_at=now(), proposed_by=person, proposed_at=now(),
    )  # fmt: skip
    return FileOut(name="遮盖后.txt", digest=result.digest)


@pytest.fixture
def redaction(organ: Organ) -> FileOut:
    """Return a redaction of the source."""
    return _redaction(organ, organs.a_person("画框员"), a_text(SOURCE, "方案.txt"))


def _let_out(clerk: Actor, organ: Organ, said: str, out: set[int], number: int = 3) -> None:
    thing = Subject(kind="thing", id=number, organ_id=organ.pk)
    file = a_text(said, f"公开{number}.txt")
    pass_gate(actor=clerk, door=Door.PUBLIC, subject=thing, files=[file], texts=CLEAN)
    out.add(number)


def _twins(subject: Subject, file: FileOut) -> tuple[FindingLine, ...]:
    report = look(door=Door.PUBLIC, subject=subject, files=[file])
    return tuple(
        line for item in report.items for line in item.findings if line.kind is FindingKind.TWIN
    )


def test_without_a_twin_nothing_is_said(
    subject: Subject, clerk: Actor, organ: Organ, redaction: FileOut, out: set[int]
) -> None:
    _let_out(clerk, organ, OTHER, out)

    assert _twins(subject, redaction) == ()


@pytest.mark.parametrize(
    "said", [SOURCE, SOURCE.replace("云梦市", "青林市", 1), f"转发：\n{SOURCE}\n此复。"]
)
def test_the_source_or_nearly_the_source_is_a_twin(
    subject: Subject, clerk: Actor, organ: Organ, redaction: FileOut, out: set[int], said: str
) -> None:
    _let_out(clerk, organ, said, out)

    [twin] = _twins(subject, redaction)

    assert twin.places[0].part == "thing 3"
    assert look(door=Door.PUBLIC, subject=subject, files=[redaction]).obstacles


def test_a_source_looked_into_under_earlier_rules_is_compared_too(
    subject: Subject, clerk: Actor, organ: Organ, out: set[int]
) -> None:
    source = FileOut(name="方案.txt", digest=store_file(SOURCE.encode()).digest)
    Examination.objects.create(
        stored_id=source.digest, name=source.name, rules=GATE_RULES - 1, state="done", kind="text",
        sketch=sketch_of(SOURCE), asked_at=now(), ended_at=now(),
    )  # fmt: skip
    redaction = _redaction(organ, organs.a_person("画框员"), source)
    _let_out(clerk, organ, SOURCE.replace("云梦市", "青林市", 1), out)

    [twin] = _twins(subject, redaction)

    assert twin.places[0].part == "thing 3"


def test_the_likest_is_compared_however_much_came_after_it(
    subject: Subject, clerk: Actor, organ: Organ, redaction: FileOut, out: set[int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    _let_out(clerk, organ, SOURCE, out)
    _let_out(clerk, organ, SOURCE[:200] + OTHER, out, number=4)
    monkeypatch.setattr(withheld, "_MOST_COMPARED", 1)

    [twin] = _twins(subject, redaction)

    assert twin.places[0].part == "thing 3"


def test_what_was_withdrawn_is_no_twin(
    subject: Subject, clerk: Actor, organ: Organ, redaction: FileOut, out: set[int]
) -> None:
    _let_out(clerk, organ, SOURCE, out)
    out.clear()

    assert _twins(subject, redaction) == ()


def test_what_an_applicant_was_given_is_no_twin(
    subject: Subject, clerk: Actor, organ: Organ, redaction: FileOut, out: set[int]
) -> None:
    thing = Subject(kind="thing", id=3, organ_id=organ.pk)
    source = a_text(SOURCE, "方案.txt")
    pass_gate(actor=clerk, door=Door.APPLICANT, subject=thing, files=[source])
    out.add(3)

    assert _twins(subject, redaction) == ()


def test_its_own_layers_are_no_twins(
    subject: Subject, clerk: Actor, organ: Organ, redaction: FileOut, out: set[int]
) -> None:
    # An earlier layer that was approved and is out; its approval needs people and signatures.
    examination = Examination.objects.get(stored_id=redaction.digest)
    Clearance.objects.create(
        door="public",
        subject_kind="thing",
        subject_id=subject.id,
        organ=organ,
        digest=redaction.digest,
        stored_id=redaction.digest,
        examination=examination,
        rules=GATE_RULES,
        sketch=Examination.objects.get(name="方案.txt").sketch,
        cleared_at=now(),
    )
    out.add(subject.id)

    assert _twins(subject, redaction) == ()


def test_a_twin_is_decided_like_everything_else(
    subject: Subject, clerk: Actor, organ: Organ, redaction: FileOut, out: set[int]
) -> None:
    _let_out(clerk, organ, SOURCE, out)
    [twin] = _twins(subject, redaction)

    decide_findings(
        actor=clerk,
        door=Door.PUBLIC,
        subject=subject,
        choices=[Choice(kind=twin.kind.value, tag=twin.tag)],
        verdict=Verdict.MAY_LEAVE,
        reason="公开版为早期征求意见稿。",
    )

    report = look(door=Door.PUBLIC, subject=subject, files=[redaction])
    assert report.obstacles == (Obstacle.NOT_APPROVED,)


def test_a_plain_file_has_no_twins(
    subject: Subject, clerk: Actor, organ: Organ, out: set[int], tmp_path: Path
) -> None:
    _let_out(clerk, organ, SOURCE, out)

    assert _twins(subject, a_text(SOURCE, "方案.txt")) == ()
