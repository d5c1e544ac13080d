"""Disclosures of a record in other forms: entered with their evidence, taken back, missing."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.interfaces.desk.acting import RELEASERS, acting_as
from gongkai.interfaces.desk.forms.disclosures import DisclosureForm, RetractionForm
from gongkai.interfaces.desk.layout import (
    CATALOGUE_ROLES,
    FORM_METHODS,
    crumbs,
    desk_page,
    files_in,
    form_page,
    record_crumbs,
    sent_in,
)
from gongkai.interfaces.desk.refusals import refusals_on
from gongkai.interfaces.desk.subjects import require_role
from gongkai.interfaces.desk.views.steps import about, done
from gongkai.interfaces.desk.wording import FORM_NAMES
from gongkai.interfaces.shared.audience import Audience, audience, viewer_of
from gongkai.interfaces.shared.bodies import LARGEST_FORM, takes_large_body
from gongkai.interfaces.shared.components import SummaryRow, page_number, pages_of
from gongkai.interfaces.shared.handing_out import hand_over
from gongkai.interfaces.shared.once import submitted_once
from gongkai.interfaces.shared.templatetags.gongkai import day
from gongkai.kernel.refusals import NotFound
from gongkai.records.operations.disclosures import record_disclosure, retract_disclosure
from gongkai.records.queries import DeskRecord, desk_record
from gongkai.records.queries.disclosures import (
    DisclosureLine,
    disclosures_of,
    missing_disclosures,
)
from gongkai.records.rules.channels import PARTS
from gongkai.release.doors import open_inside
from gongkai.release.rules.doors import Subject
from gongkai.release.rules.media_types import media_type_of

PER_PAGE = 50


@audience(Audience.STAFF)
@require_safe
def disclosures(request: HttpRequest, record_id: int) -> HttpResponse:
    """List where a record was disclosed, and offer every other form."""
    record = _record(request, record_id)
    context = {
        "record": record,
        "lines": disclosures_of(viewer_of(request), record_id),
        "named": record.current.content.forms,
        "forms": [(form.value, FORM_NAMES[form.value]) for form in PARTS],
        "crumbs": record_crumbs(record, _("Disclosures")),
    }
    return desk_page(request, "desk/disclosures.html", context)


@audience(Audience.STAFF)
@takes_large_body(LARGEST_FORM)
@require_http_methods(FORM_METHODS)
def enter(request: HttpRequest, record_id: int, form_code: str) -> HttpResponse:
    """Enter a disclosure in one form: gazette, newspaper, screen, reading room and the others."""
    record = _record(request, record_id)
    kind = next((form for form in PARTS if form.value == form_code), None)
    if kind is None:
        raise NotFound(_("There is no such page."))
    actor = acting_as(request, *RELEASERS, organ_id=record.organ_id)
    form = DisclosureForm(sent_in(request), files_in(request), kind=kind)
    form.upload_for(actor, Subject(kind="record", id=record.id, organ_id=record.organ_id))
    if request.method == "POST" and form.take_uploads() and form.is_valid():
        with refusals_on(form), submitted_once(request, form.once_key) as submission:
            if not submission.result:
                evidence = form.uploads[0] if form.uploads else None
                record_disclosure(
                    actor=actor,
                    record_id=record_id,
                    form=kind.value,
                    disclosed_on=form.cleaned_data["disclosed_on"],
                    details=form.details(),
                    evidence=evidence.stored if evidence else None,
                    evidence_name=evidence.name if evidence else "",
                )
                submission.result = reverse("desk:record", args=[record_id])
        if not form.errors:
            return done(request, record_id, _("Entered. The public reads it on the record's page."))
    said = about(
        record,
        title=_("Enter another disclosure"),
        lead=_("Where and when the public could read or hear it besides this website."),
        submit=_("Enter"),
    )
    facts = [SummaryRow(_("Form of disclosure"), FORM_NAMES[kind.value])]
    return form_page(request, form, replace(said.with_facts(facts), takes_file=True))


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def retract(request: HttpRequest, record_id: int, event_id: int) -> HttpResponse:
    """Take back an entry that was wrong."""
    record = _record(request, record_id)
    line = _line(request, record_id, event_id)
    form = RetractionForm(sent_in(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actor = acting_as(request, *RELEASERS, organ_id=record.organ_id)
            retract_disclosure(
                actor=actor, record_id=record_id, event_id=event_id, **form.cleaned_data
            )
            return done(request, record_id, _("Taken back. The public no longer reads it."))
    said = about(
        record,
        title=_("Take back the entry"),
        lead=_("The entry was wrong. It stays readable for the staff, with your reason."),
        submit=_("Take back"),
        kind="warning",
    )
    facts = [
        SummaryRow(_("Form of disclosure"), FORM_NAMES[line.form]),
        SummaryRow(_("Day of disclosure"), day(line.disclosed_on)),
        SummaryRow(_("Reference"), line.reference or "—"),
    ]
    return form_page(request, form, said.with_facts(facts))


@audience(Audience.STAFF)
@require_safe
def evidence(request: HttpRequest, record_id: int, event_id: int) -> HttpResponseBase:
    """Hand the evidence of a disclosure to the staff of the organ."""
    line = _line(request, record_id, event_id)
    if not line.evidence_digest:
        raise NotFound(_("There is no such file."))
    return hand_over(
        open_inside(
            digest=line.evidence_digest,
            name=line.evidence_name,
            media_type=media_type_of(line.evidence_name),
        )
    )


@audience(Audience.STAFF)
@require_safe
def missing(request: HttpRequest) -> HttpResponse:
    """List records that name a form of disclosure of which nothing was entered yet."""
    viewer = viewer_of(request)
    if not viewer.organs_as(*CATALOGUE_ROLES):
        raise NotFound(_("There is no such page."))
    number = page_number(request.GET.get("page"))
    found = missing_disclosures(viewer, page=number, size=PER_PAGE)
    context = {
        "lines": [
            (line, [(form, FORM_NAMES[form]) for form in line.forms]) for line in found.items
        ],
        "pages": pages_of(items=found.total, number=number, per_page=PER_PAGE),
        "may_enter": bool(viewer.organs_as(*RELEASERS)),
        "crumbs": crumbs((_("Disclosures to be entered"), "")),
    }
    return desk_page(request, "desk/missing_disclosures.html", context)


def _record(request: HttpRequest, record_id: int) -> DeskRecord:
    record = desk_record(viewer_of(request), record_id)
    require_role(request, record, *RELEASERS)
    return record


def _line(request: HttpRequest, record_id: int, event_id: int) -> DisclosureLine:
    lines = disclosures_of(viewer_of(request), record_id)
    found = next((line for line in lines if line.id == event_id), None)
    if found is None:
        raise NotFound(_("There is no such disclosure."))
    return found
