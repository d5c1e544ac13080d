"""The words of an application's life: its states, parties, channels and ways of supply. Pure."""

from enum import StrEnum


class CaseState(StrEnum):
    """Where a case stands (state machine of an application)."""

    CONFIRMING = "confirming"
    """Sent on line under the 2019 text; the day of receipt is the day both sides confirm."""
    FORMAL_REVIEW = "formal_review"
    CORRECTION_ASKED = "correction_asked"
    HANDLING = "handling"
    DRAFTED = "drafted"
    PROPOSED = "proposed"
    """The reply waits for its secrecy review."""
    REVIEWED = "reviewed"
    APPROVED = "approved"
    REPLIED = "replied"
    """The letter is numbered and signed, and has not reached the applicant yet."""
    DELIVERED = "delivered"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    ABANDONED = "abandoned"
    """Not corrected in time without good reason; no longer handled (2019 art. 30)."""


class Party(StrEnum):
    """Who moves a case: people of the organ by role, the applicant, the system."""

    APPLICANT = "applicant"
    CLERK = "clerk"
    SECRECY_REVIEWER = "secrecy_reviewer"
    PERSON_IN_CHARGE = "person_in_charge"


class ApplicantKind(StrEnum):
    """Whose form it is (2007 art. 13: citizens, legal persons and other organisations)."""

    CITIZEN = "citizen"
    ORGANISATION = "organisation"


class ReportKind(StrEnum):
    """The six columns of table 3 of the annual report; fixed at registration."""

    NATURAL_PERSON = "natural_person"
    COMPANY = "company"
    RESEARCH = "research"
    WELFARE = "welfare"
    LEGAL_SERVICE = "legal_service"
    OTHER = "other"


class IdentityKind(StrEnum):
    """What proves who applies."""

    IDENTITY_CARD = "identity_card"
    PASSPORT = "passport"
    OFFICER_CARD = "officer_card"
    OTHER = "other"
    ORGANISATION_CODE = "organisation_code"
    CREDIT_CODE = "credit_code"


class Channel(StrEnum):
    """By which way an application came (requirement A2)."""

    ONLINE = "online"
    LETTER = "letter"
    IN_PERSON = "in_person"


class Purpose(StrEnum):
    """所需信息的用途: asked until the 2019 text, never after it."""

    PRODUCTION = "production"
    LIFE = "life"
    RESEARCH = "research"
    OWN_RECORD = "own_record"


class SupplyWay(StrEnum):
    """获取信息的方式, one of them."""

    ONLINE = "online"
    E_MAIL = "e_mail"
    POST = "post"
    PICK_UP = "pick_up"
    FAX = "fax"
    READING = "reading"


class Carrier(StrEnum):
    """信息的载体."""

    PAPER = "paper"
    ELECTRONIC = "electronic"
    DISC = "disc"


AT_WORK = frozenset(
    {
        CaseState.CONFIRMING,
        CaseState.FORMAL_REVIEW,
        CaseState.CORRECTION_ASKED,
        CaseState.HANDLING,
        CaseState.DRAFTED,
        CaseState.PROPOSED,
        CaseState.REVIEWED,
        CaseState.APPROVED,
        CaseState.REPLIED,
    }
)
"""States in which the applicant still waits for the answer."""
ENDED = frozenset({CaseState.CLOSED, CaseState.WITHDRAWN, CaseState.ABANDONED})
REVIEWED_ONCE = frozenset({CaseState.PROPOSED})
"""Who passed through these was laid before a secrecy reviewer."""
AT_ONCE = frozenset({SupplyWay.ONLINE, SupplyWay.E_MAIL})
"""Ways in which the answer is delivered by lying ready for download, the day it is issued."""
MAY_BE_EXTENDED = frozenset(
    {
        CaseState.FORMAL_REVIEW,
        CaseState.HANDLING,
        CaseState.DRAFTED,
        CaseState.PROPOSED,
        CaseState.REVIEWED,
    }
)
"""While the reply is being worked on."""
