"""Words of the statutory clock for templates: {% load clock %}."""

from django import template
from django.utils.functional import Promise

from gongkai.clock import wording
from gongkai.clock.rules.counting import Amount, Line

register = template.Library()


@register.filter
def weekday_name(line: Line) -> Promise:
    """Return Monday to Sunday for a line of a derivation."""
    return wording.WEEKDAYS[line.weekday]


@register.filter
def line_text(line: Line, limit_key: str | None = "") -> str:
    """Return what the day of a line was; the limit decides what day zero is called."""
    return wording.line_text(line, limit_key or "")


@register.filter
def amount_text(amount: Amount) -> str:
    """Return "15 working days"."""
    return wording.amount_text(amount)


@register.filter
def limit_name(limit_key: str) -> Promise | str:
    """Return what a limit is for; an unknown key as it is."""
    return wording.LIMITS.get(limit_key, limit_key)
