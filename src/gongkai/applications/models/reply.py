"""The reply: what is answered to each item asked for, with its files, bound to its review."""

import pgtrigger
from django.db import models

from gongkai.applications.models.case import Case
from gongkai.kernel.models import StoredFile
from gongkai.kernel.personal_data import PersonalData
from gongkai.letters.models import Letter
from gongkai.release.models import Clearance
from gongkai.review.models import Proposal


class Reply(models.Model):
    """The answer to a case; edited while it is a draft, frozen by its digest when proposed."""

    personal_data = PersonalData.APPLICANT

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="reply")
    outcome_code = models.CharField(max_length=40, blank=True)
    """The one row of the annual report in which the case counts."""
    outcome_reason = models.TextField(blank=True)
    """Why the clerk chose another row than the precedence table gives."""
    digest = models.CharField(max_length=64, blank=True)
    """SHA-256 of what was proposed: items, outcome, files; empty while a draft."""
    proposal = models.ForeignKey(Proposal, null=True, on_delete=models.PROTECT, related_name="+")
    letter = models.OneToOneField(Letter, null=True, on_delete=models.PROTECT, related_name="+")
    record_id = models.BigIntegerField(null=True)
    """The record that was registered to make the answer public for all (2019 art. 44)."""

    class Meta:
        db_table = "applications_reply"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome_reason="") | ~models.Q(outcome_code=""),
                name="a_reason_belongs_to_an_outcome",
            ),
            models.CheckConstraint(
                condition=models.Q(letter__isnull=True) | models.Q(proposal__isnull=False),
                name="no_letter_without_a_proposal",
            ),
        ]
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete)]


class ReplyItem(models.Model):
    """One matter of the application and how it is answered (requirement A8)."""

    personal_data = PersonalData.APPLICANT

    reply = models.ForeignKey(Reply, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    asked = models.TextField()
    outcome_code = models.CharField(max_length=40)
    ground_code = models.CharField(max_length=60, blank=True)
    reasons = models.TextField(blank=True)
    where = models.TextField(blank=True)
    """Already public: where and how to get it. Given: what and how."""
    competent_organ = models.CharField(max_length=200, blank=True)
    competent_contact = models.CharField(max_length=300, blank=True)
    search_note = models.TextField(blank=True)
    """Not held: which files and systems were searched, by whom, when."""
    split_reason = models.TextField(blank=True)
    """Refused whole: why no part of it can be given; empty in replies of an earlier time."""

    class Meta:
        db_table = "applications_reply_item"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["reply", "position"], name="one_item_a_position")
        ]


class ReplyFile(models.Model):
    """A file given to the applicant with the reply; private, opened by number and code."""

    personal_data = PersonalData.APPLICANT

    reply = models.ForeignKey(Reply, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    clearance = models.ForeignKey(Clearance, null=True, on_delete=models.PROTECT, related_name="+")
    """By what the release gate let it out; set as the letter is issued, which waits for it."""
    added_at = models.DateTimeField()
    added_by_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "applications_reply_file"
        ordering = ["pk"]
