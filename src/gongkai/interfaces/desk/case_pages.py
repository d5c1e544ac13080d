"""What the pages of the steps of a case say around their form, and where they lead."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from gongkai.applications.queries import CasePage, visible_case
from gongkai.interfaces.desk.case_rows import case_heading_rows
from gongkai.interfaces.desk.layout import FormPage, Label, case_crumbs
from gongkai.interfaces.shared.audience import viewer_of
from gongkai.interfaces.shared.components import SummaryRow
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.time import today
from gongkai.kernel.types import Role

HANDLING = (Role.CLERK, Role.PERSON_IN_CHARGE)
"""Who hands over, issues, delivers and closes."""


def about_case(
    page: CasePage,
    *,
    title: Label,
    lead: Label,
    submit: Label,
    kind: str = "",
    facts: Sequence[SummaryRow] = (),
    takes_file: bool = False,
) -> FormPage:
    """Return what the page of one step of a case says."""
    return FormPage(
        title=title,
        lead=lead,
        submit=submit,
        kind=kind,
        cancel_url=reverse("desk:case", args=[page.case_id]),
        facts=[*case_heading_rows(page), *facts],
        crumbs=case_crumbs(page, title),
        takes_file=takes_file,
    )


def case_done(request: HttpRequest, case_id: int, message: str) -> HttpResponse:
    """Say what was done and go to the case.

    Who decided for another organ loses sight of it with the last step that was handed up, and is
    led to the queue.
    """
    messages.success(request, message)
    try:
        visible_case(viewer_of(request), case_id, on=today())
    except NotFound:
        return redirect("desk:home")
    return redirect("desk:case", case_id=case_id)
