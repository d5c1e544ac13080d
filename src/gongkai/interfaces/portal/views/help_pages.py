"""How to get what one came for: obtaining, applying, complaining, subscribing, reading."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.clock.rules.regimes import LimitKey
from gongkai.clock.shipped import regimes
from gongkai.interfaces.portal import labels
from gongkai.interfaces.portal.crumbs import trail
from gongkai.interfaces.portal.parameters import asked_for, number_of
from gongkai.interfaces.portal.tombstones import gone_as_tombstone
from gongkai.interfaces.shared.audience import Audience, GongkaiRequest, audience
from gongkai.interfaces.shared.components import Crumb
from gongkai.kernel.refusals import NotFound
from gongkai.organs.queries import OrganPage, RegionNode, organ_page, organ_tree
from gongkai.records.queries import RecordPage, record_page


@dataclass(frozen=True, slots=True)
class ReplyLimit:
    """How long a reply takes under the rules in force here, in working days."""

    working_days: int
    extension: int


@audience(Audience.PUBLIC)
@require_safe
@gone_as_tombstone
def how_to_apply(request: GongkaiRequest) -> HttpResponse:
    """Say how to apply, to whom, and when the reply is due; `record` names a ★ entry."""
    record = _record(request)
    organ_id = record.card.organ_id if record else asked_for(request.GET).filters.organ_id
    context = {
        "record": record,
        "organ": _organ(organ_id),
        "regions": areas(organ_tree()),
        "limit": _reply_limit(),
        "crumbs": trail(Crumb(_("How to apply"))),
    }
    return render(request, "portal/how_to_apply.html", context)


@audience(Audience.PUBLIC)
@require_safe
def how_to_obtain(request: GongkaiRequest) -> HttpResponse:
    """Say where information is published and where it can be read."""
    context = {
        "forms": [(code, label) for code, label in labels.FORMS.items() if code != "other"],
        "crumbs": trail(Crumb(_("How to obtain"))),
    }
    return render(request, "portal/how_to_obtain.html", context)


@audience(Audience.PUBLIC)
@require_safe
def complain(request: GongkaiRequest) -> HttpResponse:
    """Name the supervision office of an organ and of the one above it."""
    organ = _organ(asked_for(request.GET).filters.organ_id)
    superior = organ_page(organ.superior.id) if organ and organ.superior else None
    context = {
        "organ": organ,
        "superior": superior,
        "regions": areas(organ_tree()),
        "crumbs": trail(Crumb(_("Complain or report"))),
    }
    return render(request, "portal/complain.html", context)


@audience(Audience.PUBLIC)
@require_safe
def subscribe(request: GongkaiRequest) -> HttpResponse:
    """List the feeds."""
    context = {"regions": areas(organ_tree()), "crumbs": trail(Crumb(_("Subscribe")))}
    return render(request, "portal/subscribe.html", context)


@audience(Audience.PUBLIC)
@require_safe
def accessibility(request: GongkaiRequest) -> HttpResponse:
    """Say what was done so that everyone can read, and whom to tell where it is not enough."""
    context = {"crumbs": trail(Crumb(_("Accessibility")))}
    return render(request, "portal/accessibility.html", context)


def areas(nodes: tuple[RegionNode, ...]) -> list[RegionNode]:
    """Return all divisions that have organs, in the order of the tree, for lists to choose from."""
    found: list[RegionNode] = []
    for node in nodes:
        found += [node] if node.organs else []
        found += areas(node.children)
    return found


def _organ(organ_id: int | None) -> OrganPage | None:
    """Return the organ asked for; None where none was, or none of that number is known."""
    try:
        return organ_page(organ_id) if organ_id else None
    except NotFound:
        return None


def _record(request: GongkaiRequest) -> RecordPage | None:
    record_id = number_of(request.GET.get("record", ""))
    return record_page(request.viewer, record_id) if record_id else None


def _reply_limit() -> ReplyLimit | None:
    limit = regimes()[settings.REGIME].limit(LimitKey.REPLY)
    if limit.amount is None:
        return None
    extension = limit.extension.amount if limit.extension else 0
    return ReplyLimit(working_days=limit.amount.number, extension=extension)
