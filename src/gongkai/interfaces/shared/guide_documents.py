"""Guides as documents with the addresses of this site in them, for readers and for staff."""

from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.guides.composing import Addresses, Guide, compose
from gongkai.guides.queries import EditionCard, GuideEdition
from gongkai.guides.rules.document import Document
from gongkai.guides.rules.vocabulary import EditionState
from gongkai.interfaces.shared.templatetags.gongkai import day


def document_of(edition: GuideEdition) -> Document:
    """Return an edition of a guide as it reads in the language of the page."""
    card = edition.card
    return compose(
        Guide(
            facts=edition.facts,
            sections=edition.sections,
            addresses=_addresses(card.organ_id),
            number=card.number,
            year=card.compiled_on.year,
            days=(" ".join(standing_of(card)),),
        )
    )


def standing_of(card: EditionCard) -> Iterator[str]:
    """Yield what is said of an edition's days: compiled, published, superseded, or a draft."""
    yield _("Edition %(number)d, compiled on %(day)s.") % {
        "number": card.number,
        "day": day(card.compiled_on),
    }
    if card.published_on:
        yield _("Published on %(day)s.") % {"day": day(card.published_on)}
    else:
        yield _("This is a draft and not in force.")
    if card.state is EditionState.SUPERSEDED and card.superseded_on:
        yield _("Superseded on %(day)s.") % {"day": day(card.superseded_on)}


def _addresses(organ_id: int) -> Addresses:
    def whole(route: str, *args: object, query: str = "") -> str:
        return f"{settings.SITE_ADDRESS}{reverse(f'portal:{route}', args=args)}{query}"

    of_organ = f"?organ={organ_id}"
    return Addresses(
        site=whole("home"),
        organ=whole("organ", organ_id),
        catalogue=whole("catalogue", query=of_organ),
        apply=whole("apply_begin", organ_id),
        form=whole("apply_blank_form", query=of_organ),
        track=whole("track"),
    )
