"""Numbers and codes of invented applications, for the demo's page to follow an application."""

from dataclasses import dataclass

from django.conf import settings

from gongkai.applications.models import Application
from gongkai.applications.operations.codes import first_code
from gongkai.applications.operations.receiving import hash_of_form
from gongkai.applications.queries.tracking import STATES
from gongkai.applications.queries.values import Label
from gongkai.applications.rules.numbers import format_query_code
from gongkai.applications.rules.vocabulary import CaseState

_FORM = "demo-form-{number}"
_FORMS = 200
_SHOWN = (CaseState.DELIVERED, CaseState.CORRECTION_ASKED, CaseState.HANDLING)


@dataclass(frozen=True, slots=True)
class DemoApplication:
    """What opens one of the demo's cases, and where that one stands."""

    number: str
    code: str
    state_label: Label


def demo_form(number: int) -> str:
    """Return the secret of the demo's form with this number."""
    return _FORM.format(number=number)


def demo_applications() -> tuple[DemoApplication, ...]:
    """Return one application in each of three states; nothing on any other site."""
    if not settings.DEMO:
        return ()
    forms = {hash_of_form(demo_form(number)): demo_form(number) for number in range(_FORMS)}
    rows = Application.objects.filter(once_key__in=forms).select_related("case")
    found: list[DemoApplication] = []
    for state in _SHOWN:
        row = rows.filter(case__state=state.value).order_by("pk").first()
        if row is not None:
            code = format_query_code(first_code(forms[row.once_key]))
            found.append(DemoApplication(row.number, code, STATES[state]))
    return tuple(found)
