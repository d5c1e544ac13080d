"""The context of every page that shows a record's text."""

from datetime import datetime, time

from gongkai.interfaces.portal.addresses import permanent_address
from gongkai.interfaces.portal.layout import blocks, headings
from gongkai.interfaces.shared.components import ArticleTags
from gongkai.kernel.time import local_zone
from gongkai.records.queries import RecordPage, VersionLine


def article_context(page: RecordPage) -> dict[str, object]:
    """Return the page, its text laid out, and the tags of a document (国办发〔2017〕47号)."""
    text = blocks(page.text)
    return {
        "page": page,
        "card": page.card,
        "blocks": text,
        "headings": headings(text),
        "later": _later_version(page),
        "article_tags": article_tags(page),
        "permanent_address": permanent_address(page.card.index_number),
    }


def _later_version(page: RecordPage) -> VersionLine | None:
    """Return the line of the version that is shown, None where it is the first."""
    number = page.card.version_number
    lines = (line for line in page.versions if line.number == number > 1)
    return next(lines, None)


def article_tags(page: RecordPage) -> ArticleTags:
    """Return the tags; name and summary are in the language of the document."""
    card = page.card
    return ArticleTags(
        title=card.title,
        published_at=datetime.combine(card.released_on, time.min, tzinfo=local_zone()),
        source=card.organ_name,
        keywords=page.keywords,
        description=card.summary,
        url=permanent_address(card.index_number),
    )
