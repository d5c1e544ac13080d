"""Reads: values out."""

from gongkai.registers.queries.column import (
    RuleChoice,
    RulesOfOrgan,
    rule_choices,
    rules_column,
)
from gongkai.registers.queries.editions import (
    PublicEdition,
    cleanup_lists,
    licensing_register,
    licensing_registers,
    public_documents,
)
from gongkai.registers.queries.keeping import (
    EditionLine,
    MatterLine,
    RoundLine,
    RoundPage,
    licensing_editions,
    matter,
    matters_of,
    round_page,
    rounds_of,
)

__all__ = [
    "EditionLine",
    "MatterLine",
    "PublicEdition",
    "RoundLine",
    "RoundPage",
    "RuleChoice",
    "RulesOfOrgan",
    "cleanup_lists",
    "licensing_editions",
    "licensing_register",
    "licensing_registers",
    "matter",
    "matters_of",
    "public_documents",
    "round_page",
    "rounds_of",
    "rule_choices",
    "rules_column",
]
