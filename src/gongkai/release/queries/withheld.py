"""What the gate looks at besides the bytes where a file is a redaction, or what one was made of.

The pages of a redaction are pictures, so the text that is left is searched in their place, and who
approved it has read them by eye. It is worth nothing where the whole document can be read elsewhere
on the site: the sketch of the source is compared with the sketches of all that is out to the
public, and the source itself does not leave without a question.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, F, Func, IntegerField, QuerySet, Value

from gongkai.kernel.time import local_date
from gongkai.release.models import Clearance, Examination, Layer, LayerState
from gongkai.release.outlets import is_out
from gongkai.release.queries.lineage import same_document, same_documents
from gongkai.release.queries.reports import DecisionLine, decisions_on
from gongkai.release.rules.doors import Door, Subject
from gongkai.release.rules.findings import BY_EYE, Finding, FindingKind, Place
from gongkai.release.rules.personal import findings_in_text
from gongkai.release.rules.remaining import RemainingPage
from gongkai.release.rules.sketch import ALIKE, likeness
from gongkai.release.tags import tagged_row

_MOST_COMPARED = 200
REMAINING = "remaining text"
"""The part in which a finding in the text that is left stands."""


@dataclass(slots=True)
class InRedaction:
    """What the gate knows besides of a file that is a redaction, or what one was made of."""

    rows: list[dict[str, object]] = field(default_factory=list)
    is_redaction: bool = False
    is_approved: bool = False
    """For the door: what is approved for the public is never wider than what an applicant gets."""
    read_by_eye: dict[tuple[str, str], DecisionLine] = field(default_factory=dict)
    """What was decided about its pages where it was approved: they are the same everywhere."""


def rows_of_layers(
    digests: Collection[str], *, door: Door, subject: Subject
) -> dict[str, InRedaction]:
    """Return what the gate knows besides of those of the files that redactions are or are made of.

    Also of one that a later one has replaced: it can be attached somewhere still. A clean copy is
    the document of which it was made. Three queries where there are none, and some more for each
    that is a redaction.
    """
    found: dict[str, InRedaction] = defaultdict(InRedaction)
    copies = _copies(digests)
    for layer in Layer.objects.filter(result_id__in=copies).select_related("material"):
        for digest in copies[str(layer.result_id)]:
            _take_redaction(found[digest], layer, door)
    for layer in _withholding(copies, door=door, subject=subject):
        for digest in copies[layer.material.source_id]:
            found[digest].rows.append(tagged_row(_withheld(layer), digest=digest))
    return dict(found)


def _copies(digests: Collection[str]) -> dict[str, list[str]]:
    """Return, for all that shows the same as one of the files, the files that it is one with."""
    copies: dict[str, list[str]] = defaultdict(list)
    for digest, same in same_documents(digests).items():
        for one in same:
            copies[one].append(digest)
    return copies


def _take_redaction(known: InRedaction, layer: Layer, door: Door) -> None:
    known.is_redaction = True
    known.rows += [
        tagged_row(one, digest=str(layer.result_id))
        for one in (*_findings_left(layer), *map(_finding, _public_twins(layer)))
    ]
    if layer.state == LayerState.APPROVED and layer.door in {door.value, Door.PUBLIC.value}:
        known.is_approved = True
        known.read_by_eye |= _read_by_eye(layer)


def _read_by_eye(layer: Layer) -> dict[tuple[str, str], DecisionLine]:
    material = layer.material
    subject = Subject(
        kind=material.subject_kind, id=material.subject_id, organ_id=material.organ_id
    )
    decisions = decisions_on(door=Door(layer.door), subject=subject)
    # What is read by eye is known by its very file, so none of these is about another one.
    return {key: line for key, line in decisions.items() if FindingKind(key[0]) in BY_EYE}


def _withholding(digests: Collection[str], *, door: Door, subject: Subject) -> QuerySet[Layer]:
    """Return the approved layers that withhold something in the files from whoever gets them.

    From the public also what was withheld from any applicant; from an applicant what was withheld
    in this very case, for what one may not know another may.
    """
    layers = Layer.objects.filter(material__source_id__in=digests, state=LayerState.APPROVED)
    if door is Door.APPLICANT:
        layers = layers.filter(
            door=door.value,
            material__subject_kind=subject.kind,
            material__subject_id=subject.id,
        )
    return layers.select_related("material").order_by("pk")


def _withheld(layer: Layer) -> Finding:
    day = local_date(layer.approved_at).isoformat() if layer.approved_at else ""
    # Known by the layer: whoever decides on one redaction has not decided on the next.
    return Finding(kind=FindingKind.WITHHELD, excerpt=day, value=f"layer {layer.pk}")


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
    # Whichever edition of the rules did it: what it says is known before it is looked at anew.
    done = Examination.objects.filter(
        stored_id=layer.material.source_id, state=Examination.State.DONE
    )
    source = done.defer("texts", "findings").order_by("-rules").first()
    own = set(Layer.objects.filter(material=layer.material).values_list("result_id", flat=True))
    sketch = list(source.sketch) if source else []
    rows = Clearance.objects.filter(door=Door.PUBLIC.value).exclude(digest__in=own - {None})
    document = same_document(layer.material.source_id)
    same = rows.filter(digest__in=document)
    alike = _most_alike(rows, sketch) if sketch else rows.none()
    found: dict[tuple[str, int, str], Clearance] = {}
    for row in [*same[:_MOST_COMPARED], *alike[:_MOST_COMPARED]]:
        if row.digest in document or likeness(row.sketch, sketch) >= ALIKE:
            found.setdefault((row.subject_kind, row.subject_id, row.digest), row)
    return [
        row
        for row in found.values()
        if is_out(subject_kind=row.subject_kind, door=Door.PUBLIC, subject_id=row.subject_id)
    ]


def _most_alike(rows: QuerySet[Clearance], sketch: list[int]) -> QuerySet[Clearance]:
    """Return what has pieces in common, most in common first: the newest are not the likest."""
    shared = Func(
        F("sketch"),
        Value(sketch, output_field=ArrayField(BigIntegerField())),
        template="cardinality(ARRAY(SELECT unnest(%(expressions)s)))",
        arg_joiner=") INTERSECT SELECT unnest(",
        output_field=IntegerField(),
    )
    return rows.filter(sketch__overlap=sketch).order_by(shared.desc(), "-pk")
