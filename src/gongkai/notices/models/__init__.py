"""Tables of the module `notices`."""

from gongkai.notices.models.notice import (
    Notice,
    NoticeAttempt,
    NoticeKindName,
    NoticeState,
    Outcome,
    RefusedWhy,
    Stage,
    Trouble,
)

__all__ = [
    "Notice",
    "NoticeAttempt",
    "NoticeKindName",
    "NoticeState",
    "Outcome",
    "RefusedWhy",
    "Stage",
    "Trouble",
]
