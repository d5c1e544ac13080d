"""Forget who gave opinions, once the edition they were given on is long decided."""

from datetime import timedelta

from django.db.models import Q

from gongkai.guides.models import Opinion
from gongkai.guides.rules.lifecycle import Event
from gongkai.kernel import time

KEPT_AFTER_END = timedelta(days=180)
"""How long it is kept who gave an opinion, from the day on which nobody asks back any more.

No text fixes it. As long as a gap report keeps its address; the form says so.
"""


def forget_who_gave_opinions() -> int:
    """Forget names and contacts on editions published or given up KEPT_AFTER_END ago.

    What was said stays, and that it was said. Return how many were forgotten.
    """
    old = time.now() - KEPT_AFTER_END
    given_up = Q(edition__moves__event=Event.ABANDON.value, edition__moves__moved_at__lt=old)
    known = Opinion.objects.exclude(sealed_name="", sealed_contact="")
    ended = known.filter(Q(edition__published_at__lt=old) | given_up)
    return Opinion.objects.filter(pk__in=ended.values("pk")).update(
        sealed_name="", sealed_contact=""
    )
