"""Drawing, making and approving the layers of a redaction, by real people over real pages."""

import pypdfium2
import pytest
from django.db import DatabaseError, transaction
from tests.factories.organs import a_role, a_staffed_organ, acting, signed, someone, viewing
from tests.modules.release.drawing import (
    GROUND,
    GROUND_NAME,
    TITLE_BOX,
    Desk,
    desk,
    letter,
    personal,
)
from tests.modules.release.redaction.papers import ADDRESS, CLOSING, IDENTITY_NUMBER, MOBILE, NAME

from gongkai.kernel.files import path_of, store_file
from gongkai.kernel.refusals import NotAllowed, NotFound
from gongkai.kernel.time import now, today
from gongkai.kernel.types import Role
from gongkai.release.models import FindingDecision, Layer, LayerBox, LayerState, Material
from gongkai.release.operations import layer_review, layers, materials
from gongkai.release.operations.examining import examine_now
from gongkai.release.operations.gate import look
from gongkai.release.operations.searching import find_term
from gongkai.release.queries.redaction import (
    count_waiting_layers,
    material_page,
    outgoing_name,
    remaining_text,
    waiting_layers,
    workers_of,
)
from gongkai.release.rules.boxes import Box
from gongkai.release.rules.doors import Door, FileOut, Obstacle, Subject
from gongkai.release.rules.findings import FindingKind
from gongkai.review.models import Decision

pytestmark = pytest.mark.django_db
__all__ = ["desk", "letter"]


def remaining_of(layer: Layer) -> str:
    page = material_page(viewing(layer.begun_by), layer.material_id, on=today())
    found = page.layer(layer.pk)
    assert found is not None
    return "".join(one.text for one in found.remaining)


def text_of(digest: str) -> str:
    pages = pypdfium2.PdfDocument(path_of(digest))
    return "".join(page.get_textpage().get_text_bounded() for page in pages)


def test_a_file_becomes_material_once_and_its_source_stays(desk: Desk) -> None:
    again = materials.begin_material(
        actor=desk.staff.acts(Role.CLERK),
        subject=Subject(kind="case", id=7, organ_id=desk.staff.organ.pk),
        file=FileOut(name="别名.pdf", digest=desk.material.source_id),
    )
    assert again.pk == desk.material.pk
    assert desk.material.state == Material.State.READY
    assert len(desk.material.sizes) >= 1
    with pytest.raises(DatabaseError), transaction.atomic():
        Material.objects.filter(pk=again.pk).update(source_id=desk.material.paper_id[::-1])


def test_a_file_that_is_none_is_stuck_and_can_be_tried_again() -> None:
    staff = a_staffed_organ()
    material = materials.begin_material(
        actor=staff.acts(Role.CLERK),
        subject=Subject(kind="case", id=8, organ_id=staff.organ.pk),
        file=FileOut(name="坏文件.pdf", digest=store_file(b"%PDF-1.7 broken").digest),
    )
    materials.prepare(material_id=material.pk)
    material.refresh_from_db()
    assert (material.state, bool(material.trouble)) == (Material.State.STUCK, True)
    again = materials.try_material_again(actor=staff.acts(Role.CLERK), material_id=material.pk)
    assert again.state == Material.State.WAITING


def test_only_the_organs_own_clerks_draw(desk: Desk) -> None:
    other = a_staffed_organ()
    for actor in (other.acts(Role.CLERK), desk.staff.acts(Role.SECRECY_REVIEWER)):
        with pytest.raises(NotAllowed):
            layers.begin_layer(actor=actor, material_id=desk.material.pk, door=Door.PUBLIC)
    with pytest.raises(NotFound):
        material_page(viewing(other.clerk), desk.material.pk, on=today())


def test_what_is_under_a_box_is_gone_and_the_rest_is_left(desk: Desk) -> None:
    layer = desk.draw(
        Door.APPLICANT,
        *personal(desk),
        *find_term(material_id=desk.material.pk, term=NAME, ground_code=GROUND),
    )
    Material.objects.filter(pk=desk.material.pk).update(name=f"关于{NAME}的告知书.docx")
    made = desk.make(layer)
    assert made.state == LayerState.MADE
    assert outgoing_name(made) == f"关于{'□' * len(NAME)}的告知书.pdf"
    content = path_of(made.result_id or "").read_bytes()
    left = remaining_of(made)
    for removed in (IDENTITY_NUMBER, MOBILE, NAME):
        assert removed.encode() not in content
        assert removed not in left
        assert removed not in text_of(made.result_id or "")
    assert CLOSING in left.replace("\n", "")
    assert f"［不予公开：{GROUND_NAME}］" in left


def test_boxes_need_a_ground_a_page_and_a_layer_that_is_drawn(desk: Desk) -> None:
    clerk = desk.staff.acts(Role.CLERK)
    layer = desk.draw(Door.PUBLIC)
    with pytest.raises(layers.GroundMissing):
        layers.add_boxes(actor=clerk, layer_id=layer.pk, boxes=[TITLE_BOX], ground_name="")
    far = Box(page=99, left=0, top=0, right=1, bottom=1, ground_code=GROUND)
    with pytest.raises(layers.NoSuchPage):
        layers.add_boxes(actor=clerk, layer_id=layer.pk, boxes=[far], ground_name="因")
    with pytest.raises(layers.NothingWithheld):
        layers.propose_layer(actor=clerk, layer_id=layer.pk)
    desk.draw(Door.PUBLIC, TITLE_BOX)
    made = desk.make(layer)
    with pytest.raises(layers.NotBeingDrawn):
        layers.add_boxes(actor=clerk, layer_id=made.pk, boxes=[TITLE_BOX], ground_name="因")
    with pytest.raises(DatabaseError), transaction.atomic():
        LayerBox.objects.filter(layer=made).update(right=0.9)
    with pytest.raises(DatabaseError), transaction.atomic():
        LayerBox.objects.filter(layer=made).delete()


def test_a_form_that_is_sent_again_draws_nothing_twice(desk: Desk) -> None:
    layer = desk.draw(Door.PUBLIC, TITLE_BOX)
    desk.draw(Door.PUBLIC, TITLE_BOX, *personal(desk))
    desk.draw(Door.PUBLIC, *personal(desk))
    assert layer.boxes.count() == 1 + len(personal(desk))


def test_a_layer_that_is_taken_back_while_it_is_made_stays_a_drawing(desk: Desk) -> None:
    clerk = desk.staff.acts(Role.CLERK)
    layer = desk.draw(Door.PUBLIC, TITLE_BOX)
    layers.propose_layer(actor=clerk, layer_id=layer.pk)
    layers.take_layer_back(actor=clerk, layer_id=layer.pk)
    layers.make_layer(layer_id=layer.pk)
    layer.refresh_from_db()
    assert (layer.state, layer.result_id, layer.digest) == (LayerState.DRAWING, None, "")


def test_the_reviewer_is_another_person_and_signs_this_very_layer(desk: Desk) -> None:
    made = desk.make(desk.draw(Door.APPLICANT, *personal(desk)))
    assert [one.material_id for one in waiting_layers(viewing(desk.staff.secrecy), on=today())] == [
        desk.material.pk
    ]
    examine_now(digest=made.result_id or "", name="件.pdf")
    both = someone(Role.CLERK, desk.staff.organ)
    reviewer = desk.staff.secrecy
    cases = (
        (layer_review.SignatureWrong, "review.secrecy", made.digest),
        (layer_review.LayerChanged, layer_review.SIGNING_PURPOSE, "0" * 64),
    )
    for refusal, purpose, digest in cases:
        with pytest.raises(refusal):
            layer_review.decide_layer(
                actor=acting(reviewer, Role.SECRECY_REVIEWER, desk.staff.organ),
                layer_id=made.pk,
                decision=Decision.PASS,
                opinion="",
                seen_digest=digest,
                signature=signed(reviewer, digest, purpose),
            )
    with pytest.raises(NotAllowed):
        layer_review.decide_layer(
            actor=acting(both, Role.CLERK, desk.staff.organ),
            layer_id=made.pk,
            decision=Decision.PASS,
            opinion="",
            seen_digest=made.digest,
            signature=signed(both, made.digest, layer_review.SIGNING_PURPOSE),
        )
    approved = desk.decide(made)
    assert approved.state == LayerState.APPROVED
    with pytest.raises(DatabaseError), transaction.atomic():
        Layer.objects.filter(pk=approved.pk).update(digest="0" * 64)


def test_who_drew_does_not_review_even_with_the_role(desk: Desk) -> None:
    a_role(desk.staff.clerk, desk.staff.organ, Role.SECRECY_REVIEWER)
    made = desk.make(desk.draw(Door.PUBLIC, TITLE_BOX))
    examine_now(digest=made.result_id or "", name="件.pdf")
    with pytest.raises(layer_review.OwnLayer):
        layer_review.decide_layer(
            actor=acting(desk.staff.clerk, Role.SECRECY_REVIEWER, desk.staff.organ),
            layer_id=made.pk,
            decision=Decision.PASS,
            opinion="",
            seen_digest=made.digest,
            signature=signed(desk.staff.clerk, made.digest, layer_review.SIGNING_PURPOSE),
        )


def test_who_took_boxes_off_or_proposed_does_not_review_either(desk: Desk) -> None:
    layer = desk.draw(Door.PUBLIC, TITLE_BOX, *personal(desk))
    others = [someone(Role.CLERK, desk.staff.organ) for _work in range(3)]
    removes, proposes, takes_back = (acting(one, Role.CLERK, desk.staff.organ) for one in others)

    dropped = [row.pk for row in layer.boxes.all()[:1]]
    layers.remove_boxes(actor=removes, layer_id=layer.pk, box_ids=dropped)
    layers.propose_layer(actor=proposes, layer_id=layer.pk)
    layers.take_layer_back(actor=takes_back, layer_id=layer.pk)

    layer.refresh_from_db()
    assert workers_of(layer) == {desk.staff.clerk.pk, *(one.pk for one in others)}


def test_a_return_says_why_and_lets_the_clerk_draw_on(desk: Desk) -> None:
    made = desk.make(desk.draw(Door.PUBLIC, TITLE_BOX))
    with pytest.raises(layer_review.ReasonNeeded):
        desk.decide(made, Decision.RETURN)
    returned = desk.decide(made, Decision.RETURN, opinion="第一页的住址没有遮盖。")
    assert (returned.state, returned.trouble) == (LayerState.DRAWING, "第一页的住址没有遮盖。")
    assert returned.boxes.count() == 1
    waiting = waiting_layers(viewing(desk.staff.clerk), on=today())
    assert [(one.id, one.is_returned) for one in waiting] == [(returned.pk, True)]
    assert count_waiting_layers(viewing(desk.staff.clerk), on=today()) == 1
    assert waiting_layers(viewing(desk.staff.secrecy), on=today()) == ()


def test_the_public_layer_is_never_wider_than_the_applicants(desk: Desk) -> None:
    boxes = personal(desk)
    desk.decide(desk.make(desk.draw(Door.APPLICANT, *boxes)))
    public = desk.draw(Door.PUBLIC)
    copied = {(row.page, row.left, row.top) for row in public.boxes.all()}
    assert copied == {(box.page, box.left, box.top) for box in boxes}
    dropped = public.boxes.first()
    assert dropped is not None
    layers.remove_boxes(actor=desk.staff.acts(Role.CLERK), layer_id=public.pk, box_ids=[dropped.pk])
    made = desk.make(public)
    with pytest.raises(layer_review.PublicWider):
        desk.decide(made)
    layers.take_layer_back(actor=desk.staff.acts(Role.CLERK), layer_id=public.pk)
    wider = Box(
        page=dropped.page,
        left=max(0.0, dropped.left - 0.01),
        top=max(0.0, dropped.top - 0.01),
        right=min(1.0, dropped.right + 0.01),
        bottom=min(1.0, dropped.bottom + 0.01),
        ground_code=GROUND,
    )
    desk.draw(Door.PUBLIC, wider)
    public.refresh_from_db()
    assert desk.decide(desk.make(public)).state == LayerState.APPROVED


def test_what_an_applicant_was_not_given_is_held_back_as_material_of_a_record_too(
    desk: Desk,
) -> None:
    boxes = personal(desk)
    applicants = desk.decide(desk.make(desk.draw(Door.APPLICANT, *boxes)))
    clerk = desk.staff.acts(Role.CLERK)
    record = Subject(kind="record", id=9, organ_id=desk.staff.organ.pk)
    source = FileOut(name="告知书.pdf", digest=desk.material.source_id)
    examine_now(digest=source.digest, name=source.name)

    [item] = look(door=Door.PUBLIC, subject=record, files=[source]).items
    assert FindingKind.WITHHELD in {line.kind for line in item.undecided}
    own = Subject(kind="case", id=8, organ_id=desk.staff.organ.pk)
    [given] = look(door=Door.APPLICANT, subject=own, files=[source]).items
    assert FindingKind.WITHHELD not in {line.kind for line in given.findings}

    material = materials.begin_material(actor=clerk, subject=record, file=source)
    Material.objects.filter(pk=material.pk).update(
        state="ready", paper=desk.material.paper_id, sizes=desk.material.sizes
    )
    of_record = Desk(desk.staff, material)
    public = of_record.draw(Door.PUBLIC)
    assert public.boxes.count() == len(boxes)
    layers.remove_boxes(
        actor=clerk, layer_id=public.pk, box_ids=[row.pk for row in public.boxes.all()[:1]]
    )
    # Its file would be made here; another that was looked at saves the time.
    Layer.objects.filter(pk=public.pk).update(
        state="made", digest="0" * 64, result=applicants.result_id,
        proposed_by=desk.staff.clerk, proposed_at=now(),
    )  # fmt: skip
    public.refresh_from_db()
    with pytest.raises(layer_review.PublicWider):
        of_record.decide(public)


def test_an_applicants_layer_may_not_withhold_what_is_public_already(desk: Desk) -> None:
    desk.decide(desk.make(desk.draw(Door.PUBLIC, TITLE_BOX)))
    made = desk.make(desk.draw(Door.APPLICANT, *personal(desk)))
    with pytest.raises(layer_review.PublicWider):
        desk.decide(made)


def test_a_later_layer_begins_with_the_boxes_before_and_replaces_on_approval(desk: Desk) -> None:
    first = desk.decide(desk.make(desk.draw(Door.PUBLIC, TITLE_BOX)))
    again = desk.draw(Door.PUBLIC, *personal(desk))
    assert again.pk != first.pk
    assert again.boxes.count() == 1 + len(personal(desk))
    desk.decide(desk.make(again))
    first.refresh_from_db()
    assert first.state == LayerState.SUPERSEDED
    assert remaining_text(digest=first.result_id or "")


def test_the_gate_lets_an_approved_redaction_pass_and_finds_what_it_left_open(desk: Desk) -> None:
    subject = Subject(kind="case", id=7, organ_id=desk.staff.organ.pk)
    half = desk.decide(desk.make(desk.draw(Door.APPLICANT, TITLE_BOX)))
    file = FileOut(name="告知书.pdf", digest=half.result_id or "")
    report = look(door=Door.APPLICANT, subject=subject, files=[file])
    left = {line.kind for line in report.items[0].findings if line.decision is None}
    assert {FindingKind.IDENTITY_NUMBER, FindingKind.MOBILE} <= left
    assert report.obstacles == (Obstacle.UNDECIDED,)
    assert not FindingDecision.objects.filter(kind=FindingKind.MOBILE).exists()

    whole = [*personal(desk)]
    for term in (NAME, ADDRESS, "司马"):
        whole += find_term(material_id=desk.material.pk, term=term, ground_code=GROUND)
    done = desk.decide(desk.make(desk.draw(Door.APPLICANT, *whole)))
    file = FileOut(name="告知书.pdf", digest=done.result_id or "")
    report = look(door=Door.APPLICANT, subject=subject, files=[file])
    assert [(line.kind, line.excerpt) for line in report.items[0].undecided] == []
    assert report.is_clear
