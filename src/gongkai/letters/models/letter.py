"""Letters as they were issued, and how their numbers are made."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.kernel.models import StoredFile
from gongkai.kernel.personal_data import PersonalData
from gongkai.letters.rules.facts import LetterKind as Kind
from gongkai.organs.models import Organ


class LetterKindName(models.TextChoices):
    """The kinds of letters with the names that people read."""

    RECEIPT = Kind.RECEIPT.value, _("Receipt")
    CORRECTION = Kind.CORRECTION.value, _("Request for correction")
    EXTENSION = Kind.EXTENSION.value, _("Notice of extension")
    GRANTED = Kind.GRANTED.value, _("Reply: disclosed")
    PARTLY_GRANTED = Kind.PARTLY_GRANTED.value, _("Reply: disclosed in part")
    REFUSED = Kind.REFUSED.value, _("Reply: not disclosed")
    ALREADY_PUBLIC = Kind.ALREADY_PUBLIC.value, _("Reply: already public")
    NOT_HELD = Kind.NOT_HELD.value, _("Reply: not held")
    NOT_THIS_ORGAN = Kind.NOT_THIS_ORGAN.value, _("Reply: not this organ's")
    NOT_HANDLED = Kind.NOT_HANDLED.value, _("Notice: not handled")


class Letter(models.Model):
    """A numbered letter as it went out. The row and its PDF are kept and never changed."""

    personal_data = PersonalData.APPLICANT

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="letters")
    organ_name = models.CharField(max_length=200)
    """Its name on that day, as it stands in the head and under the text."""
    kind = models.CharField(max_length=16, choices=LetterKindName)
    subject_kind = models.CharField(max_length=40)
    """What it is about, e.g. `application_case`."""
    subject_id = models.BigIntegerField()
    number = models.CharField(max_length=120)
    """As printed, e.g. 云卫公开复〔2026〕12号."""
    series = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    issued_on = models.DateField()
    """The local date that stands under the letter."""
    addressee = models.CharField(max_length=200)
    title = models.CharField(max_length=200)
    """In Chinese and without personal data: it may stand in mails and lists."""
    facts = models.JSONField()
    """The facts as they were given, so that the letter can be explained and made again."""
    template_version = models.CharField(max_length=40)
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    """SHA-256 of the PDF."""
    issued_at = models.DateTimeField()
    issued_by_id = models.BigIntegerField(null=True)
    """None where the system itself issued it (receipts)."""
    issued_by_name = models.CharField(max_length=200)

    class Meta:
        db_table = "letters_letter"
        indexes = [
            models.Index(fields=["subject_kind", "subject_id"]),
            models.Index(fields=["organ", "-issued_on", "-id"]),
            models.Index(fields=["organ", "kind", "-issued_on", "-id"]),
        ]
        constraints = [
            models.UniqueConstraint(fields=["organ", "number"], name="one_letter_of_a_number"),
            models.UniqueConstraint(
                fields=["organ", "series", "year", "serial"], name="one_letter_of_a_serial"
            ),
            models.CheckConstraint(
                condition=models.Q(serial__gte=1), name="letter_serial_starts_at_one"
            ),
            models.CheckConstraint(
                condition=models.Q(year=models.F("issued_on__year")),
                name="letter_counts_in_its_year",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=LetterKindName.values), name="letter_kind_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(digest=models.F("stored")), name="letter_digest_is_its_file"
            ),
            models.CheckConstraint(
                condition=~models.Q(number="")
                & ~models.Q(addressee="")
                & ~models.Q(title="")
                & ~models.Q(subject_kind="")
                & ~models.Q(organ_name=""),
                name="letter_says_what_it_is",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]


class LetterSeries(models.Model):
    """The last serial given in one series of a year; locked while a number is minted."""

    personal_data = PersonalData.NONE

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    series = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last_serial = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "letters_series"
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "series", "year"], name="one_counter_of_a_series"
            )
        ]


class LetterMark(models.Model):
    """The short characters (机关代字) with which the numbers of an organ's letters begin."""

    personal_data = PersonalData.STAFF

    organ = models.OneToOneField(Organ, on_delete=models.PROTECT, related_name="letter_mark")
    mark = models.CharField(max_length=20)
    changed_at = models.DateTimeField()
    changed_by_id = models.BigIntegerField(null=True)
    changed_by_name = models.CharField(max_length=200)

    class Meta:
        db_table = "letters_mark"
        constraints = [
            models.CheckConstraint(condition=~models.Q(mark=""), name="letter_mark_is_not_empty")
        ]
