"""What an organ handed to a place: a numbered list, its package, and the place's receipt."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongkai.deliveries.models.place import ReadingPlace
from gongkai.kernel.models import StoredFile
from gongkai.kernel.personal_data import PersonalData
from gongkai.organs.models import Organ, Person
from gongkai.records.models import Record, RecordVersion


class Means(models.TextChoices):
    """How a delivery reached its place."""

    IN_PERSON = "in_person", _("Handed over in person")
    POST = "post", _("By post")
    CARRIER = "carrier", _("On a data carrier")
    NETWORK = "network", _("Over the network")


class ItemKind(models.TextChoices):
    """What a line of the list tells the place to do."""

    NEW = "new", pgettext_lazy("line of a delivery", "New")
    CHANGED = "changed", pgettext_lazy("line of a delivery", "Replaces an earlier version")
    WITHDRAWN = "withdrawn", pgettext_lazy("line of a delivery", "Withdrawn, to be taken away")


class Delivery(models.Model):
    """One list from one organ to one place; numbered without gaps per organ and year."""

    personal_data = PersonalData.STAFF

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="deliveries")
    place = models.ForeignKey(ReadingPlace, on_delete=models.PROTECT, related_name="deliveries")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    until_on = models.DateField()
    """It holds what the public saw when this day ended, or when it was drawn up on this day."""
    drawn_up_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    drawn_up_at = models.DateTimeField()
    handed_over_on = models.DateField(null=True)
    means = models.CharField(max_length=12, blank=True, choices=Means)
    manifest_digest = models.CharField(max_length=64, blank=True)
    """SHA-256 of the package's manifest as it was when the delivery was handed over."""
    not_given = ArrayField(models.BigIntegerField(), default=list)
    """Records of the list of which no file was handed over: changed or held back by then."""
    received_on = models.DateField(null=True)
    received_by_name = models.CharField(max_length=100, blank=True)
    """Who signed at the place."""
    receipt = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    """The signed receipt as a picture or PDF; for the staff alone."""
    receipt_name = models.CharField(max_length=255, blank=True)
    receipt_media_type = models.CharField(max_length=100, blank=True)

    class Meta:
        db_table = "deliveries_delivery"
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "year", "serial"], name="one_delivery_of_a_number"
            ),
            models.CheckConstraint(
                condition=models.Q(handed_over_on__isnull=True, means="")
                | (models.Q(handed_over_on__isnull=False) & ~models.Q(means="")),
                name="handed_over_says_how",
            ),
            models.CheckConstraint(
                condition=models.Q(received_on__isnull=True, received_by_name="")
                | (
                    models.Q(received_on__gte=models.F("handed_over_on"))
                    & ~models.Q(received_by_name="")
                ),
                name="received_after_it_was_handed_over_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(receipt__isnull=True) | models.Q(received_on__isnull=False),
                name="receipt_belongs_to_what_was_received",
            ),
        ]
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete)]


class DeliveryItem(models.Model):
    """One line: which version of which record, and what the place does with it."""

    personal_data = PersonalData.NONE

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveIntegerField()
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(RecordVersion, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=ItemKind)

    class Meta:
        db_table = "deliveries_delivery_item"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["delivery", "record"], name="a_record_stands_once_in_a_delivery"
            ),
            models.UniqueConstraint(fields=["delivery", "position"], name="one_line_at_a_position"),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]
