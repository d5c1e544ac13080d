"""How to apply: the ways, what it must hold, the flow chart, the time limits and the fees."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from gongkai.clock.articles import cited
from gongkai.clock.rules.regimes import Basis
from gongkai.clock.wording import LIMITS
from gongkai.guides.composing.flow import chart_of
from gongkai.guides.composing.frame import (
    Guide,
    amount_of,
    basis_of,
    extension_of,
    in_language,
    takes_none,
)
from gongkai.guides.rules.document import Block, Grid, Heading, Paragraph, Points
from gongkai.guides.rules.facts import GuideFacts, LimitFacts
from gongkai.guides.shipped import LegalText, fee_rules, own_record_rules

_NOT_OF_APPLICATIONS = frozenset({"publish"})
ENVELOPE = "政府信息公开申请"
"""What stands on the envelope of an application by letter."""


def applying(guide: Guide) -> Iterator[Block]:
    """Yield the part about applications (2007 art. 20-28; 2019 art. 27-44)."""
    facts = guide.facts
    yield Heading(_("How to apply"), anchor="apply")
    if facts.unbound_kind:
        yield Paragraph(takes_none())
        return
    yield from _ways(guide)
    yield Heading(_("What an application must hold"), level=3)
    yield Points(tuple(_contents(facts)))
    yield Paragraph(_("Apply for one matter at a time, so that each can be answered by itself."))
    yield Heading(_("What happens to an application"), level=3)
    yield Paragraph(_("Applications are handled in the order in which they are received."))
    yield chart_of(facts)
    yield Heading(_("Time limits"), level=3)
    yield from _time_limits(facts)
    yield from _told(_("Fees"), fee_rules().get(facts.regime_id))
    yield from _told(_("Wrong records about yourself"), own_record_rules().get(facts.regime_id))


def _ways(guide: Guide) -> Iterator[Block]:
    addresses = guide.addresses
    yield Heading(_("Ways to apply"), level=3)
    yield Points(
        (
            _(
                "on line: %(address)s; you get a number and a query code, with which you follow "
                "it at %(track)s"
            )
            % {"address": addresses.apply, "track": addresses.track},
            _("by letter to the disclosure office; write “%(words)s” on the envelope")
            % {"words": ENVELOPE},
            _("in person at the disclosure office"),
            _(
                "where writing is really hard: say it at the disclosure office, which writes it "
                "down for you"
            ),
        )
    )
    yield Paragraph(
        _("By telephone the office advises you how to apply; an application itself is in writing.")
    )
    yield Paragraph(
        _("The form to print, which may be copied: %(address)s") % {"address": addresses.form},
        url=addresses.form,
    )


def _contents(facts: GuideFacts) -> Iterator[str]:
    yield _("the name of the applicant and how they can be reached")
    if facts.proof_required:
        yield _(
            "a copy of the identity card; for an organisation, of its certificate or business "
            "licence"
        )
    yield _("a description of the information: its name, document number, or other hints to it")
    yield _("in which form it is wanted, and how it is to be handed over")
    if facts.purpose_required:
        yield _("what the information is needed for")
    elif facts.purpose_asked:
        yield _("what the information is needed for, if you wish to say it")
    if facts.waiver_asked:
        yield _("where you are in need: that you ask for fees to be reduced or waived, and why")


def _time_limits(facts: GuideFacts) -> Iterator[Block]:
    reply = facts.limit("reply")
    if facts.receipt_zh:
        yield Paragraph(in_language(facts.receipt_zh, facts.receipt_en))
    if reply:
        yield from _reply(reply)
    yield Grid(
        caption=_("Time limits in the handling of an application"),
        columns=(_("What"), _("Limit"), _("Basis")),
        rows=tuple(
            (str(LIMITS.get(limit.key, limit.key)), _whole_limit(limit), _basis(limit))
            for limit in facts.limits
            if limit.key not in _NOT_OF_APPLICATIONS
        ),
    )
    yield Paragraph(
        _(
            "The day of receipt is not counted. Working days leave out weekends and public "
            "holidays as the State Council announces them."
        )
    )


def _reply(reply: LimitFacts) -> Iterator[Block]:
    yield Paragraph(
        _(
            "What can be answered at once is answered at once. Otherwise the reply is given within "
            "%(limit)s of the day of receipt%(basis)s."
        )
        % {"limit": amount_of(reply), "basis": basis_of(reply.article)}
    )
    if reply.extension:
        yield Paragraph(
            _(
                "If more time is needed, the head of the disclosure office decides and the "
                "applicant is told; it is extended by %(more)s at most%(basis)s."
            )
            % {"more": extension_of(reply), "basis": basis_of(reply.extension_article)}
        )


def _whole_limit(limit: LimitFacts) -> str:
    if not limit.extension:
        return amount_of(limit)
    return _("%(limit)s, extended by %(more)s at most") % {
        "limit": amount_of(limit),
        "more": extension_of(limit),
    }


def _basis(limit: LimitFacts) -> str:
    if limit.basis == Basis.PRACTICE.value:
        return _("practice; the Regulations set no limit")
    return cited(limit.article)


def _told(heading: str, rule: LegalText | None) -> Iterator[Block]:
    if rule is not None:
        yield Heading(heading, level=3)
        yield Paragraph(in_language(rule.text_zh, rule.text))
