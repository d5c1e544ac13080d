"""What the demo's people do with files on their way out: attach, decide, redact, review.

What is queued is done at once, in the same transaction: no worker finds it waiting.
"""

from collections.abc import Sequence

from django.db import transaction

from gongkai.interfaces.cli.demo.acts import Office, signed
from gongkai.kernel.files import store_file
from gongkai.kernel.types import Role
from gongkai.records.clearing import subject_of
from gongkai.records.models import RecordVersion
from gongkai.records.operations import attach_file
from gongkai.records.operations.clearing import look_at_version
from gongkai.records.operations.exchanging import exchange_file
from gongkai.release.apart import Limits
from gongkai.release.models import Layer
from gongkai.release.operations.deciding import Choice, decide_findings
from gongkai.release.operations.examining import (
    MOST_ATTEMPTS,
    ask_examination,
    examine,
    examine_now,
)
from gongkai.release.operations.layer_review import SIGNING_PURPOSE, decide_layer
from gongkai.release.operations.layers import add_boxes, begin_layer, make_layer, propose_layer
from gongkai.release.operations.materials import begin_material, prepare
from gongkai.release.operations.searching import find_kinds, find_term
from gongkai.release.queries.redaction import outgoing_name
from gongkai.release.queries.reports import GateReport
from gongkai.release.rules.doors import Door, FileOut, Subject, Verdict
from gongkai.release.rules.findings import FindingKind
from gongkai.review.models import Decision

GROUND, GROUND_NAME = "ogi-2008/personal-privacy", "个人隐私"
_NO_TIME = Limits(seconds=0)


@transaction.atomic
def attach(
    office: Office,
    version: RecordVersion,
    *,
    name: str,
    content: bytes,
    title: str,
    is_stuck: bool = False,
) -> FileOut:
    """Attach a file to a draft; it is examined at once, or never to its end."""
    digest = store_file(content).digest
    attach_file(
        actor=office.actor(Role.CLERK), version_id=version.pk, digest=digest, name=name, title=title
    )
    version.refresh_from_db()
    if is_stuck:
        _stick(digest, name)
    else:
        examine_now(digest=digest, name=name)
    return FileOut(name=name, digest=digest)


def let_out(office: Office, version: RecordVersion, *, reason: str) -> None:
    """Decide that everything may leave that the gate found in the version."""
    decide_everything(office, look_at_version(version.record, version), reason=reason)


def decide_everything(office: Office, report: GateReport, *, reason: str) -> None:
    """Decide that everything may leave that is undecided."""
    found = [line for item in report.items for line in item.undecided]
    if found:
        decide_findings(
            actor=office.actor(Role.CLERK),
            door=report.door,
            subject=report.subject,
            choices=[Choice(kind=line.kind, tag=line.tag, excerpt=line.excerpt) for line in found],
            verdict=Verdict.MAY_LEAVE,
            reason=reason,
        )


@transaction.atomic
def redact(
    office: Office,
    subject: Subject,
    file: FileOut,
    *,
    door: Door,
    kinds: Sequence[FindingKind],
    terms: Sequence[str] = (),
) -> Layer:
    """Withhold data of these kinds for a door; the file is made and waits for its review."""
    clerk = office.actor(Role.CLERK)
    material = begin_material(actor=clerk, subject=subject, file=file)
    prepare(material_id=material.pk)
    layer = begin_layer(actor=clerk, material_id=material.pk, door=door)
    boxes = find_kinds(material_id=material.pk, kinds=kinds, ground_code=GROUND)
    for term in terms:
        boxes += find_term(material_id=material.pk, term=term, ground_code=GROUND)
    add_boxes(actor=clerk, layer_id=layer.pk, boxes=boxes, ground_name=GROUND_NAME)
    propose_layer(actor=clerk, layer_id=layer.pk)
    make_layer(layer_id=layer.pk)
    layer.refresh_from_db()
    examine_now(digest=layer.result_id or "", name=file.name)
    return layer


def approve_layer(office: Office, layer: Layer) -> str:
    """Approve a layer that was made; returns the digest of its file."""
    reviewer = office.actor(Role.SECRECY_REVIEWER)
    decide_layer(
        actor=reviewer,
        layer_id=layer.pk,
        decision=Decision.PASS,
        opinion="已逐页核对。",
        seen_digest=layer.digest,
        signature=signed(reviewer, SIGNING_PURPOSE, layer.digest),
    )
    return layer.result_id or ""


def redact_attachment(
    office: Office, version: RecordVersion, file: FileOut, *, kinds: Sequence[FindingKind]
) -> None:
    """Put a redacted copy in the place of an attachment."""
    subject = subject_of(version.record)
    layer = redact(office, subject, file, door=Door.PUBLIC, kinds=kinds)
    exchange_file(
        actor=office.actor(Role.CLERK),
        version_id=version.pk,
        old_digest=file.digest,
        digest=approve_layer(office, layer),
        name=outgoing_name(layer),
        keeps_title=True,
    )
    version.refresh_from_db()


def _stick(digest: str, name: str) -> None:
    """Give the examination no time, as often as it is tried, as if the file were too large."""
    asked = ask_examination(digest=digest, name=name)
    for _attempt in range(MOST_ATTEMPTS):
        examine(examination_id=asked.pk, limits=_NO_TIME)
