"""Records before the release gate: looked at when proposed, cleared when released or restored."""

from django.utils.translation import gettext_lazy as _

from gongkai.kernel.refusals import Refusal
from gongkai.kernel.types import Actor
from gongkai.records.clearing import GOES_OUT, all_out, subject_of
from gongkai.records.models import Record, RecordVersion
from gongkai.release.operations.gate import NotCleared, look, pass_gate
from gongkai.release.operations.made_files import clear_made_files
from gongkai.release.queries.reports import GateReport
from gongkai.release.rules.doors import Door, TextOut
from gongkai.release.wording import findings_text


class PersonalDataInReference(Refusal):
    """Where something was disclosed is said with what may not leave; it is written anew."""

    def __init__(self, report: GateReport, *, field: str = "reference") -> None:
        super().__init__(
            _("The public reads this, and it may not hold: %(found)s. Write it without that.")
            % {"found": findings_text(report)},
            field=field,
        )


def look_at_version(record: Record, version: RecordVersion) -> GateReport:
    """Return what the gate says of the version as it is now."""
    texts, files = all_out(record, version)
    return look(door=Door.PUBLIC, subject=subject_of(record), files=files, texts=texts)


def require_clear(record: Record, version: RecordVersion) -> None:
    """Raise NotCleared where the gate would hold the version back; what is exempt stays inside."""
    if version.category not in GOES_OUT:
        return
    report = look_at_version(record, version)
    if not report.is_clear:
        raise NotCleared(report)


def clear_version(*, actor: Actor, record: Record, version: RecordVersion) -> None:
    """Pass the gate and note the clearances at the version (not saved) and its files.

    Raises NotCleared.
    """
    texts, files = all_out(record, version)
    passed = pass_gate(
        actor=actor, door=Door.PUBLIC, subject=subject_of(record), files=files, texts=texts
    )
    by_digest = {clearance.stored_id: clearance for clearance in passed}
    version.clearance = by_digest[None]
    for file in version.files.filter(stored__in=[digest for digest in by_digest if digest]):
        file.clearance = by_digest[file.stored_id]
        file.save(update_fields=["clearance"])


def clear_reference(
    *, actor: Actor, record: Record, reference: str, field: str = "reference"
) -> None:
    """Clear where a record was disclosed or to what it is linked, as its page says from then on.

    `field` is where the words were entered.

    Raises PersonalDataInReference: it is entered at one sitting, and nothing of it is kept on which
    somebody could decide.
    """
    texts = TextOut(parts=(("reference", reference),))
    try:
        pass_gate(actor=actor, door=Door.PUBLIC, subject=subject_of(record), texts=texts)
    except NotCleared as refused:
        raise PersonalDataInReference(refused.report, field=field) from refused


def clear_text_file(version: RecordVersion) -> None:
    """Clear the text file of a version whose text was cleared: it is made of that text alone."""
    if version.clearance is not None and version.text_file:
        clear_made_files([(version.clearance, version.text_file)])
