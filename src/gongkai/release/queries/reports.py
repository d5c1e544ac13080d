"""What the gate says of something on its way out: file by file, finding by finding."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from gongkai.organs.queries import person_names
from gongkai.release.models import FindingDecision
from gongkai.release.rules.doors import (
    Door,
    ExaminationState,
    Obstacle,
    ScanState,
    Subject,
    Verdict,
)
from gongkai.release.rules.findings import FindingKind, Place


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionLine:
    """What a person decided about a finding."""

    id: int
    verdict: Verdict
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingLine:
    """One value that was found, with every place where it stands, and what was decided."""

    kind: FindingKind
    tag: str
    excerpt: str
    """Masked."""
    places: tuple[Place, ...]
    decision: DecisionLine | None = None

    def as_row(self) -> dict[str, object]:
        """Return it as it is kept with a clearance."""
        return {
            "kind": self.kind.value,
            "tag": self.tag,
            "excerpt": self.excerpt,
            "places": [place.as_row() for place in self.places],
            "decision": self.decision.id if self.decision else None,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemReport:
    """What the gate says of one file, or of the text (which has no name)."""

    name: str
    digest: str
    state: ExaminationState
    scan: ScanState = ScanState.UNSCANNED
    kind: str = ""
    problem: str = ""
    pages: int = 0
    examination_id: int | None = None
    scan_id: int | None = None
    sketch: tuple[int, ...] = ()
    findings: tuple[FindingLine, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()

    @property
    def is_text(self) -> bool:
        """Say whether this is the text and no file."""
        return not self.name

    @property
    def undecided(self) -> tuple[FindingLine, ...]:
        """Return the findings that nobody has decided."""
        return tuple(line for line in self.findings if line.decision is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class GateReport:
    """What the gate says of everything that is to leave together."""

    door: Door
    subject: Subject
    items: tuple[ItemReport, ...]

    @property
    def is_clear(self) -> bool:
        """Say whether nothing holds it back."""
        return not self.obstacles

    @property
    def obstacles(self) -> tuple[Obstacle, ...]:
        """Return what holds it back, each once, in the order of Obstacle."""
        found = {obstacle for item in self.items for obstacle in item.obstacles}
        return tuple(obstacle for obstacle in Obstacle if obstacle in found)

    def item(self, digest: str) -> ItemReport | None:
        """Return what is said of one file or text."""
        return next((item for item in self.items if item.digest == digest), None)


Decisions = Mapping[tuple[str, str], DecisionLine]
"""The newest decision by (kind, tag)."""


def decisions_on(*, door: Door, subject: Subject) -> Decisions:
    """Return what was decided for this door and subject, the newest of each finding.

    Two queries at most, however many files they are about.
    """
    rows = FindingDecision.objects.filter(
        door=door.value, subject_kind=subject.kind, subject_id=subject.id
    ).order_by("pk")
    newest = {(row.kind, row.tag): row for row in rows}
    names = person_names({row.decided_by_id for row in newest.values()}) if newest else {}
    return {key: _decision_line(row, names) for key, row in newest.items()}


def finding_lines(
    rows: Iterable[Mapping[str, object]], decisions: Decisions
) -> tuple[FindingLine, ...]:
    """Return the findings grouped by value, in the order in which they first stand."""
    places: dict[tuple[str, str], list[Place]] = defaultdict(list)
    excerpts: dict[tuple[str, str], str] = {}
    for row in rows:
        key = (str(row["kind"]), str(row["tag"]))
        place = row.get("place")
        places[key].append(Place.of_row(place if isinstance(place, dict) else {}))
        excerpts.setdefault(key, str(row.get("excerpt", "")))
    return tuple(
        FindingLine(
            kind=FindingKind(key[0]),
            tag=key[1],
            excerpt=excerpts[key],
            places=tuple(stands),
            decision=decisions.get(key),
        )
        for key, stands in places.items()
    )


def obstacles_of_findings(lines: Sequence[FindingLine]) -> tuple[Obstacle, ...]:
    """Return what the findings hold against a release.

    A mark of secrecy is nobody's to wave through here: such a file has no place on this network
    (Secrets Law 2024; requirement C11), unless it was decided that the words are no mark.
    """
    found: list[Obstacle] = []
    for line in lines:
        if line.decision is None:
            is_mark = line.kind is FindingKind.SECRECY_MARK
            found.append(Obstacle.SECRECY_MARK if is_mark else Obstacle.UNDECIDED)
        elif line.decision.verdict is Verdict.MUST_GO:
            found.append(Obstacle.MUST_GO)
    return tuple(dict.fromkeys(found))


def _decision_line(row: FindingDecision, names: Mapping[int, str]) -> DecisionLine:
    return DecisionLine(
        id=row.pk,
        verdict=Verdict(row.verdict),
        reason=row.reason,
        by=names.get(row.decided_by_id, ""),
        at=row.decided_at,
    )
