"""Filters of the pages about many records: codes to words and colours."""

from django import template

from gongkai.interfaces.desk import wording
from gongkai.records.models import BulkKind, BulkState, ItemOutcome

register = template.Library()
_KINDS: dict[str, wording.Label] = dict(BulkKind.choices)
_STATES: dict[str, wording.Label] = dict(BulkState.choices)
_OUTCOMES: dict[str, wording.Label] = dict(ItemOutcome.choices)
_COLOURS = {
    "waiting": "blue",
    "refused": "red",
    "done": "green",
    "undone": "grey",
    "planned": "yellow",
    "looking": "light-blue",
    "queued": "light-blue",
}


@register.filter
def bulk_kind(code: str) -> wording.Label:
    """Return what a run does to each record."""
    return wording.name_of(_KINDS, code)


@register.filter
def bulk_state(code: str) -> wording.Label:
    """Return how far a run has come."""
    return wording.name_of(_STATES, code)


@register.filter
def bulk_outcome(code: str) -> wording.Label:
    """Return what became of one record."""
    return wording.name_of(_OUTCOMES, code)


@register.filter
def bulk_colour(code: str) -> str:
    """Return the colour that helps a tag; its words carry the meaning."""
    return _COLOURS.get(code, "grey")
