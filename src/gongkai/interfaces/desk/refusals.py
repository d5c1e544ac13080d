"""A refusal becomes an error of the form it came from, so that nothing typed is lost."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django import forms

from gongkai.applications.operations import ReplyGaps
from gongkai.clock.wording import CalendarFileRefused, problem_text
from gongkai.interfaces.desk.case_wording import gap_field, gap_text
from gongkai.kernel.refusals import NotFound, Refusal


@contextmanager
def refusals_on(form: forms.Form) -> Iterator[None]:
    """Put what an operation refuses inside this block onto the form; look at `form.errors` after.

    A NotFound that names no field goes through: what a viewer may not know of is not explained.
    """
    try:
        yield
    except Refusal as refusal:
        if isinstance(refusal, NotFound) and not refusal.field:
            raise
        for field, message in _parts_of(refusal):
            form.add_error(_field_of(form, field), message)


def _parts_of(refusal: Refusal) -> list[tuple[str, str]]:
    if isinstance(refusal, ReplyGaps):
        return [(gap_field(gap), gap_text(gap)) for gap in refusal.gaps]
    if isinstance(refusal, CalendarFileRefused):
        return [("file", problem_text(error)) for error in refusal.errors]
    # A refusal of several fields at once carries them by name (InvalidContent of the records).
    several = getattr(refusal, "errors", None)
    if isinstance(several, Mapping) and several:
        return [(str(field), str(message)) for field, message in several.items()]
    return [(refusal.field, str(refusal.message))]


def _field_of(form: forms.Form, field: str) -> str | None:
    # Operations name the thing (`parent`), forms the key they choose it by.
    names = (field, f"{field}_id", f"{field}_code")
    return next((name for name in names if name in form.fields), None)
