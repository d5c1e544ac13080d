"""Addresses of the release gate's pages at the desk."""

from django.urls import URLPattern, URLResolver, path, register_converter

from gongkai.interfaces.desk.views import gate, gate_finding
from gongkai.release.rules.doors import Door
from gongkai.release.rules.findings import FindingKind


class DoorConverter:
    """One of the doors through which something leaves."""

    regex = "|".join(door.value for door in Door)

    def to_python(self, value: str) -> str:
        """Return the door as it is stored."""
        return value

    def to_url(self, value: str) -> str:
        """Return the door as it stands in the address."""
        return value


class FindingKindConverter(DoorConverter):
    """One of the kinds of findings."""

    regex = "|".join(kind.value for kind in FindingKind)


class TagConverter(DoorConverter):
    """What stands for the value of a finding."""

    regex = "[0-9a-f]{64}"


register_converter(DoorConverter, "gate_door")
register_converter(FindingKindConverter, "finding_kind")
register_converter(TagConverter, "finding_tag")

_GOING = "gate/<slug:subject_kind>/<int:subject_id>/<gate_door:door>/"
_FINDING = f"{_GOING}<finding_kind:finding_kind>/<finding_tag:tag>/<int:number>/"

GATE: list[URLPattern | URLResolver] = [
    path(_GOING, gate.findings, name="findings"),
    path(_FINDING, gate_finding.finding, name="finding"),
    path(f"{_FINDING}page.png", gate_finding.picture, name="finding_picture"),
]
