"""A proposal asks that some content be released; its steps decide it, bound to what was seen."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.kernel.personal_data import PersonalData
from gongkai.organs.models import Organ, Person, Signature


class StepKind(models.TextChoices):
    """The steps, in their order."""

    SECRECY = "secrecy", _("Secrecy review")
    LEGAL = "legal", _("Legal review")
    APPROVAL = "approval", _("Approval")


class ProposalState(models.TextChoices):
    """Where a proposal stands."""

    OPEN = "open", _("Under review")
    PASSED = "passed", _("Passed")
    RETURNED = "returned", _("Returned")
    VOID = "void", _("Void, the content changed")


class Decision(models.TextChoices):
    """What a step decided."""

    PASS = "pass", _("Agreed")
    RETURN = "return", _("Returned")


class Proposal(models.Model):
    """One request for release of one content, known by its SHA-256."""

    personal_data = PersonalData.STAFF

    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=500)
    digest = models.CharField(max_length=64)
    needs_legal = models.BooleanField(default=False)
    why_no_legal = models.TextField(blank=True)
    """Why what looks like a normative document is none; empty where nobody had to say."""
    rules = models.PositiveSmallIntegerField(default=0)
    """Edition of the rules by which the content was looked at; 0 where there are none."""
    state = models.CharField(max_length=10, choices=ProposalState, default=ProposalState.OPEN)
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    note = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_why = models.TextField(blank=True)
    """Why it was made void; the reason of a return stands in its step."""
    shared_steps = models.ForeignKey(
        "SharedSteps", null=True, on_delete=models.PROTECT, related_name="uses"
    )
    """The leave under which two people did the work of three; every use is reported."""

    class Meta:
        db_table = "review_proposal"
        indexes = [models.Index(fields=["organ", "state"])]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id"],
                condition=models.Q(state="open"),
                name="one_open_proposal_of_a_subject",
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", ended_at__isnull=True)
                | (~models.Q(state="open") & models.Q(ended_at__isnull=False)),
                name="proposal_has_ended_when_it_is_not_open",
            ),
            models.CheckConstraint(
                condition=models.Q(needs_legal=False) | models.Q(why_no_legal=""),
                name="no_reason_against_a_legal_review_that_is_needed",
            ),
        ]


class ProposedContent(models.Model):
    """What was proposed, word for word: a draft is written over, this is not.

    Who reviews the subject again is shown what changed since. The same bytes are kept once.
    """

    personal_data = PersonalData.CONTENT

    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    text = models.TextField()
    """The text that the digest is of, as the subject's module writes it; the database checks it."""
    proposed_at = models.DateTimeField()

    class Meta:
        db_table = "review_proposed_content"
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "digest"], name="a_content_is_kept_once"
            )
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]


class Step(models.Model):
    """One signed decision on a proposal, or a passed review of the same content, taken over."""

    personal_data = PersonalData.STAFF

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=10, choices=StepKind)
    decision = models.CharField(max_length=8, choices=Decision)
    opinion = models.TextField(blank=True)
    digest = models.CharField(max_length=64)
    basis_digest = models.CharField(max_length=64, blank=True, default="")
    """SHA-256 of what was decided beside the content and is signed with it; empty for nothing."""
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    for_organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    """The organ whose role the person held: the superior's where the step was handed up."""
    standing_in_for = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField()
    """When it was decided; of what was taken over, when that happened."""
    signature = models.OneToOneField(
        Signature, null=True, on_delete=models.PROTECT, related_name="+"
    )
    repeats = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="repetitions"
    )
    """The signed review of the very same content that counts here again."""

    class Meta:
        db_table = "review_step"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(signature__isnull=False, repeats__isnull=True)
                | models.Q(
                    signature__isnull=True,
                    repeats__isnull=False,
                    decision="pass",
                    kind__in=["secrecy", "legal"],
                ),
                name="a_step_is_signed_or_repeats_a_signed_review",
            ),
            models.UniqueConstraint(
                fields=["proposal", "kind"],
                condition=models.Q(decision="pass"),
                name="a_step_passes_once",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]


class StepRevocation(models.Model):
    """A reviewer's word that a review of theirs shall not count again; it ends the proposal."""

    personal_data = PersonalData.STAFF

    step = models.OneToOneField(Step, on_delete=models.PROTECT, related_name="revocation")
    why = models.TextField()
    revoked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField()

    class Meta:
        db_table = "review_step_revocation"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(why=""), name="a_review_is_revoked_with_a_reason"
            )
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]


class StepHandover(models.Model):
    """A small office's step is done by the superior organ's people, from a day until a day."""

    personal_data = PersonalData.STAFF

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="handovers")
    kind = models.CharField(max_length=10, choices=StepKind)
    to_organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="taken_over")
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    ordered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField()

    class Meta:
        db_table = "review_step_handover"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True)
                | models.Q(until_on__gte=models.F("from_on")),
                name="handover_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~models.Q(organ=models.F("to_organ")),
                name="a_step_is_handed_to_another_organ",
            ),
        ]
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete)]


class SharedSteps(models.Model):
    """The competent department's leave for a small organ: two people may share the three steps."""

    personal_data = PersonalData.STAFF

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="shared_steps")
    from_on = models.DateField()
    until_on = models.DateField()
    reason = models.TextField()
    allowed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    allowed_for_organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    allowed_at = models.DateTimeField()

    class Meta:
        db_table = "review_shared_steps"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_on__gte=models.F("from_on")),
                name="shared_steps_end_after_they_begin",
            ),
            models.CheckConstraint(
                condition=~models.Q(organ=models.F("allowed_for_organ")),
                name="nobody_allows_their_own_organ_shared_steps",
            ),
        ]
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete)]


class Referral(models.Model):
    """A doubt whether something may be made public, put to who can decide it.

    While it waits for its answer the secrecy review cannot be passed (Regulations 2007 art. 14:
    what cannot be determined is reported to the competent department or the secrecy
    administration of the same level).
    """

    personal_data = PersonalData.STAFF

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="referrals")
    to_organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    question = models.TextField()
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    may_be_public = models.BooleanField(null=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "review_referral"
        constraints = [
            models.UniqueConstraint(
                fields=["proposal"],
                condition=models.Q(answered_at__isnull=True),
                name="one_referral_waits_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    answered_at__isnull=True, answered_by__isnull=True, may_be_public__isnull=True
                )
                | models.Q(
                    answered_at__isnull=False,
                    answered_by__isnull=False,
                    may_be_public__isnull=False,
                ),
                name="referral_answered_at_and_by_together",
            ),
        ]
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete)]
