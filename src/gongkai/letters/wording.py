"""The words for what a letter may lack."""

from collections.abc import Mapping

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

PARTS: Mapping[str, Promise] = {
    "application_number": _("the number of the application"),
    "addressee": _("the name of the applicant"),
    "asked": _("what was asked for"),
    "regime_title": _("the title of the Regulations"),
    "article": _("the article"),
    "digest": _("the digest of what was sent"),
    "points": _("what is to be corrected"),
    "silence_effect": _("what happens when nothing is corrected"),
    "reason": _("the reason"),
    "approved_by": _("who approved it"),
    "outcome": _("the outcome"),
    "items": _("an answer to what was asked for"),
    "legal_text": _("the ground with its article"),
    "search_note": _("where was searched"),
    "remedy": _("the remedy clause"),
}
"""The parts that rules.completeness knows, by their names."""


def _missing_parts(names: tuple[str, ...]) -> str:
    parts = pgettext("between parts", ", ").join(str(PARTS[name]) for name in names)
    said = gettext("The letter cannot go out yet. Missing: %(parts)s. Enter that and try again.")
    return said % {"parts": parts}


missing_parts = lazy(_missing_parts, str)
"""From names of parts to what a person reads, in the language in which it is read."""
