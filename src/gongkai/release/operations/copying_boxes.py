"""What a layer begins with: the boxes that were approved of the same document before."""

from functools import partial

from gongkai.release.models import Layer, LayerBox
from gongkai.release.queries.lineage import same_document
from gongkai.release.queries.redaction import approved_layers_of_source
from gongkai.release.rules.doors import Door


def copy_boxes(layer: Layer) -> None:
    """Begin with the boxes of the last approved layer of this door that the subject has of the same
    document; a public one with those of every applicant's too, without another material's notes.

    Where two lie in one place, the layer's own stays."""
    seen: set[tuple[int, float, float, float, float]] = set()
    rows = LayerBox.objects.filter(layer__in=_begun_from(layer)).select_related("layer")
    for row in sorted(rows, key=partial(_distance, layer)):
        sides = (row.page, row.left, row.top, row.right, row.bottom)
        if sides not in seen:
            seen.add(sides)
            if row.layer.material_id != layer.material_id:
                row.note = ""
            row.pk, row.layer = None, layer
            row.save(force_insert=True)


def _begun_from(layer: Layer) -> list[Layer]:
    material = layer.material
    ended = Layer.objects.filter(
        material__source_id__in=same_document(material.source_id),
        material__subject_kind=material.subject_kind,
        material__subject_id=material.subject_id,
        door=layer.door,
        approved_at__isnull=False,
    )
    # Also where it counts no more because it showed too much: what it withheld stays withheld.
    last = ended.order_by("-approved_at", "-pk")[:1]
    if layer.door != Door.PUBLIC.value:
        return list(last)
    applicants = approved_layers_of_source(material).filter(door=Door.APPLICANT.value)
    return [*last, *applicants]


def _distance(layer: Layer, row: LayerBox) -> int:
    """Return 0 for a box of an earlier layer of the door, 1 of the material, 2 of another's."""
    if row.layer.door == layer.door:
        return 0
    return 1 if row.layer.material_id == layer.material_id else 2
