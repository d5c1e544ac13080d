"""Content on its way in: cleaned, checked, with its theme and ground looked up."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongkai.kernel.refusals import Refusal
from gongkai.records.contents import cleaned
from gongkai.records.models import Ground, ThemeClass
from gongkai.records.rules.content import Fault, VersionContent, proposal_faults, shape_faults
from gongkai.records.rules.exemption import (
    ExemptionFault,
    proposal_faults_of_exemption,
    shape_faults_of_exemption,
)
from gongkai.records.rules.statutory import item_of
from gongkai.records.wording import fault_text
from gongkai.records.wording_of_exemption import EXEMPTION_FAULTS


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


class References:
    """Looks themes and grounds up, each once; an import keeps one for its whole run."""

    def __init__(self) -> None:
        self._themes: dict[str, ThemeClass | None] = {}
        self._theme_names: dict[str, str] | None = None
        self._grounds: dict[tuple[str, str], Ground | None] = {}

    def theme(self, code: str) -> ThemeClass | None:
        """Return the theme of a code, None where there is none."""
        if code and code not in self._themes:
            self._themes[code] = ThemeClass.objects.filter(code=code).first()
        return self._themes.get(code)

    def theme_code(self, said: str) -> str:
        """Return the code of a theme said as its code, its name, or `first level\\second level`.

        What names none, or several, is returned as it was said: no theme has that code.
        """
        if self._theme_names is None:
            self._theme_names = _theme_names()
        return self._theme_names.get(_plain_name(said), said.strip())

    def ground(self, code: str, category: str) -> Ground | None:
        """Return the ground of a code if it is one of that category."""
        key = (code, category)
        if code and key not in self._grounds:
            self._grounds[key] = Ground.objects.filter(code=code, category=category).first()
        return self._grounds.get(key)


def _theme_names() -> dict[str, str]:
    """Return the codes of themes by their names; a name that several bear leads to none."""
    names: dict[str, set[str]] = {}
    for theme in ThemeClass.objects.select_related("parent"):
        names.setdefault(_plain_name(theme.name_zh), set()).add(theme.code)
        if theme.parent is not None:
            path = f"{theme.parent.name_zh}\\{theme.name_zh}"
            names.setdefault(_plain_name(path), set()).add(theme.code)
    return {name: codes.pop() for name, codes in names.items() if len(codes) == 1}


def _plain_name(said: str) -> str:
    return re.sub(r"[\s、,，]+", "", unicodedata.normalize("NFKC", said)).replace("/", "\\")


def checked_content(
    content: VersionContent, *, today: date, references: References | None = None
) -> CheckedContent:
    """Return the content cleaned and with its rows; raises InvalidContent, TextHoldsNul."""
    content = cleaned(content)
    references = references or References()
    faults = dict(shape_faults(content, today=today))
    theme = references.theme(content.theme_code)
    ground = references.ground(content.ground_code, content.category)
    if content.theme_code and theme is None:
        faults["theme_code"] = Fault.NOT_IN_LIST
    if content.ground_code and ground is None:
        faults["ground_code"] = Fault.NOT_IN_LIST
    if content.statutory_item and item_of(content.statutory_item) is None:
        faults["statutory_item"] = Fault.NOT_IN_LIST
    _refuse(faults, shape_faults_of_exemption(content))
    return CheckedContent(content, theme, ground)


def require_proposable(content: VersionContent, *, is_first: bool, today: date) -> None:
    """Raise InvalidContent where the content cannot be proposed for release."""
    faults = proposal_faults(content, is_first=is_first, today=today)
    of_exemption = {**shape_faults_of_exemption(content), **proposal_faults_of_exemption(content)}
    _refuse(faults, of_exemption)


def require_fits_level(content: VersionContent) -> None:
    """Raise InvalidContent where text or attachments are kept of what is secret."""
    _refuse({}, shape_faults_of_exemption(content))


def _refuse(faults: Mapping[str, Fault], of_exemption: Mapping[str, ExemptionFault]) -> None:
    said: dict[str, str | Promise] = {
        field: EXEMPTION_FAULTS[fault] for field, fault in of_exemption.items()
    }
    said |= {field: fault_text(field, fault) for field, fault in faults.items()}
    if said:
        raise InvalidContent(said)
