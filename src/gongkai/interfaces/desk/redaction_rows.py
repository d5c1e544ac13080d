"""What the pages of a redaction show: layers as cards, boxes on a picture, grounds to choose."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.interfaces.desk.forms.redaction import ProposalForm
from gongkai.interfaces.desk.layout import Label, cases_crumb, crumbs, records_crumb
from gongkai.interfaces.shared.components import Crumb
from gongkai.kernel.refusals import NotFound
from gongkai.records.queries import GroundChoice, grounds_of
from gongkai.records.rules.vocabulary import Category
from gongkai.release.models import LayerState
from gongkai.release.queries.redaction import BoxLine, LayerPage, MaterialPage, materials_of
from gongkai.release.rules.doors import Door, Subject

DOORS: dict[Door, Label] = {
    Door.APPLICANT: gettext_lazy("For the applicant"),
    Door.PUBLIC: gettext_lazy("For the public"),
}
_TAGS = {
    LayerState.DRAWING: "grey",
    LayerState.MAKING: "yellow",
    LayerState.MADE: "yellow",
    LayerState.APPROVED: "green",
    LayerState.SUPERSEDED: "grey",
}
_USES: dict[Door, Label] = {
    Door.APPLICANT: gettext_lazy("Put it with the reply"),
    Door.PUBLIC: gettext_lazy("Attach it to the record"),
}
_NOT_IN_WORK = {None, LayerState.APPROVED, LayerState.SUPERSEDED}
_LONGEST = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerCard:
    """One door of a material: its layer, and what this person may do with it now."""

    door: Door
    title: Label
    layer: LayerPage | None
    tag: str = ""
    may_begin: bool = False
    may_draw: bool = False
    may_take_back: bool = False
    may_review: bool = False
    why_not_review: Label = ""
    may_use: bool = False
    use_label: Label = ""
    name_form: ProposalForm | None = None
    """Asked for when it is proposed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnBox:
    """A box in the units of the picture's drawing area."""

    id: int
    number: int
    left: float
    top: float
    width: float
    height: float
    ground_name: str
    note: str
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialLink:
    """A material of a record or case, and how far the layer of each of its doors has come."""

    name: str
    url: str
    layers: tuple[tuple[Label, Label, str], ...]
    """Door, state, kind of tag."""


def material_links(subject: Subject) -> list[MaterialLink]:
    """Return what is redacted of a record or case that the viewer has been shown."""
    return [
        MaterialLink(
            name=page.name,
            url=reverse("desk:material", args=[page.id]),
            layers=tuple(
                (DOORS[layer.door], layer.state.label, _TAGS[layer.state])
                for layer in map(page.current, doors_of(subject))
                if layer is not None
            ),
        )
        for page in materials_of(subject)
    ]


def layer_cards(
    page: MaterialPage, *, draws: bool, reviews: bool, person_id: int | None
) -> list[LayerCard]:
    """Return a card for each door: the applicant's only where the material is of a case."""
    return [
        _card(page, door, draws=draws, reviews=reviews, person_id=person_id)
        for door in doors_of(page.subject)
    ]


def doors_of(subject: Subject) -> tuple[Door, ...]:
    """Return the doors for which a subject's material is redacted."""
    return (Door.APPLICANT, Door.PUBLIC) if subject.kind == "case" else (Door.PUBLIC,)


def door_of(door: str) -> Door:
    """Return the door of an address; raises NotFound."""
    try:
        return Door(door)
    except ValueError as unknown:
        raise NotFound(_("There is no such door.")) from unknown


def grounds_to_withhold() -> tuple[GroundChoice, ...]:
    """Return the grounds on which something may be withheld."""
    return tuple(
        ground for ground in grounds_of(settings.REGIME) if ground.category == Category.EXEMPT.value
    )


def boxes_on(layer: LayerPage, number: int, *, width: float, height: float) -> list[DrawnBox]:
    """Return the boxes of one page in points, numbered in the order of reading."""
    found = [line for line in layer.boxes if line.box.page == number]
    return [_drawn(line, at, width, height) for at, line in enumerate(found, start=1)]


def pages_with_boxes(layer: LayerPage) -> list[tuple[int, int]]:
    """Return (page, boxes) of every page on which something is withheld."""
    counts: dict[int, int] = {}
    for line in layer.boxes:
        counts[line.box.page] = counts.get(line.box.page, 0) + 1
    return sorted(counts.items())


def subject_link(subject: Subject) -> str:
    """Return the address of the record or case for which the material was begun."""
    route = "desk:case" if subject.kind == "case" else "desk:record"
    return reverse(route, args=[subject.id])


def material_crumbs(page: MaterialPage, *steps: Label) -> list[Crumb]:
    """Return the breadcrumbs of a page about a material."""
    first = cases_crumb() if page.subject.kind == "case" else records_crumb()
    name = page.name if len(page.name) <= _LONGEST else f"{page.name[:_LONGEST]}…"
    own = reverse("desk:material", args=[page.id]) if steps else ""
    return crumbs(
        first,
        (_("What is released"), subject_link(page.subject)),
        (name, own),
        *((step, "") for step in steps),
    )


def _card(
    page: MaterialPage, door: Door, *, draws: bool, reviews: bool, person_id: int | None
) -> LayerCard:
    layer = page.current(door)
    state = layer.state if layer else None
    waits = state is LayerState.MADE
    own = layer is not None and person_id in layer.worked_on_by
    return LayerCard(
        door=door,
        title=DOORS[door],
        layer=layer,
        tag=_TAGS[state] if state else "",
        may_begin=draws and page.state == "ready" and state in _NOT_IN_WORK,
        may_draw=draws and state is LayerState.DRAWING,
        may_take_back=draws and state in {LayerState.MADE, LayerState.MAKING},
        may_review=reviews and waits and not own,
        why_not_review=_why_not(waits=waits, reviews=reviews, own=own),
        may_use=draws and state is LayerState.APPROVED,
        use_label=_USES[door],
        name_form=_name_form(layer) if layer and state is LayerState.DRAWING else None,
    )


def _name_form(layer: LayerPage) -> ProposalForm:
    form = ProposalForm(initial={"title": layer.said_title})
    form.auto_id = f"{layer.door}-%s"
    return form


def _why_not(*, waits: bool, reviews: bool, own: bool) -> str:
    if not waits:
        return ""
    if reviews and own:
        return _("You worked on this layer yourself. Another person must review it.")
    return "" if reviews else _("It waits for the secrecy reviewer.")


def _drawn(line: BoxLine, number: int, width: float, height: float) -> DrawnBox:
    box = line.box
    return DrawnBox(
        id=line.id,
        number=number,
        left=round(box.left * width, 2),
        top=round(box.top * height, 2),
        width=round((box.right - box.left) * width, 2),
        height=round((box.bottom - box.top) * height, 2),
        ground_name=line.ground_name,
        note=line.note,
        where=_("%(left)d %% from the left, %(top)d %% from the top")
        % {"left": round(box.left * 100), "top": round(box.top * 100)},
    )
