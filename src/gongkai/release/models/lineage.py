"""Which clean copy was made of which file: other bytes, and the same document."""

import pgtrigger
from django.db import models

from gongkai.kernel.models import StoredFile
from gongkai.kernel.personal_data import PersonalData


class Lineage(models.Model):
    """A clean copy and the file of which it was made; what is withheld of one is of the other."""

    personal_data = PersonalData.NONE

    of = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    made = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        db_table = "release_lineage"
        constraints = [
            models.UniqueConstraint(fields=["of", "made"], name="a_copy_is_of_a_file_once"),
            models.CheckConstraint(
                condition=~models.Q(of=models.F("made")), name="a_copy_is_not_its_own"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]
