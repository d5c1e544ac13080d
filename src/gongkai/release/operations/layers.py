"""Drawing a layer: what is withheld where and on which ground, for one door.

Boxes are drawn while the layer is being drawn, and are frozen when it is proposed. Then its file is
made anew from pictures of every page, so that nothing under a box is left in it.
"""

import hashlib
import json
import tempfile
from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from gongkai.kernel import time
from gongkai.kernel.files import path_of, store_file
from gongkai.kernel.models import StoredFile
from gongkai.kernel.refusals import NotFound, Refusal
from gongkai.kernel.text import clean_line
from gongkai.kernel.types import Actor
from gongkai.organs.access import acting_person
from gongkai.release.access import require_decider
from gongkai.release.apart import TaskFailed
from gongkai.release.models import Layer, LayerBox, LayerState, Material
from gongkai.release.operations.copying_boxes import copy_boxes
from gongkai.release.operations.examining import ask_examination
from gongkai.release.operations.materials import material_trail
from gongkai.release.queries.lineage import same_document
from gongkai.release.queries.redaction import (
    box_of,
    neutral_title,
    outgoing_name,
)
from gongkai.release.queued import MAKE, queued_for
from gongkai.release.redacting import redact_apart
from gongkai.release.rules.boxes import Box
from gongkai.release.rules.doors import Door
from gongkai.release.rules.names import clean_name

MOST_BOXES = 5_000
MOST_ATTEMPTS = 3
LONGEST_TITLE = 250
"""Characters; with its ending it is the name of a file."""
_ENDING = ".pdf"
LOST_AFTER = timedelta(minutes=30)
_MOST_AT_ONCE = 500


class NotBeingDrawn(Refusal):
    """The layer was proposed or approved; its boxes are frozen."""


class MaterialNotReady(Refusal):
    """The pages are not there yet."""


class GroundMissing(Refusal):
    """A box says on which ground something is withheld."""


class NoSuchPage(Refusal):
    """The material has no such page."""


class TooManyBoxes(Refusal):
    """More boxes than a layer may hold."""


class NothingWithheld(Refusal):
    """A layer without a box withholds nothing."""


def begin_layer(*, actor: Actor, material_id: int, door: Door) -> Layer:
    """Begin a layer of the material, or return the one that is in work.

    A layer for the public begins with the boxes of every applicant's of the same document, for it
    may never show more; a later layer for the same door begins with those of the one before.
    Raises NotFound, NotAllowed, MaterialNotReady.
    """
    with transaction.atomic():
        material = locked_material(material_id)
        require_decider(actor, organ_id=material.organ_id)
        if material.state != Material.State.READY:
            raise MaterialNotReady(_("The pages are still being prepared. Come back in a moment."))
        in_work = material.layers.filter(door=door.value, state__in=IN_WORK).first()
        if in_work is not None:
            return in_work
        layer = Layer.objects.create(
            material=material,
            door=door.value,
            begun_by_id=acting_person(actor),
            begun_at=time.now(),
        )
        copy_boxes(layer)
        material_trail(actor, "release.begin_layer", material, door=door.value)
    return layer


def add_boxes(
    *, actor: Actor, layer_id: int, boxes: Sequence[Box], ground_name: str, note: str = ""
) -> list[LayerBox]:
    """Put boxes on a layer that is being drawn; each carries its ground.

    `ground_name` is what stands in the box and in the inventory. The very same box on the same
    ground is not put on twice, so that a form sent again adds nothing. Raises NotBeingDrawn,
    GroundMissing, NoSuchPage, TooManyBoxes, NotAllowed, NotFound.
    """
    with transaction.atomic():
        layer = drawn_layer(actor, layer_id)
        if not clean_line(ground_name) or any(not box.ground_code for box in boxes):
            raise GroundMissing(_("Choose the ground on which it is withheld."), field="ground")
        pages = len(layer.material.sizes)
        if any(box.page > pages for box in boxes):
            raise NoSuchPage(_("There are %(pages)d pages.") % {"pages": pages}, field="page")
        drawn = boxes_of(layer)
        known = {_place_of(box) for box in drawn}
        added = [box for box in boxes if _place_of(box) not in known]
        if len(drawn) + len(added) > MOST_BOXES:
            raise TooManyBoxes(_("A layer holds at most %(most)d boxes.") % {"most": MOST_BOXES})
        rows = LayerBox.objects.bulk_create(
            LayerBox(
                layer=layer,
                page=box.page,
                left=box.left,
                top=box.top,
                right=box.right,
                bottom=box.bottom,
                ground_code=box.ground_code,
                ground_name=clean_line(ground_name)[:200],
                origin=box.origin.value,
                note=clean_line(note)[:300],
                drawn_by_id=acting_person(actor),
                drawn_at=time.now(),
            )
            for box in added
        )
        _note_worker(layer, actor)
        material_trail(actor, "release.draw", layer.material, boxes=str(len(rows)), door=layer.door)
    return rows


def _place_of(box: Box) -> tuple[int, float, float, float, float, str]:
    return (box.page, box.left, box.top, box.right, box.bottom, box.ground_code)


def remove_boxes(*, actor: Actor, layer_id: int, box_ids: Collection[int]) -> int:
    """Take boxes off a layer that is being drawn; return how many there were.

    Raises NotBeingDrawn, NotAllowed, NotFound.
    """
    with transaction.atomic():
        layer = drawn_layer(actor, layer_id)
        removed, _rows = layer.boxes.filter(pk__in=box_ids).delete()
        _note_worker(layer, actor)
        material_trail(actor, "release.undraw", layer.material, boxes=str(removed), door=layer.door)
    return removed


def propose_layer(*, actor: Actor, layer_id: int, title: str = "") -> Layer:
    """Freeze the boxes and have the redacted file made; it then waits for its review.

    `title` is what the file is to be called; without it, it is called as its material is, or has
    no name of its own where that could say what is withheld and cannot be read. Raises
    NothingWithheld, NotBeingDrawn, NotAllowed, NotFound.
    """
    with transaction.atomic():
        layer = drawn_layer(actor, layer_id)
        if not layer.boxes.exists():
            raise NothingWithheld(_("Draw what is withheld, or give the document as it is."))
        _note_worker(layer, actor)
        layer.said_title = _said(title)
        layer.state, layer.digest, layer.trouble = LayerState.MAKING, digest_of(layer), ""
        layer.proposed_by_id, layer.proposed_at = acting_person(actor), time.now()
        layer.attempts = 0
        layer.save()
        app.configure_task(MAKE).defer(layer_id=layer.pk)
        material_trail(actor, "release.propose_layer", layer.material, digest=layer.digest)
    return layer


def take_layer_back(*, actor: Actor, layer_id: int) -> Layer:
    """Draw on at a layer that waits for its review; raises NotAllowed, NotFound, NotBeingDrawn."""
    with transaction.atomic():
        layer = locked_layer(layer_id)
        require_decider(actor, organ_id=layer.material.organ_id)
        if layer.state not in {LayerState.MAKING, LayerState.MADE}:
            raise NotBeingDrawn(_("This layer does not wait for its review."))
        to_drawing(layer, trouble="")
        _note_worker(layer, actor)
        material_trail(actor, "release.take_layer_back", layer.material, door=layer.door)
    return layer


def make_layer(*, layer_id: int) -> None:
    """Make the redacted file of a proposed layer; does nothing where it is made or taken back.

    What cannot be made is a layer to be drawn on, with the reason.
    """
    taken = _taken(layer_id)
    if taken is None:
        return
    layer, paper, boxes = taken
    with tempfile.TemporaryDirectory(prefix="gongkai-layer-") as folder:
        out = Path(folder) / "redacted.pdf"
        try:
            redacted = redact_apart(
                path_of(paper),
                boxes,
                out,
                title=layer.said_title or _own_title(layer),
                nameless="" if layer.said_title else neutral_title(),
            )
        except TaskFailed as failed:
            _made(layer, digest=layer.digest, trouble=type(failed).__name__)
            return
        with out.open("rb") as file:
            stored = store_file(file)
    _made(
        layer,
        digest=layer.digest,
        result=stored.digest,
        title=redacted.title[:LONGEST_TITLE],
        remaining=[page.as_row() for page in redacted.remaining],
        warnings=[
            *(asdict(one) for one in redacted.still_elsewhere),
            *(asdict(one) for one in redacted.half_covered),
        ],
    )


def sweep_layers() -> int:
    """Make what a killed worker left behind; return how many.

    What has its job still waits its turn, or is being made.
    """
    late = time.now() - LOST_AFTER
    rows = Layer.objects.filter(state=LayerState.MAKING, proposed_at__lt=late)
    found = list(rows.order_by("proposed_at").values_list("pk", flat=True)[:_MOST_AT_ONCE])
    has_job = queued_for(MAKE, "layer_id", found)
    lost = [layer_id for layer_id in found if layer_id not in has_job]
    for layer_id in lost:
        app.configure_task(MAKE).defer(layer_id=layer_id)
    return len(lost)


IN_WORK = (LayerState.DRAWING, LayerState.MAKING, LayerState.MADE)


def boxes_of(layer: Layer) -> tuple[Box, ...]:
    """Return the boxes of a layer as values."""
    return tuple(map(box_of, layer.boxes.all()))


def digest_of(layer: Layer) -> str:
    """Return the SHA-256 of source, door, boxes and the name that it was given: what is proposed,
    made and approved."""
    boxes = sorted((*_place_of(box), box.label) for box in boxes_of(layer))
    name = [layer.said_title] if layer.said_title else []
    plain = json.dumps([layer.material.source_id, layer.door, boxes, *name], ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()


def locked_material(material_id: int) -> Material:
    """Return the material with its row locked; raises NotFound."""
    rows = Material.objects.select_for_update(no_key=True)
    material = rows.filter(pk=material_id).first()
    if material is None:
        raise NotFound(_("There is no such material."))
    return material


def locked_layer(layer_id: int) -> Layer:
    """Return the layer with its document, its material and the document's approved layers locked.

    With those, for all layers of a document are held against each other, whatever they are for,
    and the gate holds those whose file it lets out. Raises NotFound.
    """
    # The document first and all in one order, so that whoever has a copy, whoever has its original
    # and the gate never wait for each other.
    sources = Layer.objects.filter(pk=layer_id).values_list("material__source_id", flat=True)
    document = same_document(sources.first() or "")
    files = StoredFile.objects.filter(pk__in=document)
    list(files.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    rows = Layer.objects.select_for_update(no_key=True, of=("self", "material"))
    approved = Q(material__source_id__in=document, state=LayerState.APPROVED)
    held = rows.select_related("material").filter(Q(pk=layer_id) | approved).order_by("pk")
    layer = next((row for row in held if row.pk == layer_id), None)
    if layer is None:
        raise NotFound(_("There is no such layer."))
    return layer


def drawn_layer(actor: Actor, layer_id: int) -> Layer:
    """Return a layer on which the actor may draw now.

    Raises NotFound, NotAllowed, NotBeingDrawn.
    """
    layer = locked_layer(layer_id)
    require_decider(actor, organ_id=layer.material.organ_id)
    if layer.state != LayerState.DRAWING:
        raise NotBeingDrawn(_("This layer has been proposed. Take it back before you draw on."))
    return layer


def to_drawing(layer: Layer, *, trouble: str) -> None:
    """Let a layer be drawn on; what was made of it counts no more."""
    layer.state, layer.trouble = LayerState.DRAWING, trouble
    layer.digest, layer.result, layer.title = "", None, ""
    layer.remaining, layer.warnings = [], []
    layer.proposed_by, layer.proposed_at = None, None
    layer.save()


def _note_worker(layer: Layer, actor: Actor) -> None:
    """Keep who worked on the layer: of whoever takes boxes off, no row is left to tell."""
    person = acting_person(actor)
    if person not in layer.worked_on_by:
        layer.worked_on_by.append(person)
        layer.save(update_fields=["worked_on_by"])


def _said(title: str) -> str:
    name = clean_name(clean_line(title))[:LONGEST_TITLE]
    return name[: -len(_ENDING)].rstrip() if name.lower().endswith(_ENDING) else name


def _own_title(layer: Layer) -> str:
    return layer.material.name.rpartition(".")[0] or layer.material.name


def _taken(layer_id: int) -> tuple[Layer, str, tuple[Box, ...]] | None:
    """Return a layer that is to be made, with its paper and the very boxes that its digest names.

    One at which workers died again and again is drawn on.
    """
    with transaction.atomic():
        rows = Layer.objects.select_for_update(no_key=True, of=("self",))
        making = rows.select_related("material").filter(pk=layer_id, state=LayerState.MAKING)
        layer = making.first()
        if layer is None or layer.material.paper_id is None:
            return None
        if layer.attempts >= MOST_ATTEMPTS:
            to_drawing(layer, trouble="killed")
            return None
        layer.attempts += 1
        layer.save(update_fields=["attempts"])
        return layer, layer.material.paper_id, boxes_of(layer)


def _made(
    layer: Layer,
    *,
    digest: str,
    result: str = "",
    title: str = "",
    remaining: Sequence[object] = (),
    warnings: Sequence[object] = (),
    trouble: str = "",
) -> None:
    with transaction.atomic():
        now = locked_layer(layer.pk)
        if now.state != LayerState.MAKING or now.digest != digest:
            # Taken back while it was being made: another drawing has begun.
            return
        if trouble:
            to_drawing(now, trouble=trouble)
            return
        now.state, now.result_id, now.title = LayerState.MADE, result, title
        now.remaining, now.warnings = list(remaining), list(warnings)
        now.save(update_fields=["state", "result", "title", "remaining", "warnings"])
        ask_examination(digest=result, name=outgoing_name(now))
