"""Accounts and roles. A first password is shown once and kept nowhere."""

import secrets

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.interfaces.desk.acting import administrator
from gongkai.interfaces.desk.choices import all_organs
from gongkai.interfaces.desk.forms.people import EndRoleForm, GrantForm, PeopleFilter, PersonForm
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
from gongkai.interfaces.shared.components import SummaryRow, page_number, pages_of
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.time import today
from gongkai.kernel.types import Role
from gongkai.organs.operations import (
    close_account,
    create_person,
    end_role,
    grant_role,
    set_password,
)
from gongkai.organs.queries import PersonCard, person_card
from gongkai.organs.queries.directory import people_directory

PER_PAGE = 30


@audience(Audience.ADMINISTRATOR)
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Show the accounts, a page at a time."""
    form = PeopleFilter(request.GET)
    words = form.words()
    number = page_number(request.GET.get("page"))
    found = people_directory(viewer_of(request), words=words, page=number, size=PER_PAGE)
    context = {
        "filter": form,
        "lines": found.lines,
        "total": found.total,
        "pages": pages_of(items=found.total, number=number, per_page=PER_PAGE),
        "crumbs": crumbs((_("People and roles"), "")),
    }
    return desk_page(request, "desk/people.html", context)


@audience(Audience.ADMINISTRATOR)
@require_http_methods(FORM_METHODS)
def new_person(request: HttpRequest) -> HttpResponse:
    """Open an account and show its first password, once."""
    form = PersonForm(sent_in(request))
    if request.method == "POST" and form.is_valid():
        password = _first_password()
        with refusals_on(form):
            person = create_person(
                actor=administrator(request), password=password, **form.cleaned_data
            )
            return _password_page(request, person.pk, person.username, password)
    return form_page(request, form, _page(_("Open an account"), _("Open the account")))


@audience(Audience.ADMINISTRATOR)
@require_safe
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """Show an account with its roles."""
    card = person_card(viewer_of(request), person_id)
    context = {
        "person": card,
        "today": today(),
        "rows": _facts_of(card),
        "crumbs": crumbs((_("People and roles"), reverse("desk:people")), (card.name, "")),
    }
    return desk_page(request, "desk/person.html", context)


@audience(Audience.ADMINISTRATOR)
@require_http_methods(FORM_METHODS)
def new_password(request: HttpRequest, person_id: int) -> HttpResponse:
    """Give a new first password to somebody who lost theirs."""
    card = person_card(viewer_of(request), person_id)
    form = ConfirmForm(sent_in(request))
    if request.method == "POST":
        password = _first_password()
        with refusals_on(form):
            set_password(actor=administrator(request), person_id=person_id, password=password)
            return _password_page(request, person_id, card.username, password)
    lead = _("The old password stops working at once.")
    said = _page(_("New password"), _("Make a new password"), card, lead, "warning")
    return form_page(request, form, said)


@audience(Audience.ADMINISTRATOR)
@require_http_methods(FORM_METHODS)
def close(request: HttpRequest, person_id: int) -> HttpResponse:
    """Close an account."""
    card = person_card(viewer_of(request), person_id)
    form = ConfirmForm(sent_in(request))
    if request.method == "POST":
        with refusals_on(form):
            close_account(actor=administrator(request), person_id=person_id)
            messages.success(request, _("The account is closed."))
            return redirect("desk:person", person_id=person_id)
    lead = _("Sign-in, roles and substitutions end at once. What the person did stays on record.")
    said = _page(_("Close the account"), _("Close the account"), card, lead, "warning")
    return form_page(request, form, said)


@audience(Audience.ADMINISTRATOR)
@require_http_methods(FORM_METHODS)
def grant(request: HttpRequest, person_id: int) -> HttpResponse:
    """Grant a role."""
    card = person_card(viewer_of(request), person_id)
    form = GrantForm(sent_in(request), organs=all_organs(), initial={"from_on": today()})
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        with refusals_on(form):
            role = Role(values.pop("role"))
            grant_role(actor=administrator(request), person_id=person_id, role=role, **values)
            messages.success(request, _("The role is granted."))
            return redirect("desk:person", person_id=person_id)
    return form_page(request, form, _page(_("Grant a role"), _("Grant"), card))


@audience(Audience.ADMINISTRATOR)
@require_http_methods(FORM_METHODS)
def end(request: HttpRequest, person_id: int, assignment_id: int) -> HttpResponse:
    """End a role after a day."""
    card = person_card(viewer_of(request), person_id)
    held = next((role for role in card.roles if role.id == assignment_id), None)
    if held is None:
        raise NotFound(_("There is no such role."))
    form = EndRoleForm(sent_in(request), initial={"until_on": today()})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            end_role(actor=administrator(request), assignment_id=assignment_id, **form.cleaned_data)
            messages.success(request, _("The end of the role is entered."))
            return redirect("desk:person", person_id=person_id)
    lead = f"{held.label} · {held.organ_name}"
    return form_page(request, form, _page(_("End the role"), _("Save"), card, lead))


def _first_password() -> str:
    return "-".join(secrets.token_hex(3) for _part in range(3))


def _password_page(
    request: HttpRequest, person_id: int, username: str, password: str
) -> HttpResponse:
    context = {
        "person_id": person_id,
        "username": username,
        "password": password,
        "crumbs": crumbs((_("People and roles"), reverse("desk:people")), (username, "")),
    }
    return desk_page(request, "desk/first_password.html", context)


def _facts_of(card: PersonCard) -> list[SummaryRow]:
    factor = _("In use") if card.has_totp else _("Not in use")
    return [
        SummaryRow(_("User name"), card.username),
        SummaryRow(_("E-mail"), card.email or "—"),
        SummaryRow(_("Telephone"), card.telephone or "—"),
        SummaryRow(_("Account"), _("Open") if card.is_active else _("Closed")),
        SummaryRow(_("Second factor"), factor),
    ]


def _page(
    title: str, submit: str, card: PersonCard | None = None, lead: str = "", kind: str = ""
) -> FormPage:
    back = reverse("desk:people")
    home = reverse("desk:person", args=[card.id]) if card else back
    steps = [(_("People and roles"), back), *([(card.name, home)] if card else []), (title, "")]
    return FormPage(
        title=f"{title} · {card.name}" if card else title,
        lead=lead,
        submit=submit,
        cancel_url=home,
        kind=kind,
        crumbs=crumbs(*steps),
    )
