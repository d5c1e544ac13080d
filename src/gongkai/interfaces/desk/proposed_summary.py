"""A summary proposed from the text, in the form that is being filled; nothing typed is lost."""

from typing import TypeVar

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from gongkai.interfaces.desk.forms.record import RecordChoices, RecordForm
from gongkai.records.rules.summary import summary_from

BUTTON = "propose_summary"
F = TypeVar("F", bound=RecordForm)


def asks_for_summary(request: HttpRequest) -> bool:
    """Say whether the form was sent by the button that asks for a summary."""
    return request.method == "POST" and BUTTON in request.POST


def with_proposed_summary(request: HttpRequest, form: F, *, choices: RecordChoices) -> F:
    """Return the form as it was typed, not checked yet, with a summary where there was none.

    A summary that was typed stays: the proposal is then only shown beside it.
    """
    typed = _typed(form)
    proposed = summary_from(str(typed.get("text") or ""))
    if not proposed:
        messages.warning(request, _("There is no text yet of which a summary could be made."))
    elif typed.get("summary"):
        said = _("Proposed from the text: “%(summary)s”. Your own summary was left as it is.")
        messages.info(request, said % {"summary": proposed})
    else:
        typed["summary"] = proposed
        messages.success(request, _("A summary was made from the text. Read it, then save."))
    return type(form)(choices=choices, initial=typed)


def _typed(form: RecordForm) -> dict[str, object]:
    return {
        name: field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
        for name, field in form.fields.items()
    }
