"""What a reference to each form of disclosure says (city implementation opinions 2008, part 2).

A reader must find the thing again: the issue and page of the gazette, the programme and its time,
the place with its hours and whom to ring. Pure.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from gongkai.records.rules.vocabulary import Form


class Part(StrEnum):
    """A part of a reference."""

    NAME = "name"
    ISSUE = "issue"
    PAGE = "page"
    PROGRAMME = "programme"
    HOUR = "hour"
    PLACE = "place"
    OPEN = "open"
    TELEPHONE = "telephone"
    DESCRIPTION = "description"


@dataclass(frozen=True, slots=True)
class PartRule:
    """One part of a form's reference, in its order."""

    part: Part
    is_required: bool


def _need(part: Part) -> PartRule:
    return PartRule(part, is_required=True)


def _may(part: Part) -> PartRule:
    return PartRule(part, is_required=False)


PARTS: Mapping[Form, tuple[PartRule, ...]] = {
    Form.GAZETTE: (_need(Part.ISSUE), _may(Part.PAGE)),
    Form.PRESS_CONFERENCE: (_need(Part.NAME), _may(Part.PLACE)),
    Form.NEWSPAPER: (_need(Part.NAME), _may(Part.PAGE)),
    Form.RADIO: (_need(Part.NAME), _may(Part.PROGRAMME), _may(Part.HOUR)),
    Form.TELEVISION: (_need(Part.NAME), _may(Part.PROGRAMME), _may(Part.HOUR)),
    Form.SCREEN: (_need(Part.PLACE), _may(Part.OPEN)),
    Form.READING_ROOM: (_need(Part.PLACE), _need(Part.OPEN), _need(Part.TELEPHONE)),
    Form.OTHER: (_need(Part.DESCRIPTION), _may(Part.PLACE), _may(Part.TELEPHONE)),
}
"""Every form that is entered by hand; the website enters itself when a record is published."""
_WRITTEN: Mapping[Part, str] = {
    Part.PAGE: "第{}版",
    Part.PROGRAMME: "《{}》",
    Part.TELEPHONE: "电话：{}",
}
_PAGE_OF_GAZETTE = "第{}页"


def missing_parts(form: Form, details: Mapping[str, str]) -> tuple[Part, ...]:
    """Return the parts that a reference to the form must have and lacks."""
    return tuple(
        rule.part
        for rule in PARTS[form]
        if rule.is_required and not details.get(rule.part.value, "").strip()
    )


def reference_of(form: Form, details: Mapping[str, str]) -> str:
    """Return the reference as one line: its parts in their order, as printed in Chinese.

    >>> reference_of(Form.GAZETTE, {"issue": "2026年第3期", "page": "12"})
    '2026年第3期，第12页'
    """
    said = (
        _written(form, rule.part, text)
        for rule in PARTS[form]
        if (text := details.get(rule.part.value, "").strip())
    )
    return "，".join(said)


def _written(form: Form, part: Part, text: str) -> str:
    if part is Part.PAGE and not text.isdecimal():
        return text
    if part is Part.PAGE and form is Form.GAZETTE:
        return _PAGE_OF_GAZETTE.format(text)
    if part is Part.PROGRAMME and text.startswith("《"):
        return text
    return _WRITTEN.get(part, "{}").format(text)
