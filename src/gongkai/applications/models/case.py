"""What the organ does with an application: the case, its steps, corrections and extensions."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongkai.applications.models.application import Application, SupplyWay
from gongkai.applications.rules.vocabulary import CaseState as State
from gongkai.kernel.personal_data import PersonalData
from gongkai.letters.models import Letter
from gongkai.organs.models import Organ, Person, Signature


class CaseState(models.TextChoices):
    """Where a case stands, with the names that people read."""

    CONFIRMING = State.CONFIRMING.value, pgettext_lazy("case", "Receipt to be confirmed")
    FORMAL_REVIEW = State.FORMAL_REVIEW.value, pgettext_lazy("case", "Formal review")
    CORRECTION_ASKED = State.CORRECTION_ASKED.value, pgettext_lazy("case", "Correction asked for")
    HANDLING = State.HANDLING.value, pgettext_lazy("case", "Being handled")
    DRAFTED = State.DRAFTED.value, pgettext_lazy("case", "Reply drafted")
    PROPOSED = State.PROPOSED.value, pgettext_lazy("case", "Reply under secrecy review")
    REVIEWED = State.REVIEWED.value, pgettext_lazy("case", "Reply waits for approval")
    APPROVED = State.APPROVED.value, pgettext_lazy("case", "Reply approved")
    REPLIED = State.REPLIED.value, pgettext_lazy("case", "Letter made, to be delivered")
    DELIVERED = State.DELIVERED.value, pgettext_lazy("case", "Answered")
    CLOSED = State.CLOSED.value, pgettext_lazy("case", "Closed")
    WITHDRAWN = State.WITHDRAWN.value, pgettext_lazy("case", "Withdrawn by the applicant")
    ABANDONED = State.ABANDONED.value, pgettext_lazy("case", "Not corrected, no longer handled")


class Case(models.Model):
    """One application in the organ's hands. What was asked stands in `application` alone."""

    personal_data = PersonalData.APPLICANT

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="case")
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="cases")
    state = models.CharField(max_length=20, choices=CaseState)
    received_on = models.DateField(null=True)
    """The statutory day of receipt; null while it waits to be confirmed."""
    assigned_to = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="cases"
    )
    outcome_code = models.CharField(max_length=40, blank=True)
    """The one outcome under which it counts; set when the reply is issued or the case ends."""
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "applications_case"
        indexes = [models.Index(fields=["organ", "state", "received_on"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state=State.CONFIRMING.value)
                | models.Q(state=State.WITHDRAWN.value)
                | models.Q(received_on__isnull=False),
                name="case_has_a_day_of_receipt",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=["closed", "withdrawn", "abandoned"], ended_at__isnull=False
                )
                | ~models.Q(state__in=["closed", "withdrawn", "abandoned"])
                & models.Q(ended_at__isnull=True),
                name="case_has_ended_when_its_state_says_so",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=["replied", "delivered", "closed", "withdrawn", "abandoned"]
                )
                & ~models.Q(outcome_code="")
                | ~models.Q(state__in=["replied", "delivered", "closed", "withdrawn", "abandoned"])
                & models.Q(outcome_code=""),
                name="case_has_an_outcome_once_it_is_answered",
            ),
        ]
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete)]


class CaseStep(models.Model):
    """One move of a case. Rows are only added; the last one's `to_state` is the case's state."""

    personal_data = PersonalData.APPLICANT

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="steps")
    event = models.CharField(max_length=20)
    from_state = models.CharField(max_length=20, blank=True)
    """Empty for the first step, the receipt."""
    to_state = models.CharField(max_length=20, choices=CaseState)
    on = models.DateField()
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)
    by_role = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        db_table = "applications_case_step"
        ordering = ["pk"]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]


class Correction(models.Model):
    """A request to correct the application, and what the applicant answered."""

    personal_data = PersonalData.APPLICANT

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="corrections")
    points = models.JSONField()
    """All points at once, in order (2019 art. 30)."""
    asked_on = models.DateField()
    due_on = models.DateField()
    """Last day of the period to correct."""
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    letter = models.OneToOneField(Letter, on_delete=models.PROTECT, related_name="+")
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "applications_correction"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(answered_at__isnull=True),
                name="one_correction_waits_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(due_on__gte=models.F("asked_on")),
                name="correction_is_due_after_it_was_asked",
            ),
            models.CheckConstraint(
                condition=models.Q(answered_at__isnull=True, answered_on__isnull=True, answer="")
                | models.Q(answered_at__isnull=False, answered_on__isnull=False)
                & ~models.Q(answer=""),
                name="correction_answered_on_and_at_together",
            ),
        ]
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete)]


class Extension(models.Model):
    """A request for more time, and the signed decision of the person in charge (2007 art. 24)."""

    personal_data = PersonalData.STAFF

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="extensions")
    working_days = models.PositiveSmallIntegerField()
    reason = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    granted = models.BooleanField(null=True)
    opinion = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    signature = models.OneToOneField(
        Signature, null=True, on_delete=models.PROTECT, related_name="+"
    )
    letter = models.OneToOneField(Letter, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "applications_extension"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(decided_at__isnull=True),
                name="one_extension_waits_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(granted=True),
                name="a_reply_is_extended_once",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    decided_at__isnull=True,
                    decided_by__isnull=True,
                    granted__isnull=True,
                    signature__isnull=True,
                )
                | models.Q(
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                    granted__isnull=False,
                    signature__isnull=False,
                ),
                name="extension_decided_at_and_by_together",
            ),
        ]
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete)]


class Delivery(models.Model):
    """The answer reached the applicant, or was posted to them (国办公开办函〔2016〕235号)."""

    personal_data = PersonalData.APPLICANT

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="deliveries")
    way = models.CharField(max_length=8, choices=SupplyWay)
    delivered_on = models.DateField()
    """Day signed for, day posted, or day it was opened for download: decides timeliness."""
    reference = models.CharField(max_length=120, blank=True)
    """Number of the registered letter, who signed."""
    note = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by_id = models.BigIntegerField(null=True)
    recorded_by_name = models.CharField(max_length=200)

    class Meta:
        db_table = "applications_delivery"
        ordering = ["pk"]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]


class Opened(models.Model):
    """Somebody opened or downloaded something of a case: the applicant, or staff."""

    personal_data = PersonalData.APPLICANT

    class By(models.TextChoices):
        """By what they came in."""

        CODE = "code", _("Number and query code")
        DESK = "desk", _("Staff workspace")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="openings")
    by = models.CharField(max_length=8, choices=By)
    person_id = models.BigIntegerField(null=True)
    person_name = models.CharField(max_length=200, blank=True)
    what = models.CharField(max_length=120)
    """`letter:12`, `reply_file:3`, `application_file:9`, `case`."""
    at = models.DateTimeField()

    class Meta:
        db_table = "applications_opened"
        indexes = [models.Index(fields=["case", "-at"])]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]
