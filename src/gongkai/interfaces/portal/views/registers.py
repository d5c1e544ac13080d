"""Registers: licensing matters, lists of clean-up, the rules column (requirements C12, O8)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.interfaces.portal.crumbs import trail
from gongkai.interfaces.portal.languages import in_reader_language
from gongkai.interfaces.portal.views.help_pages import organ_or_none
from gongkai.interfaces.shared.audience import Audience, GongkaiRequest, audience
from gongkai.interfaces.shared.components import Crumb, page_number, pages_of
from gongkai.kernel.refusals import NotFound
from gongkai.organs.queries import OrganPage
from gongkai.registers.queries import (
    cleanup_lists,
    cleanup_registers,
    licensing_register,
    licensing_registers,
    public_documents,
    rules_column,
)

PAGE_SIZE = 50


@audience(Audience.PUBLIC)
@require_safe
def registers(request: GongkaiRequest) -> HttpResponse:
    """List every organ's register of licensing matters and every list of clean-up."""
    context = {
        "licensing": licensing_registers(request.viewer),
        "lists": cleanup_registers(request.viewer),
        "crumbs": trail(Crumb(_("Registers"))),
    }
    return render(request, "portal/registers.html", context)


@audience(Audience.PUBLIC)
@require_safe
def licensing(request: GongkaiRequest, organ_id: int) -> HttpResponse:
    """Show an organ's register of licensing matters."""
    organ = _organ(organ_id)
    edition = licensing_register(request.viewer, organ_id)
    context = {
        "organ": organ,
        "name": in_reader_language(organ.card.name, organ.card.name_en),
        "edition": edition,
        "crumbs": _crumbs(organ, _("Administrative licensing matters")),
    }
    return render(request, "portal/licensing.html", context)


@audience(Audience.PUBLIC)
@require_safe
def cleanup(request: GongkaiRequest, organ_id: int) -> HttpResponse:
    """Show the lists of an organ's rounds of clean-up."""
    organ = _organ(organ_id)
    lists = cleanup_lists(request.viewer, organ_id)
    context = {
        "organ": organ,
        "name": in_reader_language(organ.card.name, organ.card.name_en),
        "lists": lists,
        "linked": public_documents(request.viewer, lists),
        "crumbs": _crumbs(organ, _("Clean-up of normative documents")),
    }
    return render(request, "portal/cleanup.html", context)


@audience(Audience.PUBLIC)
@require_safe
def rules(request: GongkaiRequest) -> HttpResponse:
    """Show the measures and working rules of every organ, public enterprises included."""
    organ = organ_or_none(_number(request.GET.get("organ", "")))
    number = page_number(request.GET.get("page"))
    found = rules_column(
        request.viewer, organ.card.id if organ else None, page=number, size=PAGE_SIZE
    )
    context = {
        "organ": organ,
        "columns": found.columns,
        "pages": pages_of(items=found.total, number=number, per_page=PAGE_SIZE),
        "crumbs": trail(Crumb(_("Measures and working rules"))),
    }
    return render(request, "portal/rules_column.html", context)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def _organ(organ_id: int) -> OrganPage:
    organ = organ_or_none(organ_id)
    if organ is None:
        raise NotFound(_("There is no such organ."))
    return organ


def _crumbs(organ: OrganPage, title: str) -> list[Crumb]:
    name = in_reader_language(organ.card.name, organ.card.name_en)
    return trail(
        Crumb(_("Organs"), reverse("portal:organs")),
        Crumb(name, reverse("portal:organ", args=[organ.card.id])),
        Crumb(title),
    )
