"""The trail: one row for everything that somebody did, chained by hashes, never changed.

An operation writes its entries inside its transaction, unsealed. A trigger that PostgreSQL runs
last of all at the commit gives each its place in the chain: it locks the one row of the chain's
head, takes the next number and writes `sha256(previous hash || LF || canonical)`. The lock is the
last thing a transaction takes, so writers wait for a commit at most and never for one another's
work.
"""

from django.db import models

from gongkai.kernel.personal_data import PersonalData


class AuditEntry(models.Model):
    """What was done, by whom, to what. Names and labels are copied, for they outlive their rows."""

    personal_data = PersonalData.STAFF

    place = models.BigIntegerField(unique=True, null=True)
    """Place in the chain, from 1; null only inside the transaction that writes the entry."""
    at = models.DateTimeField(db_index=True)
    action = models.CharField(max_length=80)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200)
    actor_role = models.CharField(max_length=40, blank=True)
    actor_organ_id = models.BigIntegerField(null=True)
    actor_organ_name = models.CharField(max_length=300, blank=True)
    standing_in_for_id = models.BigIntegerField(null=True)
    standing_in_for_name = models.CharField(max_length=200, blank=True)
    object_kind = models.CharField(max_length=60)
    object_id = models.CharField(max_length=80)
    object_label = models.TextField()
    organ_id = models.BigIntegerField(null=True, db_index=True)
    """The organ whose matter it is; its staff and its supervisors may read the entry."""
    details = models.JSONField(default=dict)
    canonical = models.TextField()
    """All of the above as one JSON text with sorted keys: what the hash is taken of."""
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        db_table = "audit_entry"
        indexes = [models.Index(fields=["object_kind", "object_id", "place"])]


class ChainHead(models.Model):
    """The one row that says where the chain ends."""

    personal_data = PersonalData.NONE

    last_place = models.BigIntegerField(default=0)
    last_hash = models.CharField(max_length=64)

    class Meta:
        db_table = "audit_chain_head"
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="only_one_chain_head")]
