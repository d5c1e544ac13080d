"""Deliveries to archives, libraries and reading rooms: drawn up, fetched, handed over, received."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.deliveries.access import READERS, RECEIVERS, SENDERS
from gongkai.deliveries.operations import (
    MOST_LINES,
    draw_up_delivery,
    enter_receipt,
    hand_over_delivery,
)
from gongkai.deliveries.package import LACKS_FILES, build_bag
from gongkai.deliveries.queries import (
    DeliveryLine,
    deliveries,
    delivery,
    due_places,
    is_receiver,
    is_sender,
)
from gongkai.interfaces.desk.acting import acting_as
from gongkai.interfaces.desk.choices import organ_name
from gongkai.interfaces.desk.forms.deliveries import (
    HandOverForm,
    ReceiptForm,
    ReceiptWithFileForm,
)
from gongkai.interfaces.desk.forms.steps import ConfirmForm
from gongkai.interfaces.desk.layout import (
    FORM_METHODS,
    FormPage,
    crumbs,
    desk_page,
    files_in,
    form_page,
    sent_in,
)
from gongkai.interfaces.desk.refusals import refusals_on
from gongkai.interfaces.desk.subjects import require_now
from gongkai.interfaces.shared.audience import Audience, audience, viewer_of
from gongkai.interfaces.shared.bodies import LARGEST_FORM, takes_large_body
from gongkai.interfaces.shared.components import Crumb, SummaryRow, page_number, pages_of
from gongkai.interfaces.shared.handing_out import hand_over, send_built
from gongkai.interfaces.shared.once import submitted_once
from gongkai.interfaces.shared.templatetags.gongkai import day
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.time import today
from gongkai.kernel.types import Actor, Role
from gongkai.organs.queries import disclosure_office, organ_cards
from gongkai.release.doors import built_pass, open_inside
from gongkai.release.models import Upload
from gongkai.release.rules.doors import Door, Subject
from gongkai.release.rules.media_types import media_type_of

ZIP = "application/zip"
PER_PAGE = 50


@audience(Audience.STAFF)
@require_safe
def deliveries_list(request: HttpRequest) -> HttpResponse:
    """Show what waits for each place, and the deliveries so far."""
    viewer = viewer_of(request)
    if not viewer.organs_as(*READERS):
        raise NotFound(_("There is no such page."))
    senders = organ_cards(viewer.organs_as(*SENDERS))
    number = page_number(request.GET.get("page"))
    found = deliveries(viewer, page=number, size=PER_PAGE)
    context = {
        "waiting": [(card, due_places(organ_id)) for organ_id, card in senders.items()],
        "lines": found.items,
        "pages": pages_of(items=found.total, number=number, per_page=PER_PAGE),
        "crumbs": crumbs((_("Deliveries"), "")),
    }
    return desk_page(request, "desk/deliveries.html", context)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def draw_up(request: HttpRequest, organ_id: int, place_id: int) -> HttpResponse:
    """Draw up the list of what brings a place up to date."""
    if organ_id not in viewer_of(request).organs_as(*SENDERS):
        raise NotFound(_("There is no such page."))
    waiting = next((due for due in due_places(organ_id) if due.place.id == place_id), None)
    if waiting is None:
        raise NotFound(_("There is no such reading place."))
    form = ConfirmForm(sent_in(request))
    if request.method == "POST":
        with refusals_on(form):
            actor = acting_as(request, *SENDERS, organ_id=organ_id)
            drawn = draw_up_delivery(actor=actor, organ_id=organ_id, place_id=place_id)
            messages.success(
                request, _("The list is drawn up. Fetch its package and hand it over.")
            )
            return redirect("desk:delivery", delivery_id=drawn.pk)
    facts = [
        SummaryRow(_("Organ"), organ_name(organ_cards([organ_id])[organ_id])),
        SummaryRow(pgettext("delivery", "Place"), waiting.place.name),
        SummaryRow(_("New"), str(waiting.new)),
        SummaryRow(_("Replaces an earlier version"), str(waiting.changed)),
        SummaryRow(_("To be taken away"), str(waiting.withdrawn)),
    ]
    lead = _(
        "The list holds what everybody can read now and what the place must take away, up to "
        "%(most)d entries; what is over follows with the next one. What the release gate or the "
        "virus scanner holds back waits."
    ) % {"most": MOST_LINES}
    return form_page(request, form, _page(_("Draw up a delivery"), _("Draw up"), facts, lead=lead))


@audience(Audience.STAFF)
@require_safe
def show(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Show a delivery: its lines, its package, where it stands; made to be printed and signed."""
    viewer = viewer_of(request)
    page = delivery(viewer, delivery_id)
    context = {
        "page": page,
        "line": page.line,
        "rows": _rows(page.line),
        "lacks_files": LACKS_FILES,
        "may_hand_over": is_sender(viewer, page.line) and page.line.handed_over_on is None,
        "may_receive": is_receiver(viewer, page.line)
        and page.line.handed_over_on is not None
        and page.line.received_on is None,
        "crumbs": _crumbs(page.line.number),
    }
    return desk_page(request, "desk/delivery.html", context)


@audience(Audience.STAFF)
@require_safe
def fetch(request: HttpRequest, delivery_id: int) -> HttpResponseBase:
    """Hand out the package: one ZIP file, built while it is sent."""
    page = delivery(viewer_of(request), delivery_id)
    office = disclosure_office(page.line.sender_id)
    bag = build_bag(page, office=office, on=page.line.drawn_up_on)
    response = send_built(
        bag.pieces(),
        name=f"{bag.name}.zip",
        media_type=ZIP,
        gate_pass=built_pass(Door.PUBLIC, f"delivery:{delivery_id}"),
    )
    response.headers["Cache-Control"] = "no-store, private"
    return response


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def hand_over_page(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Say when and how a delivery was handed over."""
    line = delivery(viewer_of(request), delivery_id).line
    if not is_sender(viewer_of(request), line):
        raise NotFound(_("There is no such page."))
    require_now(request, is_open=line.handed_over_on is None)
    form = HandOverForm(sent_in(request), initial={"on": today()})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actor = acting_as(request, *SENDERS, organ_id=line.sender_id)
            hand_over_delivery(actor=actor, delivery_id=delivery_id, **form.cleaned_data)
            messages.success(request, _("Entered. The receipt is still to come."))
            return redirect("desk:delivery", delivery_id=delivery_id)
    lead = _(
        "Hand over the package as it is now. Entries without files count as not given; what stays "
        "public comes with a later delivery."
    )
    said = _page(_("Hand over"), _("Enter"), _rows(line), line=line, lead=lead)
    return form_page(request, form, said)


@audience(Audience.STAFF)
@takes_large_body(LARGEST_FORM)
@require_http_methods(FORM_METHODS)
def receipt(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Enter who received it; the sender adds the signed paper."""
    line = delivery(viewer_of(request), delivery_id).line
    if not is_receiver(viewer_of(request), line):
        raise NotFound(_("There is no such page."))
    require_now(request, is_open=line.handed_over_on is not None and line.received_on is None)
    actor, takes_file = _receiving(request, line)
    form: ReceiptForm
    if takes_file:
        form = ReceiptWithFileForm(sent_in(request), files_in(request), initial={"on": today()})
        form.upload_for(actor, _subject(line))
    else:
        form = ReceiptForm(sent_in(request), initial={"on": today()})
    if request.method == "POST" and _uploads_taken(form) and form.is_valid():
        with refusals_on(form), submitted_once(request, form.once_key) as submission:
            if not submission.result:
                paper = _paper(form)
                enter_receipt(
                    actor=actor,
                    delivery_id=delivery_id,
                    on=form.cleaned_data["on"],
                    received_by_name=form.cleaned_data["received_by_name"],
                    receipt=paper.stored if paper else None,
                    receipt_name=paper.name if paper else "",
                    receipt_media_type=media_type_of(paper.name) if paper else "",
                )
                submission.result = reverse("desk:delivery", args=[delivery_id])
                messages.success(request, _("Entered. The delivery has reached its place."))
        if not form.errors:
            return redirect(submission.result)
    said = _page(
        pgettext("delivery", "Receipt"), _("Enter"), _rows(line), line=line, takes_file=takes_file
    )
    return form_page(request, form, said)


@audience(Audience.STAFF)
@require_safe
def receipt_file(request: HttpRequest, delivery_id: int) -> HttpResponseBase:
    """Hand out the signed receipt to staff."""
    line = delivery(viewer_of(request), delivery_id).line
    if not line.receipt_digest:
        raise NotFound(_("There is no such file."))
    return hand_over(
        open_inside(
            digest=line.receipt_digest,
            name=line.receipt_name,
            media_type=line.receipt_media_type,
        )
    )


def _receiving(request: HttpRequest, line: DeliveryLine) -> tuple[Actor, bool]:
    """Return who enters the receipt, and whether they may add a file: the sender's people may."""
    if line.sender_id in viewer_of(request).organs_as(*SENDERS):
        return acting_as(request, *SENDERS, organ_id=line.sender_id), True
    organ_ids = (line.sender_id, line.place_organ_id)
    mine = next(one for one in organ_ids if one in viewer_of(request).organs_as(*RECEIVERS))
    return acting_as(request, Role.ARCHIVES, *RECEIVERS, organ_id=mine), False


def _subject(line: DeliveryLine) -> Subject:
    return Subject(kind="delivery", id=line.id, organ_id=line.sender_id, label=line.number)


def _uploads_taken(form: ReceiptForm) -> bool:
    return form.take_uploads() if isinstance(form, ReceiptWithFileForm) else True


def _paper(form: ReceiptForm) -> Upload | None:
    return next(iter(form.uploads), None) if isinstance(form, ReceiptWithFileForm) else None


def _rows(line: DeliveryLine) -> list[SummaryRow]:
    rows = [
        SummaryRow(_("Number of the list"), line.number),
        SummaryRow(_("Delivering organ"), line.organ_name),
        SummaryRow(pgettext("delivery", "To"), line.place_name),
        SummaryRow(_("Drawn up"), f"{day(line.drawn_up_on)} · {line.drawn_up_by}"),
    ]
    if line.handed_over_on:
        said = f"{day(line.handed_over_on)} · {line.means_label}"
        rows.append(SummaryRow(_("Handed over"), said))
    if line.manifest_digest:
        rows.append(SummaryRow(_("Entries handed over without files"), str(line.not_given)))
        rows.append(SummaryRow(_("SHA-256 of the manifest then"), line.manifest_digest))
    if line.received_on:
        said = f"{day(line.received_on)} · {line.received_by_name}"
        rows.append(SummaryRow(pgettext("delivery", "Received"), said))
    return rows


def _page(
    title: str,
    submit: str,
    facts: list[SummaryRow],
    *,
    lead: str = "",
    line: DeliveryLine | None = None,
    takes_file: bool = False,
) -> FormPage:
    back = reverse("desk:delivery", args=[line.id]) if line else reverse("desk:deliveries")
    return FormPage(
        title=title,
        submit=submit,
        cancel_url=back,
        lead=lead,
        facts=facts,
        crumbs=_crumbs(title),
        takes_file=takes_file,
    )


def _crumbs(title: str) -> list[Crumb]:
    return crumbs((_("Deliveries"), reverse("desk:deliveries")), (title, ""))
