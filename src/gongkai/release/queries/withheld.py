"""What the gate looks at besides the bytes where a file is a redaction.

Its pages are pictures, so the text that is left is searched in their place. And a redaction is
worth nothing where the whole document can be read elsewhere on the site: the sketch of the source
is compared with the sketches of all that is out to the public.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from gongkai.kernel.time import local_date
from gongkai.release.models import Clearance, Examination, Layer, LayerState
from gongkai.release.outlets import is_out
from gongkai.release.rules.doors import GATE_RULES, Door
from gongkai.release.rules.findings import Finding, FindingKind, Place
from gongkai.release.rules.personal import findings_in_text
from gongkai.release.rules.remaining import RemainingPage
from gongkai.release.rules.sketch import ALIKE, likeness
from gongkai.release.tags import tagged_row

_MOST_COMPARED = 200
REMAINING = "remaining text"
"""The part in which a finding in the text that is left stands."""


@dataclass(slots=True)
class InRedaction:
    """What the gate finds besides in a file that is a redaction, and whether it may be one here."""

    rows: list[dict[str, object]] = field(default_factory=list)
    is_approved: bool = False
    """For the door: what is approved for the public is never wider than what an applicant gets."""


def rows_of_layers(digests: Collection[str], *, door: Door) -> dict[str, InRedaction]:
    """Return what the gate finds besides in those of the files that are redactions.

    Also of one that a later one has replaced: it can be attached somewhere still. One query where
    none of them is, and three more for each that is.
    """
    found: dict[str, InRedaction] = {}
    for layer in Layer.objects.filter(result_id__in=digests).select_related("material"):
        digest = str(layer.result_id)
        known = found.setdefault(digest, InRedaction())
        known.rows += [
            tagged_row(one, digest=digest)
            for one in (*_findings_left(layer), *map(_finding, _public_twins(layer)))
        ]
        if layer.state == LayerState.APPROVED and layer.door in {door.value, Door.PUBLIC.value}:
            known.is_approved = True
    return found


def _findings_left(layer: Layer) -> Iterator[Finding]:
    for row in layer.remaining:
        page = RemainingPage.of_row(row)
        yield from findings_in_text(page.text, place=Place(page=page.number, part=REMAINING))


def _finding(twin: Clearance) -> Finding:
    return Finding(
        kind=FindingKind.TWIN,
        place=Place(part=f"{twin.subject_kind} {twin.subject_id}"),
        excerpt=local_date(twin.cleared_at).isoformat(),
        value=twin.digest,
    )


def _public_twins(layer: Layer) -> list[Clearance]:
    source = (
        Examination.objects.filter(stored_id=layer.material.source_id, rules=GATE_RULES)
        .defer("texts", "findings")
        .first()
    )
    own = set(Layer.objects.filter(material=layer.material).values_list("result_id", flat=True))
    sketch = list(source.sketch) if source else []
    rows = Clearance.objects.filter(door=Door.PUBLIC.value).exclude(digest__in=own - {None})
    same = rows.filter(digest=layer.material.source_id)
    alike = rows.filter(sketch__overlap=sketch) if sketch else rows.none()
    found: dict[tuple[str, int, str], Clearance] = {}
    for row in [*same[:_MOST_COMPARED], *alike.order_by("-pk")[:_MOST_COMPARED]]:
        is_same = row.digest == layer.material.source_id
        if is_same or likeness(row.sketch, sketch) >= ALIKE:
            found.setdefault((row.subject_kind, row.subject_id, row.digest), row)
    return [
        row
        for row in found.values()
        if is_out(subject_kind=row.subject_kind, door=Door.PUBLIC, subject_id=row.subject_id)
    ]
