"""What is not disclosed: its level of secrecy, whether a part can be disclosed, its yearly review.

Law on Guarding State Secrets 2024 art. 14, 35; Regulations 2007 art. 22, 2019 art. 18, 37.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from gongkai.records.rules.content import VersionContent
from gongkai.records.rules.vocabulary import Category, SecrecyLevel, Split
from gongkai.release.rules.heads import mark_at_head

_STATE_SECRET = "state-secret"  # noqa: S105 - a ground, not a password
_LOOKED_AT = (
    "title",
    "summary",
    "text",
    "remark",
    "ground_reason",
    "split_reason",
    "change_note",
    "document_number",
)
SOON = 30
"""Calendar days before its day from which a review is shown as due."""


class ExemptionFault(StrEnum):
    """What is wrong with what is said of an exemption."""

    MARKED_SECRET = "marked_secret"  # noqa: S105 - a fault, not a password
    """An element bears the mark of a State secret."""
    LEVEL_WITHOUT_STATE_SECRET = "level_without_state_secret"  # noqa: S105 - the same
    SECRET_KEPT_HERE = "secret_kept_here"  # noqa: S105 - the same
    """Text or attachments of what has a level of secrecy."""
    SPLIT_OF_WHAT_IS_OPEN = "split_of_what_is_open"
    SPLIT_NOT_ANSWERED = "split_not_answered"
    NO_SPLIT_REASON = "no_split_reason"


class ReviewDecision(StrEnum):
    """What a yearly review of something exempt comes to."""

    STILL_EXEMPT = "still_exempt"
    CAN_BE_OPENED = "can_be_opened"


def names_state_secret(ground_code: str) -> bool:
    """Say whether a ground is that of State secrets, under either text of the Regulations.

    >>> names_state_secret("ogi-2019/state-secret"), names_state_secret("ogi-2019/internal-affairs")
    (True, False)
    """
    return ground_code.rpartition("/")[2] == _STATE_SECRET


def shape_faults_of_exemption(content: VersionContent) -> Mapping[str, ExemptionFault]:
    """Return what may not even be kept, by field.

    A level of secrecy belongs to State secrets alone. What bears one lies elsewhere: here it has
    neither text nor attachments, and no element bears its mark (Law on Guarding State Secrets
    2024 art. 14, 35: the system runs on a network that is not secret).
    """
    marked = [field for field in _LOOKED_AT if mark_at_head([getattr(content, field)])]
    faults = dict.fromkeys(marked, ExemptionFault.MARKED_SECRET)
    if content.category != Category.EXEMPT and content.split != Split.NOT_ASKED:
        faults["split"] = ExemptionFault.SPLIT_OF_WHAT_IS_OPEN
    if content.secrecy_level == SecrecyLevel.NONE:
        return faults
    if content.category != Category.EXEMPT or not names_state_secret(content.ground_code):
        faults["secrecy_level"] = ExemptionFault.LEVEL_WITHOUT_STATE_SECRET
    elif content.text or content.files:
        faults["text" if content.text else "secrecy_level"] = ExemptionFault.SECRET_KEPT_HERE
    return faults


def proposal_faults_of_exemption(content: VersionContent) -> Mapping[str, ExemptionFault]:
    """Return what keeps something exempt from being proposed, by field.

    Whether a part can be disclosed is answered, with the reasons (2007 art. 22, 2019 art. 37).
    """
    if content.category != Category.EXEMPT:
        return {}
    if content.split == Split.NOT_ASKED:
        return {"split": ExemptionFault.SPLIT_NOT_ANSWERED}
    return {} if content.split_reason else {"split_reason": ExemptionFault.NO_SPLIT_REASON}


def a_year_after(day: date) -> date:
    """Return the same day of the next year, 28 February for 29 February.

    >>> a_year_after(date(2028, 2, 29))
    datetime.date(2029, 2, 28)
    """
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)
