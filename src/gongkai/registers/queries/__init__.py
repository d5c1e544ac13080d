"""Reads: values out."""

from gongkai.registers.queries.column import (
    RuleChoice,
    RulesOfOrgan,
    RulesPage,
    rule_choices,
    rules_column,
)
from gongkai.registers.queries.editions import (
    PublicEdition,
    PublicEditionLine,
    cleanup_lists,
    cleanup_registers,
    licensing_register,
    licensing_registers,
    public_documents,
)
from gongkai.registers.queries.keeping import (
    EditionLine,
    MatterLine,
    RoundLine,
    RoundPage,
    ending_items,
    licensing_editions,
    matter,
    matters_of,
    round_item,
    round_line,
    round_page,
    rounds_of,
)

__all__ = [
    "EditionLine",
    "MatterLine",
    "PublicEdition",
    "PublicEditionLine",
    "RoundLine",
    "RoundPage",
    "RuleChoice",
    "RulesOfOrgan",
    "RulesPage",
    "cleanup_lists",
    "cleanup_registers",
    "ending_items",
    "licensing_editions",
    "licensing_register",
    "licensing_registers",
    "matter",
    "matters_of",
    "public_documents",
    "round_item",
    "round_line",
    "round_page",
    "rounds_of",
    "rule_choices",
    "rules_column",
]
