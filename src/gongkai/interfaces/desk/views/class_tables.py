"""The class table of an organ: look at it, make it its own, change it."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongkai.interfaces.desk.acting import acting_as
from gongkai.interfaces.desk.choices import organ_name
from gongkai.interfaces.desk.forms.classes import ClassForm, NewClassForm
from gongkai.interfaces.desk.layout import (
    FORM_METHODS,
    SETTINGS_ROLES,
    FormPage,
    crumbs,
    desk_page,
    form_page,
    sent_in,
)
from gongkai.interfaces.desk.refusals import refusals_on
from gongkai.interfaces.shared.audience import Audience, audience, viewer_of
from gongkai.interfaces.shared.components import Crumb
from gongkai.kernel.refusals import NotFound, Refusal
from gongkai.kernel.types import Actor
from gongkai.organs.queries import OrganCard, organ_cards
from gongkai.records.operations.classes import (
    add_class,
    adopt_class_table,
    change_class,
    close_class,
    move_class,
    remove_class,
    reopen_class,
)
from gongkai.records.queries import items_of
from gongkai.records.queries.classes import ClassLine, class_table

Step = Callable[[Actor, int, str], None]
STEPS: Mapping[str, Step] = {
    "adopt": lambda actor, organ_id, _code: adopt_class_table(actor=actor, organ_id=organ_id),
    "up": lambda actor, organ_id, code: move_class(
        actor=actor, organ_id=organ_id, code=code, up=True
    ),
    "down": lambda actor, organ_id, code: move_class(
        actor=actor, organ_id=organ_id, code=code, up=False
    ),
    "close": lambda actor, organ_id, code: close_class(actor=actor, organ_id=organ_id, code=code),
    "reopen": lambda actor, organ_id, code: reopen_class(actor=actor, organ_id=organ_id, code=code),
    "remove": lambda actor, organ_id, code: remove_class(actor=actor, organ_id=organ_id, code=code),
}


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def table(request: HttpRequest, organ_id: int) -> HttpResponse:
    """Show the classes; copy the default table, reorder, close, reopen or take one out."""
    organ = _organ(request, organ_id)
    if request.method == "POST":
        return _stepped(request, organ_id)
    shown, names = class_table(viewer_of(request), organ_id), dict(_items(organ_id))
    context = {
        "organ": {"id": organ_id, "name": organ_name(organ)},
        "table": shown,
        "lines": [
            (line, names.get(line.statutory_item, line.statutory_item)) for line in shown.lines
        ],
        "crumbs": _crumbs(),
    }
    return desk_page(request, "desk/class_table.html", context)


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def add(request: HttpRequest, organ_id: int) -> HttpResponse:
    """Add a class to the organ's own table."""
    organ = _organ(request, organ_id)
    _require_own_table(request, organ_id)
    form = NewClassForm(sent_in(request), items=_items(organ_id))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            add_class(actor=_actor(request, organ_id), organ_id=organ_id, **form.cleaned_data)
            return _saved(request, organ_id, _("The class is added at the end of the table."))
    return form_page(request, form, _page(organ, _("Add a class"), _("Add")))


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def change(request: HttpRequest, organ_id: int, code: str) -> HttpResponse:
    """Rename a class of the organ's own table or map it to another statutory item."""
    organ = _organ(request, organ_id)
    line = _line(request, organ_id, code)
    form = ClassForm(
        sent_in(request),
        items=_items(organ_id),
        initial={
            "name_zh": line.name_zh,
            "name_en": line.name_en,
            "statutory_item": line.statutory_item,
        },
    )
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            change_class(
                actor=_actor(request, organ_id),
                organ_id=organ_id,
                code=code,
                **form.cleaned_data,
            )
            return _saved(request, organ_id, _("Saved. Public pages say it now."))
    title = _("Class %(code)s") % {"code": code}
    return form_page(request, form, _page(organ, title, _("Save")))


def _stepped(request: HttpRequest, organ_id: int) -> HttpResponse:
    step = STEPS.get(request.POST.get("step", ""))
    if step is None:
        raise NotFound(_("There is no such page."))
    try:
        step(_actor(request, organ_id), organ_id, request.POST.get("code", ""))
    except NotFound:
        raise
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return redirect("desk:class_table", organ_id=organ_id)


def _actor(request: HttpRequest, organ_id: int) -> Actor:
    return acting_as(request, *SETTINGS_ROLES, organ_id=organ_id)


def _organ(request: HttpRequest, organ_id: int) -> OrganCard:
    if organ_id not in viewer_of(request).organs_as(*SETTINGS_ROLES):
        raise NotFound(_("There is no such page."))
    return organ_cards([organ_id])[organ_id]


def _require_own_table(request: HttpRequest, organ_id: int) -> None:
    if not class_table(viewer_of(request), organ_id).is_own:
        raise NotFound(_("The organ uses the default table. Give it a table of its own first."))


def _line(request: HttpRequest, organ_id: int, code: str) -> ClassLine:
    _require_own_table(request, organ_id)
    lines = class_table(viewer_of(request), organ_id).lines
    line = next((one for one in lines if one.code == code), None)
    if line is None:
        raise NotFound(_("There is no such class."))
    return line


def _items(organ_id: int) -> list[tuple[str, str]]:
    return [(item.code, f"{item.code} {item.name}") for item in items_of(organ_id)]


def _saved(request: HttpRequest, organ_id: int, message: str) -> HttpResponse:
    messages.success(request, message)
    return redirect("desk:class_table", organ_id=organ_id)


def _page(organ: OrganCard, title: str, submit: str) -> FormPage:
    back = reverse("desk:class_table", args=[organ.id])
    return FormPage(
        title=title,
        lead=organ_name(organ),
        submit=submit,
        cancel_url=back,
        crumbs=_crumbs((_("Information classes"), back), (title, "")),
    )


def _crumbs(*more: tuple[str, str]) -> list[Crumb]:
    steps = more or ((_("Information classes"), ""),)
    return crumbs((_("Organ settings"), reverse("desk:organ_settings")), *steps)
