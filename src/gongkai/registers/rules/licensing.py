"""A licensing matter, what it must say, and how the register is written out. Pure.

The Regulations ask for matter, basis, conditions, quantity, procedure, limit, and the whole list of
what is handed in (2007 art. 10(7); 2019 art. 20(5); Administrative Licensing Law art. 30).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

LONGEST_LIMIT = 999
"""Working days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What is said of one matter. Limits are in working days."""

    name: str
    basis: str
    conditions: str
    quantity: str
    procedure: str
    statutory_days: int
    promised_days: int | None
    materials: tuple[str, ...]
    office: str
    telephone: str


class MatterFault(StrEnum):
    """What is wrong with an entry."""

    MISSING = "missing"
    LIMIT = "limit"
    PROMISE_TOO_LONG = "promise_too_long"
    NO_MATERIALS = "no_materials"


def matter_faults(matter: Matter) -> dict[str, MatterFault]:
    """Return what keeps the matter from the register, by field."""
    needed = ("name", "basis", "conditions", "procedure", "office", "telephone")
    faults = {field: MatterFault.MISSING for field in needed if not getattr(matter, field)}
    if not 1 <= matter.statutory_days <= LONGEST_LIMIT:
        faults["statutory_days"] = MatterFault.LIMIT
    elif matter.promised_days is not None and not (
        1 <= matter.promised_days <= matter.statutory_days
    ):
        faults["promised_days"] = MatterFault.PROMISE_TOO_LONG
    if not matter.materials:
        faults["materials"] = MatterFault.NO_MATERIALS
    return faults


def limit_text(matter: Matter) -> str:
    """Return the limit as the register says it.

    >>> limit_text(Matter(name="甲", basis="", conditions="", quantity="", procedure="",
    ...     statutory_days=20, promised_days=10, materials=(), office="", telephone=""))
    '法定20个工作日，承诺10个工作日'
    """
    said = f"法定{matter.statutory_days}个工作日"
    return said if matter.promised_days is None else f"{said}，承诺{matter.promised_days}个工作日"


def register_text(matters: Sequence[Matter]) -> str:
    """Return the register as the text of a record: a heading for each matter, its parts below."""
    return "\n\n".join(_matter_text(number, matter) for number, matter in enumerate(matters, 1))


def _matter_text(number: int, matter: Matter) -> str:
    said = (
        ("设定依据", matter.basis),
        ("办理条件", matter.conditions),
        ("数量限制", matter.quantity or "无数量限制"),
        ("办理程序", matter.procedure),
        ("办理期限", limit_text(matter)),
        ("申请材料", "；".join(f"{n}.{line}" for n, line in enumerate(matter.materials, 1))),
        ("受理机构", f"{matter.office}（电话：{matter.telephone}）"),
    )
    lines = [f"## {number}. {matter.name}"]
    lines += [f"{label}：{text}" for label, text in said]
    return "\n".join(lines)
