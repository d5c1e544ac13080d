"""What is held back: the list of its reviews, a review, the part that can be disclosed."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.interfaces.desk.acting import acting_as
from gongkai.interfaces.desk.categories import staff_record
from gongkai.interfaces.desk.choices import organs_with, record_choices
from gongkai.interfaces.desk.forms.categories import ExemptionReviewForm, OrganFilter
from gongkai.interfaces.desk.forms.record import RegisterForm
from gongkai.interfaces.desk.layout import (
    FORM_METHODS,
    crumbs,
    desk_page,
    form_page,
    record_crumbs,
    sent_in,
)
from gongkai.interfaces.desk.refusals import refusals_on
from gongkai.interfaces.desk.subjects import require_now
from gongkai.interfaces.desk.views.record_form import (
    OF_THE_RECORD,
    content_said,
    initial_from,
)
from gongkai.interfaces.desk.views.steps import about, done
from gongkai.interfaces.shared.audience import Audience, audience, viewer_of
from gongkai.interfaces.shared.components import SummaryRow, page_number, pages_of
from gongkai.interfaces.shared.once import submitted_once
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.time import today
from gongkai.kernel.types import Role
from gongkai.records.access import EXEMPTION_REVIEWERS, STAFF
from gongkai.records.operations.exemption import register_part, review_exemption
from gongkai.records.queries.exemptions import exempt_counts, exempt_records
from gongkai.records.rules.content import VersionContent
from gongkai.records.rules.exemption import a_year_after
from gongkai.records.rules.vocabulary import Category, SecrecyLevel, Split, Standing

PER_PAGE = 50
WHICH = ("overdue", "soon")


@audience(Audience.STAFF)
@require_safe
def exempt(request: HttpRequest) -> HttpResponse:
    """Show what is held back, the review that is due first leading."""
    viewer = viewer_of(request)
    own = organs_with(viewer.organs_as(*STAFF))
    if not own:
        raise NotFound(_("There is no such page."))
    filters = OrganFilter(request.GET, organs=own)
    asked = request.GET.get("which", "")
    which = asked if asked in WHICH else ""
    number = page_number(request.GET.get("page"))
    found = exempt_records(
        viewer,
        on=today(),
        organ_ids=filters.organ_ids(),
        which=which,
        page=number,
        size=PER_PAGE,
    )
    context = {
        "lines": found.items,
        "total": found.total,
        "which": which,
        "hidden": [("which", which)] if which else [],
        "counts": exempt_counts(viewer, on=today()),
        "may_review": bool(viewer.organs_as(*EXEMPTION_REVIEWERS)),
        "filter": filters if len(own) > 1 else None,
        "pages": pages_of(items=found.total, number=number, per_page=PER_PAGE),
        "crumbs": crumbs((_("Not disclosed"), "")),
    }
    return desk_page(request, "desk/exempt.html", context)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def review(request: HttpRequest, record_id: int) -> HttpResponse:
    """Decide whether the reasons of an exemption still hold."""
    record = staff_record(request, record_id, *EXEMPTION_REVIEWERS)
    require_now(request, is_open=record.standing == Standing.HELD)
    form = ExemptionReviewForm(sent_in(request), initial={"next_on": a_year_after(today())})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form), submitted_once(request, form.once_key) as submission:
            if not submission.result:
                actor = acting_as(request, *EXEMPTION_REVIEWERS, organ_id=record.organ_id)
                review_exemption(actor=actor, record_id=record_id, **form.values())
                submission.result = reverse("desk:record", args=[record_id])
        if not form.errors:
            return done(request, record_id, _("The review is kept."))
    said = about(
        record,
        title=_("Review the exemption"),
        lead=_(
            "Openness is the rule. Where the reasons have gone, a new version begins whose "
            "category is decided anew; until it is released nothing becomes public."
        ),
        submit=_("Keep the review"),
    )
    content = record.current.content
    facts = [
        SummaryRow(_("Ground"), record.current.ground_name),
        SummaryRow(_("Reasons"), content.ground_reason),
    ]
    return form_page(request, form, said.with_facts(facts))


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def part(request: HttpRequest, record_id: int) -> HttpResponse:
    """Register the part of an exempt record that can be disclosed."""
    record = staff_record(request, record_id, Role.CLERK)
    require_now(request, is_open=any(_is_partly(one.content) for one in record.versions))
    form = RegisterForm(
        sent_in(request),
        choices=record_choices(record.organ_id),
        initial=initial_from(_without_what_is_withheld(record.current.content)),
    )
    for name in OF_THE_RECORD[1:]:
        form.fields.pop(name)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form), submitted_once(request, form.once_key) as submission:
            if not submission.result:
                made = register_part(
                    actor=acting_as(request, Role.CLERK, organ_id=record.organ_id),
                    record_id=record_id,
                    content=content_said(form.cleaned_data),
                    class_code=form.cleaned_data["class_code"],
                )
                submission.result = reverse("desk:record", args=[made.pk])
        if not form.errors:
            messages.success(request, _("Registered as a draft. Propose it when it is complete."))
            return redirect(submission.result)
    context = {
        "form": form,
        "title": _("Register the part that can be disclosed"),
        "lead": _(
            "It becomes a record of its own. Name, summary and text are left empty on purpose: "
            "they must not tell what is withheld. Nobody outside reads that it is a part."
        ),
        "cancel_url": reverse("desk:record", args=[record_id]),
        "crumbs": record_crumbs(record, _("Part that can be disclosed")),
    }
    return desk_page(request, "desk/record_form.html", context)


def _is_partly(content: VersionContent) -> bool:
    return content.category == Category.EXEMPT and content.split == Split.PARTLY


def _without_what_is_withheld(content: VersionContent) -> VersionContent:
    return replace(
        content,
        title="",
        summary="",
        text="",
        remark="",
        keywords="",
        category=Category.UNDETERMINED.value,
        ground_code="",
        ground_reason="",
        secrecy_level=SecrecyLevel.NONE.value,
        split=Split.NOT_ASKED.value,
        split_reason="",
        change_note="",
        change_kind="",
        history=(),
    )
