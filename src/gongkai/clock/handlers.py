"""What the clock sets up when Django starts."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from gongkai.clock.events import ClockExtended, DueDatesMoved
from gongkai.clock.shipped import regimes
from gongkai.kernel.events import declare


def register() -> None:
    """Declare the events and check the regimes, so that wrong data stop the start.

    Raises:
        RegimeDataRefused: a regime file is wrong.
        ImproperlyConfigured: GONGKAI_REGIME names no regime.
    """
    if settings.REGIME not in regimes():
        raise ImproperlyConfigured(f"GONGKAI_REGIME must be one of {', '.join(regimes())}")
    declare(DueDatesMoved, ClockExtended)
