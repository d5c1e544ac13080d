"""What the public says to an edition that lies open for opinions."""

import pgtrigger
from django.db import models
from django.utils.translation import pgettext_lazy

from gongkai.guides.models.edition import Edition
from gongkai.guides.rules import vocabulary
from gongkai.kernel.personal_data import PersonalData
from gongkai.organs.models import Person
from gongkai.release.models import Clearance


class OpinionState(models.TextChoices):
    """Whether an opinion is shown."""

    WAITING = (
        vocabulary.OpinionState.WAITING.value,
        pgettext_lazy("opinion of the public", "To be looked at"),
    )
    SHOWN = vocabulary.OpinionState.SHOWN.value, pgettext_lazy("opinion of the public", "Shown")
    NOT_SHOWN = (
        vocabulary.OpinionState.NOT_SHOWN.value,
        pgettext_lazy("opinion of the public", "Not shown"),
    )


_WAITING = OpinionState.WAITING.value


class Opinion(models.Model):
    """One opinion. Who gave it is sealed and never shown; the words only once they are cleared."""

    personal_data = PersonalData.APPLICANT

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="opinions")
    number = models.PositiveIntegerField()
    """From 1 on within the edition; how the page names it."""
    text = models.TextField()
    sealed_name = models.TextField(blank=True)
    sealed_contact = models.TextField(blank=True)
    """Sealed for guides.operations.opinions; '' where nothing was said."""
    address_hash = models.CharField(max_length=64, blank=True)
    """Keyed hash of the network it came from; forgotten after an hour."""
    given_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=OpinionState, default=_WAITING)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=500, blank=True)
    """Why it is not shown."""
    clearance = models.ForeignKey(Clearance, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "guides_opinion"
        ordering = ["number"]
        indexes = [models.Index(fields=["address_hash", "given_at"])]
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="one_opinion_of_a_number"),
            models.CheckConstraint(condition=~models.Q(text=""), name="opinion_says_something"),
            models.CheckConstraint(
                condition=models.Q(state=_WAITING, decided_by__isnull=True, decided_at__isnull=True)
                | ~models.Q(state=_WAITING)
                & models.Q(decided_by__isnull=False, decided_at__isnull=False),
                name="opinion_decided_by_somebody_at_a_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=OpinionState.SHOWN.value)
                | models.Q(clearance__isnull=False),
                name="opinion_is_shown_once_cleared",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=OpinionState.NOT_SHOWN.value) | ~models.Q(why=""),
                name="opinion_is_kept_back_for_a_reason",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="as_given", fields=["edition", "number", "text", "given_at"]),
        ]
