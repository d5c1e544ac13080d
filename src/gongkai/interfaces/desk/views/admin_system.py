"""How the system is doing: jobs, public epoch, versions. Nothing of any record."""

from importlib import metadata

import django
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from gongkai.interfaces.desk.layout import crumbs, desk_page
from gongkai.interfaces.shared.audience import Audience, audience
from gongkai.interfaces.shared.components import Cell, Column, SummaryRow, Table
from gongkai.interfaces.shared.templatetags.gongkai import moment
from gongkai.kernel.jobs import counts_by_status
from gongkai.kernel.public import public_epoch
from gongkai.records.queries.embargoes import scheduler_health

JOB_STATES = {
    "todo": _("Waiting"),
    "doing": _("Running"),
    "succeeded": _("Finished"),
    "failed": _("Failed"),
    "cancelled": _("Cancelled"),
    "aborting": _("Being stopped"),
    "aborted": _("Stopped"),
}


@audience(Audience.ADMINISTRATOR)
@require_safe
def system(request: HttpRequest) -> HttpResponse:
    """Show jobs by state, the public epoch and the versions in use."""
    context = {
        "jobs": _job_table(),
        "rows": _facts(),
        "crumbs": crumbs((_("System"), "")),
    }
    return desk_page(request, "desk/system.html", context)


def _job_table() -> Table:
    counts = counts_by_status()
    rows = [
        [Cell(JOB_STATES.get(state, state)), Cell(count, is_number=True)]
        for state, count in counts.items()
    ]
    return Table(_("Jobs by state"), [Column(_("State")), Column(_("Jobs"), is_number=True)], rows)


def _facts() -> list[SummaryRow]:
    return [
        SummaryRow("Gongkai", metadata.version("gongkai")),
        # pg_version is a fact of the PostgreSQL backend, the only one there is.
        SummaryRow("PostgreSQL", str(connection.pg_version // 10000)),  # type: ignore[attr-defined]
        SummaryRow("Django", django.get_version()),
        SummaryRow(_("Public epoch"), str(public_epoch())),
        *_scheduler_rows(),
    ]


def _scheduler_rows() -> list[SummaryRow]:
    health = scheduler_health()
    if health is None:
        return []
    ran_at = moment(health.last_ran_at) or _("Never yet")
    said = _("%(moment)s: too long ago") % {"moment": ran_at} if health.is_silent else ran_at
    return [
        SummaryRow(_("Publication on a chosen day last ran"), said),
        SummaryRow(_("Publications that are overdue"), str(health.overdue)),
    ]
