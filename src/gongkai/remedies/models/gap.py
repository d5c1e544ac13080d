"""Reports of gaps: what somebody misses in what an organ publishes, and what the organ answers."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongkai.kernel.personal_data import PersonalData
from gongkai.organs.models import Organ, Person
from gongkai.records.models import Record
from gongkai.remedies.rules import gaps as words


class ReportState(models.TextChoices):
    """The states with the names that people read."""

    OPEN = words.ReportState.OPEN.value, pgettext_lazy("state of a gap report", "To be answered")
    PROMISED = (
        words.ReportState.PROMISED.value,
        pgettext_lazy("state of a gap report", "Publication promised"),
    )
    CLOSED = words.ReportState.CLOSED.value, pgettext_lazy("state of a gap report", "Answered")


class AnswerKind(models.TextChoices):
    """The answers with the names that people read."""

    PUBLISHED = words.AnswerKind.PUBLISHED.value, _("It is published now")
    PROMISED = words.AnswerKind.PROMISED.value, _("It will be published by a day")
    DOES_NOT_EXIST = words.AnswerKind.DOES_NOT_EXIST.value, _("It does not exist")
    NOT_OURS = words.AnswerKind.NOT_OURS.value, _("It is another organ's to publish")
    EXEMPT = words.AnswerKind.EXEMPT.value, _("It is not disclosed")


class GapReport(models.Model):
    """One report. What it says and where the answer goes are sealed, and forgotten in time."""

    personal_data = PersonalData.APPLICANT

    number = models.CharField(max_length=60, unique=True)
    """Says organ and year, nothing of the person."""
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    item = models.CharField(max_length=8, blank=True)
    """The statutory item that is empty; '' where something else is missed."""
    sealed_text = models.TextField(blank=True)
    """What is missing, in the reporter's words; never public. Empty once it is forgotten."""
    sealed_email = models.TextField(blank=True)
    """Where the answer is announced, if the reporter wished it."""
    language = models.CharField(max_length=10)
    submitted_at = models.DateTimeField()
    once_key = models.CharField(max_length=64, unique=True)
    """Keyed hash of the form's key: sent twice, it is one report."""
    code_hash = models.CharField(max_length=64)
    """Keyed hash of number and code, which open the report together."""
    state = models.CharField(max_length=10, choices=ReportState)
    promised_on = models.DateField(null=True)
    """The day that was promised last; each promise is a row of GapAnswer."""
    closed_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "remedies_gap_report"
        indexes = [models.Index(fields=["organ", "state", "submitted_at"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="closed", closed_at__isnull=False)
                | models.Q(state__in=["open", "promised"], closed_at__isnull=True),
                name="closed_gap_report_says_when",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="promised") | models.Q(promised_on__isnull=False),
                name="promised_gap_report_says_by_when",
            ),
            models.CheckConstraint(
                condition=models.Q(forgotten_at__isnull=True) & ~models.Q(sealed_text="")
                | models.Q(
                    state__in=["promised", "closed"],
                    forgotten_at__isnull=False,
                    sealed_text="",
                    sealed_email="",
                ),
                name="gap_report_is_whole_or_forgotten",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="reported_once",
                fields=[
                    *("number", "organ", "item", "language", "submitted_at"),
                    *("once_key", "code_hash"),
                ],
            ),
        ]


class GapAnswer(models.Model):
    """One answer of the organ; a promise is followed by another. Rows are only added."""

    personal_data = PersonalData.STAFF

    report = models.ForeignKey(GapReport, on_delete=models.PROTECT, related_name="answers")
    kind = models.CharField(max_length=16, choices=AnswerKind)
    text = models.TextField(blank=True)
    """What the organ adds; the reporter alone reads it, and it has passed the release gate."""
    record = models.ForeignKey(Record, null=True, on_delete=models.PROTECT, related_name="+")
    promised_on = models.DateField(null=True)
    other_organ = models.ForeignKey(Organ, null=True, on_delete=models.PROTECT, related_name="+")
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        db_table = "remedies_gap_answer"
        ordering = ["report_id", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="published", record__isnull=False)
                | ~models.Q(kind="published") & models.Q(record__isnull=True),
                name="published_answer_names_its_record",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="promised", promised_on__isnull=False)
                | ~models.Q(kind="promised") & models.Q(promised_on__isnull=True),
                name="promise_names_its_day",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="exempt") | models.Q(text=""),
                name="exempt_answer_tells_no_details",
            ),
            models.CheckConstraint(
                condition=models.Q(other_organ__isnull=True) | models.Q(kind="not_ours"),
                name="only_not_ours_names_another_organ",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]


class GapCounter(models.Model):
    """The last serial of an organ's reports in a year."""

    personal_data = PersonalData.NONE

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last_serial = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "remedies_gap_counter"
        constraints = [
            models.UniqueConstraint(fields=["organ", "year"], name="one_gap_counter_a_year")
        ]
