"""What the pages of the gate show: files with their state, findings with their places."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gongkai.interfaces.desk.gate_subjects import OUT, Going
from gongkai.interfaces.desk.gate_wording import SCANS, VERDICTS
from gongkai.interfaces.desk.wording import Label
from gongkai.release.placing import place_words
from gongkai.release.queries.merged import KindOfFindings, MergedFinding, PlaceIn, by_kind
from gongkai.release.queries.reports import DecisionLine, GateReport, ItemReport
from gongkai.release.rules.doors import ExaminationState, Obstacle, ScanState, Verdict
from gongkai.release.rules.findings import HIDDEN
from gongkai.release.rules.inspection import FileKind
from gongkai.release.wording import HINTS, KINDS, OBSTACLES, problem_text

MOST_OF_A_KIND = 100
MOST_SHOWN = 600
"""Boxes on one page; a form with more is not taken."""
MOST_PLACES = 3
_UNDER_WAY = frozenset({ExaminationState.WAITING, ExaminationState.RUNNING})
_STATE_TAGS = {
    ExaminationState.WAITING: "grey",
    ExaminationState.RUNNING: "light-blue",
    ExaminationState.STUCK: "red",
}
_NOT_REDACTED = frozenset({"", FileKind.ZIP.value})
_NOT_CLEANED = frozenset({"", FileKind.ZIP.value, FileKind.OFD.value})
_SCAN_TAGS = {ScanState.CLEAN: "green", ScanState.INFECTED: "red", ScanState.FAILED: "red"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownItem:
    """One file, or the text, with its state in words and what to do."""

    name: str
    """Empty for the text."""
    digest: str
    pages: int
    state_label: str
    state_tag: str
    scan_label: Label
    scan_tag: str
    notes: tuple[Label, ...]
    """What holds it back, each with what to do."""
    is_asked: bool
    stuck_id: int | None
    can_redact: bool
    can_clean: bool
    """Whether something in it is seen by nobody, so that a clean copy could be made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFinding:
    """One value with its first places and what was decided."""

    key: str
    excerpt: str
    places: tuple[str, ...]
    more: int
    url: str
    decision: DecisionLine | None
    verdict_label: Label
    is_allowed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownKind:
    """The findings of one kind; not all are shown where there are very many."""

    code: str
    key: str
    """By what the form knows all that wait."""
    label: Label
    hint: Label
    findings: tuple[ShownFinding, ...]
    total: int
    undecided: int

    @property
    def left_out(self) -> int:
        """Return how many are not shown."""
        return self.total - len(self.findings)


def shown_items(report: GateReport) -> list[ShownItem]:
    """Return the text and the files of a report."""
    return [_item(item) for item in report.items]


def is_under_way(report: GateReport) -> bool:
    """Say whether something is still to be examined, so that the page asks again by itself."""
    return any(item.examination_id and item.state in _UNDER_WAY for item in report.items)


def shown_kinds(going: Going, found: Sequence[MergedFinding]) -> list[ShownKind]:
    """Return the findings by kind, as many as one page takes."""
    shown: list[ShownKind] = []
    room = MOST_SHOWN
    for group in by_kind(found):
        some = group.findings[: min(MOST_OF_A_KIND, room)]
        room -= len(some)
        shown.append(_kind(going, group, some))
    return shown


def finding_url(going: Going, finding: MergedFinding, number: int = 1) -> str:
    """Return the address of the page that shows a place of a finding, counted from 1."""
    return gate_url(going, "desk:finding", finding.kind.value, finding.tag, number)


def gate_url(going: Going, route: str, *more: object) -> str:
    """Return the address of a page of the gate about what is going."""
    subject = going.subject
    url = reverse(route, args=[subject.kind, subject.id, going.door.value, *more])
    return f"{url}?{OUT}={going.out}" if going.is_out else url


def item_name(item: ItemReport) -> str:
    """Return the name of a file, or what the text is called."""
    return item.name or _("Text")


def where(place: PlaceIn) -> str:
    """Return the file and the place in it."""
    said = place_words(place.place)
    name = item_name(place.item)
    return (
        pgettext("file: place", "%(name)s: %(place)s") % {"name": name, "place": said}
        if said
        else name
    )


def _item(item: ItemReport) -> ShownItem:
    is_asked = item.is_text or item.examination_id is not None
    return ShownItem(
        name=item.name,
        digest=item.digest,
        pages=item.pages,
        state_label=_state_label(item, is_asked=is_asked),
        state_tag=_state_tag(item),
        scan_label="" if item.is_text else SCANS[item.scan],
        scan_tag=_SCAN_TAGS.get(item.scan, "grey"),
        notes=_notes(item),
        is_asked=is_asked,
        stuck_id=item.examination_id if item.state is ExaminationState.STUCK else None,
        can_redact=_was_read(item) and item.kind not in _NOT_REDACTED,
        can_clean=_was_read(item) and item.kind not in _NOT_CLEANED and _hides_something(item),
    )


def _was_read(item: ItemReport) -> bool:
    return not item.is_text and item.state is ExaminationState.DONE and not item.problem


def _hides_something(item: ItemReport) -> bool:
    return any(line.kind in HIDDEN for line in item.findings)


def _state_label(item: ItemReport, *, is_asked: bool) -> str:
    if not is_asked:
        return _("Not examined")
    if item.state is ExaminationState.DONE:
        return _done_label(item)
    labels = {
        ExaminationState.WAITING: _("Waits to be examined"),
        ExaminationState.RUNNING: _("Being examined"),
        ExaminationState.STUCK: _("Stuck"),
    }
    return labels[item.state]


def _done_label(item: ItemReport) -> str:
    if item.problem:
        return _("Not taken")
    if item.undecided:
        return _("To be decided")
    return pgettext("by the gate", "Held back") if item.obstacles else _("Nothing holds it back")


def _state_tag(item: ItemReport) -> str:
    if item.state is not ExaminationState.DONE:
        return _STATE_TAGS[item.state]
    if item.problem or Obstacle.MUST_GO in item.obstacles:
        return "red"
    return "yellow" if item.obstacles else "green"


def _notes(item: ItemReport) -> tuple[Label, ...]:
    notes: list[Label] = [OBSTACLES[one] for one in item.obstacles if one is not Obstacle.PROBLEM]
    if item.problem:
        notes.insert(0, problem_text(item.problem))
    return tuple(notes)


def _kind(going: Going, group: KindOfFindings, some: Sequence[MergedFinding]) -> ShownKind:
    return ShownKind(
        code=group.kind.value,
        key=group.key,
        label=KINDS[group.kind],
        hint=HINTS.get(group.kind, ""),
        findings=tuple(_finding(going, one) for one in some),
        total=len(group.findings),
        undecided=group.undecided,
    )


def _finding(going: Going, one: MergedFinding) -> ShownFinding:
    verdict = one.decision.verdict if one.decision else None
    return ShownFinding(
        key=one.key,
        excerpt=one.excerpt,
        places=tuple(map(where, one.places[:MOST_PLACES])),
        more=max(0, len(one.places) - MOST_PLACES),
        url=finding_url(going, one),
        decision=one.decision,
        verdict_label=VERDICTS[verdict] if verdict else "",
        is_allowed=verdict is Verdict.MAY_LEAVE,
    )
