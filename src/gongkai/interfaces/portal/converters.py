"""What an address may hold where a record, an organ or a version stands."""

from django.urls import register_converter


class IdConverter:
    """A positive number that the database can hold; anything else is no page."""

    regex = "[1-9][0-9]{0,17}"

    def to_python(self, value: str) -> int:
        """Return the number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """Return the number as it stands in the address."""
        return str(value)


class VersionConverter(IdConverter):
    """The number of a version: 1 to 9999."""

    regex = "[1-9][0-9]{0,3}"


register_converter(IdConverter, "id")
register_converter(VersionConverter, "version")
