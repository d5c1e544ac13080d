"""Reading cases: as the applicant, as the staff that handles them."""

from gongkai.applications.queries.case_page import case_page, visible_case
from gongkai.applications.queries.demo import DemoApplication, demo_applications, demo_form
from gongkai.applications.queries.desk import (
    DECIDE_EXTENSION,
    RETURNED,
    case_count,
    case_counts,
    inbox,
    my_cases,
    reply_digest,
    state_of,
)
from gongkai.applications.queries.drafts import Draft, draft_of
from gongkai.applications.queries.lines import outcome_label
from gongkai.applications.queries.tracking import tracked_case
from gongkai.applications.queries.values import (
    ApplicantCard,
    CaseCounts,
    CaseLine,
    CaseMove,
    CasePage,
    CorrectionLine,
    DeliveryLine,
    EarlierCase,
    ExtensionLine,
    FileLine,
    ReplyView,
    RequestLine,
    StepLine,
    TrackedCase,
    TrackedStep,
)

__all__ = [
    "DECIDE_EXTENSION",
    "RETURNED",
    "ApplicantCard",
    "CaseCounts",
    "CaseLine",
    "CaseMove",
    "CasePage",
    "CorrectionLine",
    "DeliveryLine",
    "DemoApplication",
    "Draft",
    "EarlierCase",
    "ExtensionLine",
    "FileLine",
    "ReplyView",
    "RequestLine",
    "StepLine",
    "TrackedCase",
    "TrackedStep",
    "case_count",
    "case_counts",
    "case_page",
    "demo_applications",
    "demo_form",
    "draft_of",
    "inbox",
    "my_cases",
    "outcome_label",
    "reply_digest",
    "state_of",
    "tracked_case",
    "visible_case",
]
