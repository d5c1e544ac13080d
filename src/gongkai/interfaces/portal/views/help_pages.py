"""How to get what one came for: obtaining, complaining, subscribing, reading."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.interfaces.portal import labels
from gongkai.interfaces.portal.crumbs import trail
from gongkai.interfaces.portal.parameters import asked_for
from gongkai.interfaces.shared.audience import Audience, GongkaiRequest, audience
from gongkai.interfaces.shared.components import Crumb
from gongkai.kernel.refusals import NotFound
from gongkai.organs.queries import OrganPage, RegionNode, organ_page, organ_tree


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
    organ = organ_or_none(asked_for(request.GET).filters.organ_id)
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


def organ_or_none(organ_id: int | None) -> OrganPage | None:
    """Return the organ asked for; None where none was, or none of that number is known."""
    try:
        return organ_page(organ_id) if organ_id else None
    except NotFound:
        return None
