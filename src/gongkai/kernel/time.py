"""What day and what moment it is. Nothing else in the house may ask, except the interfaces.

Statutory days are local dates: an application received at 07:30 in Beijing belongs to that
Beijing day although it is still yesterday in UTC.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone


def local_zone() -> ZoneInfo:
    """Return the zone in which days are counted (setting GONGKAI_TIME_ZONE)."""
    return ZoneInfo(settings.TIME_ZONE)


def now() -> datetime:
    """Return this moment, aware, in UTC."""
    return timezone.now()


def local_date(moment: datetime) -> date:
    """Return the local calendar day of an aware moment."""
    return moment.astimezone(local_zone()).date()


def today() -> date:
    """Return the local calendar day of this moment."""
    return local_date(now())
