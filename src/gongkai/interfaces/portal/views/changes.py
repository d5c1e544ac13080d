"""What was corrected and what was taken back."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.interfaces.portal.crumbs import trail
from gongkai.interfaces.shared.audience import Audience, GongkaiRequest, audience
from gongkai.interfaces.shared.components import ColumnTags, Crumb
from gongkai.records.queries import recent_changes
from gongkai.records.queries.embargoes import announced

SHOWN = 100


@audience(Audience.PUBLIC)
@require_safe
def changes(request: GongkaiRequest) -> HttpResponse:
    """List the latest corrections and withdrawals, newest first."""
    context = {
        "changes": recent_changes(request.viewer, limit=SHOWN),
        "limit": SHOWN,
        "announced": announced(),
        "crumbs": trail(Crumb(_("Corrections and withdrawals"))),
        "column_tags": ColumnTags(
            name=_("Corrections and withdrawals"),
            description=_("What was corrected after publication and what was withdrawn."),
            keywords=_("corrections, withdrawals"),
            kind=_("Information disclosure"),
        ),
    }
    return render(request, "portal/changes.html", context)
