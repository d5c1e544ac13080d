"""Licensing matters and the rules column, as an organ's staff keep them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.interfaces.desk.acting import acting_as
from gongkai.interfaces.desk.choices import organ_name
from gongkai.interfaces.desk.forms.registers import MatterForm, matter_values
from gongkai.interfaces.desk.forms.steps import ConfirmForm
from gongkai.interfaces.desk.layout import (
    FORM_METHODS,
    FormPage,
    crumbs,
    desk_page,
    form_page,
    sent_in,
)
from gongkai.interfaces.desk.refusals import refusals_on
from gongkai.interfaces.shared.audience import Audience, audience, viewer_of
from gongkai.interfaces.shared.components import SummaryRow
from gongkai.kernel.refusals import NotAllowed, NotFound, Refusal
from gongkai.organs.queries import organ_cards
from gongkai.registers.access import COMPILERS, KEEPERS
from gongkai.registers.operations import (
    compile_licensing,
    end_matter,
    enter_matter,
    show_in_column,
    take_out_of_column,
)
from gongkai.registers.queries import (
    MatterLine,
    licensing_editions,
    matter,
    matters_of,
    rule_choices,
)


@audience(Audience.STAFF)
@require_safe
def registers(request: HttpRequest) -> HttpResponse:
    """Show the licensing matters of the viewer's organs with the editions of the register."""
    viewer = viewer_of(request)
    organs = organ_cards(_organs(request))
    context = {
        "lists": [
            {
                "organ": card,
                "matters": matters_of(viewer, organ_id),
                "editions": licensing_editions(organ_id),
                "may_compile": organ_id in viewer.organs_as(*COMPILERS),
            }
            for organ_id, card in organs.items()
        ],
        "crumbs": crumbs((_("Licensing matters"), "")),
    }
    return desk_page(request, "desk/registers.html", context)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def new_matter(request: HttpRequest, organ_id: int) -> HttpResponse:
    """Enter a licensing matter of an organ."""
    if organ_id not in _organs(request):
        raise NotFound(_("There is no such page."))
    form = MatterForm(sent_in(request))
    return _edited(request, form, organ_id, None) or _shown(request, form, organ_id)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def change_matter(request: HttpRequest, matter_id: int) -> HttpResponse:
    """Change what is said of a licensing matter."""
    kept = _matter(request, matter_id)
    form = MatterForm(sent_in(request), initial=matter_values(kept.matter))
    return _edited(request, form, kept.organ_id, matter_id) or _shown(request, form, kept.organ_id)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def end(request: HttpRequest, matter_id: int) -> HttpResponse:
    """Take a licensing matter out of the register."""
    kept = _matter(request, matter_id)
    form = ConfirmForm(sent_in(request))
    if request.method == "POST":
        with refusals_on(form):
            actor = acting_as(request, *KEEPERS, organ_id=kept.organ_id)
            end_matter(actor=actor, organ_id=kept.organ_id, matter_id=matter_id)
            messages.success(request, _("Taken out. The next edition no longer names it."))
            return redirect("desk:registers")
    lead = _("It was abolished or handed to another organ. Earlier editions still name it.")
    facts = [SummaryRow(_("Name of the matter"), kept.matter.name)]
    said = _page(_("Take out of the register"), _("Take out"), facts, lead=lead, kind="warning")
    return form_page(request, form, said)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def compile_register(request: HttpRequest, organ_id: int) -> HttpResponse:
    """Compile the register into a record's draft, which then goes through its reviews."""
    if organ_id not in viewer_of(request).organs_as(*COMPILERS):
        raise NotFound(_("There is no such page."))
    matters = matters_of(viewer_of(request), organ_id)
    form = ConfirmForm(sent_in(request))
    if request.method == "POST":
        with refusals_on(form):
            actor = acting_as(request, *COMPILERS, organ_id=organ_id)
            edition = compile_licensing(actor=actor, organ_id=organ_id)
            messages.success(request, _("Compiled. Look it through, then propose it."))
            return redirect("desk:record", record_id=edition.record_id)
    lead = _(
        "The register becomes the text of a record, or its next version. The public reads it once "
        "that was reviewed, approved and published."
    )
    facts = [
        SummaryRow(_("Organ"), organ_name(organ_cards([organ_id])[organ_id])),
        SummaryRow(_("Licensing matters"), str(len(matters))),
    ]
    return form_page(
        request, form, _page(_("Compile the register"), _("Compile"), facts, lead=lead)
    )


@audience(Audience.STAFF)
@require_safe
def column(request: HttpRequest) -> HttpResponse:
    """Show what stands in the rules column of the viewer's organs, and what could."""
    organs = organ_cards(_organs(request))
    context = {
        "lists": [
            (card, rule_choices(viewer_of(request), organ_id)) for organ_id, card in organs.items()
        ],
        "crumbs": crumbs((_("Rules column"), "")),
    }
    return desk_page(request, "desk/rules_column.html", context)


@audience(Audience.STAFF)
@require_POST
def choose(request: HttpRequest, organ_id: int, record_id: int) -> HttpResponse:
    """Show a record in the column, or take it out."""
    if organ_id not in _organs(request):
        raise NotFound(_("There is no such page."))
    actor = acting_as(request, *KEEPERS, organ_id=organ_id)
    try:
        if request.POST.get("do") == "show":
            show_in_column(actor=actor, record_id=record_id)
            messages.success(request, _("The public finds it in the rules column now."))
        else:
            take_out_of_column(actor=actor, record_id=record_id)
            messages.success(request, _("Taken out of the rules column."))
    except (NotFound, NotAllowed):
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("desk:rules_column")


def _matter(request: HttpRequest, matter_id: int) -> MatterLine:
    """Return the matter; of one taken out meanwhile what is sent in is judged by the operation."""
    return matter(viewer_of(request), matter_id, also_ended=request.method == "POST")


def _edited(
    request: HttpRequest, form: MatterForm, organ_id: int, matter_id: int | None
) -> HttpResponse | None:
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actor = acting_as(request, *KEEPERS, organ_id=organ_id)
            enter_matter(actor=actor, organ_id=organ_id, matter=form.matter(), matter_id=matter_id)
            messages.success(request, _("Saved. The next edition of the register takes it up."))
            return redirect("desk:registers")
    return None


def _shown(request: HttpRequest, form: MatterForm, organ_id: int) -> HttpResponse:
    facts = [SummaryRow(_("Organ"), organ_name(organ_cards([organ_id])[organ_id]))]
    return form_page(request, form, _page(_("Licensing matter"), _("Save"), facts))


def _page(
    title: str, submit: str, facts: list[SummaryRow], *, lead: str = "", kind: str = ""
) -> FormPage:
    back = reverse("desk:registers")
    return FormPage(
        title=title,
        submit=submit,
        cancel_url=back,
        lead=lead,
        kind=kind,
        facts=facts,
        crumbs=crumbs((_("Licensing matters"), back), (title, "")),
    )


def _organs(request: HttpRequest) -> frozenset[int]:
    own = viewer_of(request).organs_as(*KEEPERS)
    if not own:
        raise NotFound(_("There is no such page."))
    return own
