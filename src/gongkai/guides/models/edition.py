"""Editions of an organ's guide and catalogue: what each froze, and how it came to be published."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongkai.guides.rules import vocabulary
from gongkai.kernel.personal_data import PersonalData
from gongkai.organs.models import Organ, Person, Signature
from gongkai.records.models import Record, RecordVersion
from gongkai.release.models import Clearance


class EditionKind(models.TextChoices):
    """What an edition is of."""

    GUIDE = vocabulary.EditionKind.GUIDE.value, _("Disclosure guide")
    CATALOGUE = vocabulary.EditionKind.CATALOGUE.value, _("Disclosure catalogue")


class EditionState(models.TextChoices):
    """How far an edition has come."""

    COMPILED = vocabulary.EditionState.COMPILED.value, pgettext_lazy("edition", "Compiled")
    CONSULTING = (
        vocabulary.EditionState.CONSULTING.value,
        pgettext_lazy("edition", "Open for opinions"),
    )
    CONSULTED = (
        vocabulary.EditionState.CONSULTED.value,
        pgettext_lazy("edition", "Opinions collected"),
    )
    SENT = vocabulary.EditionState.SENT.value, pgettext_lazy("edition", "Sent up for approval")
    APPROVED = vocabulary.EditionState.APPROVED.value, pgettext_lazy("edition", "Approved")
    PUBLISHED = vocabulary.EditionState.PUBLISHED.value, pgettext_lazy("edition", "Published")
    SUPERSEDED = vocabulary.EditionState.SUPERSEDED.value, pgettext_lazy("edition", "Superseded")
    ABANDONED = vocabulary.EditionState.ABANDONED.value, pgettext_lazy("edition", "Abandoned")


_OUT = sorted(state.value for state in vocabulary.OUT)
_IN_WORK = sorted(state.value for state in vocabulary.IN_WORK)
_APPROVED = [EditionState.APPROVED.value, *_OUT]


class Edition(models.Model):
    """One edition of an organ's guide or catalogue (Regulations 2007 art. 19; 2019 art. 12).

    `facts` are what the system knew when it was compiled, `sections` what the organ wrote itself.
    `digest` is over both and over the entries of a catalogue; it is what is approved.
    """

    personal_data = PersonalData.STAFF

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="editions")
    kind = models.CharField(max_length=10, choices=EditionKind)
    number = models.PositiveIntegerField()
    """From 1 on for each kind and organ."""
    state = models.CharField(max_length=12, choices=EditionState, default=EditionState.COMPILED)
    facts = models.JSONField()
    sections = models.JSONField(default=list)
    """Rows with heading and text."""
    entries_digest = models.CharField(max_length=64, blank=True)
    """SHA-256 over the entries of a catalogue; blank for a guide."""
    digest = models.CharField(max_length=64)
    change_note = models.CharField(max_length=500, blank=True)
    """What is new; the public reads it beside the editions."""
    compiled_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    compiled_at = models.DateTimeField()
    consulted_from_on = models.DateField(null=True)
    consulted_until_on = models.DateField(null=True)
    """The last day on which opinions are taken."""
    answer = models.TextField(blank=True)
    """What the organ says to the opinions; public once it is given."""
    answered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    skipped_because = models.CharField(max_length=500, blank=True)
    """Why no opinions were sought: only where nothing but facts changed."""
    sent_digest = models.CharField(max_length=64, blank=True)
    """What lies before the competent department."""
    sent_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approved_for = models.ForeignKey(Organ, null=True, on_delete=models.PROTECT, related_name="+")
    """The organ whose competent department approved."""
    signature = models.OneToOneField(
        Signature, null=True, on_delete=models.PROTECT, related_name="+"
    )
    clearance = models.ForeignKey(Clearance, null=True, on_delete=models.PROTECT, related_name="+")
    """That the release gate let the organ's own words out; null where it wrote none."""
    answer_clearance = models.ForeignKey(
        Clearance, null=True, on_delete=models.PROTECT, related_name="+"
    )
    """That the release gate let the answer out."""
    published_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True)
    published_on = models.DateField(null=True)
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "guides_edition"
        indexes = [models.Index(fields=["organ", "kind", "state"])]
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "kind", "number"], name="one_edition_of_a_number"
            ),
            models.UniqueConstraint(
                fields=["organ", "kind"],
                condition=models.Q(state=EditionState.PUBLISHED.value),
                name="one_edition_is_in_force",
            ),
            models.UniqueConstraint(
                fields=["organ", "kind"],
                condition=models.Q(state__in=_IN_WORK),
                name="one_edition_is_in_work",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=EditionKind.values, state__in=EditionState.values),
                name="edition_is_of_a_known_kind_and_state",
            ),
            models.CheckConstraint(
                condition=models.Q(number__gte=1), name="editions_count_from_one"
            ),
            models.CheckConstraint(
                condition=models.Q(consulted_from_on__isnull=True, consulted_until_on__isnull=True)
                | models.Q(consulted_until_on__gte=models.F("consulted_from_on")),
                name="consultation_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~models.Q(
                    state__in=[EditionState.CONSULTING.value, EditionState.CONSULTED.value]
                )
                | models.Q(consulted_until_on__isnull=False),
                name="consultation_has_a_period",
            ),
            models.CheckConstraint(
                condition=models.Q(answered_by__isnull=True, answered_at__isnull=True, answer="")
                | models.Q(answered_by__isnull=False, answered_at__isnull=False)
                & ~models.Q(answer=""),
                name="edition_answered_by_somebody_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(sent_by__isnull=True, sent_at__isnull=True, sent_digest="")
                | models.Q(sent_by__isnull=False, sent_at__isnull=False)
                & ~models.Q(sent_digest=""),
                name="edition_sent_by_somebody_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    approved_by__isnull=True,
                    approved_at__isnull=True,
                    approved_for__isnull=True,
                    signature__isnull=True,
                )
                | models.Q(
                    approved_by__isnull=False,
                    approved_at__isnull=False,
                    approved_for__isnull=False,
                    signature__isnull=False,
                ),
                name="edition_approved_by_somebody_at_a_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=_APPROVED)
                | models.Q(approved_by__isnull=False, digest=models.F("sent_digest")),
                name="edition_is_what_was_approved",
            ),
            models.CheckConstraint(
                condition=models.Q(approved_by__isnull=True)
                | ~models.Q(approved_by=models.F("compiled_by")),
                name="who_compiled_an_edition_does_not_approve_it",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    published_by__isnull=True, published_at__isnull=True, published_on__isnull=True
                )
                | models.Q(
                    published_by__isnull=False,
                    published_at__isnull=False,
                    published_on__isnull=False,
                ),
                name="edition_published_by_somebody_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=_OUT, published_at__isnull=False)
                | ~models.Q(state__in=_OUT) & models.Q(published_at__isnull=True),
                name="edition_is_out_when_it_was_published",
            ),
            models.CheckConstraint(
                condition=models.Q(state=EditionState.SUPERSEDED.value, superseded_at__isnull=False)
                | ~models.Q(state=EditionState.SUPERSEDED.value)
                & models.Q(superseded_at__isnull=True),
                name="edition_is_superseded_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(kind=EditionKind.GUIDE.value, entries_digest="")
                | models.Q(kind=EditionKind.CATALOGUE.value) & ~models.Q(entries_digest=""),
                name="catalogue_edition_has_entries",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="is_what_it_is", fields=["organ", "kind", "number"]),
            pgtrigger.Protect(
                name="as_it_was_sent",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state__in=[EditionState.SENT.value, *_APPROVED])
                & (
                    pgtrigger.Q(old__facts__df=pgtrigger.F("new__facts"))
                    | pgtrigger.Q(old__sections__df=pgtrigger.F("new__sections"))
                    | pgtrigger.Q(old__entries_digest__df=pgtrigger.F("new__entries_digest"))
                    | pgtrigger.Q(old__digest__df=pgtrigger.F("new__digest"))
                ),
            ),
        ]


class EditionMove(models.Model):
    """What somebody did to an edition; the rows are its history."""

    personal_data = PersonalData.STAFF

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="moves")
    event = models.CharField(max_length=20)
    """An event of guides.rules.lifecycle, or `compile`."""
    to = models.CharField(max_length=12, choices=EditionState)
    note = models.TextField(blank=True)
    """Reasons, where it was returned, abandoned or sent up without opinions."""
    digest = models.CharField(max_length=64)
    moved_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    moved_by_name = models.CharField(max_length=100)
    role = models.CharField(max_length=24)
    for_organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    moved_at = models.DateTimeField()
    signature = models.OneToOneField(
        Signature, null=True, on_delete=models.PROTECT, related_name="+"
    )
    """Under an approval, a return, or the confirmation that it is taken back."""

    class Meta:
        db_table = "guides_edition_move"
        ordering = ["moved_at", "pk"]
        indexes = [models.Index(fields=["edition", "moved_at"])]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]


class CatalogueEntry(models.Model):
    """One record in a catalogue edition: which, and in which version. Its words stay with it."""

    personal_data = PersonalData.NONE

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="entries")
    position = models.PositiveIntegerField()
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(RecordVersion, on_delete=models.PROTECT, related_name="+")
    index_number = models.CharField(max_length=80)
    class_code = models.CharField(max_length=2)

    class Meta:
        db_table = "guides_catalogue_entry"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "position"], name="one_entry_at_a_position"),
            models.UniqueConstraint(
                fields=["edition", "record"], name="a_record_stands_once_in_an_edition"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]
