"""What the guides of organs would say today: every fact from where it is kept, typed nowhere."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from gongkai.applications.open_remedies import remedies_on
from gongkai.applications.rules.regimes import ApplicationRegime
from gongkai.applications.shipped import regimes as application_regimes
from gongkai.clock.queries import regime
from gongkai.clock.rules.regimes import Basis, Limit, Regime
from gongkai.deliveries.queries.places import PlaceCard, places_by_organ
from gongkai.guides.rules.facts import (
    CatalogueFacts,
    ClassFacts,
    GroundFacts,
    GuideFacts,
    ItemFacts,
    LimitFacts,
    OfficeFacts,
    PlaceFacts,
    RemedyFacts,
)
from gongkai.organs.models import Office, OfficeKind, Organ
from gongkai.records.models import InformationClass
from gongkai.records.rules.statutory import items_for, lists_bind

_Classes = Mapping[int | None, tuple[ClassFacts, ...]]


@dataclass(frozen=True, slots=True)
class _Law:
    """What holds for every organ of the installation on a day."""

    on: date
    limits: Regime
    rules: ApplicationRegime


def guide_facts(organ_ids: Collection[int], *, on: date) -> dict[int, GuideFacts]:
    """Return what the guide of each organ would say on a day; unknown organs are left out.

    Five queries, however many organs.
    """
    law = _Law(on, regime(), application_regimes()[settings.REGIME])
    classes = _classes(organ_ids)
    places = places_by_organ(organ_ids)
    return {
        organ.pk: _guide(organ, law, _table_of(organ.pk, classes), places.get(organ.pk, ()))
        for organ in _organs(organ_ids)
    }


def catalogue_facts(organ_ids: Collection[int]) -> dict[int, CatalogueFacts]:
    """Return what the catalogue of each organ says besides its entries (three queries)."""
    classes = _classes(organ_ids)
    return {
        organ.pk: CatalogueFacts(
            organ_name=organ.name,
            organ_name_en=organ.name_en,
            organisation_code=organ.organisation_code,
            classes=_table_of(organ.pk, classes),
        )
        for organ in _organs(organ_ids)
    }


def _organs(organ_ids: Collection[int]) -> list[Organ]:
    # Three steps up: an institution below a department, or below a township, reaches its county.
    rows = Organ.objects.filter(pk__in=organ_ids).select_related(
        "parent__parent__parent", "line_superior"
    )
    return list(rows.prefetch_related("offices").order_by("pk"))


def _guide(
    organ: Organ, law: _Law, classes: tuple[ClassFacts, ...], places: tuple[PlaceCard, ...]
) -> GuideFacts:
    offices = {office.kind: _office(office) for office in organ.offices.all()}
    open_remedies = remedies_on(organ, regime_id=law.rules.id, on=law.on)
    return GuideFacts(
        organ_name=organ.name,
        organ_name_en=organ.name_en,
        website=organ.website,
        organisation_code=organ.organisation_code,
        credit_code=organ.credit_code,
        number_template=settings.INDEX_NUMBER_TEMPLATE,
        regime_id=law.limits.id,
        regime_zh=law.limits.title_zh,
        regime_en=law.limits.title,
        proof_required=law.rules.proof_required,
        confirms_receipt=law.rules.confirms_receipt,
        complaint_zh=law.rules.complaint_zh,
        complaint_en=law.rules.complaint,
        receipt_zh=law.rules.receipt_note_zh,
        receipt_en=law.rules.receipt_note,
        unbound_kind="" if law.rules.binds(organ.kind) else organ.kind,
        purpose_asked=law.rules.purpose_asked,
        purpose_required=law.rules.purpose_required(law.on),
        waiver_asked=law.rules.waiver_asked,
        items=_items(organ, law),
        classes=classes,
        grounds=_grounds(law),
        limits=_limits(law),
        remedies=tuple(
            RemedyFacts(
                kind=kind.value,
                reconsideration_days=row.reconsideration_days,
                suit_months=row.suit_months or 0,
                suit_days_after_reconsideration=row.suit_days_after_reconsideration or 0,
            )
            for kind, row in open_remedies.rows
        ),
        reconsideration_bodies=open_remedies.bodies,
        disclosure=offices.get(OfficeKind.DISCLOSURE.value, OfficeFacts()),
        supervision=offices.get(OfficeKind.SUPERVISION.value, OfficeFacts()),
        places=tuple(_place(card) for card in places),
    )


def _grounds(law: _Law) -> tuple[GroundFacts, ...]:
    return tuple(
        GroundFacts(article=ground.article, name_zh=ground.label_zh, name_en=ground.label)
        for ground in law.rules.grounds.values()
    )


def _items(organ: Organ, law: _Law) -> tuple[ItemFacts, ...]:
    if not lists_bind(organ.kind):
        return ()
    return tuple(
        ItemFacts(code=item.code, article=item.article, name_zh=item.name_zh, name_en=item.name_en)
        for item in items_for(regime=law.limits.id, level=organ.level)
    )


def _limits(law: _Law) -> tuple[LimitFacts, ...]:
    limits = law.limits.limits.values()
    return tuple(_limit(limit) for limit in limits if limit.basis is not Basis.HOUSE)


def _limit(limit: Limit) -> LimitFacts:
    extension = limit.extension
    return LimitFacts(
        key=limit.key,
        amount=limit.amount.number if limit.amount else 0,
        unit=limit.amount.unit.value if limit.amount else "",
        article=limit.article,
        extension=extension.amount if extension else 0,
        extension_article=extension.article if extension else "",
        reply_clock=limit.reply_clock.value,
        basis=limit.basis.value,
    )


def _office(office: Office) -> OfficeFacts:
    return OfficeFacts(
        name=office.name,
        address=office.address,
        hours=office.hours,
        telephone=office.telephone,
        fax=office.fax,
        email=office.email,
        postcode=office.postcode,
    )


def _place(card: PlaceCard) -> PlaceFacts:
    return PlaceFacts(
        name=card.name,
        kind=card.kind,
        address=card.address,
        hours=card.hours,
        telephone=card.telephone,
        note=card.public_note,
    )


def _classes(organ_ids: Collection[int]) -> _Classes:
    rows = InformationClass.objects.filter(organ__in=organ_ids) | InformationClass.objects.filter(
        organ__isnull=True
    )
    tables: dict[int | None, list[ClassFacts]] = {}
    for row in rows:
        said = ClassFacts(code=row.code, name_zh=row.name_zh, name_en=row.name_en)
        tables.setdefault(row.organ_id, []).append(said)
    return {organ_id: tuple(table) for organ_id, table in tables.items()}


def _table_of(organ_id: int, classes: _Classes) -> tuple[ClassFacts, ...]:
    return classes.get(organ_id) or classes.get(None, ())
