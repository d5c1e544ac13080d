"""Where a finding stands, in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from gongkai.release.rules.findings import Place

PARTS: Mapping[str, str | Promise] = {
    "header": pgettext_lazy("part of a document", "header"),
    "footer": pgettext_lazy("part of a document", "footer"),
    "footnotes": pgettext_lazy("part of a document", "footnotes"),
    "endnotes": pgettext_lazy("part of a document", "endnotes"),
    "comments": pgettext_lazy("part of a document", "comments"),
    "properties": pgettext_lazy("part of a document", "properties"),
    "people": pgettext_lazy("part of a document", "list of people"),
    "links": pgettext_lazy("part of a document", "links"),
    "document variables": pgettext_lazy("part of a document", "document variables"),
    "custom XML": pgettext_lazy("part of a document", "custom XML data"),
    "building blocks": pgettext_lazy("part of a document", "building blocks"),
    "mail merge": pgettext_lazy("part of a document", "mail merge"),
    "outside the parts": pgettext_lazy("part of a document", "outside the parts of the package"),
    "remaining text": pgettext_lazy("part of a document", "text that is left"),
    "name of the file": pgettext_lazy("part of a document", "name of the file"),
}
ELEMENTS: Mapping[str, str | Promise] = {
    "title": gettext_lazy("name of the information"),
    "summary": gettext_lazy("summary"),
    "text": gettext_lazy("text"),
    "document_number": gettext_lazy("document number"),
    "remark": gettext_lazy("remark"),
    "keywords": gettext_lazy("keywords"),
    "genre": gettext_lazy("genre of document"),
    "first_disclosure_source": gettext_lazy("place of the first disclosure"),
    "linked_documents": gettext_lazy("names of linked documents"),
    "maker": gettext_lazy("who made it"),
    "co_makers": gettext_lazy("with whom it was made"),
    "lead_organ": gettext_lazy("lead organ"),
    "files": gettext_lazy("names of the attachments"),
    "change_note": gettext_lazy("why this version was made"),
    "history": gettext_lazy("history of the document"),
    "asked": gettext_lazy("what was asked, in the words of the clerk"),
    "reasons": gettext_lazy("reasons"),
    "where": gettext_lazy("how and where it is given"),
    "competent_organ": gettext_lazy("competent organ"),
    "competent_contact": gettext_lazy("how to reach the competent organ"),
    "search_note": gettext_lazy("how it was searched for"),
}
"""Elements of the texts of records and replies."""


def place_words(place: Place) -> str:
    """Return where in a file something stands, from the outermost; '' where nothing is known."""
    parts = (
        _("in %(name)s") % {"name": place.member} if place.member else "",
        str(part_words(place.part)) if place.part else "",
        _("page %(number)d") % {"number": place.page} if place.page else "",
        _("sheet %(name)s") % {"name": place.sheet} if place.sheet else "",
        _("cell %(name)s") % {"name": place.cell} if place.cell else "",
        _("line %(number)d") % {"number": place.line} if place.line else "",
    )
    return _(", ").join(filter(None, parts))


def part_words(part: str) -> str | Promise:
    """Return what a part of a document or an element of a text is called; unknown ones as is.

    An element of one matter of a reply is written `2 reasons`.
    """
    number, blank, element = part.partition(" ")
    if blank and number.isascii() and number.isdigit() and element in ELEMENTS:
        return format_lazy(
            _("matter {number}: {element}"), number=number, element=ELEMENTS[element]
        )
    return PARTS.get(part) or ELEMENTS.get(part) or part
