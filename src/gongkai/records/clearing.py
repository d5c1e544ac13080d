"""What of a version goes out, as the release gate looks at it."""

from gongkai.records.contents import content_of
from gongkai.records.models import Record, RecordVersion
from gongkai.records.rules.content import VersionContent
from gongkai.records.rules.vocabulary import Category
from gongkai.release.rules.doors import FileOut, Subject, TextOut

SUBJECT_KIND = "record"
"""What the release gate calls a record."""
GOES_OUT = frozenset({Category.VOLUNTARY.value, Category.ON_APPLICATION.value})
_LISTED = ("title", "summary", "document_number", "remark", "keywords", "genre")
_WHOLE = ("change_note", "text")
_OPEN = frozenset({Category.VOLUNTARY.value, Category.UNDETERMINED.value})
"""Undetermined, it is looked at as if it were to be published."""


def subject_of(record: Record) -> Subject:
    """Return the record as the gate knows it, named as in the trail: never by its title."""
    return Subject(
        kind=SUBJECT_KIND,
        id=record.pk,
        organ_id=record.organ_id,
        label=record.index_number or f"#{record.pk}",
    )


def texts_out(content: VersionContent, *, source: str, links: str = "") -> TextOut:
    """Return every element that everybody will read, without those that are empty.

    `source` is the place of the first disclosure, `links` names the documents that it is linked
    to and that are not in the system. Text, history, attachments and who made it
    become public with voluntary disclosure alone; of what is listed (★) they stay inside, and
    nothing at all leaves of what is exempt.
    """
    if content.category == Category.EXEMPT:
        return TextOut(parts=())
    parts = [(name, str(getattr(content, name))) for name in _LISTED]
    parts += [("first_disclosure_source", source), ("linked_documents", links)]
    if content.category in _OPEN:
        parts += [(name, str(getattr(content, name))) for name in _WHOLE]
        parts.append(("history", "\n".join(content.history)))
        parts += _makers(content)
        names = (line for file in content.files for line in (file.title, file.name))
        parts.append(("files", "\n".join(dict.fromkeys(names))))
    return TextOut(parts=tuple((name, text) for name, text in parts if text))


def _makers(content: VersionContent) -> list[tuple[str, str]]:
    told = content.making.for_everybody()
    return [
        ("maker", told.maker),
        ("co_makers", "\n".join(told.co_makers)),
        ("lead_organ", told.lead_organ),
    ]


def files_out(content: VersionContent) -> tuple[FileOut, ...]:
    """Return the attachments that everybody may fetch; none of what is not voluntary."""
    if content.category not in _OPEN:
        return ()
    return tuple(FileOut(name=file.name, digest=file.digest) for file in content.files)


def all_out(record: Record, version: RecordVersion) -> tuple[TextOut, tuple[FileOut, ...]]:
    """Return texts and files of a version that go out together."""
    content = content_of(version)
    links = "\n".join(link.target_text for link in record.links.all() if link.is_read)
    texts = texts_out(content, source=record.first_disclosure_source, links=links)
    return texts, files_out(content)
