"""The words of a combing table: its headings, what is wrong with a cell, why a table is refused."""

from collections.abc import Mapping

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongkai.oversight.rules.combing import DecisionFault
from gongkai.oversight.rules.combing_table import (
    MOST_ROWS,
    CellFault,
    Column,
    heading_key,
)
from gongkai.records.models import Category
from gongkai.release.wording import problem_text

HEADINGS: Mapping[Column, str | Promise] = {
    Column.TITLE: pgettext_lazy("column of a table", "Name"),
    Column.GENERATED_ON: pgettext_lazy("column of a table", "Date generated"),
    Column.DOCUMENT_NUMBER: pgettext_lazy("column of a table", "Document number"),
    Column.KEPT_AT: pgettext_lazy("column of a table", "Where it is kept"),
    Column.CATEGORY: pgettext_lazy("column of a table", "Proposed category"),
    Column.GROUND: pgettext_lazy("column of a table", "Ground"),
    Column.REASON: pgettext_lazy("column of a table", "Reasons"),
    Column.STATUTORY_ITEM: pgettext_lazy("column of a table", "Statutory item"),
    Column.SUMMARY: pgettext_lazy("column of a table", "Summary"),
    Column.DISCLOSED_ON: pgettext_lazy("column of a table", "Disclosed before on"),
    Column.DISCLOSED_AT_PLACE: pgettext_lazy("column of a table", "Disclosed before where"),
    Column.INDEX_NUMBER: pgettext_lazy("column of a table", "Index number then"),
    Column.NOTE: pgettext_lazy("column of a table", "Note"),
}
TO_CORRECT = pgettext_lazy("column of a table", "To be corrected")
"""Heading of the column in which wrong rows come back with what is wrong; read by nobody."""

HINTS: Mapping[Column, str | Promise] = {
    Column.TITLE: _("As it stands on the document. Must be filled in."),
    Column.GENERATED_ON: _("Day of signing, as 2004-05-06. Must be filled in."),
    Column.DOCUMENT_NUMBER: _("As printed."),
    Column.KEPT_AT: _("Fonds, cabinet, box. The public never sees it. Tells equal names apart."),
    Column.CATEGORY: _("From the list. Left empty, it is undetermined."),
    Column.GROUND: _("From the list; it must belong to the category. Only undetermined has none."),
    Column.REASON: _("Why the ground applies. Must be filled in for what is not disclosed."),
    Column.STATUTORY_ITEM: _("From the list, where it belongs to one."),
    Column.SUMMARY: _("At most 150 characters. Left empty, the name stands for it."),
    Column.DISCLOSED_ON: _("Day of an earlier disclosure, with its place."),
    Column.DISCLOSED_AT_PLACE: _("For example the issue and page of the gazette."),
    Column.INDEX_NUMBER: _("Under which it was disclosed then, as printed."),
    Column.NOTE: _("For the staff."),
}

CELL_FAULTS: Mapping[CellFault, str | Promise] = {
    CellFault.MISSING: _("Fill this in."),
    CellFault.TOO_LONG: _("This is too long. Shorten it."),
    CellFault.NO_DATE: _("This is no day. Write it as 2004-05-06."),
    CellFault.OUTSIDE_PERIOD: _(
        "The day lies outside the campaign's period. Check it, or leave the row out."
    ),
    CellFault.IN_THE_FUTURE: _("The day lies in the future. Check the year."),
    CellFault.BEFORE_IT_WAS_THERE: _(
        "It cannot have been disclosed before it was generated. Check both days."
    ),
    CellFault.NOT_IN_LIST: _("This is not in the list. Choose an entry of the list."),
    CellFault.NO_GROUND: _("A category needs its ground. Choose one, or leave the category empty."),
    CellFault.GROUND_OF_ANOTHER: _("This ground belongs to another category. Choose one of this."),
    CellFault.NO_REASON: _("Say why this is not disclosed."),
    CellFault.GROUND_WITHOUT_CATEGORY: _(
        "There is a ground and no category. Choose the category, or take the ground out."
    ),
    CellFault.DISCLOSED_WITHOUT_DAY: _("Give the day of the earlier disclosure too."),
    CellFault.DISCLOSED_WITHOUT_PLACE: _("Say where it was disclosed then."),
    CellFault.MARKED_SECRET: _(
        "This bears a mark of secrecy. Take the row out: what is secret is not entered here, not "
        "even by its name."
    ),
    CellFault.HOLDS_NUL: _("This holds a character that no document holds. Type it anew."),
}

DECISION_FAULTS: Mapping[DecisionFault, str | Promise] = {
    DecisionFault.NO_CATEGORY: _("Choose a category."),
    DecisionFault.NO_GROUND: _("A category needs its ground. Choose one."),
    DecisionFault.GROUND_OF_ANOTHER: _(
        "This ground belongs to another category. Choose one of this."
    ),
    DecisionFault.NO_REASON: _("Say why this is not disclosed."),
    DecisionFault.GROUND_WITHOUT_CATEGORY: _(
        "What is undetermined has no ground. Take it out, or choose the category."
    ),
}

TOO_MANY_ROWS, NO_ROWS, COLUMNS_MISSING = "too_many_rows", "no_rows", "columns_missing"
_OWN_PROBLEMS: Mapping[str, str | Promise] = {
    NO_ROWS: _("There is no row below the headings. Fill the table in and send it again."),
    COLUMNS_MISSING: _(
        "The first row lacks headings that are needed. Use the template and leave its first row "
        "as it is."
    ),
}


def refusal_text(problem: str) -> str | Promise:
    """Return why a table could not be read and what to do about it."""
    if problem == TOO_MANY_ROWS:
        return _("There are more than %(most)d rows. Divide the table and send the parts.") % {
            "most": MOST_ROWS
        }
    return _OWN_PROBLEMS.get(problem) or problem_text(problem)


def heading_names() -> dict[str, Column]:
    """Return the columns by their headings in every language of the pages."""
    names: dict[str, Column] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            names |= {heading_key(str(said)): column for column, said in HEADINGS.items()}
    return names


def category_names() -> dict[str, str]:
    """Return the categories by their codes and by their names in every language, in lower case."""
    names = {value: value for value in Category.values}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            names |= {str(label).lower(): value for value, label in Category.choices}
    return names
