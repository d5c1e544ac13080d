"""How much one address may begin and send within an hour, so that nobody fills the disk.

Whoever fills in a form has no account. What is removed again still counts: stored bytes stay.
"""

from datetime import timedelta

from django.conf import settings
from django.db.models import Count, Q, Sum
from django.utils.translation import gettext_lazy as _

from gongkai.applications.models import DraftUse
from gongkai.kernel import time
from gongkai.kernel.refusals import Refusal
from gongkai.kernel.sealing import keyed_hash

USES_COUNT_FOR = timedelta(hours=1)
MEGABYTE = 1_000_000
_ADDRESS = "applications.draft_use"


class TooMuchFromHere(Refusal):
    """More forms were begun, or more was sent, from one address than an hour allows."""


def count_use(address: str, *, size: int = 0) -> None:
    """Count a form that is begun (`size` 0) or a file of so many bytes for an address.

    The settings GONGKAI_FORMS_PER_HOUR and GONGKAI_UPLOADS_PER_HOUR (megabytes) say how much is
    let in; an empty address is not counted. Raises TooMuchFromHere.
    """
    if not address:
        return
    hashed = keyed_hash(address, purpose=_ADDRESS)
    rows = DraftUse.objects.filter(address_hash=hashed, used_at__gt=time.now() - USES_COUNT_FOR)
    so_far = rows.aggregate(forms=Count("pk", filter=Q(size=0)), sent=Sum("size", default=0))
    if not size and so_far["forms"] >= settings.FORMS_PER_HOUR:
        raise TooMuchFromHere(
            _(
                "Too many forms were begun from your network within the hour. Wait an hour, or "
                "apply by letter or in person."
            )
        )
    if so_far["sent"] + size > settings.UPLOADS_PER_HOUR * MEGABYTE:
        raise TooMuchFromHere(
            _(
                "Too many files came from your network within the hour. What you filled in is "
                "kept. Wait an hour and add the file then."
            )
        )
    DraftUse.objects.create(address_hash=hashed, size=size, used_at=time.now())


def forget_old_uses() -> int:
    """Forget what counts no more; return how many."""
    return DraftUse.objects.filter(used_at__lt=time.now() - USES_COUNT_FOR).delete()[0]
