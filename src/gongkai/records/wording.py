"""The words for moves, for faults and for reasons why a move is not possible."""

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gongkai.records.rules.content import SUMMARY_LIMIT, Fault
from gongkai.records.rules.lifecycle import Event, Guard
from gongkai.records.rules.normative import Sign

MOVES: Mapping[Event, str | Promise] = {
    Event.EDIT: pgettext_lazy("move", "Edit"),
    Event.PROPOSE: pgettext_lazy("move", "Propose for release"),
    Event.PASS_REVIEW: pgettext_lazy("move", "Pass review"),
    Event.FINISH_REVIEW: pgettext_lazy("move", "Finish review"),
    Event.RETURN: pgettext_lazy("move", "Return"),
    Event.TAKE_OVER: pgettext_lazy("move", "Let reviews of the same content count"),
    Event.REVOKE: pgettext_lazy("move", "Revoke a review that was taken over"),
    Event.APPROVE: pgettext_lazy("move", "Approve"),
    Event.RELEASE: pgettext_lazy("move", "Release"),
    Event.SUPERSEDE: pgettext_lazy("move", "Supersede"),
    Event.ABANDON: pgettext_lazy("move", "Abandon this version"),
    Event.BEGIN_VERSION: pgettext_lazy("move", "Begin a new version"),
    Event.PUBLISH: pgettext_lazy("move", "Publish"),
    Event.LIST: pgettext_lazy("move", "List with ★"),
    Event.HOLD: pgettext_lazy("move", "Hold back"),
    Event.HIDE: pgettext_lazy("move", "Withdraw"),
    Event.CONFIRM: pgettext_lazy("move", "Confirm the withdrawal"),
    Event.RESTORE: pgettext_lazy("move", "Restore"),
    Event.REPUBLISH: pgettext_lazy("move", "Restore"),
    Event.RELIST: pgettext_lazy("move", "Restore"),
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
    Guard.NO_EMBARGO: _(
        "It will be published by itself on the day that was set. The person in charge can take "
        "that day back."
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
    Fault.NO_SUCH_DAY: _("Check the year: only days from 1900 to 2199 can be meant."),
    Fault.NO_MAKER: _("Enter who made it or from whom it was obtained."),
    Fault.NO_CO_MAKERS: _("Enter with whom it was made, one name on each line."),
    Fault.NO_LEAD_ORGAN: _("Enter which organ led the making; that organ discloses it."),
}


SIGNS: Mapping[Sign, str | Promise] = {
    Sign.NUMBER: _("its document number"),
    Sign.GENRE: _("its genre"),
    Sign.TITLE: _("its name"),
}


def signs_text(signs: Sequence[Sign]) -> str:
    """Return by what something looks like a normative document, as one phrase."""
    return gettext(", ").join(str(SIGNS[sign]) for sign in signs)


def fault_text(field: str, fault: Fault) -> str | Promise:
    """Return what is wrong with the field and what to do about it."""
    if field == "summary" and fault is Fault.TOO_LONG:
        # Not at import: a lazy text is translated by the very act of filling it in.
        return _("The summary may have %(limit)d characters at most. Shorten it.") % {
            "limit": SUMMARY_LIMIT
        }
    return FAULTS[fault]
