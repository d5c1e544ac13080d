"""Enter and change organs."""

from enum import Enum
from typing import Literal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.audit.operations import record_entry
from gongkai.kernel import time
from gongkai.kernel.public import mark_public_change
from gongkai.kernel.refusals import NotFound, Refusal
from gongkai.kernel.text import clean_line, clean_text
from gongkai.kernel.types import Actor
from gongkai.organs.access import require_administrator
from gongkai.organs.models import Organ, OrganName, Region
from gongkai.organs.operations.hanging import one_hanging_at_a_time
from gongkai.organs.operations.regions import region_with
from gongkai.organs.queries.hierarchy import organs_below
from gongkai.organs.rules.codes import (
    assigned_code,
    code_warnings,
    has_organisation_shape,
    normalised_code,
    organisation_code_of,
)
from gongkai.organs.rules.levels import may_stand_below
from gongkai.organs.rules.sorting import sort_key


class CodeTaken(Refusal):
    """Another organ has this organisation code."""


class WrongCodeShape(Refusal):
    """The organisation code cannot stand in an index number."""


class NameTaken(Refusal):
    """The division has an organ of this name."""


class BelowALowerLevel(Refusal):
    """The organ would belong to one of a lower level."""


class InACircle(Refusal):
    """The organ would stand below itself."""


class WasMerged(Refusal):
    """The organ has a successor, which goes on with its work; it does not come back."""


class Kept(Enum):
    """That a superior stays who it is; None says that there is none (any more)."""

    KEPT = "kept"


Superior = int | None | Literal[Kept.KEPT]


def create_organ(
    *,
    actor: Actor,
    name: str,
    level: str,
    kind: str,
    region_code: str,
    parent_id: int | None = None,
    line_superior_id: int | None = None,
    is_led_from_above: bool = False,
    organisation_code: str = "",
    credit_code: str = "",
    name_en: str = "",
    short_name: str = "",
    introduction: str = "",
    website: str = "",
    position: int = 100,
) -> Organ:
    """Enter an organ. `level` and `kind` are values of models.Level and models.OrganKind.

    Without an organisation code the one within the credit code is taken (GB 32100), and without
    both the platform assigns one that is flagged. A wrong check digit does not block
    (queries.code_doubts says it). Raises NotAllowed, NotFound, CodeTaken, WrongCodeShape,
    NameTaken, BelowALowerLevel, WasMerged.
    """
    require_administrator(actor)
    with transaction.atomic():
        _hold_superiors(parent_id, line_superior_id)
        region = region_with(region_code)
        organ = Organ(
            name=clean_line(name),
            level=level,
            kind=kind,
            region=region,
            credit_code=normalised_code(credit_code),
            name_en=clean_line(name_en),
            short_name=clean_line(short_name),
            introduction=clean_text(introduction),
            website=clean_line(website),
            is_led_from_above=is_led_from_above,
            position=position,
        )
        _take_superiors(organ, parent_id, line_superior_id)
        _take_code(organ, organisation_code)
        _write(organ, actor, "organs.create_organ")
    return organ


def change_organ(
    *,
    actor: Actor,
    organ_id: int,
    name: str | None = None,
    name_en: str | None = None,
    short_name: str | None = None,
    kind: str | None = None,
    introduction: str | None = None,
    website: str | None = None,
    credit_code: str | None = None,
    position: int | None = None,
    is_active: bool | None = None,
    is_led_from_above: bool | None = None,
    parent_id: Superior = Kept.KEPT,
    line_superior_id: Superior = Kept.KEPT,
) -> Organ:
    """Change what is given and leave the rest; the organisation code never changes.

    It stands in the index numbers that the organ minted. A superior that is None is taken away.
    Raises NotAllowed, NotFound, NameTaken, BelowALowerLevel, InACircle, WasMerged.
    """
    require_administrator(actor)
    with transaction.atomic():
        _hold_superiors(parent_id, line_superior_id)
        organ = _locked(organ_id)
        _refuse_revival(organ, is_active=is_active)
        name_before = organ.name
        said = {
            "name": name if name is None else clean_line(name),
            "name_en": name_en if name_en is None else clean_line(name_en),
            "short_name": short_name if short_name is None else clean_line(short_name),
            "website": website if website is None else clean_line(website),
            "introduction": introduction if introduction is None else clean_text(introduction),
            "credit_code": credit_code if credit_code is None else normalised_code(credit_code),
            "kind": kind or None,
            "position": position,
            "is_active": is_active,
            "is_led_from_above": is_led_from_above,
        }
        for field, value in said.items():
            if value is not None:
                setattr(organ, field, value)
        _refuse_circle(organ_id, parent=parent_id, line_superior=line_superior_id)
        _take_superiors(organ, parent_id, line_superior_id)
        _write(organ, actor, "organs.change_organ")
        if organ.name != name_before:
            # What went out before this moment was published under the name of then.
            OrganName.objects.create(organ=organ, name=name_before, until_at=time.now())
    return organ


def _refuse_revival(organ: Organ, *, is_active: bool | None) -> None:
    if is_active and organ.successor_id is not None:
        raise WasMerged(
            _("The organ was merged into another and works no more."), field="is_active"
        )


def _locked(organ_id: int) -> Organ:
    organ = Organ.objects.select_for_update(no_key=True).filter(pk=organ_id).first()
    if organ is None:
        raise NotFound(_("There is no such organ."))
    return organ


def _hold_superiors(*superiors: Superior) -> None:
    if any(isinstance(superior, int) for superior in superiors):
        # None of them ends in another organ meanwhile, nor comes to stand below this one.
        one_hanging_at_a_time()


def _take_superiors(organ: Organ, parent_id: Superior, line_superior_id: Superior) -> None:
    if parent_id is not Kept.KEPT:
        organ.parent = _superior(organ, parent_id, "parent")
    if line_superior_id is not Kept.KEPT:
        organ.line_superior = _superior(organ, line_superior_id, "line_superior")


def _superior(organ: Organ, superior_id: int | None, field: str) -> Organ | None:
    if superior_id is None:
        return None
    superior = Organ.objects.filter(pk=superior_id).first()
    if superior is None:
        raise NotFound(_("There is no such superior organ."), field=field)
    if superior.successor_id is not None:
        raise WasMerged(
            _("The superior organ was merged into another. Choose that one."), field=field
        )
    if not may_stand_below(level=organ.level, superior_level=superior.level):
        raise BelowALowerLevel(
            _("An organ cannot belong to an organ of a lower level."), field=field
        )
    return superior


def _refuse_circle(organ_id: int, **superiors: Superior) -> None:
    below = {organ_id, *organs_below(organ_id)}
    for field, superior_id in superiors.items():
        if superior_id in below:
            raise InACircle(_("An organ cannot stand below itself."), field=field)


def _take_code(organ: Organ, printed: str) -> None:
    code = normalised_code(printed)
    if not code and len(organ.credit_code) == 18:
        code = organisation_code_of(organ.credit_code)
    if not code:
        organ.organisation_code = _free_assigned_code(organ.region, organ.name)
        organ.code_is_assigned = True
        return
    if not has_organisation_shape(code):
        raise WrongCodeShape(
            _("An organisation code has nine characters: digits and capital letters."),
            field="organisation_code",
        )
    if Organ.objects.filter(organisation_code=code).exists():
        raise CodeTaken(_("Another organ has this organisation code."), field="organisation_code")
    organ.organisation_code = code


def _free_assigned_code(region: Region, name: str) -> str:
    attempt = 0
    while True:
        code = assigned_code(region_code=region.code, name=name, attempt=attempt)
        if not Organ.objects.filter(organisation_code=code).exists():
            return code
        attempt += 1


def _write(organ: Organ, actor: Actor, action: str) -> None:
    twin = Organ.objects.filter(region=organ.region, name=organ.name).exclude(pk=organ.pk)
    if twin.exists():
        raise NameTaken(_("This division already has an organ of this name."), field="name")
    organ.sort_key = sort_key(organ.name)
    organ.save()
    mark_public_change(kind="organ", object_id=organ.pk)
    warnings = code_warnings(
        organisation_code=organ.organisation_code,
        credit_code=organ.credit_code,
        is_assigned=organ.code_is_assigned,
    )
    record_entry(
        actor=actor,
        action=action,
        object_kind="organ",
        object_id=organ.pk,
        object_label=organ.name,
        organ_id=organ.pk,
        details={
            "code": organ.organisation_code,
            "assigned": "yes" if organ.code_is_assigned else "no",
            "warnings": " ".join(w.problem.value for w in warnings),
        },
    )
