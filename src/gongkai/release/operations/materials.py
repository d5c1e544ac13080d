"""Material: a document of which not all may leave, made ready to be redacted.

The source stays as it is for ever. What is redacted is its paper: a PDF that shows what the source
shows. It is made in the queue, apart, like everything that opens a foreign file.
"""

import tempfile
from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from gongkai.audit.operations import record_entry
from gongkai.kernel import time
from gongkai.kernel.files import path_of, store_file
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.types import Actor
from gongkai.organs.access import acting_person
from gongkai.release.access import require_decider
from gongkai.release.apart import TaskFailed
from gongkai.release.models import Material
from gongkai.release.queued import queued_for
from gongkai.release.redacting import convert_apart
from gongkai.release.rules.doors import FileOut, Subject

PREPARE = "gongkai.release.prepare"
MOST_ATTEMPTS = 3
LOST_AFTER = timedelta(minutes=15)
_MOST_AT_ONCE = 500


def begin_material(*, actor: Actor, subject: Subject, file: FileOut) -> Material:
    """Make a stored file of the subject ready to be redacted; the same file is material once.

    Raises NotAllowed.
    """
    require_decider(actor, organ_id=subject.organ_id)
    with transaction.atomic():
        material, is_new = Material.objects.get_or_create(
            subject_kind=subject.kind,
            subject_id=subject.id,
            source_id=file.digest,
            defaults={
                "organ_id": subject.organ_id,
                "name": file.name,
                "begun_by_id": acting_person(actor),
                "begun_at": time.now(),
            },
        )
        if is_new:
            app.configure_task(PREPARE).defer(material_id=material.pk)
            material_trail(actor, "release.begin_material", material)
    return material


def prepare(*, material_id: int) -> None:
    """Make the paper of a material; does nothing where that was done before."""
    material = _taken(material_id)
    if material is None:
        return
    with tempfile.TemporaryDirectory(prefix="gongkai-paper-") as folder:
        out = Path(folder) / "paper.pdf"
        try:
            paper = convert_apart(path_of(material.source_id), material.name, out)
        except TaskFailed as failed:
            _note_failure(material, failed)
            return
        with out.open("rb") as file:
            stored = store_file(file)
    # Whoever was slower than another worker changes nothing: somebody may draw on it already.
    _unless_ready(material).update(
        paper=stored,
        sizes=[list(size) for size in paper.sizes],
        state=Material.State.READY,
        trouble="",
    )


def try_material_again(*, actor: Actor, material_id: int) -> Material:
    """Queue a stuck preparation once more; who may is the caller's to check. Raises NotFound."""
    with transaction.atomic():
        rows = Material.objects.select_for_update(no_key=True)
        material = rows.filter(pk=material_id, state=Material.State.STUCK).first()
        if material is None:
            raise NotFound(_("There is nothing stuck under this number."))
        material.state, material.attempts = Material.State.WAITING, 0
        material.save(update_fields=["state", "attempts"])
        app.configure_task(PREPARE).defer(material_id=material.pk)
        material_trail(actor, "release.retry", material)
    return material


def sweep_materials() -> int:
    """Queue again what waits without anybody working on it; return how many.

    What has its job still waits its turn, or is being worked on.
    """
    late = time.now() - LOST_AFTER
    rows = Material.objects.filter(state=Material.State.WAITING, begun_at__lt=late)
    found = list(rows.order_by("begun_at").values_list("pk", flat=True)[:_MOST_AT_ONCE])
    has_job = queued_for(PREPARE, "material_id", found)
    lost = [material_id for material_id in found if material_id not in has_job]
    for material_id in lost:
        app.configure_task(PREPARE).defer(material_id=material_id)
    return len(lost)


def material_trail(actor: Actor, action: str, material: Material, **details: str) -> None:
    """Keep in the trail what was done with a material; never its name or content."""
    record_entry(
        actor=actor,
        action=action,
        object_kind="material",
        object_id=material.pk,
        object_label=f"{material.subject_kind} {material.subject_id}",
        organ_id=material.organ_id,
        details={"source": material.source_id, **details},
    )


def _taken(material_id: int) -> Material | None:
    with transaction.atomic():
        rows = Material.objects.select_for_update(no_key=True)
        material = rows.filter(pk=material_id, state=Material.State.WAITING).first()
        if material is not None:
            material.attempts += 1
            if material.attempts > MOST_ATTEMPTS:
                material.state, material.trouble = Material.State.STUCK, "killed"
            material.save(update_fields=["attempts", "state", "trouble"])
    return material if material and material.state == Material.State.WAITING else None


def _note_failure(material: Material, failed: TaskFailed) -> None:
    _unless_ready(material).update(trouble=type(failed).__name__, state=Material.State.STUCK)


def _unless_ready(material: Material) -> QuerySet[Material]:
    return Material.objects.filter(pk=material.pk).exclude(state=Material.State.READY)
