"""The words for what is done to a case, and for why something cannot be done now."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongkai.applications.rules.lifecycle import Event, Guard
from gongkai.applications.rules.vocabulary import Party

EVENTS: Mapping[Event, str | Promise] = {
    Event.CONFIRM_RECEIPT: pgettext_lazy("case", "Confirm receipt"),
    Event.ASK_CORRECTION: pgettext_lazy("case", "Ask for a correction"),
    Event.CORRECT: pgettext_lazy("case", "Enter the correction"),
    Event.LAPSE: pgettext_lazy("case", "End: not corrected in time"),
    Event.ACCEPT: pgettext_lazy("case", "Accept"),
    Event.ASSIGN: pgettext_lazy("case", "Hand to another clerk"),
    Event.DRAFT_REPLY: pgettext_lazy("case", "Draft the reply"),
    Event.PROPOSE_REPLY: pgettext_lazy("case", "Propose the reply for review"),
    Event.PASS_REVIEW: pgettext_lazy("case", "Pass the secrecy review"),
    Event.RETURN: pgettext_lazy("case", "Return to the clerk"),
    Event.APPROVE: pgettext_lazy("case", "Approve the reply"),
    Event.ISSUE_REPLY: pgettext_lazy("case", "Issue the letter"),
    Event.DELIVER: pgettext_lazy("case", "Record the delivery"),
    Event.CLOSE: pgettext_lazy("case", "Close the case"),
    Event.WITHDRAW: pgettext_lazy("case", "Withdraw the application"),
}

BESIDE: Mapping[str, str | Promise] = {
    "ask_extension": pgettext_lazy("case", "Ask for more time"),
    "decide_extension": pgettext_lazy("case", "Decide on more time"),
}
"""What runs beside the state and is no move of the table."""

DONE: Mapping[str, str | Promise] = {
    "receive": pgettext_lazy("case step", "Application received"),
    Event.CONFIRM_RECEIPT: pgettext_lazy("case step", "Receipt confirmed"),
    Event.ASK_CORRECTION: pgettext_lazy("case step", "Correction asked for"),
    Event.CORRECT: pgettext_lazy("case step", "Corrected"),
    Event.LAPSE: pgettext_lazy("case step", "Ended: not corrected in time"),
    Event.ACCEPT: pgettext_lazy("case step", "Accepted"),
    Event.ASSIGN: pgettext_lazy("case step", "Handed to another clerk"),
    Event.DRAFT_REPLY: pgettext_lazy("case step", "Reply drafted"),
    Event.PROPOSE_REPLY: pgettext_lazy("case step", "Reply proposed for review"),
    Event.PASS_REVIEW: pgettext_lazy("case step", "Secrecy review passed"),
    Event.RETURN: pgettext_lazy("case step", "Returned to the clerk"),
    Event.APPROVE: pgettext_lazy("case step", "Reply approved"),
    Event.ISSUE_REPLY: pgettext_lazy("case step", "Letter issued"),
    Event.DELIVER: pgettext_lazy("case step", "Delivered"),
    Event.CLOSE: pgettext_lazy("case step", "Closed"),
    Event.WITHDRAW: pgettext_lazy("case step", "Withdrawn by the applicant"),
}

PARTIES: Mapping[Party, str | Promise] = {
    Party.APPLICANT: _("the applicant"),
    Party.CLERK: _("the disclosure clerk"),
    Party.SECRECY_REVIEWER: _("the secrecy reviewer"),
    Party.PERSON_IN_CHARGE: _("the person in charge"),
}

REASONS: Mapping[str, str | Promise] = {
    "no_such_move": _(
        "The case does not stand where this can be done. Reload the page to see where it stands."
    ),
    "party": _("Somebody with another role does this. Ask the person whose role it is."),
    Guard.MAY_ASK_AGAIN: _(
        "A correction was asked for already, and the Regulations of 2019 allow no second time. "
        "Decide on what is there."
    ),
    Guard.CORRECTION_OVERDUE: _("The applicant still has time to correct. Wait until it is over."),
    Guard.REPLY_COMPLETE: _("The reply is not complete. Answer every item first."),
    Guard.CONTENT_UNCHANGED: _(
        "The reply is not the one that was reviewed. Propose it again as it is now."
    ),
    Guard.NO_EXTENSION_WAITS: _("More time was asked for. Decide that first."),
}
