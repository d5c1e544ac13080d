"""What an examination said of the head of a stored file."""

from gongkai.release.models import Examination
from gongkai.release.rules.heads import mark_at_head


def bears_mark_of_secrecy(digest: str) -> bool:
    """Say whether an examination found a mark of secrecy at a head in the file."""
    done = Examination.objects.filter(stored_id=digest, state=Examination.State.DONE)
    texts = done.order_by("-rules").values_list("texts", flat=True).first() or []
    return bool(mark_at_head(part["text"] for part in texts))
