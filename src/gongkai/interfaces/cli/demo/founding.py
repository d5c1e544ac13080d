"""Founding the fictional province: regions, organs, offices, people and their roles."""

from dataclasses import dataclass
from datetime import date
from random import Random

from gongkai.interfaces.cli.demo.material import Material, OrganPlan
from gongkai.kernel.types import SYSTEM, Role
from gongkai.organs.operations import (
    create_organ,
    create_person,
    create_region,
    grant_role,
    set_office,
)
from gongkai.organs.queries import DEMO_PASSWORD

IN_OFFICE_SINCE = date(2008, 5, 1)

EVERY_ORGAN = (Role.CLERK, Role.SECRECY_REVIEWER, Role.PERSON_IN_CHARGE)
OFFICES = (("disclosure", "政府信息公开办公室", 11), ("supervision", "监察室", 55))

# One account of each role is shown on the log-in page; short names, for people type them.
SHOWN: tuple[tuple[str, Role, str], ...] = (
    ("clerk", Role.CLERK, "east-office"),
    ("reviewer", Role.SECRECY_REVIEWER, "east-office"),
    ("legal", Role.LEGAL_REVIEWER, "east-office"),
    ("leader", Role.PERSON_IN_CHARGE, "east-office"),
    ("competent", Role.COMPETENT_DEPARTMENT, "east"),
    ("secrecy", Role.SECRECY_BUREAU, "east"),
    ("supervision", Role.SUPERVISION, "east"),
    ("assessment", Role.ASSESSMENT_OFFICE, "east"),
    ("news", Role.NEWS_OFFICE, "east-office"),
    ("archives", Role.ARCHIVES, "east-archives"),
    ("editor", Role.SITE_EDITOR, "east-office"),
    ("deputy", Role.DEPUTY, "east"),
    ("admin", Role.SYSTEM_ADMINISTRATOR, "prov"),
    ("town-clerk", Role.CLERK, "bamboo"),
)


@dataclass(frozen=True, slots=True)
class Staff:
    """Who does the work of one organ, by the id of their account."""

    clerk: int
    reviewer: int
    leader: int
    legal: int


@dataclass(frozen=True, slots=True)
class Province:
    """What was founded: ids by the keys of the material."""

    organs: dict[str, int]
    staff: dict[str, Staff]


def found_province(material: Material, dice: Random) -> Province:
    """Create regions, organs, offices and people; returns their ids."""
    for region in material.regions:
        create_region(
            actor=SYSTEM,
            code=region.code,
            name=region.name,
            parent_code=region.parent or "",
            level=region.level,
        )
    organs: dict[str, int] = {}
    for position, plan in enumerate(material.organs):
        organs[plan.key] = _found_organ(plan, organs, material, position)
        _open_offices(plan, organs[plan.key], material, dice)
    staff = {
        plan.key: _hire(plan.key, organs[plan.key], material, dice) for plan in material.organs
    }
    _hire_the_others(organs, material, dice)
    return Province(organs=organs, staff=staff)


def _found_organ(plan: OrganPlan, organs: dict[str, int], material: Material, position: int) -> int:
    organ = create_organ(
        actor=SYSTEM,
        name=plan.name,
        short_name=plan.short,
        name_en=plan.en,
        level=material.level_of(plan),
        kind=plan.kind,
        region_code=plan.region,
        parent_id=organs[plan.parent] if plan.parent else None,
        line_superior_id=organs[plan.line] if plan.line else None,
        organisation_code=plan.code,
        introduction=f"{plan.name}依法公开政府信息，接受公民、法人和其他组织的申请与监督。",
        position=position,
    )
    return organ.pk


def _open_offices(plan: OrganPlan, organ_id: int, material: Material, dice: Random) -> None:
    street, number = dice.choice(material.streets), dice.randint(1, 199)
    exchange = dice.randint(200, 899)
    for kind, name, line in (
        ("disclosure", "政府信息公开办公室", 11),
        ("supervision", "监察室", 55),
    ):
        set_office(
            actor=SYSTEM,
            organ_id=organ_id,
            kind=kind,
            name=f"{plan.short}{name}",
            address=f"{material.area_of(plan)}{street}{number}号",
            hours="工作日8:30—12:00，14:30—18:00",
            telephone=f"0990-{exchange}00{line}",
            fax=f"0990-{exchange}00{line + 1}",
            email=f"{kind}@{plan.key}.example",
            postcode=f"99{plan.region[2:6]}"[:6],
        )


def _hire(key: str, organ_id: int, material: Material, dice: Random) -> Staff:
    shown = {(role, organ): username for username, role, organ in SHOWN}
    people = [
        _appoint(
            shown.get((role, key), f"{key}-{role.value.replace('_', '-')}"),
            organ_id,
            role,
            material,
            dice,
            is_shown=(role, key) in shown,
        )
        for role in (*EVERY_ORGAN, Role.LEGAL_REVIEWER)
    ]
    return Staff(clerk=people[0], reviewer=people[1], leader=people[2], legal=people[3])


def _hire_the_others(organs: dict[str, int], material: Material, dice: Random) -> None:
    for username, role, key in SHOWN:
        if role not in {*EVERY_ORGAN, Role.LEGAL_REVIEWER}:
            _appoint(username, organs[key], role, material, dice, is_shown=True)


def _appoint(
    username: str, organ_id: int, role: Role, material: Material, dice: Random, *, is_shown: bool
) -> int:
    person = create_person(
        actor=SYSTEM,
        username=username,
        name=material.person_name(dice),
        password=DEMO_PASSWORD,
        email=f"{username}@people.example",
        is_demo=is_shown,
    )
    grant_role(
        actor=SYSTEM, person_id=person.pk, organ_id=organ_id, role=role, from_on=IN_OFFICE_SINCE
    )
    return person.pk
