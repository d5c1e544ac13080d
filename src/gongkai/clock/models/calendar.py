"""The installation's calendar: editions of a year's days, each kept for ever."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.kernel.personal_data import PersonalData


class EditionKind(models.TextChoices):
    """What an edition holds."""

    NOTICE = "notice", _("Notice of the State Council")
    EXTRA = "extra", _("Days added by the administrator")


class CalendarEdition(models.Model):
    """All marked days of one year as one paper, or the administrator, has them.

    The newest edition of a kind, year and region is in force; the older ones stay, so that a due
    date of the past can be counted as it was counted then.
    """

    personal_data = PersonalData.STAFF

    kind = models.CharField(max_length=6, choices=EditionKind)
    year = models.PositiveSmallIntegerField()
    region_code = models.CharField(max_length=12, blank=True)
    """GB/T 2260 code of the region where the added days hold; empty: everywhere."""
    notices = models.JSONField(default=list)
    """The papers: title, number, day of issue."""
    digest = models.CharField(max_length=64)
    """SHA-256 of the days in order: the same days are the same edition."""
    source = models.CharField(max_length=300, blank=True)
    """The name of the file, or why a day was added."""
    entered_at = models.DateTimeField()
    entered_by_id = models.BigIntegerField(null=True)
    entered_by_name = models.CharField(max_length=200)

    class Meta:
        db_table = "clock_calendar_edition"
        indexes = [models.Index(fields=["kind", "year", "region_code", "-id"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(year__gte=1949, year__lte=2200), name="calendar_year_is_a_year"
            ),
            models.CheckConstraint(
                condition=~models.Q(kind=EditionKind.NOTICE) | models.Q(region_code=""),
                name="notice_holds_everywhere",
            ),
            models.CheckConstraint(
                condition=models.Q(digest__regex=r"^[0-9a-f]{64}$"), name="edition_digest_is_sha256"
            ),
            models.CheckConstraint(
                condition=models.Q(region_code__regex=r"^([0-9]{6}|[0-9]{9}|[0-9]{12})?$"),
                name="edition_region_is_a_code",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]


class CalendarDay(models.Model):
    """One marked day of an edition: a day off, or a weekend day that is worked."""

    personal_data = PersonalData.NONE

    edition = models.ForeignKey(CalendarEdition, on_delete=models.PROTECT, related_name="days")
    on = models.DateField()
    working = models.BooleanField()
    name = models.CharField(max_length=80)

    class Meta:
        db_table = "clock_calendar_day"
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "on"], name="one_mark_a_day_and_edition")
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]
