"""The desk's words for codes: states, categories, tasks, steps of the trail."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from gongkai.clock.rules.history import ClockState
from gongkai.clock.rules.reading import ClockReading
from gongkai.clock.wording import STATES
from gongkai.records.models import (
    Category,
    Form,
    Standing,
    TimeLimit,
    Validity,
    VersionState,
    WithdrawalReason,
)
from gongkai.records.models.choices import (
    Assembly,
    ChangeKind,
    HowObtained,
    LinkKind,
    ServiceObject,
)
from gongkai.records.rules.embargo import Trouble
from gongkai.records.rules.index_forms import IndexWarning
from gongkai.review.models.proposal import Decision, ProposalState, StepKind

Label = str | Promise

STATE_NAMES: Mapping[str, Label] = dict(VersionState.choices)
STANDING_NAMES: Mapping[str, Label] = dict(Standing.choices)
CATEGORY_NAMES: Mapping[str, Label] = dict(Category.choices)
TIME_LIMIT_NAMES: Mapping[str, Label] = dict(TimeLimit.choices)
FORM_NAMES: Mapping[str, Label] = dict(Form.choices)
VALIDITY_NAMES: Mapping[str, Label] = dict(Validity.choices)
ASSEMBLY_NAMES: Mapping[str, Label] = dict(Assembly.choices)
SERVICE_NAMES: Mapping[str, Label] = dict(ServiceObject.choices)
OBTAINED_NAMES: Mapping[str, Label] = dict(HowObtained.choices)
LINK_NAMES: Mapping[str, Label] = dict(LinkKind.choices)
CHANGE_NAMES: Mapping[str, Label] = dict(ChangeKind.choices)
INDEX_WARNINGS: Mapping[IndexWarning, Label] = {
    IndexWarning.UNKNOWN_FORM: _("The form of this number is not known; it is kept as printed."),
    IndexWarning.CHECK_DIGIT_WRONG: _("The check digit of the organisation code is wrong."),
    IndexWarning.CREDIT_CODE_WRONG: _("The check digit of the credit code is wrong."),
    IndexWarning.NOT_AN_ORGANISATION_CODE: _("It does not begin with an organisation code."),
    IndexWarning.NO_YEAR: _("It holds no year."),
    IndexWarning.SPELLING_TIDIED: _("Spaces, case or wide characters were put right to read it."),
    IndexWarning.MONTH_IMPOSSIBLE: _("The month in it is none."),
}
STEP_NAMES: Mapping[str, Label] = dict(StepKind.choices)
DECISION_NAMES: Mapping[str, Label] = dict(Decision.choices)
PROPOSAL_NAMES: Mapping[str, Label] = dict(ProposalState.choices)

TASK_NAMES: Mapping[str, Label] = {
    "review": _("Secrecy review"),
    "legal": _("Legal review"),
    "approval": _("Approval"),
    "release": _("Approved: release it"),
    "returned": _("Returned to you"),
    "draft": _("Draft: go on or propose it"),
    "confirm_withdrawal": _("Withdrawal: confirm or restore"),
    "confirm_version_withdrawal": _("Withdrawal of a version: confirm or restore"),
}
TASK_ROUTES: Mapping[str, str] = {
    "review": "desk:secrecy_review",
    "legal": "desk:legal_review",
    "approval": "desk:approval",
    "release": "desk:release",
    "returned": "desk:edit",
    "draft": "desk:record",
    "confirm_withdrawal": "desk:confirm_withdrawal",
    "confirm_version_withdrawal": "desk:record",
}

ACTION_NAMES: Mapping[str, Label] = {
    "records.register": _("Registered"),
    "records.edit": _("Edited"),
    "records.propose": _("Proposed"),
    "records.review": _("Reviewed"),
    "records.approve": _("Decided on the approval"),
    "records.publish": _("Published"),
    "records.list": _("Listed with ★"),
    "records.hold": _("Held back"),
    "records.begin_version": _("Began a new version"),
    "records.abandon": _("Abandoned a version"),
    "records.hide": _("Withdrew; hidden at once"),
    "records.withdraw": _("Confirmed the withdrawal"),
    "records.restore": _("Restored"),
    "records.hide_version": _("Withdrew an earlier version; hidden at once"),
    "records.withdraw_version": _("Confirmed the withdrawal of an earlier version"),
    "records.restore_version": _("Restored an earlier version"),
    "records.change_validity": _("Changed the validity"),
    "records.record_publication": _("Entered another disclosure"),
    "records.retract_publication": _("Retracted a disclosure"),
    "records.attach_file": _("Attached a file"),
    "records.detach_file": _("Took an attachment out"),
    "records.move_file": _("Moved an attachment"),
    "records.retitle_file": _("Named an attachment anew"),
    "records.add_research_note": _("Kept a note of research"),
    "records.ask_question": _("Asked about the category"),
    "records.answer_question": _("Answered about the category"),
    "records.take_back_question": _("Took the question about the category back"),
    "records.review_exemption": _("Reviewed the exemption"),
    "records.register_part": _("Registered the part that can be disclosed"),
    "records.set_embargo": _("Set the day of publication"),
    "records.cancel_embargo": _("Took the day of publication back"),
    "records.announce_embargo": _("Let the announcement out"),
    "records.run_embargo": _("The day came: released by the system"),
    "records.fail_embargo": _("The day came: not released"),
    "records.import": _("Imported"),
    "records.transfer": _("Handed over to the successor of the organ"),
    "records.link": _("Linked to another document"),
    "records.unlink": _("Took a link back"),
    "records.adopt_class_table": _("Made a class table of the organ's own"),
    "records.add_class": _("Added a class"),
    "records.change_class": _("Changed a class"),
    "records.close_class": _("Closed a class"),
    "records.reopen_class": _("Opened a class again"),
    "records.move_class": _("Moved a class"),
    "records.remove_class": _("Took a class out"),
    "review.propose": _("Opened the proposal"),
    "review.decide": _("Signed a step"),
    "records.take_back": _("Took the proposal back"),
    "records.revoke_review": _("Revoked a review that was taken over"),
    "review.take_over": _("Took a review of the same content over"),
    "review.revoke": _("Revoked a review"),
    "review.void": _("Made the proposal void"),
    "review.refer": _("Referred a doubt"),
    "review.answer_referral": _("Answered a referral"),
    "release.clear": _("Passed the release gate"),
    "release.clean": _("Had a clean copy made"),
    "release.decide_finding": _("Decided on a finding of the release gate"),
    "release.supersede_layer": _("Let a public redaction count no more that showed too much"),
    "clock.started": _("Clock started"),
    "clock.restarted": _("Clock restarted"),
    "clock.stopped": _("Clock stopped"),
    "clock.not_applicable": _("No limit applies"),
}

DETAIL_NAMES: Mapping[str, Label] = {
    "category": _("Category"),
    "decision": _("Decision"),
    "digest": _("Digest"),
    "digest_before": _("Digest before"),
    "due_on": _("Due on"),
    "event": _("Number of the entry"),
    "evidence": _("Evidence"),
    "file": _("File"),
    "form": _("Form of disclosure"),
    "from": _("Number of the organ before"),
    "ground": _("Ground"),
    "held_back": _("Held back by"),
    "instead_of": _("Instead of the day"),
    "kind": _("What it does"),
    "limit": _("Limit"),
    "line": _("Line"),
    "note": _("Remark"),
    "on": _("Day"),
    "part": _("Part that can be disclosed"),
    "reason": _("Reasons"),
    "run": _("Number of the import"),
    "signature": _("Signature"),
    "step": _("Step"),
    "target": _("The other document"),
    "to": _("Number of the organ after"),
    "to_organ": _("Number of the organ that was asked"),
    "trouble": _("Why it was not released"),
    "validity": _("Validity"),
    "version": _("Version"),
    "why": _("Reasons"),
}
TROUBLE_NAMES: Mapping[str, Label] = {
    Trouble.ORGAN_CLOSED: _("The organ is closed"),
    Trouble.NOT_IN_CHARGE: _("Who set the day is not in charge any more"),
    Trouble.NOT_CLEARED: _("The release gate held it back"),
    Trouble.NOT_AS_APPROVED: _("It was not as approved any more, or its state did not allow it"),
}
_DETAIL_VALUES: Mapping[str, Mapping[str, Label]] = {
    "category": CATEGORY_NAMES,
    "decision": DECISION_NAMES,
    "form": FORM_NAMES,
    "held_back": {"release gate": _("Release gate")},
    "kind": {**LINK_NAMES, **CHANGE_NAMES},
    "reason": dict(WithdrawalReason.choices),
    "step": STEP_NAMES,
    "trouble": TROUBLE_NAMES,
    "validity": VALIDITY_NAMES,
}


def detail_words(name: str, value: str) -> tuple[Label, Label]:
    """Return the name and the value of a detail of the trail in the reader's language."""
    return name_of(DETAIL_NAMES, name), name_of(_DETAIL_VALUES.get(name, {}), value)


def name_of(names: Mapping[str, Label], code: str) -> Label:
    """Return the name of a code, the code itself where it has none."""
    return names.get(code, code)


def clock_words(clock: ClockReading | None) -> str:
    """Return how many working days are left or late, as words; '' where there is no clock."""
    if clock is None:
        return ""
    if clock.calendar_missing_for:
        return str(_("No calendar for %(year)d yet") % {"year": clock.calendar_missing_for})
    if clock.state is ClockState.NOT_APPLICABLE or clock.due_on is None:
        return str(STATES[ClockState.NOT_APPLICABLE])
    if clock.late_by_working_days:
        return _late(clock)
    if clock.state is ClockState.STOPPED:
        return str(_("In time"))
    if clock.state is ClockState.PAUSED:
        return _paused(clock)
    return _left(clock)


def _late(clock: ClockReading) -> str:
    count = clock.late_by_working_days
    if clock.state is ClockState.STOPPED:
        said = ngettext("Was %(count)d working day late", "Was %(count)d working days late", count)
    else:
        said = ngettext("%(count)d working day late", "%(count)d working days late", count)
    return said % {"count": count}


def _paused(clock: ClockReading) -> str:
    count = clock.remaining_working_days
    said = ngettext(
        "Paused, %(count)d working day left then",
        "Paused, %(count)d working days left then",
        count,
    )
    return said % {"count": count}


def _left(clock: ClockReading) -> str:
    count = clock.remaining_working_days
    if clock.overdue:
        return str(_("Late"))
    if clock.due_on == clock.on or not count:
        return str(_("Due today"))
    said = ngettext("%(count)d working day left", "%(count)d working days left", count)
    return said % {"count": count}
