"""What the parts of a guide are made of, and how they say names and limits."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gongkai.clock.articles import cited
from gongkai.clock.rules.counting import Amount, Unit
from gongkai.clock.wording import amount_text
from gongkai.guides.rules.facts import GuideFacts, LimitFacts, Section


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Whole addresses of this site that a guide names; the interfaces know them."""

    site: str
    organ: str
    catalogue: str
    apply: str
    form: str
    track: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """An edition of a guide, ready to be composed."""

    facts: GuideFacts
    sections: tuple[Section, ...]
    addresses: Addresses
    number: int
    year: int
    """Of compilation; the example of an index number is of that year."""
    days: tuple[str, ...] = ()
    """What is said under the title of when it was compiled and published."""


def speaks_chinese() -> bool:
    """Say whether the guide being composed speaks Chinese."""
    return (get_language() or settings.LANGUAGE_CODE).startswith("zh")


def in_language(zh: str, en: str) -> str:
    """Return the words in the language of the page, the Chinese ones where there are no others."""
    return zh if speaks_chinese() else en or zh


def takes_none() -> str:
    """Return what is said of an organ that the Regulations do not bind."""
    return _(
        "Nobody applies to this organ under the Regulations. Ask it directly, or turn to the "
        "department in charge of it."
    )


def amount_of(limit: LimitFacts) -> str:
    """Return a limit as "15 working days"; who fixes it where it has no number."""
    if not limit.amount:
        return _("a reasonable period that the organ fixes and tells")
    return _said(Amount(limit.amount, Unit(limit.unit)))


def extension_of(limit: LimitFacts) -> str:
    """Return by how much a limit can be extended."""
    return _said(Amount(limit.extension, Unit(limit.unit)))


def _said(amount: Amount) -> str:
    said = amount_text(amount)
    # The pages set a number apart from Han characters; official papers do not (GB/T 9704).
    return said.replace(" ", "") if speaks_chinese() else said


def basis_of(article: str) -> str:
    """Return the article in brackets as a sentence ends with it; several where several are named.

    `14(4), 23` are two articles of the Regulations; of another text only the text is named.
    """
    first, *more = article.split(", ")
    is_of_regulations = cited(first) != first
    parts = [cited(part) for part in (first, *more)] if is_of_regulations else [first]
    return _(" (%(article)s)") % {"article": _(", ").join(parts)}
