"""The words of the obligation matrix."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from gongkai.oversight.models import RhythmName
from gongkai.oversight.rules.matrix import CellState, Rhythm

STATES: Mapping[CellState, Promise] = {
    CellState.FILLED: pgettext_lazy("state of a cell", "Filled"),
    CellState.DUE_SOON: pgettext_lazy("state of a cell", "Due soon"),
    CellState.OVERDUE: pgettext_lazy("state of a cell", "Overdue"),
    CellState.EMPTY: pgettext_lazy("state of a cell", "Empty"),
    CellState.DOES_NOT_APPLY: pgettext_lazy("state of a cell", "Does not apply"),
}
RHYTHMS: Mapping[Rhythm, str | Promise] = {Rhythm(name.value): name.label for name in RhythmName}
