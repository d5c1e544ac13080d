"""An organ is merged into another: what would go over, the signature, and nothing to take back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from gongkai.applications.merging import open_cases_of
from gongkai.interfaces.desk.acting import administrator, competent_for, guided_by, person_id_of
from gongkai.interfaces.desk.choices import Choices, all_organs, organ_name, organs_with
from gongkai.interfaces.desk.forms.merging import MergeForm, SignedMergeForm
from gongkai.interfaces.desk.layout import (
    FORM_METHODS,
    FormPage,
    crumbs,
    desk_page,
    form_page,
    sent_in,
)
from gongkai.interfaces.desk.refusals import refusals_on
from gongkai.interfaces.desk.wording import STANDING_NAMES
from gongkai.interfaces.shared.audience import Audience, audience, viewer_of
from gongkai.interfaces.shared.components import Crumb, SummaryRow
from gongkai.interfaces.shared.templatetags.gongkai import day
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.types import Actor, Role
from gongkai.organs.operations import sign
from gongkai.organs.queries import OrganPage, organ_page
from gongkai.records.operations.transfer import MERGE_PURPOSE, Merger, merge_organs
from gongkai.records.queries.transfer import MergerPreview, merger_preview
from gongkai.remedies.merging import open_reports_of


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def merge(request: HttpRequest, organ_id: int) -> HttpResponse:
    """Take the order, show what would go over, and carry it out once it is signed."""
    organs, actor = _may_order(request, organ_id)
    page = organ_page(organ_id)
    if "secret" in request.POST:
        return _signed(request, actor, page, organs)
    form = MergeForm(sent_in(request), organs=organs)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            preview = merger_preview(actor, _merger(organ_id, form))
            said = {**form.cleaned_data, "seen_digest": preview.digest}
            return _preview_page(
                request, page, preview, SignedMergeForm(initial=said, organs=organs)
            )
    return _order_page(request, page, form)


def _signed(request: HttpRequest, actor: Actor, page: OrganPage, organs: Choices) -> HttpResponse:
    form = SignedMergeForm(request.POST, organs=organs)
    order = MergeForm(request.POST, organs=organs)
    if not order.is_valid():
        return _order_page(request, page, order)
    merger = _merger(page.card.id, order)
    if form.is_valid() and (moved := _merged(request, actor, merger, form)) is not None:
        messages.success(request, _said(moved))
        return redirect(_home(request))
    with refusals_on(order):
        preview = merger_preview(actor, merger)
    if order.errors:
        return _order_page(request, page, order)
    form.show_instead("seen_digest", preview.digest)
    return _preview_page(request, page, preview, form)


def _merged(
    request: HttpRequest, actor: Actor, merger: Merger, form: SignedMergeForm
) -> int | None:
    """Return how many records went over; None where it was refused, which the form then says."""
    moved = 0
    with refusals_on(form):
        # Signed before the operation and outside its transaction: wrong secrets stay counted.
        signature = sign(
            person_id=person_id_of(request),
            secret=form.cleaned_data["secret"],
            purpose=MERGE_PURPOSE,
            digest=form.cleaned_data["seen_digest"],
        )
        moved = merge_organs(actor=actor, merger=merger, signature=signature).records
    return None if form.errors else moved


def _order_page(request: HttpRequest, page: OrganPage, form: MergeForm) -> HttpResponse:
    said = FormPage(
        title=_title(page),
        lead=_(
            "All its records go over to the other organ; their index numbers never change. You "
            "see how much goes over before you sign."
        ),
        submit=_("Look at what would go over"),
        cancel_url=_home(request),
        crumbs=_crumbs(request, page),
    )
    return form_page(request, form, said)


def _said(count: int) -> str:
    return ngettext(
        "Merged; %(count)d record went over.", "Merged; %(count)d records went over.", count
    ) % {"count": count}


def _merger(organ_id: int, form: MergeForm) -> Merger:
    said = form.cleaned_data
    return Merger(
        from_id=organ_id, to_id=said["to_id"], merged_on=said["merged_on"], basis=said["basis"]
    )


def _may_order(request: HttpRequest, organ_id: int) -> tuple[Choices, Actor]:
    """Return the organs that it may be merged into, and who orders it; raises NotFound."""
    viewer = viewer_of(request)
    if viewer.organs_as(Role.SYSTEM_ADMINISTRATOR):
        organs, actor = all_organs(), administrator(request)
    elif organ_id in guided_by(viewer):
        organs, actor = organs_with(guided_by(viewer)), competent_for(request, organ_id)
    else:
        raise NotFound(_("There is no such page."))
    return [choice for choice in organs if choice[0] != str(organ_id)], actor


def _preview_page(
    request: HttpRequest, page: OrganPage, preview: MergerPreview, form: SignedMergeForm
) -> HttpResponse:
    context = {
        "form": form,
        "title": _title(page),
        "rows": _rows(preview),
        "open_cases": open_cases_of(page.card.id),
        "open_reports": open_reports_of(page.card.id),
        "unknown_classes": ", ".join(preview.unknown_classes),
        "cancel_url": _home(request),
        "crumbs": _crumbs(request, page),
    }
    return desk_page(request, "desk/merge.html", context)


def _rows(preview: MergerPreview) -> list[SummaryRow]:
    merger = preview.merger
    counts = [
        SummaryRow(STANDING_NAMES[standing], str(count))
        for standing, count in sorted(preview.counts.items())
    ]
    return [
        SummaryRow(_("Organ that ends"), organ_name(preview.organ)),
        SummaryRow(_("Merged into"), organ_name(preview.successor)),
        SummaryRow(_("From which day"), day(merger.merged_on)),
        SummaryRow(_("Decision"), merger.basis),
        *counts,
        SummaryRow(_("In review: become drafts again"), str(preview.in_review)),
        SummaryRow(_("Digest that is signed"), preview.digest),
    ]


def _title(page: OrganPage) -> str:
    return _("Merge %(organ)s into another organ") % {"organ": organ_name(page.card)}


def _home(request: HttpRequest) -> str:
    is_administrator = viewer_of(request).organs_as(Role.SYSTEM_ADMINISTRATOR)
    return reverse("desk:organs" if is_administrator else "desk:organs_below")


def _crumbs(request: HttpRequest, page: OrganPage) -> list[Crumb]:
    is_administrator = viewer_of(request).organs_as(Role.SYSTEM_ADMINISTRATOR)
    home = _("Regions and organs") if is_administrator else _("Organs below")
    return crumbs((home, _home(request)), (_title(page), ""))
