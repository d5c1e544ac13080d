"""What is out and would not pass the release gate today, organ by organ."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.interfaces.desk.gate_subjects import NOW, OUT
from gongkai.interfaces.desk.layout import crumbs, desk_page
from gongkai.interfaces.desk.wording import Label
from gongkai.interfaces.shared.audience import Audience, audience, viewer_of
from gongkai.kernel.refusals import NotFound
from gongkai.release.access import rechecks_seen_by
from gongkai.release.queries.rechecks import FailingItem, RecheckReport, last_recheck
from gongkai.release.rules.doors import Door
from gongkai.release.wording import KINDS, OBSTACLES

_HOMES: Mapping[str, str] = {
    "record": "desk:record",
    "case": "desk:case",
    "edition": "desk:edition",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownItem:
    """Something that would not pass, in words."""

    item: FailingItem
    reasons: tuple[Label, ...]
    kinds: tuple[Label, ...]
    home_url: str
    """Of the record or case; of its public page for who only looks over the organ."""
    findings_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownOrgan:
    """An organ with what would not pass of it."""

    name: str
    items: list[ShownItem]


@audience(Audience.STAFF)
@require_safe
def recheck(request: HttpRequest) -> HttpResponse:
    """Show the last recheck to those who answer for what is out."""
    viewer = viewer_of(request)
    if not rechecks_seen_by(viewer):
        raise NotFound(_("This page is for those who release, review and guide disclosure."))
    found = last_recheck(viewer)
    context = {
        "recheck": found,
        "organs": _organs(found) if found else [],
        "crumbs": crumbs((_("Out, but would not pass today"), "")),
    }
    return desk_page(request, "desk/recheck.html", context)


def _organs(found: RecheckReport) -> list[ShownOrgan]:
    return [
        ShownOrgan(name=organ.organ_name, items=[_shown(item) for item in organ.items])
        for organ in found.organs
    ]


def _shown(item: FailingItem) -> ShownItem:
    return ShownItem(
        item=item,
        reasons=tuple(OBSTACLES[one] for one in item.obstacles),
        kinds=tuple(KINDS[kind] for kind in item.kinds),
        home_url=_home(item),
        findings_url=_findings(item) if item.is_own else "",
    )


def _home(item: FailingItem) -> str:
    if item.is_own:
        return reverse(_HOMES[item.subject_kind], args=[item.subject_id])
    is_page = item.subject_kind == "record" and item.door is Door.PUBLIC
    return reverse("portal:record", args=[item.subject_id]) if is_page else ""


def _findings(item: FailingItem) -> str:
    args = [item.subject_kind, item.subject_id, item.door.value]
    return f"{reverse('desk:findings', args=args)}?{OUT}={NOW}"
