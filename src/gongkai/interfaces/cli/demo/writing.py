"""How the demo's documents are written: a pattern, an organ, a day and a throw of the dice."""

from dataclasses import dataclass
from datetime import date
from random import Random

from gongkai.interfaces.cli.demo.material import Material, OrganPlan, Pattern
from gongkai.records.rules.content import VersionContent

_ASSEMBLIES = {
    "A01": "policies",
    "A02": "plans",
    "A03": "statistics",
    "A04": "finance",
    "A05": "finance",
    "A06": "finance",
    "A07": "convenience",
    "C02": "finance",
    "S01": "functions",
}
"""组配分类 by statutory item; other items are administrative affairs."""
_SERVES = {"A05": "legal_persons", "A06": "legal_persons", "A07": "citizens", "A09": "citizens"}


@dataclass(frozen=True, slots=True)
class Writing:
    """A filled-in document before its category is decided."""

    title: str
    summary: str
    text: str
    document_number: str


def write(
    pattern: Pattern, organ: OrganPlan, on: date, *, material: Material, dice: Random
) -> Writing:
    """Fill in a pattern for an organ on a day."""
    blanks = {
        "area": material.area_of(organ),
        "organ": organ.name,
        "short": organ.short,
        "year": str(on.year),
        "topic": dice.choice(pattern.topics),
        "n": str(dice.randint(11, 96)),
        "m": str(dice.randint(12, 58)),
        "k": str(dice.randint(2, 9)),
    }
    number = f"{organ.mark}〔{on.year}〕{dice.randint(1, 240)}号" if pattern.numbered else ""
    return Writing(
        title=pattern.title.format(**blanks),
        summary=pattern.summary.format(**blanks),
        text="\n\n".join([line.format(**blanks) for line in pattern.body] + _foot(organ, on)),
        document_number=number,
    )


def content(
    writing: Writing,
    pattern: Pattern,
    on: date,
    *,
    category: str,
    ground_code: str,
    reason: str = "",
    time_limit: str = "long_term",
) -> VersionContent:
    """Return the version's content for a written document in a category."""
    return VersionContent(
        title=writing.title,
        summary=writing.summary,
        text=writing.text,
        time_limit="on_application" if category == "on_application" else time_limit,
        generated_on=on,
        document_number=writing.document_number,
        theme_code=pattern.theme,
        genre=pattern.genre,
        is_normative=pattern.normative,
        validity="in_force" if pattern.normative else "",
        effective_on=on if pattern.normative else None,
        expires_on=_five_years_after(on) if pattern.normative else None,
        assembly=_ASSEMBLIES.get(pattern.item, "affairs" if pattern.item else ""),
        service_object=_SERVES.get(pattern.item, ""),
        category=category,
        ground_code=ground_code,
        ground_reason=reason,
        split="impossible" if category == "exempt" else "",
        split_reason="全文涉及不予公开的内容，不能作区分处理。" if category == "exempt" else "",
        statutory_item="" if pattern.setup else pattern.item,
    )


def _five_years_after(on: date) -> date:
    """Return the last day of rules that hold for five years, as many provinces have it."""
    return date(on.year + 5, on.month, min(on.day, 28))


def _foot(organ: OrganPlan, on: date) -> list[str]:
    return [organ.name, f"{on.year}年{on.month}月{on.day}日"]
