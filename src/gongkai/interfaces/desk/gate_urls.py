"""Addresses of the release gate's pages at the desk."""

from django.urls import URLPattern, URLResolver, path, register_converter

from gongkai.interfaces.desk.views import gate, gate_finding, gate_queue, gate_recheck
from gongkai.release.rules.doors import Door
from gongkai.release.rules.findings import FindingKind
from gongkai.release.rules.work import Work


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


class WorkConverter(DoorConverter):
    """One of the kinds of work in the queue."""

    regex = "|".join(work.value for work in Work)


register_converter(DoorConverter, "gate_door")
register_converter(FindingKindConverter, "finding_kind")
register_converter(TagConverter, "finding_tag")
register_converter(WorkConverter, "gate_work")

_GOING = "gate/<slug:subject_kind>/<int:subject_id>/<gate_door:door>/"
_FINDING = f"{_GOING}<finding_kind:finding_kind>/<finding_tag:tag>/<int:number>/"

GATE: list[URLPattern | URLResolver] = [
    path("gate/queue/", gate_queue.queue, name="release_queue"),
    path(
        "gate/queue/<gate_work:work>/<int:work_id>/try-again/",
        gate_queue.again,
        name="release_again",
    ),
    path("gate/recheck/", gate_recheck.recheck, name="recheck"),
    path(_GOING, gate.findings, name="findings"),
    path(_FINDING, gate_finding.finding, name="finding"),
    path(f"{_FINDING}page.png", gate_finding.picture, name="finding_picture"),
]
