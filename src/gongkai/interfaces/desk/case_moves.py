"""The moves of a case as the right column of its page shows them."""

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gongkai.applications.queries import CaseMove, CasePage
from gongkai.applications.rules.lifecycle import Event
from gongkai.applications.rules.vocabulary import CaseState
from gongkai.interfaces.desk.moves import ShownMove
from gongkai.interfaces.desk.wording import Label

ROUTES: Mapping[str, str] = {
    Event.CONFIRM_RECEIPT: "desk:confirm_receipt",
    Event.ASK_CORRECTION: "desk:ask_correction",
    Event.CORRECT: "desk:enter_correction",
    Event.LAPSE: "desk:lapse",
    Event.ACCEPT: "desk:accept",
    Event.ASSIGN: "desk:assign",
    Event.DRAFT_REPLY: "desk:reply",
    Event.PROPOSE_REPLY: "desk:propose_reply",
    Event.PASS_REVIEW: "desk:review_reply",
    Event.APPROVE: "desk:approve_reply",
    Event.ISSUE_REPLY: "desk:issue_reply",
    Event.DELIVER: "desk:deliver",
    Event.CLOSE: "desk:close_case",
    "ask_extension": "desk:ask_extension",
    "decide_extension": "desk:decide_extension",
}
_UNDER_REVIEW = frozenset({CaseState.PROPOSED, CaseState.REVIEWED, CaseState.APPROVED})
_REVIEW: Mapping[str, Label] = {
    Event.PASS_REVIEW: _("Review the reply for secrecy"),
    Event.APPROVE: _("Approve the reply or return it"),
}


def shown_case_moves(page: CasePage) -> tuple[ShownMove, ...]:
    """Return what can be done now first, the step forward leading, then what cannot and why."""
    moves = [_shown(page, move) for move in (*page.moves, *page.beside)]
    moves += _tied_to_no_state(page)
    return tuple(sorted(moves, key=lambda move: (bool(move.why_not), not move.is_main)))


def _shown(page: CasePage, move: CaseMove) -> ShownMove:
    url = "" if move.why_not else reverse(ROUTES[move.event], args=[page.case_id])
    return ShownMove(
        label=_label(page, move), url=url, why_not=str(move.why_not), is_main=move.is_main
    )


def _label(page: CasePage, move: CaseMove) -> Label:
    if move.event == Event.DRAFT_REPLY and page.state in _UNDER_REVIEW:
        return _("Take the reply back and change it")
    if move.event == Event.DRAFT_REPLY and page.state == CaseState.DRAFTED:
        return _("Go on with the draft")
    if move.event == Event.DRAFT_REPLY and page.state == CaseState.FORMAL_REVIEW:
        return _("Answer at once")
    return _REVIEW.get(move.event, move.label)


def _tied_to_no_state(page: CasePage) -> list[ShownMove]:
    moves = []
    if page.may_propose_public:
        url = reverse("desk:propose_public", args=[page.case_id])
        moves.append(ShownMove(_("Propose to disclose it to all"), url, ""))
    if page.may_reissue_code:
        url = reverse("desk:reissue_code", args=[page.case_id])
        moves.append(ShownMove(_("Give a new query code"), url, ""))
    return moves
