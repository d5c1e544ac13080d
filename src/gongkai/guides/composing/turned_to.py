"""Whom the public turns to: disclosure office, reading places, supervision and remedies."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import npgettext, pgettext

from gongkai.deliveries.models import PlaceKind
from gongkai.guides.composing.frame import Guide, in_language
from gongkai.guides.rules.document import Block, Grid, Heading, Paragraph, Rows
from gongkai.guides.rules.facts import GuideFacts, OfficeFacts, RemedyFacts


def office(guide: Guide) -> Iterator[Block]:
    """Yield the part about the disclosure office (2007 art. 19; 2019 art. 12)."""
    yield Heading(_("The disclosure office"), anchor="office")
    if not guide.facts.unbound_kind:
        yield Paragraph(
            _(
                "The disclosure office of this organ takes applications, answers questions about "
                "them and looks after the catalogue and this guide."
            )
        )
    yield _contact(_("How to reach the disclosure office"), guide.facts.disclosure)


def reading_places(guide: Guide) -> Iterator[Block]:
    """Yield the part about the places where the public reads on paper; nothing without any."""
    if not guide.facts.places:
        return
    yield Heading(_("Reading places"), anchor="places")
    yield Paragraph(_("Here everyone can read what is disclosed, free of charge."))
    labels = dict(PlaceKind.choices)
    yield Grid(
        caption=_("Places where information is read"),
        columns=(
            pgettext("reading place", "Place"),
            _("Address"),
            _("Opening hours"),
            _("Telephone"),
        ),
        rows=tuple(
            (
                _("%(name)s (%(kind)s)")
                % {"name": place.name, "kind": labels.get(place.kind, place.kind)},
                _joined(place.address, place.note),
                place.hours,
                place.telephone,
            )
            for place in guide.facts.places
        ),
    )


def remedies(guide: Guide) -> Iterator[Block]:
    """Yield the part about supervision, reconsideration and litigation (2007 art. 33)."""
    facts = guide.facts
    yield Heading(_("Supervision and remedies"), anchor="remedies")
    yield Heading(_("Complaints and reports"), level=3)
    yield Paragraph(in_language(facts.complaint_zh, facts.complaint_en))
    if facts.supervision != OfficeFacts():
        yield _contact(_("How to reach the supervision office"), facts.supervision)
    if facts.unbound_kind:
        return
    yield Heading(_("Reconsideration and litigation"), level=3)
    # What is the exception stands before the rule that covers the rest.
    for remedy in sorted(facts.remedies, key=lambda one: not one.suit_days_after_reconsideration):
        yield Paragraph(_remedy(remedy, facts, is_only=len(facts.remedies) == 1))


def _remedy(remedy: RemedyFacts, facts: GuideFacts, *, is_only: bool) -> str:
    said = {
        "days": _days(remedy.reconsideration_days),
        "body": _(" or ").join(facts.reconsideration_bodies) or _("the competent body"),
        "later": _days(remedy.suit_days_after_reconsideration),
        "months": _months(remedy.suit_months),
    }
    if remedy.suit_days_after_reconsideration:
        return (
            _(
                "Where the organ refuses information because it falls under a ground of "
                "exemption, apply first for reconsideration: within %(days)s of receiving the "
                "answer, to %(body)s. If you do not agree with that decision, you may bring a "
                "suit before the people's court within %(later)s of receiving it."
            )
            % said
        )
    if is_only:
        return (
            _(
                "If you do not agree with the answer, or the organ does not answer in time, you "
                "may apply for reconsideration within %(days)s, to %(body)s, or bring a suit "
                "before the people's court within %(months)s. The period begins when you receive "
                "the answer, or when it should have come."
            )
            % said
        )
    return (
        _(
            "In all other cases, also where the organ does not answer in time, you may apply for "
            "reconsideration within %(days)s, to %(body)s, or bring a suit before the people's "
            "court within %(months)s. The period begins when you receive the answer, or when it "
            "should have come."
        )
        % said
    )


def _contact(caption: str, found: OfficeFacts) -> Rows:
    rows = (
        (pgettext("office", "Name"), found.name),
        (_("Address"), found.address),
        (_("Office hours"), found.hours),
        (_("Telephone"), found.telephone),
        (_("Fax"), found.fax),
        (_("E-mail"), found.email),
        (_("Postcode"), found.postcode),
    )
    return Rows(caption=caption, rows=tuple((name, said) for name, said in rows if said))


def _joined(*parts: str) -> str:
    return _("; ").join(part for part in parts if part)


def _days(count: int) -> str:
    return npgettext("guide", "%(count)d day", "%(count)d days", count) % {"count": count}


def _months(count: int) -> str:
    return npgettext("guide", "%(count)d month", "%(count)d months", count) % {"count": count}
