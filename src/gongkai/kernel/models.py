"""Tables of the house itself: events to deliver, stored and sealed files, the public epoch."""

import pgtrigger
from django.db import models

from gongkai.kernel.personal_data import PersonalData


class OutboxEvent(models.Model):
    """An event that happened, written in the transaction in which it happened."""

    personal_data = PersonalData.NONE

    kind = models.CharField(max_length=80)
    payload = models.JSONField()
    emitted_at = models.DateTimeField()

    class Meta:
        db_table = "kernel_outbox_event"
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]


class OutboxDelivery(models.Model):
    """One event handed to one after-commit handler; the unique pair makes handing idempotent."""

    personal_data = PersonalData.NONE

    event = models.ForeignKey(OutboxEvent, on_delete=models.PROTECT, related_name="deliveries")
    handler = models.CharField(max_length=120)
    delivered_at = models.DateTimeField()

    class Meta:
        db_table = "kernel_outbox_delivery"
        constraints = [
            models.UniqueConstraint(fields=["event", "handler"], name="one_delivery_per_handler")
        ]


class StoredFile(models.Model):
    """A file kept for ever under the SHA-256 of its content."""

    personal_data = PersonalData.CONTENT

    digest = models.CharField(max_length=64, primary_key=True)
    size = models.PositiveBigIntegerField()
    stored_at = models.DateTimeField()

    class Meta:
        db_table = "kernel_stored_file"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(digest__regex=r"^[0-9a-f]{64}$"), name="digest_is_sha256"
            )
        ]
        triggers = [
            pgtrigger.Protect(name="write_once", operation=pgtrigger.Update | pgtrigger.Delete)
        ]


class SealedFile(models.Model):
    """A file of an applicant: what is stored is encrypted, with a key of this file's own.

    That key is kept sealed with the key ring. When the ring's keys rotate the key is sealed anew,
    which is all that may ever change here; the stored bytes are written once.
    """

    personal_data = PersonalData.APPLICANT

    stored = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    wrapped_key = models.TextField()
    size = models.PositiveBigIntegerField()
    """Of the content, in bytes."""
    digest = models.CharField(max_length=64)
    """SHA-256 of the content."""
    sealed_at = models.DateTimeField()

    class Meta:
        db_table = "kernel_sealed_file"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(digest__regex=r"^[0-9a-f]{64}$"), name="sealed_digest_is_sha256"
            )
        ]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="only_key_changes", exclude=["wrapped_key"]),
        ]


class PublicChange(models.Model):
    """Something the public sees changed: a publication, a correction, a withdrawal.

    The row is written inside the operation; the epoch moves when the transaction commits.
    """

    personal_data = PersonalData.NONE

    kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    marked_at = models.DateTimeField()

    class Meta:
        db_table = "kernel_public_change"
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]


class PublicEpoch(models.Model):
    """One row: how many times what the public sees has changed. Every public cache key holds it."""

    personal_data = PersonalData.NONE

    epoch = models.BigIntegerField(default=0)

    class Meta:
        db_table = "kernel_public_epoch"
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="only_one_public_epoch")
        ]
