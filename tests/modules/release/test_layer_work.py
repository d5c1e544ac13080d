"""Redactions afterwards: through which door they leave, and what is left when a worker dies."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.factories.organs import someone, viewing
from tests.modules.release.drawing import TITLE_BOX, Desk, desk, letter, personal

from gongkai.kernel.refusals import NotFound
from gongkai.kernel.time import now, today
from gongkai.kernel.types import Role, Viewer
from gongkai.release.apart import TookTooLong
from gongkai.release.models import Layer, LayerState, Material
from gongkai.release.operations import layers, materials
from gongkai.release.operations.examining import examine_now
from gongkai.release.operations.gate import look
from gongkai.release.queries.redaction import material_page
from gongkai.release.queued import MAKE
from gongkai.release.rules.doors import Door, FileOut, Obstacle, Subject
from gongkai.release.rules.findings import FindingKind

pytestmark = pytest.mark.django_db
__all__ = ["desk", "letter"]


def obstacles(layer: Layer, door: Door) -> tuple[Obstacle, ...]:
    subject = Subject(kind="record", id=9, organ_id=layer.material.organ_id)
    examine_now(digest=layer.result_id or "", name="件.pdf")
    file = FileOut(name="告知书.pdf", digest=layer.result_id or "")
    return look(door=door, subject=subject, files=[file]).obstacles


def test_a_redaction_leaves_only_through_the_door_for_which_it_was_approved(desk: Desk) -> None:
    made = desk.make(desk.draw(Door.APPLICANT, *personal(desk)))
    assert Obstacle.NOT_APPROVED in obstacles(made, Door.APPLICANT)
    approved = desk.decide(made)
    assert Obstacle.NOT_APPROVED not in obstacles(approved, Door.APPLICANT)
    assert Obstacle.NOT_APPROVED in obstacles(approved, Door.PUBLIC)
    public = desk.decide(desk.make(desk.draw(Door.PUBLIC, TITLE_BOX)))
    assert Obstacle.NOT_APPROVED not in obstacles(public, Door.PUBLIC)
    assert Obstacle.NOT_APPROVED not in obstacles(public, Door.APPLICANT)


def test_pages_that_the_reviewer_looked_at_are_decided_wherever_the_file_goes(desk: Desk) -> None:
    public = desk.decide(desk.make(desk.draw(Door.PUBLIC, TITLE_BOX)))
    record = Subject(kind="record", id=9, organ_id=desk.staff.organ.pk)
    file = FileOut(name="告知书.pdf", digest=public.result_id or "")

    [item] = look(door=Door.PUBLIC, subject=record, files=[file]).items

    pictures = [line for line in item.findings if line.kind is FindingKind.UNREADABLE]
    assert pictures
    assert all(line.decision for line in pictures)
    assert item.undecided, "what it left open is decided for the record itself"


def test_a_redaction_that_was_replaced_is_still_searched_and_held_back(desk: Desk) -> None:
    first = desk.decide(desk.make(desk.draw(Door.PUBLIC, TITLE_BOX)))
    desk.decide(desk.make(desk.draw(Door.PUBLIC, *personal(desk))))
    subject = Subject(kind="record", id=9, organ_id=desk.staff.organ.pk)
    file = FileOut(name="告知书.pdf", digest=first.result_id or "")
    [item] = look(door=Door.PUBLIC, subject=subject, files=[file]).items
    assert FindingKind.IDENTITY_NUMBER in {line.kind for line in item.findings}
    assert Obstacle.NOT_APPROVED in item.obstacles


def _jobs(task: str) -> int:
    return ProcrastinateJob.objects.filter(task_name=task, status="todo").count()


def test_the_sweepers_queue_what_lost_its_job_and_nothing_twice(desk: Desk) -> None:
    layer = desk.draw(Door.PUBLIC, TITLE_BOX)
    layers.propose_layer(actor=desk.staff.acts(Role.CLERK), layer_id=layer.pk)
    Layer.objects.filter(pk=layer.pk).update(proposed_at=now() - layers.LOST_AFTER * 2)
    long_ago = now() - materials.LOST_AFTER * 2
    Material.objects.filter(pk=desk.material.pk).update(
        state="waiting", paper=None, begun_at=long_ago
    )

    assert (layers.sweep_layers(), materials.sweep_materials()) == (0, 0)
    ProcrastinateJob.objects.all().delete()
    assert (layers.sweep_layers(), materials.sweep_materials()) == (1, 1)
    assert (layers.sweep_layers(), materials.sweep_materials()) == (0, 0)
    assert (_jobs(MAKE), _jobs(materials.PREPARE)) == (1, 1)


def test_a_layer_at_which_workers_die_is_drawn_on(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_args: object, **_named: object) -> None:
        raise KeyboardInterrupt

    layer = desk.draw(Door.PUBLIC, TITLE_BOX)
    layers.propose_layer(actor=desk.staff.acts(Role.CLERK), layer_id=layer.pk)
    with monkeypatch.context() as patched:
        patched.setattr(layers, "redact_apart", dies)
        for _attempt in range(layers.MOST_ATTEMPTS):
            with pytest.raises(KeyboardInterrupt):
                layers.make_layer(layer_id=layer.pk)
    layers.make_layer(layer_id=layer.pk)
    layer.refresh_from_db()
    assert (layer.state, layer.trouble) == (LayerState.DRAWING, "killed")
    assert desk.make(layer).state == LayerState.MADE


def test_a_slower_worker_changes_nothing_of_a_paper_that_is_ready(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    Material.objects.filter(pk=desk.material.pk).update(state="waiting", attempts=0)

    def overtaken(*_args: object, **_named: object) -> None:
        Material.objects.filter(pk=desk.material.pk).update(state="ready")
        raise TookTooLong

    monkeypatch.setattr(materials, "convert_apart", overtaken)
    materials.prepare(material_id=desk.material.pk)
    before = desk.material.paper_id
    desk.material.refresh_from_db()
    assert (desk.material.state, desk.material.paper_id) == (Material.State.READY, before)


def test_material_of_a_case_is_seen_by_who_sees_the_case(desk: Desk) -> None:
    organ, reviewer = desk.staff.organ, viewing(desk.staff.secrecy)
    legal = viewing(someone(Role.LEGAL_REVIEWER, organ))
    layer = desk.draw(Door.APPLICANT, TITLE_BOX)

    def is_seen(viewer: Viewer) -> bool:
        try:
            return material_page(viewer, desk.material.pk, on=today()).id == desk.material.pk
        except NotFound:
            return False

    assert is_seen(viewing(desk.staff.clerk))
    assert [is_seen(reviewer), is_seen(legal)] == [False, False]
    layers.propose_layer(actor=desk.staff.acts(Role.CLERK), layer_id=layer.pk)
    assert [is_seen(reviewer), is_seen(legal)] == [True, False]


def test_two_layers_of_a_material_are_never_decided_side_by_side(desk: Desk) -> None:
    made = desk.make(desk.draw(Door.PUBLIC, TITLE_BOX))
    with CaptureQueriesContext(connection) as asked:
        desk.decide(made)
    locks = [one["sql"] for one in asked if 'OF "release_layer", "release_material"' in one["sql"]]
    assert len(locks) == 1
