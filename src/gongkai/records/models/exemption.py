"""The yearly review of what is not disclosed (Regulations 2019 art. 18)."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.kernel.personal_data import PersonalData
from gongkai.organs.models import Person
from gongkai.records.models.record import Record, RecordVersion
from gongkai.records.rules import exemption


class ReviewDecision(models.TextChoices):
    """What the review comes to."""

    STILL_EXEMPT = exemption.ReviewDecision.STILL_EXEMPT.value, _("Still not to be disclosed")
    CAN_BE_OPENED = (
        exemption.ReviewDecision.CAN_BE_OPENED.value,
        _("The reasons have gone: decide the category anew"),
    )


class ExemptionReview(models.Model):
    """One look at something held back: whether its reasons still hold."""

    personal_data = PersonalData.CONTENT

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="exemption_reviews")
    version = models.ForeignKey(RecordVersion, on_delete=models.PROTECT, related_name="+")
    """The version that stood when it was looked at."""
    decision = models.CharField(max_length=14, choices=ReviewDecision)
    reason = models.TextField()
    next_on = models.DateField(null=True)
    """When it is looked at again, where it stays exempt."""
    reviewed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField()

    class Meta:
        db_table = "records_exemption_review"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decision="still_exempt", next_on__isnull=False)
                | models.Q(decision="can_be_opened", next_on__isnull=True),
                name="what_stays_exempt_is_looked_at_again",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="a_review_says_why"),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]
