"""Disclosures of records in other forms, for the staff: what was entered, what is still missing."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from gongkai.kernel.refusals import NotFound
from gongkai.kernel.types import Viewer
from gongkai.records.access import STAFF, is_public, is_staff_of
from gongkai.records.models import PublicationEvent, Record
from gongkai.records.queries.values import Page, page_of
from gongkai.records.rules.channels import PARTS
from gongkai.records.rules.vocabulary import Form, Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureLine:
    """One entered disclosure; `retracted_why` is '' where it stands."""

    id: int
    form: str
    disclosed_on: date
    reference: str
    recorded_by: str
    is_by_release: bool
    evidence_digest: str
    evidence_name: str
    retracted_why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingDisclosure:
    """A published record whose elements name forms of which no disclosure was entered."""

    record_id: int
    index_number: str
    title: str
    organ_name: str
    released_on: date
    forms: tuple[str, ...]


def disclosures_of(viewer: Viewer, record_id: int) -> tuple[DisclosureLine, ...]:
    """Return the disclosures of a record, by day; raises NotFound for who is not of its organ."""
    organ_id = (
        Record.objects.filter(pk=record_id).values_list("organ_id", flat=True).first()
        if 0 < record_id < 2**63
        else None
    )
    if organ_id is None or not is_staff_of(viewer, organ_id):
        raise NotFound(_("There is no such record."))
    rows = PublicationEvent.objects.filter(record=record_id)
    return tuple(
        DisclosureLine(
            id=row.pk,
            form=row.form,
            disclosed_on=row.disclosed_on,
            reference=row.reference,
            recorded_by=row.recorded_by.name,
            is_by_release=row.form == Form.WEBSITE,
            evidence_digest=row.evidence_id or "",
            evidence_name=row.evidence_name,
            retracted_why=row.retraction.reason if hasattr(row, "retraction") else "",
        )
        for row in rows.select_related("recorded_by", "retraction").order_by("disclosed_on", "pk")
    )


def missing_disclosures(
    viewer: Viewer, *, page: int = 1, size: int = 50
) -> Page[MissingDisclosure]:
    """Return records of the viewer's organs with forms still to be entered, the newest first.

    Three queries.
    """
    rows = Record.objects.filter(
        is_public(),
        _lacks_a_form(),
        organ__in=viewer.organs_as(*STAFF),
        standing=Standing.PUBLISHED,
    )
    total, start = rows.count(), (page - 1) * size
    named = rows.select_related("organ", "public_version").only(
        "organ__name",
        "index_number",
        "released_on",
        "public_version__title",
        "public_version__forms",
    )
    found = list(named.order_by("-released_on", "-pk")[start : start + size])
    entered: dict[int, set[str]] = {}
    events = PublicationEvent.objects.filter(record__in=found, retraction__isnull=True)
    for record_id, form in events.order_by().values_list("record_id", "form"):
        entered.setdefault(record_id, set()).add(form)
    lines = [_missing(row, entered.get(row.pk, set())) for row in found]
    return page_of(lines, total=total, page=page, size=size)


def _lacks_a_form() -> Q:
    """Return the condition that a form is named of which no disclosure is entered."""
    events = PublicationEvent.objects.filter(record=OuterRef("pk"), retraction__isnull=True)
    lacks = Q(pk__in=[])
    for form in PARTS:
        is_named = Q(public_version__forms__contains=[form.value])
        lacks |= is_named & Q(~Exists(events.filter(form=form.value)))
    return lacks


def _missing(record: Record, entered: set[str]) -> MissingDisclosure:
    version = record.public_version
    named = version.forms if version else []
    return MissingDisclosure(
        record_id=record.pk,
        index_number=record.index_number or "",
        title=version.title if version else "",
        organ_name=record.organ.name,
        released_on=record.released_on or date.min,
        forms=tuple(form for form in named if form not in entered and form in set(PARTS)),
    )
