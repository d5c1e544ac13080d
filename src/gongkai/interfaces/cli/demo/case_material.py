"""What the demo's applicants ask for and what they are answered, read from its data file."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import cast

from gongkai.applications.rules.reply import Answer
from gongkai.applications.rules.submission import Submission
from gongkai.applications.rules.vocabulary import (
    ApplicantKind,
    Carrier,
    IdentityKind,
    ReportKind,
    SupplyWay,
)
from gongkai.interfaces.cli.demo.material import OrganPlan

_FILE = Path(__file__).resolve().parent / "data" / "applications.json"
_WEIGHTS, _CHECK = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), "10X98765432"
_UNDIVIDED = "所涉内容前后相连，去除不予公开的部分后不再具有意义，不能作区分处理。"
_FIRST_BIRTH, _BIRTHS = date(1948, 2, 3), 20_000
_CREDIT_CODE = "91110000600037341L"
"""A right one that belongs to nobody here: the check characters of invented ones would be wrong."""


@dataclass(frozen=True, slots=True)
class Matter:
    """What somebody wants to know, and the document that answers it."""

    title: str
    asked: str
    given: str


@dataclass(frozen=True, slots=True)
class CaseMaterial:
    """Everything the demo's cases are made of."""

    matters: tuple[Matter, ...]
    people: tuple[str, ...]
    companies: tuple[tuple[str, str], ...]
    outcomes: tuple[dict[str, str], ...]
    weights: tuple[int, ...]
    points: tuple[str, ...]
    corrections: tuple[str, ...]
    extension_reasons: tuple[str, ...]


@cache
def read_case_material() -> CaseMaterial:
    """Read the data file."""
    data = json.loads(_FILE.read_text(encoding="utf-8"))
    rows = cast("list[dict[str, object]]", data["outcomes"])
    return CaseMaterial(
        matters=tuple(Matter(**row) for row in data["matters"]),
        people=tuple(data["people"]),
        companies=tuple((row["name"], row["kind"]) for row in data["companies"]),
        outcomes=tuple({k: str(v) for k, v in row.items() if k != "weight"} for row in rows),
        weights=tuple(cast(int, row["weight"]) for row in rows),
        points=tuple(data["points"]),
        corrections=tuple(data["corrections"]),
        extension_reasons=tuple(data["extension_reasons"]),
    )


@dataclass(frozen=True, slots=True)
class Scene:
    """The place that the braces of the material are filled with."""

    area: str
    street: str

    def fill(self, text: str) -> str:
        """Return the text with its place."""
        return text.replace("{area}", self.area).replace("{street}", self.street)


def write_submission(
    matter: Matter, scene: Scene, *, supply_way: SupplyWay, dice: Random
) -> Submission:
    """Return the application of an invented person or organisation."""
    material = read_case_material()
    is_citizen = dice.random() < 0.8
    person = dice.choice(material.people)
    name, kind = (person, "natural_person") if is_citizen else dice.choice(material.companies)
    return Submission(
        applicant_kind=ApplicantKind.CITIZEN if is_citizen else ApplicantKind.ORGANISATION,
        report_kind=ReportKind(kind),
        name=name,
        legal_representative="" if is_citizen else dice.choice(material.people),
        contact_person="" if is_citizen else person,
        identity_kind=IdentityKind.IDENTITY_CARD if is_citizen else IdentityKind.CREDIT_CODE,
        identity_number=_identity_number(dice) if is_citizen else _CREDIT_CODE,
        address=f"{scene.area}{scene.street}{dice.randint(1, 120)}号",
        postcode=f"9901{dice.randint(10, 99)}",
        telephone=f"0990-{dice.randint(2000000, 8999999)}",
        email=f"applicant{dice.randint(100, 999)}@people.example",
        asked=scene.fill(matter.asked),
        title=scene.fill(matter.title),
        supply_way=supply_way,
        carrier=Carrier.PAPER if supply_way is SupplyWay.POST else Carrier.ELECTRONIC,
    )


def write_answer(
    matter: Matter, scene: Scene, plan: OrganPlan, *, regime_id: str, dice: Random, only: str = ""
) -> Answer:
    """Return how the matter is answered; `only` is the code of the one outcome it may have."""
    material = read_case_material()
    drawn = dice.choices(material.outcomes, weights=material.weights)[0]
    if only:
        drawn = next(outcome for outcome in material.outcomes if outcome["code"] == only)
    said = {key: scene.fill(text) for key, text in drawn.items()}
    ground = f"{regime_id}/{said['ground']}" if "ground" in said else ""
    where = said.get("where", "")
    if said["code"] == "granted":
        where = f"随本答复书提供{plan.short}制作的{scene.fill(matter.given)}。"
    return Answer(
        asked=scene.fill(matter.title),
        outcome_code=said["code"],
        ground_code=ground,
        reasons=said.get("reasons", ""),
        where=where,
        competent_organ=said.get("competent_organ", ""),
        competent_contact=said.get("competent_contact", ""),
        search_note=said.get("search_note", ""),
        split_reason=_UNDIVIDED if said["code"].startswith("refused_") else "",
    )


def _identity_number(dice: Random) -> str:
    born = _FIRST_BIRTH + timedelta(days=dice.randint(0, _BIRTHS))
    front = f"990101{born:%Y%m%d}{dice.randint(1, 999):03d}"
    total = sum(int(digit) * weight for digit, weight in zip(front, _WEIGHTS, strict=True))
    return front + _CHECK[total % 11]
