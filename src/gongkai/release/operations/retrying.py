"""Trying again what is stuck, whatever kind of work it is."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from gongkai.audit.operations import record_entry
from gongkai.kernel.refusals import NotAllowed, NotFound
from gongkai.kernel.types import Actor, Role
from gongkai.release.access import DECIDERS
from gongkai.release.models import Layer, LayerState
from gongkai.release.operations.examining import try_again
from gongkai.release.operations.materials import material_trail, try_material_again
from gongkai.release.operations.scanning import ask_scan
from gongkai.release.queries.work import unscanned_digest
from gongkai.release.queued import MAKE, queued_for
from gongkai.release.rules.work import Work
from gongkai.release.wording import NOT_YOURS

NOTHING_STUCK = _("There is nothing stuck under this number.")


def retry(*, actor: Actor, work: Work, work_id: int) -> None:
    """Queue stuck work once more; that it is for the actor's organ is the caller's to check.

    Raises NotAllowed, NotFound where nothing of the kind is stuck.
    """
    if actor.role not in {*DECIDERS, Role.SYSTEM_ADMINISTRATOR}:
        raise NotAllowed(NOT_YOURS)
    if work is Work.EXAMINATION:
        try_again(actor=actor, examination_id=work_id)
    elif work is Work.MATERIAL:
        try_material_again(actor=actor, material_id=work_id)
    elif work is Work.LAYER:
        _make_again(actor, work_id)
    elif work is Work.SCAN:
        _scan_again(actor, work_id)
    else:
        raise NotFound(NOTHING_STUCK)


def _make_again(actor: Actor, layer_id: int) -> None:
    with transaction.atomic():
        rows = Layer.objects.select_for_update(no_key=True, of=("self",))
        making = rows.select_related("material").filter(pk=layer_id, state=LayerState.MAKING)
        layer = making.first()
        # Queued twice, its file would be made twice, and each attempt counts against it.
        if layer is None or queued_for(MAKE, "layer_id", [layer_id]):
            raise NotFound(NOTHING_STUCK)
        layer.attempts = 0
        layer.save(update_fields=["attempts"])
        app.configure_task(MAKE).defer(layer_id=layer.pk)
        material_trail(actor, "release.retry", layer.material, layer=str(layer.pk))


def _scan_again(actor: Actor, examination_id: int) -> None:
    digest = unscanned_digest(examination_id)
    if not digest:
        raise NotFound(NOTHING_STUCK)
    with transaction.atomic():
        ask_scan(digest=digest)
        record_entry(
            actor=actor,
            action="release.retry",
            object_kind="scan",
            object_id=digest,
            object_label=digest[:12],
            organ_id=actor.organ_id,
        )
