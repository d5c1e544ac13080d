"""A file on its way in, piece by piece: it can be broken off anywhere and taken up again."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongkai.kernel.models import StoredFile
from gongkai.kernel.personal_data import PersonalData
from gongkai.organs.models import Person


class Upload(models.Model):
    """One file that a member of staff sends; the bytes lie in a spool until all are there."""

    personal_data = PersonalData.CONTENT

    class State(models.TextChoices):
        OPEN = "open", _("Being sent")
        COMPLETE = "complete", _("Complete")
        REFUSED = "refused", pgettext_lazy("upload", "Refused")

    key = models.UUIDField(unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    """What it is to be attached to; only there, and only by the same person."""
    name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField()
    """Bytes that were announced."""
    received = models.PositiveBigIntegerField(default=0)
    """Bytes that lie safely in the spool."""
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    problem = models.CharField(max_length=40, blank=True)
    stored = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    touched_at = models.DateTimeField()

    class Meta:
        db_table = "release_upload"
        indexes = [models.Index(fields=["state", "touched_at"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(received__lte=models.F("size")),
                name="no_more_received_than_announced",
            ),
            models.CheckConstraint(
                condition=models.Q(state="complete", stored__isnull=False)
                | (~models.Q(state="complete") & models.Q(stored__isnull=True)),
                name="a_complete_upload_is_stored",
            ),
        ]
