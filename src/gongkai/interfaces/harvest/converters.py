"""Kinds of parameters in the addresses of the harvest."""

from datetime import date

from django.urls import register_converter


class DayConverter:
    """A day written as 2026-03-16; what is no day of the calendar is no address."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        """Return the day; raises ValueError, which Django answers with 404."""
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        """Return the day as it stands in the address."""
        return value.isoformat()


register_converter(DayConverter, "day")
