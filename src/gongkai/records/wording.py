"""The words for moves, for faults and for reasons why a move is not possible."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongkai.records.rules.content import SUMMARY_LIMIT, Fault
from gongkai.records.rules.lifecycle import Event, Guard

MOVES: Mapping[Event, str | Promise] = {
    Event.EDIT: _("Edit"),
    Event.PROPOSE: _("Propose for release"),
    Event.PASS_REVIEW: _("Pass review"),
    Event.FINISH_REVIEW: _("Finish review"),
    Event.RETURN: _("Return"),
    Event.APPROVE: _("Approve"),
    Event.RELEASE: _("Release"),
    Event.SUPERSEDE: _("Supersede"),
    Event.ABANDON: _("Abandon this version"),
    Event.BEGIN_VERSION: _("Begin a new version"),
    Event.PUBLISH: _("Publish"),
    Event.LIST: _("List with ★"),
    Event.HOLD: _("Hold back"),
    Event.HIDE: _("Withdraw"),
    Event.CONFIRM: _("Confirm the withdrawal"),
    Event.RESTORE: _("Restore"),
    Event.REPUBLISH: _("Restore"),
    Event.RELIST: _("Restore"),
}

REASONS: Mapping[str, str | Promise] = {
    "no_such_move": _("Its state does not allow this. Reload the page to see where it stands."),
    "role": _("Your role does not permit this. Ask the person whose role it is."),
    Guard.CATEGORY_DECIDED: _("The category is undetermined. Decide it and give its ground first."),
    Guard.IS_VOLUNTARY: _("Only information for voluntary disclosure can be published."),
    Guard.IS_ON_APPLICATION: _("Only information disclosed on application is listed with ★."),
    Guard.IS_EXEMPT: _("Only exempt information is held back."),
    Guard.CONTENT_UNCHANGED: _(
        "The content is not the one that was reviewed. Propose it again as it is now."
    ),
    Guard.NOT_BEING_WITHDRAWN: _(
        "The record is being withdrawn. Have the withdrawal confirmed or restored first."
    ),
    Guard.NO_OTHER_VERSION_IN_WORK: _("A new version is being worked on. Finish or abandon it."),
    Guard.SECOND_PERSON: _("A second person decides on a withdrawal. Ask a colleague."),
    Guard.REVIEWS_COMPLETE: _("A review is still missing. Wait for the other reviewer."),
    Guard.REVIEWS_INCOMPLETE: _("The reviews are complete. Go on to the approval."),
    Guard.WAS_PUBLISHED: _("The record was not published before it was hidden."),
    Guard.WAS_LISTED: _("The record was not listed before it was hidden."),
}

FAULTS: Mapping[Fault, str | Promise] = {
    Fault.MISSING: _("Enter this element."),
    Fault.TOO_LONG: _("This is too long. Shorten it."),
    Fault.NOT_IN_LIST: _("Choose a value from the list."),
    Fault.BEFORE_ITS_START: _("The end lies before the beginning. Check both dates."),
    Fault.UNDETERMINED: _("Decide the category before you propose the record."),
    Fault.NO_GROUND: _("Choose the legal ground of the category."),
    Fault.NO_REASON: _("Say why this information is not disclosed."),
    Fault.NO_TEXT: _("Enter the text that the website shows, or take the website off the forms."),
    Fault.NO_FORM: _("Choose at least one form of disclosure."),
    Fault.LIMIT_AND_CATEGORY_DISAGREE: _(
        "The time limit “on application” belongs to information disclosed on application, "
        "and to no other."
    ),
    Fault.NO_CHANGE_NOTE: _("Say what this version changes; the public reads it."),
    Fault.IN_THE_FUTURE: _("The date lies in the future. Enter the day of generation."),
}
SUMMARY_TOO_LONG = _("The summary may have %(limit)d characters at most. Shorten it.") % {
    "limit": SUMMARY_LIMIT
}


def fault_text(field: str, fault: Fault) -> str | Promise:
    """Return what is wrong with the field and what to do about it."""
    if field == "summary" and fault is Fault.TOO_LONG:
        return SUMMARY_TOO_LONG
    return FAULTS[fault]
