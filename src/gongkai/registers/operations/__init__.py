"""Writes: one function per use case."""

from gongkai.registers.operations.cleanup import (
    add_document,
    carry_out_round,
    decide_document,
    open_round,
)
from gongkai.registers.operations.column import show_in_column, take_out_of_column
from gongkai.registers.operations.compiling import compile_cleanup, compile_licensing
from gongkai.registers.operations.licensing import end_matter, enter_matter

__all__ = [
    "add_document",
    "carry_out_round",
    "compile_cleanup",
    "compile_licensing",
    "decide_document",
    "end_matter",
    "enter_matter",
    "open_round",
    "show_in_column",
    "take_out_of_column",
]
