"""An edition that was published and is taken from the public again."""

from django.db import models
from django.utils.translation import pgettext_lazy

from gongkai.guides.models.edition import Edition
from gongkai.kernel.personal_data import PersonalData
from gongkai.organs.models import Person
from gongkai.records.models import WithdrawalReason


class EditionHiding(models.Model):
    """One person takes an edition from the public at once; a second confirms or restores it."""

    personal_data = PersonalData.STAFF

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="hidings")
    reason = models.CharField(max_length=12, choices=WithdrawalReason)
    """Of the same closed list as for records, so that it cannot say what is kept back."""
    note = models.TextField(blank=True)
    """For the staff only."""
    hidden_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    hidden_at = models.DateTimeField()
    outcome = models.CharField(
        max_length=10,
        blank=True,
        choices=[
            ("confirmed", pgettext_lazy("withdrawal", "Confirmed")),
            ("restored", pgettext_lazy("withdrawal", "Restored")),
        ],
    )
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "guides_edition_hiding"
        constraints = [
            models.UniqueConstraint(
                fields=["edition"],
                condition=~models.Q(outcome="restored"),
                name="an_edition_is_hidden_once",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="", decided_by__isnull=True, decided_at__isnull=True)
                | ~models.Q(outcome="")
                & models.Q(decided_by__isnull=False, decided_at__isnull=False),
                name="edition_hiding_decided_by_somebody_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True)
                | ~models.Q(decided_by=models.F("hidden_by")),
                name="edition_hiding_needs_two_people",
            ),
        ]
