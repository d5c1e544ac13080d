"""One finding where it stands: the picture of its page, the cells or the lines around it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.interfaces.desk.acting import person_id_of
from gongkai.interfaces.desk.forms.gate import FindingsForm
from gongkai.interfaces.desk.gate_rows import finding_url, gate_url, item_name
from gongkai.interfaces.desk.gate_subjects import Going, outgoing_of
from gongkai.interfaces.desk.gate_wording import VERDICTS
from gongkai.interfaces.desk.layout import FORM_METHODS, desk_page
from gongkai.interfaces.desk.views.gate import may_decide, report_on
from gongkai.interfaces.shared.audience import Audience, audience, viewer_of
from gongkai.interfaces.shared.components import Crumb, SummaryRow
from gongkai.interfaces.shared.handing_out import show_picture
from gongkai.interfaces.shared.templatetags.gongkai import moment
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.time import today
from gongkai.kernel.types import Actor, Duty, Role
from gongkai.organs.queries import actor_for
from gongkai.release.access import DECIDERS, REVIEWERS
from gongkai.release.apart import TaskFailed
from gongkai.release.operations.showing import NOTED_KINDS, note_look_in_full
from gongkai.release.placing import place_words
from gongkai.release.queries.merged import MergedFinding, PlaceIn, merged_findings
from gongkai.release.rules.doors import Door
from gongkai.release.showing import (
    cells_around,
    has_cells,
    has_picture,
    lines_around,
    page_picture,
)
from gongkai.release.wording import HINTS, KINDS

FULL = "full"
_LOOKERS = (*DECIDERS, *REVIEWERS, Role.LEGAL_REVIEWER)


@dataclass(frozen=True, slots=True)
class Spot:
    """One finding at one of its places, among all findings of what leaves."""

    going: Going
    all: Sequence[MergedFinding]
    at: int
    number: int
    """Which place, from 1."""

    @property
    def finding(self) -> MergedFinding:
        """Return the finding."""
        return self.all[self.at]

    @property
    def where(self) -> PlaceIn:
        """Return the place."""
        return self.finding.places[self.number - 1]

    def beside(self, step: int) -> str:
        """Return the address of the finding so many before or after; '' where there is none."""
        at = self.at + step
        return finding_url(self.going, self.all[at]) if 0 <= at < len(self.all) else ""

    def other_place(self, step: int) -> str:
        """Return the address of another place of the same finding; '' where there is none."""
        number = self.number + step
        is_there = 1 <= number <= len(self.finding.places)
        return finding_url(self.going, self.finding, number) if is_there else ""


@audience(Audience.STAFF)
@require_http_methods(FORM_METHODS)
def finding(
    request: HttpRequest,
    subject_kind: str,
    subject_id: int,
    door: str,
    finding_kind: str,
    tag: str,
    number: int,
) -> HttpResponse:
    """Show a finding where it stands; asked for by POST, the lines around it in full."""
    going = outgoing_of(request, subject_kind, subject_id, Door(door))
    spot = _spot(going, finding_kind, tag, number)
    in_full = request.method == "POST" and request.POST.get("do") == FULL
    if in_full:
        _note(request, spot)
    return desk_page(request, "desk/finding.html", _context(request, spot, in_full=in_full))


@audience(Audience.STAFF)
@require_safe
def picture(
    request: HttpRequest,
    subject_kind: str,
    subject_id: int,
    door: str,
    finding_kind: str,
    tag: str,
    number: int,
) -> HttpResponseBase:
    """Send the picture of the page with a frame around the finding; kept nowhere."""
    going = outgoing_of(request, subject_kind, subject_id, Door(door))
    spot = _spot(going, finding_kind, tag, number)
    if not has_picture(spot.where):
        raise NotFound(_("There is no page to be shown."))
    try:
        drawn = page_picture(spot.where)
    except TaskFailed as failed:
        raise NotFound(_("The page cannot be drawn. Open the file.")) from failed
    _note(request, spot)
    return show_picture(drawn)


def _spot(going: Going, finding_kind: str, tag: str, number: int) -> Spot:
    found = merged_findings(report_on(going))
    key = f"{finding_kind}:{tag}"
    at = next((at for at, one in enumerate(found) if one.key == key), None)
    if at is None or not 1 <= number <= len(found[at].places):
        raise NotFound(_("The gate does not report this finding any more. Look at all of them."))
    return Spot(going, found, at, number)


def _context(request: HttpRequest, spot: Spot, *, in_full: bool) -> dict[str, object]:
    one, going = spot.finding, spot.going
    label = KINDS[one.kind]
    return {
        "finding": one,
        "kind_label": label,
        "hint": HINTS.get(one.kind, ""),
        "rows": _rows(spot),
        "position": spot.at + 1,
        "total": len(spot.all),
        "number": spot.number,
        "count": len(one.places),
        "previous_url": spot.beside(-1),
        "next_url": spot.beside(1),
        "previous_place_url": spot.other_place(-1),
        "next_place_url": spot.other_place(1),
        "list_url": gate_url(going, "desk:findings"),
        "may_decide": may_decide(request, going),
        "form": FindingsForm(None, found=spot.all),
        "crumbs": [
            *going.trail,
            Crumb(_("Before it leaves"), gate_url(going, "desk:findings")),
            Crumb(label),
        ],
        **_in_place(spot, in_full=in_full),
    }


def _rows(spot: Spot) -> list[SummaryRow]:
    one, where = spot.finding, spot.where
    rows = [
        SummaryRow(_("File"), item_name(where.item)),
        SummaryRow(pgettext("of a finding", "Place"), place_words(where.place) or "—"),
        SummaryRow(_("Found, masked"), one.excerpt or "—"),
    ]
    if one.decision is not None:
        by = f"{one.decision.by} · {moment(one.decision.at)}"
        said = f"{VERDICTS[one.decision.verdict]}\n{by}\n{one.decision.reason}"
        rows.append(SummaryRow(_("Decided"), said))
    return rows


def _in_place(spot: Spot, *, in_full: bool) -> dict[str, object]:
    one, where = spot.finding, spot.where
    shown: dict[str, object] = {"in_full": in_full, "is_noted": _is_noted(spot.going)}
    if has_picture(where):
        said = {"page": where.place.page, "kind": KINDS[one.kind], "name": where.item.name}
        alt = _("Page %(page)d of %(name)s; framed: %(kind)s") % said
        url = gate_url(spot.going, "desk:finding_picture", one.kind.value, one.tag, spot.number)
        shown |= {"picture_url": url, "picture_alt": alt}
    if has_cells(where):
        cells = cells_around(where, kind=one.kind, excerpt=one.excerpt, in_full=in_full)
        shown["cells"] = cells
        if cells is not None:
            return shown
    lines = lines_around(
        where, texts=spot.going.texts, kind=one.kind, excerpt=one.excerpt, in_full=in_full
    )
    return shown | {"lines": lines}


def _is_noted(going: Going) -> bool:
    return going.subject.kind in NOTED_KINDS


def _note(request: HttpRequest, spot: Spot) -> None:
    going = spot.going
    if _is_noted(going):
        note_look_in_full(
            actor=_looker(request, going.subject.organ_id),
            subject=going.subject,
            digest=spot.where.item.digest,
            kind=spot.finding.kind,
        )


def _looker(request: HttpRequest, organ_id: int) -> Actor:
    """Return the viewer in the role in which they look; they were let in to see it before.

    A step that was handed up is decided by people of another organ.
    """
    duties = [duty for duty in viewer_of(request).duties if duty.role in _LOOKERS]

    def is_of_another_organ(duty: Duty) -> bool:
        return duty.organ_id != organ_id

    duty = min(duties, key=is_of_another_organ)
    return actor_for(
        person_id=person_id_of(request), role=duty.role, organ_id=duty.organ_id, on=today()
    )
