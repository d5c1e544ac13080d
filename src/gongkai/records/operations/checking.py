"""Content on its way in: cleaned, checked, with its theme and ground looked up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongkai.kernel.refusals import Refusal
from gongkai.records.contents import cleaned
from gongkai.records.models import Ground, ThemeClass
from gongkai.records.rules.content import Fault, VersionContent, proposal_faults, shape_faults
from gongkai.records.rules.statutory import item_of
from gongkai.records.wording import fault_text


class InvalidContent(Refusal):
    """Elements are missing or wrong; `errors` says which and what to do, all at once."""

    def __init__(self, errors: Mapping[str, str | Promise]) -> None:
        super().__init__(_("Some elements are missing or wrong. Correct them and try again."))
        self.errors = dict(errors)


@dataclass(frozen=True, slots=True)
class CheckedContent:
    """Content that may be kept, with the rows it refers to."""

    content: VersionContent
    theme: ThemeClass | None
    ground: Ground | None


def checked_content(content: VersionContent, *, today: date) -> CheckedContent:
    """Return the content cleaned and with its rows; raises InvalidContent, TextHoldsNul."""
    content = cleaned(content)
    faults = dict(shape_faults(content, today=today))
    theme = _theme_of(content.theme_code, faults)
    ground = _ground_of(content, faults)
    if content.statutory_item and item_of(content.statutory_item) is None:
        faults["statutory_item"] = Fault.NOT_IN_LIST
    _refuse(faults)
    return CheckedContent(content, theme, ground)


def require_proposable(content: VersionContent, *, is_first: bool, today: date) -> None:
    """Raise InvalidContent where the content cannot be proposed for release."""
    _refuse(proposal_faults(content, is_first=is_first, today=today))


def _refuse(faults: Mapping[str, Fault]) -> None:
    if faults:
        raise InvalidContent({field: fault_text(field, fault) for field, fault in faults.items()})


def _theme_of(code: str, faults: dict[str, Fault]) -> ThemeClass | None:
    if not code:
        return None
    theme = ThemeClass.objects.filter(code=code).first()
    if theme is None:
        faults["theme_code"] = Fault.NOT_IN_LIST
    return theme


def _ground_of(content: VersionContent, faults: dict[str, Fault]) -> Ground | None:
    if not content.ground_code:
        return None
    ground = Ground.objects.filter(code=content.ground_code, category=content.category).first()
    if ground is None:
        faults["ground_code"] = Fault.NOT_IN_LIST
    return ground
