"""What of a case goes out to its applicant passes the release gate, bound to its bytes.

A reply has the page of its findings, on which each is decided. The other letters are written and
sent at one sitting: what is found in them is named, and the clerk says it in other words.
"""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from gongkai.applications.leaving import subject_of
from gongkai.applications.models import Case
from gongkai.kernel.refusals import Refusal
from gongkai.kernel.types import Actor
from gongkai.release.models import Clearance
from gongkai.release.operations.gate import NotCleared, look, pass_gate
from gongkai.release.queries.reports import GateReport
from gongkai.release.rules.doors import Door, FileOut, TextOut
from gongkai.release.wording import findings_text


class PersonalDataInText(Refusal):
    """The text of a letter holds what may not leave; nobody decides on it, it is written anew."""

    def __init__(self, report: GateReport, *, field: str) -> None:
        super().__init__(
            _("This may not go out to the applicant: %(found)s. Write it without that.")
            % {"found": findings_text(report)},
            field=field,
        )
        self.report = report


def require_clear(
    case: Case, *, files: Sequence[FileOut] = (), texts: TextOut | None = None
) -> None:
    """Raise NotCleared unless all of it could go out to the applicant now; keeps nothing."""
    report = look(door=Door.APPLICANT, subject=subject_of(case), files=files, texts=texts)
    if not report.is_clear:
        raise NotCleared(report)


def let_out(
    case: Case, *, actor: Actor, files: Sequence[FileOut] = (), texts: TextOut | None = None
) -> Mapping[str, Clearance]:
    """Clear what goes out to the applicant; return the clearances by digest. Raises NotCleared."""
    cleared = pass_gate(
        actor=actor, door=Door.APPLICANT, subject=subject_of(case), files=files, texts=texts
    )
    return {row.digest: row for row in cleared}


def require_clear_words(case: Case, words: Sequence[str], *, field: str) -> None:
    """Raise PersonalDataInText where the words of a letter hold what may not go out."""
    try:
        require_clear(case, texts=_as_text(words, field))
    except NotCleared as refused:
        raise PersonalDataInText(refused.report, field=field) from refused


def let_words_out(case: Case, words: Sequence[str], *, actor: Actor, field: str) -> None:
    """Clear the words of a letter that is sent at one sitting; raises PersonalDataInText."""
    try:
        let_out(case, actor=actor, texts=_as_text(words, field))
    except NotCleared as refused:
        raise PersonalDataInText(refused.report, field=field) from refused


def _as_text(words: Sequence[str], field: str) -> TextOut:
    return TextOut(
        parts=tuple((f"{place} {field}", text) for place, text in enumerate(words, start=1))
    )
