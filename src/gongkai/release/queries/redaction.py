"""What staff see of a redaction: the material, its layers, their boxes, what was withheld and why.

Seen by those who work for the organ: its clerks, its reviewers, its person in charge, and the
reviewer of a superior organ to whom the step was handed up. What belongs to a case is seen as the
case is: by its handlers, and by the reviewer from the first proposal on.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from gongkai.kernel.refusals import NotFound
from gongkai.kernel.types import Viewer
from gongkai.organs.queries import organs_merged_into, person_names
from gongkai.release.access import DECIDERS, REVIEWERS, reviews_for, works_for
from gongkai.release.models import Clearance, Layer, LayerBox, LayerState, Material
from gongkai.release.outlets import is_file_out
from gongkai.release.queries.lineage import same_document
from gongkai.release.rules.boxes import Box, Origin
from gongkai.release.rules.doors import OF_APPLICANTS, Door, Subject
from gongkai.release.rules.remaining import HalfCovered, RemainingPage, StillElsewhere
from gongkai.review.access import in_force
from gongkai.review.models import StepHandover, StepKind


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxLine:
    """One box as the officer sees it."""

    id: int
    box: Box
    ground_name: str
    note: str
    drawn_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InventoryLine:
    """What was withheld on one ground: how many places, on which pages."""

    ground_code: str
    ground_name: str
    places: int
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerPage:
    """One layer with everything that its drawing and its review need."""

    id: int
    material_id: int
    door: Door
    state: LayerState
    digest: str
    trouble: str
    opinion: str
    result_digest: str
    outgoing_name: str
    """The name under which its file leaves."""
    said_title: str
    """What whoever proposed it calls the file, without ending; empty where nobody did."""
    is_nameless: bool
    """What is under a box could not be read, so nothing of the document's name is in its name."""
    boxes: tuple[BoxLine, ...]
    inventory: tuple[InventoryLine, ...]
    remaining: tuple[RemainingPage, ...]
    still_elsewhere: tuple[StillElsewhere, ...]
    half_covered: tuple[HalfCovered, ...]
    proposed_by: str
    proposed_at: datetime | None
    approved_by: str
    approved_at: datetime | None
    worked_on_by: frozenset[int]
    """Who drew on it, proposed it or took it back, and may therefore not review it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialPage:
    """A material with its layers, newest first of each door."""

    id: int
    name: str
    organ_id: int
    subject: Subject
    state: str
    trouble: str
    source_digest: str
    paper_digest: str
    sizes: tuple[tuple[float, float], ...]
    """Width and height of each page in points."""
    layers: tuple[LayerPage, ...]

    def current(self, door: Door) -> LayerPage | None:
        """Return the layer in work for a door, else the approved one, else the newest let go."""
        own = [layer for layer in self.layers if layer.door is door]
        in_work = [layer for layer in own if layer.state not in _ENDED]
        approved = [layer for layer in own if layer.state is LayerState.APPROVED]
        return next(iter([*in_work, *approved, *own]), None)

    def layer(self, layer_id: int) -> LayerPage | None:
        """Return one of its layers."""
        return next((layer for layer in self.layers if layer.id == layer_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingLayer:
    """A layer that waits for somebody: to be reviewed, or to be drawn on."""

    id: int
    material_id: int
    name: str
    door: Door
    is_returned: bool
    """Returned or not made: to be drawn on; else to be reviewed."""
    since: datetime


NAMELESS = _("Redacted document")
"""The title where nobody knows what a name must not say: letters under a box could not be read, or
it was made before titles were kept."""
_ENDED = frozenset({LayerState.APPROVED, LayerState.SUPERSEDED})


def material_page(viewer: Viewer, material_id: int, *, on: date) -> MaterialPage:
    """Return a material with its layers; raises NotFound, also for who may not see it."""
    row = Material.objects.filter(pk=material_id).first()
    if row is None or not _sees(viewer, row, on):
        raise NotFound(_("There is no such material."))
    layers = list(row.layers.order_by("-pk").prefetch_related("boxes"))
    return _page(row, layers)


def layer_page(viewer: Viewer, layer_id: int, *, on: date) -> tuple[MaterialPage, LayerPage]:
    """Return a layer with its material; raises NotFound, also for who may not see it."""
    material_id = Layer.objects.filter(pk=layer_id).values_list("material_id", flat=True).first()
    page = material_page(viewer, material_id or 0, on=on)
    layer = page.layer(layer_id)
    if layer is None:
        raise NotFound(_("There is no such layer."))
    return page, layer


def materials_of(subject: Subject) -> tuple[MaterialPage, ...]:
    """Return what is being redacted for a subject; who may see it is the caller's to check."""
    rows = Material.objects.filter(subject_kind=subject.kind, subject_id=subject.id).order_by("pk")
    layers: dict[int, list[Layer]] = defaultdict(list)
    found = Layer.objects.filter(material__in=rows).order_by("-pk").prefetch_related("boxes")
    for layer in found:
        layers[layer.material_id].append(layer)
    return tuple(_page(row, layers[row.pk]) for row in rows)


def waiting_layers(viewer: Viewer, *, on: date) -> tuple[WaitingLayer, ...]:
    """Return the layers that wait for this viewer, oldest first; four queries at most.

    To be reviewed, of the organs whose secrecy reviews the viewer decides; to be drawn on, of
    those for which the viewer draws.
    """
    rows = _waiting(viewer, on).select_related("material").order_by("begun_at", "pk")
    return tuple(
        WaitingLayer(
            id=row.pk,
            material_id=row.material_id,
            name=row.material.name,
            door=Door(row.door),
            is_returned=row.state == LayerState.DRAWING,
            since=row.proposed_at or row.begun_at,
        )
        for row in rows
    )


def count_waiting_layers(viewer: Viewer, *, on: date) -> int:
    """Return how many layers wait for this viewer, as `waiting_layers` lists them."""
    return _waiting(viewer, on).count()


def _waiting(viewer: Viewer, on: date) -> "QuerySet[Layer]":
    reviewed, drawn = _reviewed_organs(viewer, on), viewer.organs_as(*DECIDERS)
    returned = Q(state=LayerState.DRAWING, material__organ__in=drawn) & ~Q(trouble="")
    return Layer.objects.filter(Q(state=LayerState.MADE, material__organ__in=reviewed) | returned)


def approved_layers_of_source(material: Material) -> "QuerySet[Layer]":
    """Return the approved layers of a material's document, whatever the organ redacts it for.

    Whether the file itself was redacted or a clean copy of it. It may be of a case, of another
    case, and of the record that makes the answer public. Also of organs that were merged into the
    material's; what others withhold is theirs to decide.
    """
    organs = {material.organ_id, *organs_merged_into(material.organ_id)}
    return Layer.objects.filter(
        material__source_id__in=same_document(material.source_id),
        material__organ_id__in=organs,
        state=LayerState.APPROVED,
    )


def is_result_public(layer: Layer) -> bool:
    """Say whether the file of a layer, or a clean copy of it, is out to the public now."""
    files = same_document(layer.result_id or "")
    rows = Clearance.objects.filter(door=Door.PUBLIC.value, digest__in=files)
    subjects = set(rows.values_list("subject_kind", "subject_id"))
    return any(
        is_file_out(subject_kind=kind, door=Door.PUBLIC, subject_id=subject_id, digests=files)
        for kind, subject_id in subjects
    )


def remaining_text(*, digest: str) -> tuple[RemainingPage, ...]:
    """Return the text that an approved redaction leaves, page by page; empty where it is none.

    For whoever may have the file: the caller has opened its door.
    """
    return remaining_texts([digest]).get(digest, ())


def remaining_texts(digests: Collection[str]) -> dict[str, tuple[RemainingPage, ...]]:
    """Return the text that is left in those of the files that are approved redactions."""
    rows = Layer.objects.filter(
        result_id__in=digests, state__in=[LayerState.APPROVED, LayerState.SUPERSEDED]
    )
    return {
        str(row.result_id): tuple(RemainingPage.of_row(page) for page in row.remaining)
        for row in rows.only("result_id", "remaining")
    }


def _sees(viewer: Viewer, row: Material, on: date) -> bool:
    organ_id = row.organ_id
    if row.subject_kind not in OF_APPLICANTS:
        return works_for(viewer, organ_id) or reviews_for(viewer, organ_id, on=on)
    if organ_id in viewer.organs_as(*DECIDERS):
        return True
    return reviews_for(viewer, organ_id, on=on) and _was_proposed(row)


def _was_proposed(row: Material) -> bool:
    return row.layers.exclude(state=LayerState.DRAWING).exists()


def _reviewed_organs(viewer: Viewer, on: date) -> frozenset[int]:
    """Return the organs whose secrecy reviews the viewer decides: own ones and those handed up."""
    held = viewer.organs_as(*REVIEWERS)
    if not held:
        return frozenset()
    handed = StepHandover.objects.filter(in_force(on), kind=StepKind.SECRECY)
    away = set(handed.filter(organ__in=held).values_list("organ_id", flat=True))
    taken = set(handed.filter(to_organ__in=held).values_list("organ_id", flat=True))
    return (held - away) | frozenset(taken)


def _page(row: Material, layers: Sequence[Layer]) -> MaterialPage:
    people = {
        person
        for layer in layers
        for person in (
            layer.proposed_by_id,
            layer.approved_by_id,
            *(box.drawn_by_id for box in layer.boxes.all()),
        )
        if person is not None
    }
    names = person_names(people)
    return MaterialPage(
        id=row.pk,
        name=row.name,
        organ_id=row.organ_id,
        subject=Subject(kind=row.subject_kind, id=row.subject_id, organ_id=row.organ_id),
        state=row.state,
        trouble=row.trouble,
        source_digest=row.source_id,
        paper_digest=row.paper_id or "",
        sizes=tuple((float(width), float(height)) for width, height in row.sizes),
        layers=tuple(_layer(layer, names) for layer in layers),
    )


def _layer(layer: Layer, names: dict[int, str]) -> LayerPage:
    rows = list(layer.boxes.all())
    return LayerPage(
        id=layer.pk,
        material_id=layer.material_id,
        door=Door(layer.door),
        state=LayerState(layer.state),
        digest=layer.digest,
        trouble=layer.trouble,
        opinion=layer.opinion,
        result_digest=layer.result_id or "",
        outgoing_name=outgoing_name(layer),
        said_title=layer.said_title,
        is_nameless=not layer.title,
        boxes=tuple(_box(row, names) for row in rows),
        inventory=_inventory(rows),
        remaining=tuple(RemainingPage.of_row(page) for page in layer.remaining),
        still_elsewhere=tuple(StillElsewhere(**row) for row in layer.warnings if "term" in row),
        half_covered=tuple(HalfCovered(**row) for row in layer.warnings if "letters" in row),
        proposed_by=names.get(layer.proposed_by_id or 0, ""),
        proposed_at=layer.proposed_at,
        approved_by=names.get(layer.approved_by_id or 0, ""),
        approved_at=layer.approved_at,
        worked_on_by=workers_of(layer),
    )


def workers_of(layer: Layer) -> frozenset[int]:
    """Return the persons who worked on a layer, also those of whose boxes none is left."""
    drew = (row.drawn_by_id for row in layer.boxes.all())
    worked = {layer.begun_by_id, layer.proposed_by_id, *layer.worked_on_by, *drew}
    return frozenset(person for person in worked if person is not None)


def outgoing_name(layer: Layer) -> str:
    """Return the name under which the file of a layer leaves, without what is withheld."""
    return f"{layer.title or neutral_title()}.pdf"


def neutral_title() -> str:
    """Return what a file without a name of its own is called, whoever puts it where it leaves."""
    # It is kept, so it is written in the language of the installation, not of the request.
    with translation.override(settings.LANGUAGE_CODE):
        return str(NAMELESS)


def box_of(row: LayerBox) -> Box:
    """Return a box as a value; its label is what stands in it."""
    return Box(
        page=row.page,
        left=row.left,
        top=row.top,
        right=row.right,
        bottom=row.bottom,
        ground_code=row.ground_code,
        origin=Origin(row.origin),
        label=row.ground_name,
    )


def _box(row: LayerBox, names: dict[int, str]) -> BoxLine:
    return BoxLine(
        id=row.pk,
        box=box_of(row),
        ground_name=row.ground_name,
        note=row.note,
        drawn_by=names.get(row.drawn_by_id, ""),
    )


def _inventory(rows: Sequence[LayerBox]) -> tuple[InventoryLine, ...]:
    pages: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in rows:
        pages[(row.ground_code, row.ground_name)].append(row.page)
    return tuple(
        InventoryLine(
            ground_code=code,
            ground_name=name,
            places=len(found),
            pages=tuple(sorted(set(found))),
        )
        for (code, name), found in sorted(pages.items())
    )
