"""One document under several digests and for several subjects: its layers hold for all of it."""

from contextlib import suppress

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from tests.modules.release.drawing import (
    GROUND,
    GROUND_NAME,
    TITLE_BOX,
    Desk,
    approved,
    desk,
    letter,
    material_of,
)

from gongkai.kernel.files import store_file
from gongkai.kernel.models import StoredFile
from gongkai.kernel.time import now
from gongkai.kernel.types import Role
from gongkai.release import outlets
from gongkai.release.models import Clearance, Examination, Layer, LayerState, Lineage
from gongkai.release.operations import layer_review, layers
from gongkai.release.operations.cleaning import make_clean_copy
from gongkai.release.operations.deciding import Choice, decide_findings
from gongkai.release.operations.examining import examine_now
from gongkai.release.operations.gate import NotCleared, look, pass_gate
from gongkai.release.outlets import Outlet
from gongkai.release.queries.lineage import same_documents
from gongkai.release.queries.redaction import outgoing_name
from gongkai.release.queries.reports import FindingLine
from gongkai.release.rules.boxes import Box
from gongkai.release.rules.doors import GATE_RULES, Door, FileOut, Subject, Verdict
from gongkai.release.rules.findings import FindingKind

pytestmark = pytest.mark.django_db
__all__ = ["desk", "letter"]
NAME_BOX = Box(page=1, left=0.1, top=0.3, right=0.5, bottom=0.35, ground_code=GROUND)
BLANK_BOX = Box(page=1, left=0.01, top=0.01, right=0.03, bottom=0.03, ground_code=GROUND)


@pytest.fixture
def record(desk: Desk) -> Subject:
    """Return the record that the letter is attached to."""
    return Subject(kind="record", id=9, organ_id=desk.staff.organ.pk)


def _source(desk: Desk) -> FileOut:
    return FileOut(name="告知书.pdf", digest=desk.material.source_id)


def _cleaned(desk: Desk, record: Subject) -> FileOut:
    clerk = desk.staff.acts(Role.CLERK)
    copy = make_clean_copy(actor=clerk, subject=record, file=_source(desk)).file
    examine_now(digest=copy.digest, name=copy.name)
    return copy


def _withheld(record: Subject, file: FileOut) -> tuple[FindingLine, ...]:
    [item] = look(door=Door.PUBLIC, subject=record, files=[file]).items
    return tuple(line for line in item.undecided if line.kind is FindingKind.WITHHELD)


def test_a_clean_copy_is_held_back_and_redacted_like_the_file_it_was_made_of(
    desk: Desk, record: Subject
) -> None:
    approved(desk, desk.draw(Door.APPLICANT, TITLE_BOX))

    copy = _cleaned(desk, record)

    assert copy.digest != desk.material.source_id
    assert len(_withheld(record, copy)) == 1
    public = material_of(desk, record, copy).draw(Door.PUBLIC)
    assert [row.top for row in public.boxes.all()] == [TITLE_BOX.top]


@pytest.mark.parametrize("door", Door)
def test_what_is_begun_from_a_clean_copy_begins_with_the_boxes_of_its_door(
    desk: Desk, door: Door
) -> None:
    case = Subject(kind="case", id=7, organ_id=desk.staff.organ.pk)
    approved(desk, desk.draw(door, TITLE_BOX))

    [box] = material_of(desk, case, _cleaned(desk, case)).draw(door).boxes.all()

    assert box.top == TITLE_BOX.top


def test_the_file_is_held_back_like_the_clean_copy_that_was_redacted(
    desk: Desk, record: Subject
) -> None:
    examine_now(digest=desk.material.source_id, name="告知书.pdf")
    of_copy = material_of(desk, record, _cleaned(desk, record))
    approved(of_copy, of_copy.draw(Door.PUBLIC, TITLE_BOX))

    assert len(_withheld(record, _source(desk))) == 1


def test_all_that_was_made_of_a_file_is_one_document() -> None:
    first, copy, other, alone = (store_file(said.encode()).digest for said in "甲乙丙丁")
    for of in (first, other):
        Lineage.objects.create(of_id=of, made_id=copy, made_at=now())

    assert same_documents([first, alone]) == {
        first: {first, copy, other},
        alone: {alone},
    }


def test_a_decision_on_one_redaction_is_none_on_the_next_of_the_same_day(
    desk: Desk, record: Subject
) -> None:
    examine_now(digest=desk.material.source_id, name="告知书.pdf")
    approved(desk, desk.draw(Door.APPLICANT, TITLE_BOX))
    [line] = _withheld(record, _source(desk))
    decide_findings(
        actor=desk.staff.acts(Role.CLERK),
        door=Door.PUBLIC,
        subject=record,
        choices=[Choice(kind=line.kind.value, tag=line.tag)],
        verdict=Verdict.MAY_LEAVE,
        reason="当事人已同意公开。",
    )
    assert _withheld(record, _source(desk)) == ()

    approved(desk, desk.draw(Door.APPLICANT, NAME_BOX))

    assert len(_withheld(record, _source(desk))) == 1


def test_a_layer_keeps_its_own_box_where_another_material_has_the_same(
    desk: Desk, record: Subject
) -> None:
    approved(desk, desk.draw(Door.APPLICANT, TITLE_BOX))
    of_record = material_of(desk, record, _source(desk))
    own = of_record.draw(Door.PUBLIC)
    own.boxes.all().delete()
    layers.add_boxes(
        actor=desk.staff.acts(Role.CLERK), layer_id=own.pk, boxes=[TITLE_BOX],
        ground_name=GROUND_NAME, note="按会议纪要",
    )  # fmt: skip
    approved(of_record, own)

    [box] = of_record.draw(Door.PUBLIC).boxes.all()

    assert box.note == "按会议纪要"


def test_a_public_layer_that_showed_too_much_binds_only_while_its_file_is_out(
    desk: Desk, record: Subject, monkeypatch: pytest.MonkeyPatch
) -> None:
    of_record = material_of(desk, record, _source(desk))
    public = approved(of_record, of_record.draw(Door.PUBLIC, TITLE_BOX))
    out = _let_out(record, public.result_id or "", monkeypatch)
    made = desk.draw(Door.APPLICANT, NAME_BOX)

    with pytest.raises(layer_review.PublicWider) as refused:
        approved(desk, made)
    assert refused.value.material_id == of_record.material.pk
    assert of_record.material.name in str(refused.value)

    out.clear()
    assert approved(desk, made).state == LayerState.APPROVED
    public.refresh_from_db()
    assert public.state == LayerState.SUPERSEDED
    anew = of_record.draw(Door.PUBLIC)
    assert {row.top for row in anew.boxes.all()} == {TITLE_BOX.top, NAME_BOX.top}


def test_gate_and_review_hold_a_redaction_before_they_ask_whether_it_counts(
    desk: Desk, record: Subject
) -> None:
    of_record = material_of(desk, record, _source(desk))
    public = approved(of_record, of_record.draw(Door.PUBLIC, TITLE_BOX))
    file = FileOut(name="件.pdf", digest=public.result_id or "")
    with CaptureQueriesContext(connection) as passing, suppress(NotCleared):
        pass_gate(actor=desk.staff.acts(Role.CLERK), door=Door.PUBLIC, subject=record, files=[file])
    made = desk.draw(Door.APPLICANT, NAME_BOX)
    with CaptureQueriesContext(connection) as reviewing:
        layers.locked_layer(made.pk)

    assert "FOR NO KEY UPDATE" in next(sql for sql in _said(passing) if '"release_layer"' in sql)
    document, held = (sql for sql in _said(reviewing) if "FOR NO KEY UPDATE" in sql)
    assert f'FROM "{StoredFile._meta.db_table}"' in document
    assert "'approved'" in held, "also what the review may let go"


def _said(queries: CaptureQueriesContext) -> list[str]:
    return [query["sql"] for query in queries.captured_queries]


def _let_out(record: Subject, digest: str, monkeypatch: pytest.MonkeyPatch) -> set[int]:
    Clearance.objects.create(
        door="public", subject_kind=record.kind, subject_id=record.id, organ_id=record.organ_id,
        digest=digest, stored_id=digest, rules=GATE_RULES, cleared_at=now(),
        examination=Examination.objects.get(stored_id=digest),
    )  # fmt: skip
    out = {record.id}
    outlet = Outlet(
        subject_kind=record.kind,
        door=Door.PUBLIC,
        everything=lambda: iter(()),
        is_out=lambda number: number in out,
    )
    monkeypatch.setattr(outlets, "_outlets", {(record.kind, Door.PUBLIC): outlet})
    return out


def test_what_nobody_could_read_leaves_without_a_name_or_under_the_one_it_is_given(
    desk: Desk,
) -> None:
    clerk = desk.staff.acts(Role.CLERK)
    layer = desk.make(desk.draw(Door.PUBLIC, BLANK_BOX))
    nameless = layer.digest
    assert layer.title == ""

    layers.take_layer_back(actor=clerk, layer_id=layer.pk)
    layers.propose_layer(actor=clerk, layer_id=layer.pk, title="关于补偿的告知.PDF")
    layers.make_layer(layer_id=layer.pk)

    layer.refresh_from_db()
    assert outgoing_name(layer) == "关于补偿的告知.pdf"
    with translation.override("en"):
        assert outgoing_name(Layer()) == "区分处理后的文件.pdf", "whoever reads it"
    assert layer.digest != nameless, "the name is signed too"
