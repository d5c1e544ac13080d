"""The findings of everything that leaves together, each value once, with every place."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.release.queries.reports import DecisionLine, GateReport, ItemReport
from gongkai.release.rules.findings import FindingKind, Place


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceIn:
    """A place in one of the files, or in the text."""

    item: ItemReport
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedFinding:
    """One value, wherever in the files and the text it stands; decided once for all of them."""

    kind: FindingKind
    tag: str
    excerpt: str
    places: tuple[PlaceIn, ...]
    decision: DecisionLine | None

    @property
    def key(self) -> str:
        """Return by what a form knows it."""
        return f"{self.kind.value}:{self.tag}"


@dataclass(frozen=True, slots=True, kw_only=True)
class KindOfFindings:
    """All findings of one kind, those that wait for a decision first."""

    kind: FindingKind
    findings: tuple[MergedFinding, ...]

    @property
    def undecided(self) -> int:
        """Return how many wait for a decision."""
        return sum(1 for finding in self.findings if finding.decision is None)

    @property
    def key(self) -> str:
        """Return by what a form knows all that wait of this kind; another one once more wait."""
        waiting = sorted(finding.tag for finding in self.findings if finding.decision is None)
        return f"{self.kind.value}:{hashlib.sha256(' '.join(waiting).encode()).hexdigest()[:16]}"


def merged_findings(report: GateReport) -> tuple[MergedFinding, ...]:
    """Return the findings of a report, in the order of FindingKind, undecided ones first."""
    places: dict[tuple[FindingKind, str], list[PlaceIn]] = defaultdict(list)
    first: dict[tuple[FindingKind, str], tuple[str, DecisionLine | None]] = {}
    for item in report.items:
        for line in item.findings:
            key = (line.kind, line.tag)
            first.setdefault(key, (line.excerpt, line.decision))
            places[key] += [PlaceIn(item=item, place=place) for place in line.places]
    found = [
        MergedFinding(
            kind=kind, tag=tag, excerpt=excerpt, places=tuple(places[kind, tag]), decision=decision
        )
        for (kind, tag), (excerpt, decision) in first.items()
    ]
    order = list(FindingKind)
    return tuple(sorted(found, key=lambda one: (order.index(one.kind), one.decision is not None)))


def by_kind(findings: Sequence[MergedFinding]) -> tuple[KindOfFindings, ...]:
    """Return merged findings in groups of their kind."""
    groups: dict[FindingKind, list[MergedFinding]] = defaultdict(list)
    for finding in findings:
        groups[finding.kind].append(finding)
    return tuple(KindOfFindings(kind=kind, findings=tuple(of)) for kind, of in groups.items())
