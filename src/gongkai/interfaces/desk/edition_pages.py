"""What the desk's pages about one edition share: names, breadcrumbs, moves, who acts."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from gongkai.guides.queries import DeskEdition, EditionCard
from gongkai.guides.queries.desk import desk_edition
from gongkai.guides.queries.standing import reminders
from gongkai.guides.queries.waiting import EditionTask
from gongkai.guides.rules.lifecycle import Event
from gongkai.guides.rules.vocabulary import EditionState
from gongkai.interfaces.desk.acting import acting_as, competent_for
from gongkai.interfaces.desk.choices import speaks_chinese
from gongkai.interfaces.desk.layout import FormPage, Label, crumbs
from gongkai.interfaces.desk.moves import ShownMove
from gongkai.interfaces.desk.subjects import StepClosed
from gongkai.interfaces.shared.audience import viewer_of
from gongkai.interfaces.shared.components import Crumb
from gongkai.interfaces.shared.forms import GongkaiForm
from gongkai.kernel.refusals import NotAllowed, Refusal
from gongkai.kernel.time import today
from gongkai.kernel.types import Actor, Role, Viewer

OFFICE = (Role.CLERK, Role.PERSON_IN_CHARGE)

_MOVES: Mapping[Event, tuple[Promise, str]] = {
    Event.EDIT: (gettext_lazy("Write the organ's own sections"), "desk:edition_sections"),
    Event.REFRESH: (gettext_lazy("Take over the live data"), "desk:refresh_edition"),
    Event.OPEN_CONSULTATION: (
        gettext_lazy("Lay it open for opinions"),
        "desk:open_consultation",
    ),
    Event.CLOSE_CONSULTATION: (
        gettext_lazy("Close the consultation"),
        "desk:close_consultation",
    ),
    Event.ANSWER: (gettext_lazy("Answer the opinions"), "desk:answer_opinions"),
    Event.SEND_UP: (gettext_lazy("Send it up for approval"), "desk:send_edition"),
    Event.APPROVE: (gettext_lazy("Approve or return"), "desk:decide_edition"),
    Event.PUBLISH: (pgettext_lazy("edition", "Publish"), "desk:publish_edition"),
    Event.ABANDON: (gettext_lazy("Give this edition up"), "desk:abandon_edition"),
    Event.HIDE: (gettext_lazy("Take it from the public"), "desk:hide_edition"),
    Event.CONFIRM_HIDING: (
        gettext_lazy("Confirm that it is taken back"),
        "desk:confirm_edition_hiding",
    ),
    Event.RESTORE: (gettext_lazy("Restore"), "desk:restore_edition"),
}
"""Words and page of each move; a return is decided on the page of the approval."""
_FORWARD: Mapping[EditionState, tuple[Event, ...]] = {
    EditionState.COMPILED: (Event.SEND_UP, Event.OPEN_CONSULTATION),
    EditionState.CONSULTING: (Event.CLOSE_CONSULTATION,),
    EditionState.CONSULTED: (Event.SEND_UP,),
    EditionState.SENT: (Event.APPROVE,),
    EditionState.APPROVED: (Event.PUBLISH,),
}
"""What leads on from a state; of several the first that is open."""
TAGS: Mapping[EditionState, str] = {
    EditionState.COMPILED: "grey",
    EditionState.CONSULTING: "yellow",
    EditionState.CONSULTED: "yellow",
    EditionState.SENT: "blue",
    EditionState.APPROVED: "turquoise",
    EditionState.PUBLISHED: "green",
    EditionState.SUPERSEDED: "grey",
    EditionState.ABANDONED: "grey",
}


EDITION_TASKS: Mapping[EditionTask, Promise] = {
    EditionTask.PERIOD_OVER: gettext_lazy("the time for opinions is over: close it and answer"),
    EditionTask.CONFIRM_HIDING: gettext_lazy(
        "taken from the public: confirm or restore within one working day"
    ),
}
"""What is to be done with an edition, as the queue says it."""


def edition_name(card: EditionCard) -> str:
    """Return what an edition is called on the desk: Guide of ..., edition 2."""
    said = {"organ": organ_of(card), "number": card.number}
    if card.is_guide:
        return _("Guide of %(organ)s, edition %(number)d") % said
    return _("Catalogue of %(organ)s, edition %(number)d") % said


def editions_due(viewer: Viewer) -> int:
    """Return for how many guides and catalogues of their office the viewer owes a new edition."""
    return reminders(viewer, on=today()) if viewer.organs_as(*OFFICE) else 0


def organ_of(card: EditionCard) -> str:
    """Return the organ's name in the reader's language."""
    return card.organ_name if speaks_chinese() or not card.organ_name_en else card.organ_name_en


def edition_for(request: HttpRequest, edition_id: int, event: Event) -> DeskEdition:
    """Return the edition for the page of a move.

    Raises NotFound where the viewer may not know of it. Where the page is only asked for, raises
    StepClosed when the move is not open now; what is sent in is judged by the operation.
    """
    found = desk_edition(viewer_of(request), edition_id)
    if request.method == "POST":
        return found
    option = next((move for move in found.moves if move.event is event), None)
    if option is None:
        raise StepClosed(_("Its state does not allow this step. Look where the edition stands."))
    if not option.is_allowed:
        raise NotAllowed(option.reason)
    return found


def shown_moves(found: DeskEdition) -> Iterator[ShownMove]:
    """Yield the moves of an edition, the step forward leading."""
    is_open = {move.event for move in found.moves if move.is_allowed}
    leading = _FORWARD.get(found.card.state, ())
    main = next((event for event in leading if event in is_open), None)
    for move in sorted(found.moves, key=lambda one: one.event is not main):
        if move.event not in _MOVES:
            continue
        label, route = _MOVES[move.event]
        url = reverse(route, args=[found.card.id]) if move.is_allowed else ""
        yield ShownMove(label=label, url=url, is_main=move.event is main, why_not=move.reason)


def acting_for_office(request: HttpRequest, card: EditionCard, *roles: Role) -> Actor:
    """Return the person acting for the organ's own office; raises NotAllowed."""
    return acting_as(request, *(roles or OFFICE), organ_id=card.organ_id)


def acting_above(request: HttpRequest, card: EditionCard) -> Actor:
    """Return the person acting as the competent department of the organ; raises NotAllowed.

    For an organ above which nobody stands, its own; whether that is so the operation says.
    """
    if card.organ_id in viewer_of(request).organs_as(Role.COMPETENT_DEPARTMENT):
        return acting_as(request, Role.COMPETENT_DEPARTMENT, organ_id=card.organ_id)
    return competent_for(request, card.organ_id)


def about(
    card: EditionCard,
    *,
    title: Label,
    submit: Label,
    lead: Label = "",
    kind: str = "",
    warning: Label = "",
) -> FormPage:
    """Return what a page with one form about an edition says."""
    return FormPage(
        title=title,
        lead=lead,
        submit=submit,
        kind=kind,
        warning=warning,
        cancel_url=reverse("desk:edition", args=[card.id]),
        crumbs=edition_crumbs(card, title),
    )


def done(request: HttpRequest, edition_id: int, message: str) -> HttpResponse:
    """Say that a step was taken and lead back to the edition."""
    messages.success(request, message)
    return redirect("desk:edition", edition_id)


@contextmanager
def shown_anew(form: GongkaiForm, digest: str, *changed: type[Refusal]) -> Iterator[None]:
    """Let the form hold the digest of what there is now once it was told that this has changed.

    Sending it again then replaces, or decides, knowingly; without it every retry would be refused.
    """
    try:
        yield
    except changed:
        form.show_instead("seen_digest", digest)
        raise


def edition_crumbs(card: EditionCard, page: Label) -> list[Crumb]:
    """Return the breadcrumbs of a page about one edition."""
    return crumbs(
        editions_crumb(),
        (edition_name(card), reverse("desk:edition", args=[card.id])),
        (page, ""),
    )


def editions_crumb() -> tuple[Label, str]:
    """Return the step of the breadcrumbs that leads to the list of editions."""
    return (_("Guide and catalogue"), reverse("desk:editions"))
