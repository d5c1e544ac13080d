"""A later version's kind of change, held against the version that stands."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongkai.records.contents import content_of
from gongkai.records.models import Record, RecordVersion
from gongkai.records.operations.checking import InvalidContent
from gongkai.records.rules.change import KindFault, keeps_text_file, kind_fault
from gongkai.records.rules.vocabulary import ChangeKind, VersionState

_SAYS: Mapping[KindFault, str | Promise] = {
    KindFault.NOT_SAID: _("Say what kind of change this is; the public reads it."),
    KindFault.TEXT_CHANGED: _(
        "The text differs from the version before, so this is no correction of elements alone. "
        "Choose “corrected copy” or “replaced by a new text”, or put the text back."
    ),
    KindFault.FILES_CHANGED: _(
        "The attachments differ from the version before, so this is no correction of elements "
        "alone. Choose “corrected copy” or “replaced by a new text”, or put them back."
    ),
    KindFault.CATEGORY_CHANGED: _(
        "The category differs from the version before, so other things can be read than before. "
        "Choose “corrected copy” or “replaced by a new text”."
    ),
    KindFault.NOTHING_TO_READ_CHANGED: _(
        "Text, attachments and category are those of the version before. Choose “elements "
        "corrected”, or make the change."
    ),
    KindFault.NOTHING_CHANGED: _(
        "Nothing differs from the version before. Make the change, or abandon this version."
    ),
}


def require_kind_fits(before: RecordVersion | None, version: RecordVersion) -> None:
    """Raise InvalidContent where a later version is not the kind of change that it says."""
    if before is None:
        return
    fault = kind_fault(content_of(before), content_of(version))
    if fault is not None:
        raise InvalidContent({"change_kind": _SAYS[fault]})


def standing_version(record: Record, version: RecordVersion) -> RecordVersion | None:
    """Return the released version that this one is to replace, None where there is none."""
    return (
        record.versions.filter(state=VersionState.RELEASED.value)
        .exclude(pk=version.pk)
        .select_related("theme", "ground")
        .first()
    )


def kept_text_file(before: RecordVersion | None, version: RecordVersion) -> str:
    """Return the digest of the text file that a correction of elements leaves as it is, or ''."""
    if before is None or not before.text_file:
        return ""
    return before.text_file if keeps_text_file(content_of(before), content_of(version)) else ""


def is_new_information(before: RecordVersion | None, version: RecordVersion) -> bool:
    """Say whether a limit of disclosure runs for the change (Regulations 2007 art. 18).

    It runs for what is generated or changed; elements that are put right are neither.
    """
    return before is None or version.change_kind != ChangeKind.METADATA
