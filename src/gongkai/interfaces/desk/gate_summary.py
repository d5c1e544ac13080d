"""What the release gate says of a record, in short, beside what is worked on or signed."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from gongkai.interfaces.desk.gate_rows import (
    ShownItem,
    ShownKind,
    gate_url,
    shown_items,
    shown_kinds,
)
from gongkai.interfaces.desk.gate_subjects import Going
from gongkai.interfaces.desk.redaction_rows import MaterialLink, material_links
from gongkai.records.queries import DeskFile, DeskRecord
from gongkai.records.queries.outgoing import record_outgoing
from gongkai.records.rules.vocabulary import Category
from gongkai.release.operations.counting import download_counts
from gongkai.release.operations.gate import look
from gongkai.release.queries.merged import merged_findings
from gongkai.release.queries.reports import GateReport
from gongkai.release.rules.doors import Door


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentState:
    """An attachment, how far it has come, and how often the public fetched it."""

    file: DeskFile
    item: ShownItem | None
    """None where it does not leave: of what is listed (★) or exempt."""
    fetched: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GateSummary:
    """The text and the attachments of the version in work, with what was found and decided."""

    is_clear: bool
    url: str
    text: ShownItem | None
    attachments: tuple[AttachmentState, ...]
    kinds: tuple[ShownKind, ...]
    undecided: int
    materials: tuple[MaterialLink, ...]
    report: GateReport


def gate_summary(record: DeskRecord) -> GateSummary | None:
    """Return what the gate says of the current version; None where nothing of it leaves."""
    version = record.current
    if version.content.category == Category.EXEMPT:
        return None
    going = going_of(record)
    report = look(door=going.door, subject=going.subject, files=going.files, texts=going.texts)
    items = shown_items(report)
    kinds = tuple(shown_kinds(going, merged_findings(report)))
    counts = download_counts(going.subject)
    by_digest = {item.digest: item for item in items if item.name}
    return GateSummary(
        is_clear=report.is_clear,
        url=gate_url(going, "desk:findings"),
        text=next((item for item in items if not item.name), None),
        attachments=tuple(_state(file, by_digest, counts) for file in version.files),
        kinds=kinds,
        undecided=sum(kind.undecided for kind in kinds),
        materials=tuple(material_links(going.subject)),
        report=report,
    )


def going_of(record: DeskRecord) -> Going:
    """Return what leaves of the record's current version, which the viewer has been shown."""
    subject, files, texts = record_outgoing(record.current.id)
    return Going(
        subject=subject,
        door=Door.PUBLIC,
        files=files,
        texts=texts,
        heading=record.title,
        home_url=reverse("desk:record", args=[record.id]),
        trail=(),
    )


def _state(
    file: DeskFile, items: Mapping[str, ShownItem], counts: Mapping[str, int]
) -> AttachmentState:
    return AttachmentState(
        file=file, item=items.get(file.digest), fetched=counts.get(file.digest, 0)
    )
