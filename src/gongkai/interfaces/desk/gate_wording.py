"""What the desk says of files on their way out: examined, scanned, and what was found in them."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from gongkai.interfaces.desk.wording import Label
from gongkai.release.queries.reports import ItemReport
from gongkai.release.rules.doors import ExaminationState, Obstacle, ScanState, Verdict
from gongkai.release.wording import OBSTACLES, problem_text

SCANS: Mapping[ScanState, Label] = {
    ScanState.UNSCANNED: gettext_lazy("Not scanned for viruses."),
    ScanState.CLEAN: gettext_lazy("Scanned for viruses: nothing found."),
    ScanState.INFECTED: gettext_lazy("The virus scanner found something in it."),
    ScanState.FAILED: gettext_lazy("The virus scanner failed at it. It is tried again."),
}
VERDICTS: Mapping[Verdict, Label] = {
    Verdict.MAY_LEAVE: pgettext_lazy("verdict", "May go out"),
    Verdict.MUST_GO: pgettext_lazy("verdict", "Must be removed first"),
}


def examination_text(item: ItemReport) -> str:
    """Return how far the examination of a file is and what came of it, in a sentence or two."""
    if item.state is ExaminationState.STUCK:
        return str(OBSTACLES[Obstacle.STUCK])
    if item.state is not ExaminationState.DONE:
        return str(OBSTACLES[Obstacle.NOT_EXAMINED])
    if item.problem:
        return str(problem_text(item.problem))
    if not item.findings:
        return _("Examined: nothing was found.")
    found = ngettext("Examined: %(n)d finding.", "Examined: %(n)d findings.", len(item.findings))
    return f"{found % {'n': len(item.findings)}} {_undecided_text(len(item.undecided))}"


def _undecided_text(undecided: int) -> str:
    if not undecided:
        return _("All are decided.")
    waits = ngettext("%(n)d waits for a decision.", "%(n)d wait for a decision.", undecided)
    return waits % {"n": undecided}
