"""Organs as pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from gongkai.kernel.refusals import NotFound
from gongkai.organs.models import Office, OfficeKind, Organ
from gongkai.organs.queries.names import FormerName, former_names
from gongkai.organs.rules.codes import normalised_code


@dataclass(frozen=True, slots=True)
class OrganCard:
    """What a line about an organ needs."""

    id: int
    name: str
    name_en: str
    short_name: str
    level: str
    kind: str
    region_code: str
    region_name: str
    parent_id: int | None
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class OfficeCard:
    """An office that the public turns to (Regulations 2007 art. 19)."""

    kind: str
    name: str
    address: str
    hours: str
    telephone: str
    fax: str
    email: str
    postcode: str


@dataclass(frozen=True, slots=True)
class OrganPage:
    """Everything public about one organ."""

    card: OrganCard
    introduction: str
    website: str
    organisation_code: str
    disclosure: OfficeCard | None
    supervision: OfficeCard | None
    superior: OrganCard | None
    subordinates: tuple[OrganCard, ...]
    line_superior: OrganCard | None = None
    is_led_from_above: bool = False
    code_is_assigned: bool = False
    successor: OrganCard | None = None
    """The organ that it was merged into."""
    merged_on: date | None = None
    merged: tuple[OrganCard, ...] = ()
    """Organs that were merged into it."""
    former_names: tuple[FormerName, ...] = ()


def card_of(organ: Organ) -> OrganCard:
    """Return the card of a row that was read together with its region."""
    return OrganCard(
        id=organ.pk,
        name=organ.name,
        name_en=organ.name_en,
        short_name=organ.short_name or organ.name,
        level=organ.level,
        kind=organ.kind,
        region_code=organ.region.code,
        region_name=organ.region.name,
        parent_id=organ.parent_id,
        is_active=organ.is_active,
    )


def organ_cards(ids: Iterable[int] | None = None) -> dict[int, OrganCard]:
    """Return organs by id, in the order in which lists show them; all active ones by default.

    Named ids are returned also where the organ no longer works; unknown ones are left out.
    """
    rows = Organ.objects.select_related("region").order_by(
        "region__code", "position", "sort_key", "pk"
    )
    rows = rows.filter(is_active=True) if ids is None else rows.filter(pk__in=set(ids))
    return {row.pk: card_of(row) for row in rows}


def organ_page(organ_id: int) -> OrganPage:
    """Return what the public page of an organ says; raises NotFound."""
    rows = Organ.objects.select_related(
        "region", "parent__region", "line_superior__region", "successor__region"
    )
    organ = rows.filter(pk=organ_id).first()
    if organ is None:
        raise NotFound(_("There is no such organ."))
    offices = {office.kind: _office(office) for office in organ.offices.all()}
    below = organ.subordinates.filter(is_active=True).select_related("region")
    return OrganPage(
        card=card_of(organ),
        introduction=organ.introduction,
        website=organ.website,
        organisation_code=organ.organisation_code,
        disclosure=offices.get(OfficeKind.DISCLOSURE),
        supervision=offices.get(OfficeKind.SUPERVISION),
        superior=card_of(organ.parent) if organ.parent else None,
        subordinates=tuple(card_of(o) for o in below.order_by("position", "sort_key", "pk")),
        line_superior=card_of(organ.line_superior) if organ.line_superior else None,
        is_led_from_above=organ.is_led_from_above,
        code_is_assigned=organ.code_is_assigned,
        successor=card_of(organ.successor) if organ.successor else None,
        merged_on=organ.merged_on,
        merged=tuple(
            card_of(one)
            for one in organ.merged_organs.select_related("region").order_by("merged_on", "pk")
        ),
        former_names=former_names(organ.pk),
    )


def organ_code(organ_id: int) -> str:
    """Return the nine characters that begin the organ's index numbers; raises NotFound."""
    code = Organ.objects.filter(pk=organ_id).values_list("organisation_code", flat=True).first()
    if code is None:
        raise NotFound(_("There is no such organ."))
    return code


def organ_with_code(printed: str) -> OrganCard | None:
    """Return the organ with this organisation code, however it is printed, or None."""
    rows = Organ.objects.select_related("region")
    organ = rows.filter(organisation_code=normalised_code(printed)).first()
    return card_of(organ) if organ else None


def disclosure_office(organ_id: int) -> OfficeCard | None:
    """Return the organ's disclosure office, None where it has not entered one."""
    office = Office.objects.filter(organ_id=organ_id, kind=OfficeKind.DISCLOSURE).first()
    return _office(office) if office else None


def _office(office: Office) -> OfficeCard:
    return OfficeCard(
        kind=office.kind,
        name=office.name,
        address=office.address,
        hours=office.hours,
        telephone=office.telephone,
        fax=office.fax,
        email=office.email,
        postcode=office.postcode,
    )
