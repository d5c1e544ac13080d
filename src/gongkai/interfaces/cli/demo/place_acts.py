"""Reading places with their deliveries, and registers, as the demo's people keep them."""

import json
from datetime import timedelta
from importlib import resources
from typing import Any

from gongkai.deliveries.operations import (
    draw_up_delivery,
    enter_place,
    enter_receipt,
    hand_over_delivery,
)
from gongkai.interfaces.cli.demo.acts import Office
from gongkai.interfaces.cli.demo.founding import Province
from gongkai.kernel import time
from gongkai.kernel.types import PUBLIC, Role
from gongkai.records.models import RecordVersion
from gongkai.records.operations.disclosures import record_disclosure
from gongkai.records.queries import catalogue
from gongkai.registers.operations import (
    add_document,
    compile_cleanup,
    compile_licensing,
    decide_document,
    enter_matter,
    open_round,
    show_in_column,
)
from gongkai.registers.queries import rule_choices
from gongkai.registers.rules.licensing import Matter

_RULES_SHOWN = 3
_ISSUE = "第3期"


def keep_places_and_registers(province: Province) -> None:
    """Open the reading places, supply one, publish a register, a clean-up and a rules column."""
    material = _material()
    places = {
        place["name"]: _open(_office(province, place["organ"]), place)
        for place in material["places"]
    }
    _supply(_office(province, "east-office"), places["东河市档案馆政府信息查阅室"])
    for matter in material["matters"]:
        _enter(_office(province, matter["organ"]), matter)
    construction = _office(province, "east-construction")
    clerk = construction.actor(Role.CLERK)
    compiled = compile_licensing(actor=clerk, organ_id=construction.organ_id)
    _bring_out(construction, compiled.version)
    _clean_up(_office(province, "east-office"))
    for key in ("east-office", "east-water", "prov-office"):
        _show_rules(_office(province, key))
    _print_in_the_gazette(_office(province, "east-office"))


def _material() -> dict[str, Any]:
    file = resources.files("gongkai.interfaces.cli.demo.data").joinpath("places.json")
    found: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return found


def _office(province: Province, key: str) -> Office:
    return Office(province.organs[key], province.staff[key])


def _open(office: Office, place: dict[str, Any]) -> int:
    entered = enter_place(
        actor=office.actor(Role.CLERK),
        organ_id=office.organ_id,
        kind=place["kind"],
        name=place["name"],
        address=place["address"],
        hours=place["hours"],
        telephone=place["telephone"],
        public_note=place["note"],
        takes_deliveries=place["delivers"],
    )
    return entered.pk


def _supply(office: Office, place_id: int) -> None:
    """Hand a delivery over and have it signed for."""
    clerk, today = office.actor(Role.CLERK), time.today()
    drawn = draw_up_delivery(actor=clerk, organ_id=office.organ_id, place_id=place_id)
    hand_over_delivery(actor=clerk, delivery_id=drawn.pk, on=today, means="in_person")
    enter_receipt(actor=clerk, delivery_id=drawn.pk, on=today, received_by_name="档案馆接收利用科")


def _enter(office: Office, matter: dict[str, Any]) -> None:
    enter_matter(
        actor=office.actor(Role.CLERK),
        organ_id=office.organ_id,
        matter=Matter(
            name=matter["name"],
            basis=matter["basis"],
            conditions=matter["conditions"],
            quantity=matter["quantity"],
            procedure=matter["procedure"],
            statutory_days=matter["days"],
            promised_days=matter["promised"],
            materials=tuple(matter["materials"]),
            office=matter["office"],
            telephone=matter["telephone"],
        ),
    )


def _bring_out(office: Office, version: RecordVersion) -> None:
    office.propose(version)
    office.review(version)
    office.approve(version)
    office.release(version)


def _clean_up(office: Office) -> None:
    """Publish one round; another one is under way."""
    clerk, today = office.actor(Role.CLERK), time.today()
    for title, is_done in ((f"{today.year - 1}年规范性文件清理", True), ("专项清理", False)):
        opened = open_round(
            actor=clerk,
            organ_id=office.organ_id,
            title=title,
            issued_until_on=today,
            decide_by_on=today + timedelta(days=60),
        )
        add_document(actor=clerk, round_id=opened.pk, title="东河市城市户外广告设置管理暂行规定")
        items = list(opened.items.all())
        for place, item in enumerate(items if is_done else items[:1]):
            outcome = ("keep", "amend", "keep")[place % 3]
            decide_document(
                actor=clerk,
                round_id=opened.pk,
                item_id=item.pk,
                outcome=outcome,
                until_on=today + timedelta(days=180) if outcome == "amend" else None,
            )
        if is_done:
            compiled = compile_cleanup(actor=clerk, round_id=opened.pk)
            _bring_out(office, compiled.version)


def _show_rules(office: Office) -> None:
    for choice in rule_choices(PUBLIC, office.organ_id)[:_RULES_SHOWN]:
        show_in_column(actor=office.actor(Role.CLERK), record_id=choice.card.id)


def _print_in_the_gazette(office: Office) -> None:
    """Enter that some records were printed in the gazette too."""
    found = catalogue(PUBLIC, organ_id=office.organ_id, form="gazette", size=4)
    for page, card in enumerate(found.items, start=3):
        if not card.is_listed:
            record_disclosure(
                actor=office.actor(Role.CLERK),
                record_id=card.id,
                form="gazette",
                disclosed_on=card.released_on,
                details={"issue": f"{card.released_on.year}年{_ISSUE}", "page": str(page)},
            )
