"""Links between the demo's documents, and an organ's class table of its own."""

from gongkai.interfaces.cli.demo.acts import Office
from gongkai.interfaces.cli.demo.founding import Province
from gongkai.kernel import time
from gongkai.kernel.types import PUBLIC, Role
from gongkai.records.operations import LinkEnd, link_records
from gongkai.records.operations.classes import (
    add_class,
    adopt_class_table,
    change_class,
    close_class,
)
from gongkai.records.queries import RecordCard, catalogue

_ABOVE = "《云梦省行政规范性文件管理规定》（云政发〔2019〕8号）"


def link_and_classify(province: Province) -> None:
    """Let a city's newest rules replace its oldest, and its water company name its classes."""
    city = Office(province.organs["east-office"], province.staff["east-office"])
    rules = _rules_in_force(city)
    if rules:
        _link(city, rules[0], "implements", LinkEnd(text=_ABOVE))
    if len(rules) > 2:
        newest, middle, *_, oldest = rules
        _link(city, newest, "replaces", LinkEnd(record_id=oldest.id), sets_validity=True)
        _link(city, newest, "related", LinkEnd(record_id=middle.id))
    _name_classes(Office(province.organs["east-water"], province.staff["east-water"]))


def _rules_in_force(office: Office) -> list[RecordCard]:
    found = catalogue(PUBLIC, organ_id=office.organ_id, validity="in_force", size=100)
    rules = [card for card in found.items if card.is_normative]
    return sorted(rules, key=lambda card: card.generated_on, reverse=True)


def _link(
    office: Office, card: RecordCard, kind: str, to: LinkEnd, *, sets_validity: bool = False
) -> None:
    link_records(
        actor=office.actor(Role.CLERK),
        record_id=card.id,
        kind=kind,
        to=to,
        since_on=time.today() if sets_validity else None,
        sets_validity=sets_validity,
    )


def _name_classes(office: Office) -> None:
    clerk, organ_id = office.actor(Role.CLERK), office.organ_id
    adopt_class_table(actor=clerk, organ_id=organ_id)
    add_class(
        actor=clerk,
        organ_id=organ_id,
        code="31",
        name_zh="供水水质和管网维护",
        name_en="Water quality and upkeep of the mains",
        statutory_item="A11",
    )
    change_class(
        actor=clerk,
        organ_id=organ_id,
        code="05",
        name_zh="供水价格和收费的依据、标准",
        name_en="Water prices and fees: basis and rates",
        statutory_item="A05",
    )
    # Family planning is no business of a water company.
    close_class(actor=clerk, organ_id=organ_id, code="28")
