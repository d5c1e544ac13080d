"""Tables of the module `applications`."""

from gongkai.applications.models.application import (
    ApplicantIdentity,
    ApplicantKind,
    Application,
    ApplicationFile,
    Carrier,
    Channel,
    FileRole,
    IdentityKind,
    NumberCounter,
    Purpose,
    QueryAttempt,
    QueryCode,
    ReportKind,
    SupplyWay,
)
from gongkai.applications.models.case import (
    Case,
    CaseState,
    CaseStep,
    Correction,
    Delivery,
    Extension,
    Opened,
)
from gongkai.applications.models.draft import ApplicationDraft, DraftFile, DraftUse
from gongkai.applications.models.reply import Reply, ReplyFile, ReplyItem

__all__ = [
    "ApplicantIdentity",
    "ApplicantKind",
    "Application",
    "ApplicationDraft",
    "ApplicationFile",
    "Carrier",
    "Case",
    "CaseState",
    "CaseStep",
    "Channel",
    "Correction",
    "Delivery",
    "DraftFile",
    "DraftUse",
    "Extension",
    "FileRole",
    "IdentityKind",
    "NumberCounter",
    "Opened",
    "Purpose",
    "QueryAttempt",
    "QueryCode",
    "Reply",
    "ReplyFile",
    "ReplyItem",
    "ReportKind",
    "SupplyWay",
]
