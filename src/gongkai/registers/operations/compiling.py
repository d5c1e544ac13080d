"""Compile an edition of a register: it becomes a record's draft and goes through its reviews."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.kernel import time
from gongkai.kernel.refusals import NotFound, Refusal
from gongkai.kernel.types import Actor
from gongkai.organs.access import acting_person, require_own_organ
from gongkai.organs.models import Organ
from gongkai.records.contents import content_of
from gongkai.records.models import Record, RecordVersion
from gongkai.records.operations import begin_new_version, edit_version, register_record
from gongkai.records.rules.content import VersionContent
from gongkai.records.rules.summary import summary_from
from gongkai.records.rules.vocabulary import IN_WORK, Category, ChangeKind, Standing, VersionState
from gongkai.registers.access import COMPILERS
from gongkai.registers.models import (
    CleanupItem,
    CleanupRound,
    LicensingMatter,
    RegisterEdition,
    RegisterKind,
)
from gongkai.registers.operations.trail import leave_trail
from gongkai.registers.queries.matters import matter_of
from gongkai.registers.rules.basis import basis_of
from gongkai.registers.rules.cleanup import Decided, list_text
from gongkai.registers.rules.licensing import register_text


class NothingToCompile(Refusal):
    """The register is empty."""


class NotAllDecided(Refusal):
    """Documents of the round are not decided."""


class EditionUnderReview(Refusal):
    """The edition before is on its way and cannot be changed under its reviewers' eyes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Compiled:
    kind: RegisterKind
    title: str
    text: str
    rows: Sequence[dict[str, Any]]
    round: CleanupRound | None = None


def compile_licensing(*, actor: Actor, organ_id: int) -> RegisterEdition:
    """Compile the register of licensing matters as it stands now.

    The first edition registers a record, a later one begins its next version; an edition that is
    still a draft is replaced. Raises NotAllowed, NothingToCompile, EditionUnderReview and what
    registering and editing raise.
    """
    require_own_organ(actor, *COMPILERS, organ_id=organ_id)
    with transaction.atomic():
        organ = Organ.objects.select_for_update(no_key=True).get(pk=organ_id)
        rows = list(LicensingMatter.objects.filter(organ=organ, ended_at__isnull=True))
        if not rows:
            raise NothingToCompile(_("No licensing matter is entered. Enter the matters first."))
        matters = [matter_of(row) for row in rows]
        compiled = _Compiled(
            kind=RegisterKind.LICENSING,
            title=f"{organ.name}行政许可事项目录",
            text=register_text(matters),
            rows=[_licensing_row(row) for row in rows],
        )
        return _put_out(actor, organ, compiled)


def compile_cleanup(*, actor: Actor, round_id: int) -> RegisterEdition:
    """Compile the list of a round whose every document is decided.

    Raises NotAllowed, NotFound, NotAllDecided, NothingToCompile, EditionUnderReview and what
    registering and editing raise.
    """
    with transaction.atomic():
        found = CleanupRound.objects.select_for_update().filter(pk=round_id).first()
        if found is None:
            raise NotFound(_("There is no such round."))
        require_own_organ(actor, *COMPILERS, organ_id=found.organ_id)
        items = list(found.items.all())
        open_ones = sum(not item.outcome for item in items)
        if not items:
            raise NothingToCompile(_("No document stands in this round. Add the documents first."))
        if open_ones:
            raise NotAllDecided(
                _("%(count)d documents are not decided yet. Decide them first.")
                % {"count": open_ones}
            )
        organ = Organ.objects.select_for_update(no_key=True).get(pk=found.organ_id)
        return _put_out(actor, organ, _cleanup(organ, found, items))


def _cleanup(organ: Organ, found: CleanupRound, items: Sequence[CleanupItem]) -> _Compiled:
    decided = [
        Decided(
            title=item.title,
            document_number=item.document_number,
            outcome=item.outcome,
            until_on=item.until_on,
            reason=item.reason,
        )
        for item in items
    ]
    return _Compiled(
        kind=RegisterKind.CLEANUP,
        title=f"{organ.name}关于公布规范性文件清理结果的公告（{found.title}）",
        text=list_text(decided),
        rows=[cleanup_row(item) for item in items],
        round=found,
    )


def cleanup_row(item: CleanupItem) -> dict[str, Any]:
    """Return what a list of clean-up says of a document, as an edition keeps it."""
    return {
        "item": item.pk,
        "outcome": item.outcome,
        "record": item.record_id,
        "title": item.title,
        "number": item.document_number,
        "until": item.until_on.isoformat() if item.until_on else "",
        "reason": item.reason,
    }


def _licensing_row(row: LicensingMatter) -> dict[str, Any]:
    return {
        "matter": row.pk,
        "name": row.name,
        "basis": row.basis,
        "conditions": row.conditions,
        "quantity": row.quantity,
        "procedure": row.procedure,
        "statutory_days": row.statutory_days,
        "promised_days": row.promised_days,
        "materials": row.materials,
        "office": row.office,
        "telephone": row.telephone,
    }


def _put_out(actor: Actor, organ: Organ, compiled: _Compiled) -> RegisterEdition:
    version = _draft(actor, organ, compiled)
    edition = RegisterEdition.objects.create(
        organ=organ,
        kind=compiled.kind,
        round=compiled.round,
        record_id=version.record_id,
        version=version,
        digest=hashlib.sha256(version.text.encode()).hexdigest(),
        rows=list(compiled.rows),
        compiled_by_id=acting_person(actor),
        compiled_at=time.now(),
    )
    leave_trail(
        actor,
        "compile",
        "register_edition",
        edition.pk,
        compiled.kind.value,
        organ.pk,
        {"record": str(version.record_id), "digest": version.digest},
    )
    return edition


def _draft(actor: Actor, organ: Organ, compiled: _Compiled) -> RecordVersion:
    """Return the draft that says what was compiled: a new record's, the next version's, or one
    that is a draft already.

    Of a draft only what was compiled is replaced: number, theme and whatever else was entered
    by hand stays.
    """
    before, content = _record_before(organ, compiled), _content(organ, compiled)
    in_work = _in_work(before) if before else None
    if before is None or not _goes_on(before, in_work):
        record = register_record(actor=actor, organ_id=organ.pk, content=content)
        return record.versions.get()
    version = _version_to_edit(actor, before, in_work)
    said = replace(
        content_of(version), title=content.title, summary=content.summary, text=content.text
    )
    return edit_version(actor=actor, version_id=version.pk, content=said)


def _record_before(organ: Organ, compiled: _Compiled) -> Record | None:
    """Return the record of the edition before, of an organ merged into this one where it has none
    itself."""
    found = (
        RegisterEdition.objects.filter(
            record__organ=organ, kind=compiled.kind, round=compiled.round
        )
        .annotate(is_own=Q(organ=organ))
        .select_related("record")
        .order_by("-is_own", "-compiled_at", "-pk")
        .first()
    )
    return found.record if found else None


def _in_work(record: Record) -> RecordVersion | None:
    return record.versions.filter(state__in=IN_WORK).first()


def _goes_on(record: Record, in_work: RecordVersion | None) -> bool:
    """Say whether the record can carry another edition: it is out, or on its way."""
    if record.standing == Standing.UNRELEASED:
        return in_work is not None
    return record.standing not in {Standing.HIDDEN, Standing.WITHDRAWN}


def _version_to_edit(actor: Actor, record: Record, in_work: RecordVersion | None) -> RecordVersion:
    if in_work is None:
        return begin_new_version(
            actor=actor,
            record_id=record.pk,
            change_note="按现行情况更新。",
            change_kind=ChangeKind.REPLACEMENT.value,
        )
    if in_work.state != VersionState.DRAFT:
        raise EditionUnderReview(
            _("The edition before is under review. Release it, or have it returned first.")
        )
    return in_work


def _content(organ: Organ, compiled: _Compiled) -> VersionContent:
    basis = basis_of(
        regime=str(settings.REGIME),
        register=compiled.kind.value,
        level=organ.level,
        organ_kind=organ.kind,
    )
    first_lines = compiled.text.replace("## ", "")
    return VersionContent(
        title=compiled.title,
        summary=summary_from(f"{compiled.title}，共{len(compiled.rows)}项。\n{first_lines}"),
        text=compiled.text,
        generated_on=time.today(),
        category=Category.VOLUNTARY.value,
        ground_code=basis.ground_code,
        statutory_item=basis.item,
    )
