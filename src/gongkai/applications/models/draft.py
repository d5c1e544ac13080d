"""A form that is being filled in: sealed, and forgotten some days after the last change."""

from django.db import models

from gongkai.applications.models.application import FileRole
from gongkai.kernel.models import SealedFile
from gongkai.kernel.personal_data import PersonalData
from gongkai.organs.models import Organ


class ApplicationDraft(models.Model):
    """A form that is being filled in, sealed; forgotten some days after the last change."""

    personal_data = PersonalData.APPLICANT

    key_hash = models.CharField(max_length=64, unique=True)
    """Keyed hash of the random key that the applicant's browser holds."""
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    sealed_answers = models.TextField()
    changed_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "applications_draft"


class DraftFile(models.Model):
    """A file of a form that is being filled in, sealed."""

    personal_data = PersonalData.APPLICANT

    draft = models.ForeignKey(ApplicationDraft, on_delete=models.CASCADE, related_name="files")
    role = models.CharField(max_length=12, choices=FileRole)
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    sealed = models.ForeignKey(SealedFile, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        db_table = "applications_draft_file"
        ordering = ["pk"]


class DraftUse(models.Model):
    """A form that was begun or a file that came in, by the address it came from.

    Counted for an hour, so that nobody fills the disk; rows outlive what was removed again.
    """

    personal_data = PersonalData.CREDENTIALS

    address_hash = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(default=0)
    """Bytes of the file; 0 for a form that was begun."""
    used_at = models.DateTimeField()

    class Meta:
        db_table = "applications_draft_use"
        indexes = [models.Index(fields=["address_hash", "-used_at"])]
