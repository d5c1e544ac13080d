"""The deadline calculator: when is an answer due, and why on that day?"""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.clock.queries import Calculation, CalendarUnknown, calculate_due
from gongkai.interfaces.portal.crumbs import trail
from gongkai.interfaces.portal.forms.deadline import DeadlineForm
from gongkai.interfaces.shared.audience import Audience, GongkaiRequest, audience
from gongkai.interfaces.shared.components import Crumb


@audience(Audience.PUBLIC)
@require_safe
def deadline(request: GongkaiRequest) -> HttpResponse:
    """Count a deadline from what stands in the address, so that the answer can be passed on."""
    form = DeadlineForm(request.GET) if "received" in request.GET else DeadlineForm()
    context: dict[str, object] = {"form": form, "crumbs": trail(Crumb(_("Deadline calculator")))}
    calculation = _calculate(form) if form.is_bound and form.is_valid() else None
    if calculation is not None:
        context |= {"calculation": calculation, "limit_key": form.limit_key}
    return render(request, "portal/deadline.html", context)


def _calculate(form: DeadlineForm) -> Calculation | None:
    try:
        return calculate_due(
            received_on=form.cleaned_data["received"], amount=form.amount, pauses=form.pauses
        )
    except CalendarUnknown as refusal:
        form.add_refusal(refusal)
        return None
