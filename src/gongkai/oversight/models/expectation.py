"""What else is expected of an organ: another rhythm, or that an item does not apply to it."""

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongkai.kernel.personal_data import PersonalData
from gongkai.organs.models import Organ, OrganKind, Person
from gongkai.oversight.rules import matrix as words


class RhythmName(models.TextChoices):
    """The rhythms with the names that people read."""

    YEARLY = words.Rhythm.YEARLY.value, _("Once a year")
    HALF_YEARLY = words.Rhythm.HALF_YEARLY.value, _("Every half-year")
    QUARTERLY = words.Rhythm.QUARTERLY.value, _("Every quarter")
    ONCE = words.Rhythm.ONCE.value, pgettext_lazy("rhythm", "Always there")
    AS_IT_HAPPENS = words.Rhythm.AS_IT_HAPPENS.value, _("As it happens")


class RhythmChange(models.Model):
    """Another rhythm for an item, of one organ or of every organ of a kind in an area.

    It holds from a day until a day, both included; of two that hold on a day the later ordered
    counts. What is in force is ended, never changed; what ends on its first day held on none.
    """

    personal_data = PersonalData.STAFF

    area = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    """The organ for which the competent department ordered it: for it and all below it."""
    organ = models.ForeignKey(Organ, null=True, on_delete=models.PROTECT, related_name="+")
    organ_kind = models.CharField(max_length=20, choices=OrganKind, blank=True)
    item = models.CharField(max_length=8)
    rhythm = models.CharField(max_length=16, choices=RhythmName)
    reason = models.CharField(max_length=300)
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    ordered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField()

    class Meta:
        db_table = "oversight_rhythm_change"
        indexes = [models.Index(fields=["item", "organ"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(organ__isnull=False, organ_kind="")
                | models.Q(organ__isnull=True) & ~models.Q(organ_kind=""),
                name="rhythm_is_of_an_organ_or_of_a_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True)
                | models.Q(until_on__gte=models.F("from_on") - timedelta(days=1)),
                name="rhythm_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["organ", "item"],
                condition=models.Q(until_on__isnull=True, organ__isnull=False),
                name="one_rhythm_of_an_organ_in_force",
            ),
            models.UniqueConstraint(
                fields=["area", "organ_kind", "item"],
                condition=models.Q(until_on__isnull=True, organ__isnull=True),
                name="one_rhythm_of_a_kind_in_force",
            ),
        ]


class InapplicableState(models.TextChoices):
    """How far the word of an organ that it holds nothing of a kind has come."""

    STATED = "stated", pgettext_lazy("an item does not apply", "Stated, to be confirmed")
    CONFIRMED = "confirmed", pgettext_lazy("an item does not apply", "Confirmed")
    REFUSED = "refused", pgettext_lazy("an item does not apply", "Not confirmed")
    ENDED = "ended", pgettext_lazy("an item does not apply", "Ended")


class InapplicableItem(models.Model):
    """An organ says that nothing of an item exists there; the competent department confirms it.

    Once confirmed, the public reads the reason in the place of the item's records.
    """

    personal_data = PersonalData.STAFF

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    item = models.CharField(max_length=8)
    reason = models.CharField(max_length=300)
    """Why the item does not apply; public once confirmed."""
    state = models.CharField(max_length=10, choices=InapplicableState)
    stated_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    stated_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=300, blank=True)
    """What the competent department says to the organ; inside the house."""
    ended_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "oversight_inapplicable_item"
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "item"],
                condition=models.Q(state__in=["stated", "confirmed"]),
                name="one_statement_about_an_item",
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="inapplicable_item_has_a_reason"
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True, decided_at__isnull=True)
                | models.Q(decided_by__isnull=False, decided_at__isnull=False),
                name="inapplicable_decided_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=~models.Q(decided_by=models.F("stated_by")),
                name="inapplicable_item_is_decided_by_another",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_by__isnull=True, ended_at__isnull=True)
                | models.Q(ended_by__isnull=False, ended_at__isnull=False),
                name="inapplicable_ended_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=models.Q(state="stated", decided_at__isnull=True, ended_at__isnull=True)
                | models.Q(
                    state__in=["confirmed", "refused"],
                    decided_at__isnull=False,
                    ended_at__isnull=True,
                )
                | models.Q(state="ended", ended_at__isnull=False),
                name="inapplicable_state_says_who_decided",
            ),
        ]
