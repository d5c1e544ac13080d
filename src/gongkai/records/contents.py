"""Between the rows and the values: the content of a version, and what of it goes into columns."""

from dataclasses import replace

from gongkai.kernel.text import clean_line, clean_text
from gongkai.records.models import Ground, RecordVersion, ThemeClass
from gongkai.records.rules.content import AttachedFile, VersionContent
from gongkai.records.rules.documents import normalise_document_number

_LINES = (
    "title",
    "document_number",
    "remark",
    "keywords",
    "genre",
    "change_note",
    "ground_code",
    "theme_code",
    "statutory_item",
    "maker",
    "lead_organ",
)
_TEXTS = ("summary", "text", "ground_reason", "split_reason")


def content_of(version: RecordVersion) -> VersionContent:
    """Return what the version says; reads theme, ground and files where they were not joined."""
    return VersionContent(
        title=version.title,
        summary=version.summary,
        text=version.text,
        time_limit=version.time_limit,
        forms=tuple(version.forms),
        generated_on=version.generated_on,
        document_number=version.document_number,
        remark=version.remark,
        theme_code=version.theme.code if version.theme else "",
        keywords=version.keywords,
        genre=version.genre,
        is_normative=version.is_normative,
        validity=version.validity,
        effective_on=version.effective_on,
        expires_on=version.expires_on,
        category=version.category,
        ground_code=version.ground.code if version.ground else "",
        ground_reason=version.ground_reason,
        statutory_item=version.statutory_item,
        change_note=version.change_note,
        history=tuple(version.history),
        assembly=version.assembly,
        service_object=version.service_object,
        how_obtained=version.how_obtained,
        maker=version.maker,
        co_makers=tuple(version.co_makers),
        lead_organ=version.lead_organ,
        secrecy_level=version.secrecy_level,
        split=version.split,
        split_reason=version.split_reason,
        change_kind=version.change_kind,
        files=attached_files(version),
    )


def attached_files(version: RecordVersion) -> tuple[AttachedFile, ...]:
    """Return the attachments of a version in their order; one query unless they were fetched."""
    return tuple(
        AttachedFile(name=row.name, title=row.title, digest=row.stored_id)
        for row in version.files.all()
    )


def cleaned(content: VersionContent) -> VersionContent:
    """Return the content in NFC without control characters, forms in their order and once.

    Raises gongkai.kernel.text.TextHoldsNul.
    """
    # All of them are fields of text, which the type checker cannot see.
    texts = {field: clean_line(getattr(content, field)) for field in _LINES}
    texts |= {field: clean_text(getattr(content, field)) for field in _TEXTS}
    return replace(
        content,
        **texts,  # type: ignore[arg-type]
        forms=tuple(dict.fromkeys(content.forms)),
        history=_lines(content.history),
        co_makers=_lines(content.co_makers),
    )


def _lines(entries: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(line for entry in entries if (line := clean_line(entry)))


def put_content(
    version: RecordVersion,
    content: VersionContent,
    *,
    theme: ThemeClass | None,
    ground: Ground | None,
) -> None:
    """Write the content and its digest into the columns of the (unsaved) version."""
    version.title = content.title
    version.summary = content.summary
    version.text = content.text
    version.time_limit = content.time_limit
    version.forms = list(content.forms)
    version.generated_on = content.generated_on
    version.document_number = content.document_number
    version.document_number_normalised = _normalised(content.document_number)
    version.remark = content.remark
    version.theme = theme
    version.keywords = content.keywords
    version.genre = content.genre
    version.is_normative = content.is_normative
    version.validity = content.validity
    version.effective_on = content.effective_on
    version.expires_on = content.expires_on
    version.category = content.category
    version.ground = ground
    version.ground_reason = content.ground_reason
    version.statutory_item = content.statutory_item
    version.change_note = content.change_note
    version.history = list(content.history)
    version.assembly = content.assembly
    version.service_object = content.service_object
    version.how_obtained = content.how_obtained
    version.maker = content.maker
    version.co_makers = list(content.co_makers)
    version.lead_organ = content.lead_organ
    version.secrecy_level = content.secrecy_level
    version.split = content.split
    version.split_reason = content.split_reason
    version.change_kind = content.change_kind
    version.digest = content.digest()


def _normalised(document_number: str) -> str:
    return normalise_document_number(document_number)[:120] if document_number else ""
