"""What became of notices."""

from gongkai.notices.queries.health import NoticeHealth, notice_health
from gongkai.notices.queries.views import (
    AttemptView,
    NoticeView,
    notice_for,
    notices_of,
    stuck_notices,
)

__all__ = [
    "AttemptView",
    "NoticeHealth",
    "NoticeView",
    "notice_for",
    "notice_health",
    "notices_of",
    "stuck_notices",
]
