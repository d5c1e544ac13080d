"""What documents need to be shown on a page."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from gongkai.guides.rules.document import Chart

register = template.Library()


@register.filter
def drawing(chart: Chart) -> SafeString:
    """Return the drawing of a chart as markup: our own, with every word in it escaped."""
    return mark_safe(chart.svg)  # noqa: S308 - guides.rules.drawing escapes each word
