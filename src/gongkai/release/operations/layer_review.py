"""The review of one layer: by another person, signed, each door by itself (2007 art. 14).

What is public may never be wider than what an applicant was given: whenever a layer is approved, it
is compared with those of the other door, for whatever the same document is material.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongkai.kernel import time
from gongkai.kernel.refusals import Refusal
from gongkai.kernel.text import clean_text
from gongkai.kernel.types import Actor
from gongkai.organs.access import acting_person
from gongkai.organs.models import Signature
from gongkai.organs.operations import require_fresh
from gongkai.release.models import Examination, FindingDecision, Layer, LayerState
from gongkai.release.operations.layers import boxes_of, locked_layer, to_drawing
from gongkai.release.operations.materials import material_trail
from gongkai.release.queries.examinations import latest_examinations
from gongkai.release.queries.redaction import (
    approved_layers_of_source,
    is_result_public,
    workers_of,
)
from gongkai.release.rules.boxes import Box, uncovered
from gongkai.release.rules.doors import Door, ExaminationState, Verdict
from gongkai.release.rules.findings import BY_EYE, FindingKind
from gongkai.review.access import require_decider
from gongkai.review.models import Decision, StepKind

SIGNING_PURPOSE = "release.layer"


class LayerNotMade(Refusal):
    """Its file is not there yet, or it has been decided."""


class LayerChanged(Refusal):
    """What was seen or signed is not what was proposed."""


class OwnLayer(Refusal):
    """Nobody reviews what they have drawn themselves."""


class PublicWider(Refusal):
    """The public would see something that the applicant was not given.

    `material_id` is the material with the other of the two layers.
    """

    def __init__(self, message: str | Promise, *, material_id: int) -> None:
        super().__init__(message)
        self.material_id = material_id


class SignatureWrong(Refusal):
    """The signature is somebody else's, was given for another purpose, or was used before."""


class ReasonNeeded(Refusal):
    """A return says what has to be changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedLayer:
    """A layer after its review."""

    layer: Layer
    let_go: tuple[Layer, ...] = ()
    """Public layers of other materials that showed more and count no more since."""


def decide_layer(
    *,
    actor: Actor,
    layer_id: int,
    decision: Decision,
    opinion: str,
    seen_digest: str,
    signature: Signature,
) -> DecidedLayer:
    """Approve the layer as it was made, or return it to be drawn on.

    `seen_digest` is the digest of the layer on the reviewer's screen. By approving it the reviewer
    says that every page was looked at: the pages are pictures now and cannot be searched. Raises
    LayerNotMade, LayerChanged, OwnLayer, PublicWider, SignatureWrong, SignatureTooOld,
    ReasonNeeded, NotAllowed, NotFound.
    """
    with transaction.atomic():
        layer = locked_layer(layer_id)
        require_decider(
            actor, organ_id=layer.material.organ_id, kind=StepKind.SECRECY, on=time.today()
        )
        if layer.state != LayerState.MADE or layer.result_id is None:
            raise LayerNotMade(_("This layer does not wait for its review."))
        if not layer.digest == seen_digest == signature.digest:
            raise LayerChanged(_("The layer is not the one that you saw. Open it again."))
        _require_signature(actor, signature)
        layer.opinion = clean_text(opinion)
        let_go: tuple[Layer, ...] = ()
        if decision is Decision.RETURN:
            _return(layer)
        else:
            let_go = _approve(layer, actor, signature)
        material_trail(
            actor,
            "release.decide_layer",
            layer.material,
            door=layer.door,
            decision=decision.value,
            digest=seen_digest,
            signature=str(signature.pk),
        )
    return DecidedLayer(layer=layer, let_go=let_go)


def _require_signature(actor: Actor, signature: Signature) -> None:
    wrong = (
        signature.person_id != actor.person_id
        or signature.purpose != SIGNING_PURPOSE
        or Layer.objects.filter(signature=signature).exists()
    )
    if wrong:
        raise SignatureWrong(_("This signature is not for this decision. Sign again."))
    require_fresh(signature)


def _return(layer: Layer) -> None:
    if not layer.opinion:
        raise ReasonNeeded(_("Say what has to be changed."), field="opinion")
    to_drawing(layer, trouble=layer.opinion)


def _approve(layer: Layer, actor: Actor, signature: Signature) -> tuple[Layer, ...]:
    reviewer = acting_person(actor)
    if reviewer in workers_of(layer):
        raise OwnLayer(_("You worked on this layer yourself. Another person must review it."))
    examined = _examined(layer)
    let_go = _held_against_others(layer, actor)
    layer.material.layers.filter(door=layer.door, state=LayerState.APPROVED).update(
        state=LayerState.SUPERSEDED
    )
    layer.state, layer.signature = LayerState.APPROVED, signature
    layer.approved_by_id, layer.approved_at = reviewer, time.now()
    layer.save()
    _note_looked_at(layer, reviewer, examined)
    return let_go


def _examined(layer: Layer) -> Examination:
    """Return what the gate found in the made file; raises LayerNotMade before it has looked."""
    found = latest_examinations([layer.result_id or ""]).get(layer.result_id or "")
    if found is None or found.state != ExaminationState.DONE:
        raise LayerNotMade(_("The gate is still looking at the file. Come back in a moment."))
    if found.problem:
        raise LayerNotMade(_("The gate cannot look into the file. Return the layer."))
    return found


def _held_against_others(layer: Layer, actor: Actor) -> tuple[Layer, ...]:
    """Raise PublicWider where the public layer leaves open what the applicant's covers.

    Where the public one is another material's and its file is not out, it counts no more instead
    and is returned: who covers too little once does not bind what is given later.
    """
    let_go: list[Layer] = []
    other_door = Door.APPLICANT if layer.door == Door.PUBLIC.value else Door.PUBLIC
    others = approved_layers_of_source(layer.material).filter(door=other_door.value)
    for other in others.select_related("material").order_by("pk"):
        open_boxes = _left_open(layer, other)
        if open_boxes and _binds(other, layer):
            raise PublicWider(
                _(
                    "The public layer would show what the applicant's withholds, on page "
                    "%(pages)s. Cover it in the public layer first. The other layer is one of "
                    "“%(name)s”."
                )
                % {"pages": _pages_of(open_boxes), "name": other.material.name},
                material_id=other.material_id,
            )
        if open_boxes:
            _let_go(other, actor)
            let_go.append(other)
    return tuple(let_go)


def _binds(other: Layer, layer: Layer) -> bool:
    is_elsewhere = other.material_id != layer.material_id
    return other.door == Door.APPLICANT.value or not is_elsewhere or is_result_public(other)


def _let_go(layer: Layer, actor: Actor) -> None:
    layer.state = LayerState.SUPERSEDED
    layer.save(update_fields=["state"])
    material_trail(
        actor, "release.supersede_layer", layer.material, door=layer.door, digest=layer.digest
    )


def _pages_of(boxes: Sequence[Box]) -> str:
    return ", ".join(str(page) for page in sorted({box.page for box in boxes}))


def _left_open(layer: Layer, other: Layer) -> tuple[Box, ...]:
    """Return what of the two the applicant's covers and the public one leaves open."""
    is_public = layer.door == Door.PUBLIC.value
    public, applicant = (layer, other) if is_public else (other, layer)
    return uncovered(boxes_of(applicant), boxes_of(public))


def _note_looked_at(layer: Layer, reviewer: int, examined: Examination) -> None:
    """Keep that every page was looked at as the decision on what can only be read by eye."""
    by_eye = {(str(row["kind"]), str(row["tag"])): row for row in examined.findings}
    FindingDecision.objects.bulk_create(
        FindingDecision(
            door=layer.door,
            subject_kind=layer.material.subject_kind,
            subject_id=layer.material.subject_id,
            organ_id=layer.material.organ_id,
            kind=kind,
            tag=tag,
            excerpt=str(row.get("excerpt", "")),
            verdict=Verdict.MAY_LEAVE.value,
            reason=str(_("Every page was looked at when the redaction was approved.")),
            decided_by_id=reviewer,
            decided_at=time.now(),
        )
        for (kind, tag), row in by_eye.items()
        if FindingKind(kind) in BY_EYE
    )
