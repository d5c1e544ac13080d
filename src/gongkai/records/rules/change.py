"""The three kinds of change, told apart by what they leave as it is (requirement C7; domain D18).

A correction of elements leaves text, attachments and category alone. A corrected copy and a
replacement change what can be read: the text, an attachment, or whether it is public at all.
"""

from datetime import date
from enum import StrEnum

from gongkai.records.rules.content import VersionContent
from gongkai.records.rules.vocabulary import ChangeKind

_IN_THE_HEADER = ("title", "document_number", "generated_on", "text")
"""What stands in the file that is handed out."""


class KindFault(StrEnum):
    """Why the kind does not fit what the version changes."""

    NOT_SAID = "not_said"
    TEXT_CHANGED = "text_changed"
    FILES_CHANGED = "files_changed"
    CATEGORY_CHANGED = "category_changed"
    NOTHING_TO_READ_CHANGED = "nothing_to_read_changed"
    NOTHING_CHANGED = "nothing_changed"


def kind_fault(before: VersionContent, after: VersionContent) -> KindFault | None:
    """Return why the kind of a later version disagrees with what it changes, None where it fits."""
    if after.change_kind == ChangeKind.NONE:
        return KindFault.NOT_SAID
    changed = _first_change(before, after)
    if after.change_kind == ChangeKind.METADATA:
        return changed or (None if _elements_differ(before, after) else KindFault.NOTHING_CHANGED)
    return None if changed else KindFault.NOTHING_TO_READ_CHANGED


def default_day(kind: str, *, before: date, begun: date) -> date:
    """Return the day of generation of a later version, where nobody says another one.

    The limit runs from the day of the change (Regulations 2007 art. 18). Where elements alone are
    put right, no information is changed and the day of the version before stays.
    """
    return before if kind == ChangeKind.METADATA else begun


def day_of_kind(said: VersionContent, *, kind_before: str, before: date, begun: date) -> date:
    """Return the day of generation that follows the kind of change.

    Another kind brings its own day with it, unless somebody had said another than the default.
    """
    default = default_day(kind_before, before=before, begun=begun)
    if said.change_kind == kind_before or said.generated_on != default:
        return said.generated_on
    return default_day(said.change_kind, before=before, begun=begun)


def keeps_text_file(before: VersionContent, after: VersionContent) -> bool:
    """Say whether the file that is handed out stays the very same, byte by byte.

    It does under a correction of elements, unless one of those in its header is corrected: an
    old name in a new file could be the very mistake.
    """
    same = all(getattr(before, name) == getattr(after, name) for name in _IN_THE_HEADER)
    return after.change_kind == ChangeKind.METADATA and same


def _first_change(before: VersionContent, after: VersionContent) -> KindFault | None:
    if before.text != after.text:
        return KindFault.TEXT_CHANGED
    if before.files != after.files:
        return KindFault.FILES_CHANGED
    if before.category != after.category:
        return KindFault.CATEGORY_CHANGED
    return None


def _elements_differ(before: VersionContent, after: VersionContent) -> bool:
    return elements_of(before) != elements_of(after)


def elements_of(content: VersionContent) -> dict[str, object]:
    """Return what a correction of elements may correct: all but text, files and the change."""
    apart = {"text", "files", "change_note", "change_kind"}
    names = [name for name in content.__dataclass_fields__ if name not in apart]
    return {name: getattr(content, name) for name in names}
