"""Imports: a run reads one file, a row knows where it stood and what became of it."""

from django.db import models

from gongkai.kernel.personal_data import PersonalData
from gongkai.organs.models import Person


class ImportRun(models.Model):
    """One file with one mapping; running it again goes on where it stopped and doubles nothing."""

    personal_data = PersonalData.STAFF

    file_name = models.CharField(max_length=300)
    file_digest = models.CharField(max_length=64)
    mapping_digest = models.CharField(max_length=64)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    """The named officer who decided that the rows with evidence arrive published."""
    decision_note = models.TextField(blank=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "records_import_run"
        constraints = [
            models.UniqueConstraint(
                fields=["file_digest", "mapping_digest"], name="one_run_of_a_file_and_mapping"
            )
        ]


class ImportRow(models.Model):
    """One row of the source, known again by the digest of what it says."""

    personal_data = PersonalData.NONE

    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="rows")
    line = models.PositiveIntegerField()
    source_digest = models.CharField(max_length=64, unique=True)
    evidence_on = models.DateField(null=True)
    evidence_place = models.CharField(max_length=500, blank=True)
    imported_at = models.DateTimeField()

    class Meta:
        db_table = "records_import_row"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(evidence_on__isnull=True, evidence_place="")
                | (models.Q(evidence_on__isnull=False) & ~models.Q(evidence_place="")),
                name="evidence_has_day_and_place",
            )
        ]
