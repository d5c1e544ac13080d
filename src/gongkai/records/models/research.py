"""Finding out whether undetermined information is to be public: notes, questions, answers (P2)."""

import pgtrigger
from django.db import models

from gongkai.kernel.personal_data import PersonalData
from gongkai.organs.models import Organ, Person
from gongkai.records.models.record import Category, Ground, Record, RecordVersion


class ResearchNote(models.Model):
    """What somebody found out about an undetermined record. Kept as it was written."""

    personal_data = PersonalData.CONTENT

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="research_notes")
    text = models.TextField()
    noted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        db_table = "records_research_note"
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="a_note_says_something"),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]


class OpenQuestion(models.Model):
    """Which category? Put to who can say it: the competent department or the secrecy bureau.

    Regulations 2007 art. 14, 2019 art. 17. The answer recommends; the organ decides. Both are kept
    for ever. (A doubt about something that was proposed already is a review.models.Referral.)
    """

    personal_data = PersonalData.CONTENT

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="open_questions")
    version = models.ForeignKey(RecordVersion, on_delete=models.PROTECT, related_name="+")
    """The draft that was undetermined when it was asked."""
    to_organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    question = models.TextField()
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    recommended_category = models.CharField(max_length=16, choices=Category, blank=True)
    recommended_ground = models.ForeignKey(
        Ground, null=True, on_delete=models.PROTECT, related_name="+"
    )
    answer = models.TextField(blank=True)
    """The reasons."""
    answered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True)
    """From then on nobody is asked any more, and the draft is closed to who was."""

    class Meta:
        db_table = "records_open_question"
        indexes = [models.Index(fields=["to_organ", "answered_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["record"],
                condition=models.Q(answered_at__isnull=True, taken_back_at__isnull=True),
                name="one_question_waits_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    answered_at__isnull=True,
                    answered_by__isnull=True,
                    recommended_category="",
                    recommended_ground__isnull=True,
                    answer="",
                )
                | (
                    models.Q(
                        answered_at__isnull=False,
                        answered_by__isnull=False,
                        taken_back_at__isnull=True,
                        recommended_ground__isnull=False,
                        recommended_category__in=["voluntary", "on_application", "exempt"],
                    )
                    & ~models.Q(answer="")
                ),
                name="question_answered_whole_by_and_at_together",
            ),
            models.CheckConstraint(
                condition=models.Q(taken_back_at__isnull=True, taken_back_by__isnull=True)
                | models.Q(taken_back_at__isnull=False, taken_back_by__isnull=False),
                name="question_taken_back_by_and_at_together",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="what_ended_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__answered_at__isnull=False)
                | pgtrigger.Q(old__taken_back_at__isnull=False),
            ),
        ]
