"""The desk's words for cases: what waits, what a reply lacks, groups of outcomes."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from gongkai.applications.queries import DECIDE_EXTENSION, RETURNED
from gongkai.applications.rules.lifecycle import Event
from gongkai.applications.rules.precedence import one_outcome
from gongkai.applications.rules.regimes import ApplicationRegime, Ground, Group, Outcome
from gongkai.applications.rules.reply import Gap, Lack
from gongkai.applications.rules.vocabulary import CaseState
from gongkai.applications.wording import PRECEDENCE
from gongkai.interfaces.desk.choices import speaks_chinese, with_article
from gongkai.interfaces.desk.wording import Label

TASKS: Mapping[str, tuple[Label, str]] = {
    Event.CONFIRM_RECEIPT: (gettext_lazy("Confirm the receipt"), "desk:confirm_receipt"),
    Event.ACCEPT: (gettext_lazy("Check it: accept, answer or ask"), "desk:case"),
    Event.DRAFT_REPLY: (gettext_lazy("Draft the reply"), "desk:reply"),
    Event.PROPOSE_REPLY: (gettext_lazy("Go on with the draft or propose it"), "desk:case"),
    RETURNED: (gettext_lazy("Returned to you"), "desk:case"),
    Event.PASS_REVIEW: (gettext_lazy("Secrecy review of the reply"), "desk:review_reply"),
    Event.APPROVE: (gettext_lazy("Approval of the reply"), "desk:approve_reply"),
    DECIDE_EXTENSION: (gettext_lazy("Decide on more time"), "desk:decide_extension"),
    Event.ISSUE_REPLY: (gettext_lazy("Issue the letter"), "desk:issue_reply"),
    Event.DELIVER: (gettext_lazy("Record the delivery"), "desk:deliver"),
    Event.CLOSE: (gettext_lazy("Close the case"), "desk:close_case"),
    Event.LAPSE: (gettext_lazy("Not corrected in time: decide"), "desk:lapse"),
}
"""What waits in my queue, and the page on which it is done."""

GROUPS: Mapping[Group, Label] = {
    Group.GRANTED: pgettext_lazy("group of outcomes", "Disclosed"),
    Group.PARTIAL: pgettext_lazy("group of outcomes", "Disclosed in part"),
    Group.DENIED: pgettext_lazy("group of outcomes", "Not disclosed"),
    Group.UNABLE: pgettext_lazy("group of outcomes", "Cannot be provided"),
    Group.NOT_HANDLED: pgettext_lazy("group of outcomes", "Not handled"),
    Group.OTHER: pgettext_lazy("group of outcomes", "Other handling"),
}

LACKS: Mapping[Lack, Label] = {
    Lack.NO_ITEMS: gettext_lazy("Say what was asked for and how it is answered."),
    Lack.TOO_MANY_ITEMS: gettext_lazy("These are more items than one reply takes. Join some."),
    Lack.ASKED: gettext_lazy("Say what this answers."),
    Lack.OUTCOME: gettext_lazy("Choose the outcome."),
    Lack.OUTCOME_UNKNOWN: gettext_lazy("Choose an outcome of the list."),
    Lack.GROUND: gettext_lazy("Choose the ground."),
    Lack.GROUND_UNKNOWN: gettext_lazy("Choose a ground that goes with the outcome."),
    Lack.REASONS: gettext_lazy("Give the reasons; the applicant reads them."),
    Lack.WHERE: gettext_lazy("Say where and how it can be got."),
    Lack.COMPETENT_ORGAN: gettext_lazy("Name the organ that has it."),
    Lack.SEARCH_NOTE: gettext_lazy("Say where was searched, by whom and when."),
    Lack.SPLIT_REASON: gettext_lazy(
        "Say why no part of it can be given. Where a part can, choose partly granted."
    ),
    Lack.FILE_OR_WHERE: gettext_lazy("Add a file, or say how and where it is given."),
    Lack.FILES_BUT_NOTHING_GIVEN: gettext_lazy(
        "Files go with the reply, but nothing is given. Remove them or change an outcome."
    ),
    Lack.TOO_LONG: gettext_lazy("This is too long. Shorten it."),
}


def gap_text(gap: Gap) -> str:
    """Return what a reply lacks, with the number of the matter where it concerns one."""
    said = str(LACKS[gap.lack])
    if gap.item is None:
        return said
    return _("Item %(number)d: %(lack)s") % {"number": gap.item + 1, "lack": said}


def gap_field(gap: Gap) -> str:
    """Return the field of the form of the reply that a lack belongs to."""
    return gap.field if gap.item is None else item_field(gap.item, gap.field)


def item_field(place: int, name: str) -> str:
    """Return the name of a field of one matter in the form of the reply."""
    return f"item{place}_{name}"


def outcome_name(outcome: Outcome | None) -> str:
    """Return the name of an outcome in the reader's language; empty where there is none."""
    if outcome is None:
        return ""
    return outcome.label_zh if speaks_chinese() else outcome.label


def ground_name(ground: Ground | None) -> str:
    """Return the name of a ground with its article; empty where there is none."""
    if ground is None:
        return ""
    return with_article(ground.label_zh if speaks_chinese() else ground.label, ground.article)


def why_this_outcome(codes: list[str], regime: ApplicationRegime) -> tuple[str, Label] | None:
    """Return the outcome that the table gives for these matters, and why; None where none is set.

    Codes that the regime has not are passed over, as the operation does.
    """
    known = [code for code in codes if code in regime.outcomes]
    if not known:
        return None
    given = one_outcome(known, regime=regime)
    return outcome_name(regime.outcomes[given.code]), PRECEDENCE[given.why]


def offered_state(state: str) -> CaseState:
    """Return the state by which outcomes are offered: on the spot, or while it is handled."""
    on_the_spot = state == CaseState.FORMAL_REVIEW
    return CaseState.FORMAL_REVIEW if on_the_spot else CaseState.HANDLING
