"""The attachments of a version: stored files in their order, under the names they bear."""

from django.db import models

from gongkai.kernel.models import StoredFile
from gongkai.kernel.personal_data import PersonalData
from gongkai.organs.models import Person
from gongkai.records.models.record import RecordVersion
from gongkai.release.models import Clearance


class VersionFile(models.Model):
    """One attachment of a version; part of what the version says and of its digest.

    Only a draft gets or loses attachments. The database holds that, and that a clearance is one
    for these very bytes.
    """

    personal_data = PersonalData.CONTENT

    version = models.ForeignKey(RecordVersion, on_delete=models.PROTECT, related_name="files")
    position = models.PositiveSmallIntegerField()
    """Its place in the list, from 1; there may be gaps."""
    title = models.CharField(max_length=300)
    """What it is called where it is shown."""
    name = models.CharField(max_length=255)
    """The name of the file, in any script, as it came in."""
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    """Bytes."""
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    clearance = models.ForeignKey(Clearance, null=True, on_delete=models.PROTECT, related_name="+")
    """What the release gate said when the version went out; null before that."""
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        db_table = "records_version_file"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "position"],
                name="one_attachment_at_a_place",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(
                fields=["version", "stored"], name="a_file_is_attached_once_to_a_version"
            ),
        ]
