"""What the module says of answers that are not whole, and the words of fixed answers."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongkai.remedies.rules.gaps import AnswerKind, Lack

LACKS: Mapping[Lack, Promise] = {
    Lack.RECORD: _("Enter the index number of what is published now."),
    Lack.DAY: _("Enter the day by which it will be published."),
    Lack.DAY_IS_PAST: _("Enter a day that is still to come."),
    Lack.DAY_TOO_FAR: _("Enter a day within the next year."),
    Lack.REASON: _("Say why it does not exist."),
    Lack.WHOSE: _("Choose the organ that publishes it, or say whose it is."),
    Lack.NO_DETAILS: _(
        "Leave this empty: what is not disclosed is not described either. The reporter reads a "
        "fixed sentence."
    ),
    Lack.TOO_LONG: _("Shorten the answer to 1,000 characters."),
}
FIELDS: Mapping[Lack, str] = {
    Lack.RECORD: "index_number",
    Lack.DAY: "promised_on",
    Lack.DAY_IS_PAST: "promised_on",
    Lack.DAY_TOO_FAR: "promised_on",
    Lack.REASON: "text",
    Lack.WHOSE: "other_organ_id",
    Lack.NO_DETAILS: "text",
    Lack.TOO_LONG: "text",
}
"""The field that each lack belongs to."""

TO_REPORTER: Mapping[AnswerKind, Promise] = {
    AnswerKind.PUBLISHED: _("It is published now:"),
    AnswerKind.PROMISED: _("It will be published. The organ names the last day for it:"),
    AnswerKind.DOES_NOT_EXIST: _("The organ holds nothing of the kind:"),
    AnswerKind.NOT_OURS: _("Another organ publishes this:"),
    AnswerKind.EXEMPT: _(
        "The organ does not disclose this on its own initiative. You can apply for information, "
        "and the reply will name the legal ground."
    ),
}
"""How each answer begins; what is not disclosed is answered with this sentence alone."""
