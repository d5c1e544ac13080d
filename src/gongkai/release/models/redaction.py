"""Redaction: the material, its two layers, and the boxes under which something is withheld."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.kernel.models import StoredFile
from gongkai.kernel.personal_data import PersonalData
from gongkai.organs.models import Organ, Person, Signature
from gongkai.release.models.gate import DoorChoice
from gongkai.release.rules.boxes import Origin

_ANOTHER_ORGANS = """
OLD.organ_id IS DISTINCT FROM NEW.organ_id
AND coalesce(current_setting('gongkai.transfer', true), '') = ''
"""
"""Only the transfer of records between organs gives material away (operations.handing)."""


class Material(models.Model):
    """A document of which not all may leave; the source itself never changes."""

    personal_data = PersonalData.CONTENT

    class State(models.TextChoices):
        WAITING = "waiting", _("Being prepared")
        READY = "ready", _("Ready to be redacted")
        STUCK = "stuck", _("Could not be prepared")

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    """The case or record for which it was begun."""
    name = models.CharField(max_length=255)
    source = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    paper = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    """The source as a PDF, page by page as it is shown."""
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    sizes = models.JSONField(default=list)
    """Width and height of each page in points, as it is shown."""
    trouble = models.TextField(blank=True)
    begun_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()

    class Meta:
        db_table = "release_material"
        indexes = [models.Index(fields=["subject_kind", "subject_id"])]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "source"],
                name="a_source_is_material_once_for_a_subject",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="ready") | models.Q(paper__isnull=False),
                name="ready_material_has_its_paper",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="source_stays", fields=["source", "subject_kind", "subject_id"]
            ),
            # When organs are merged it goes with its record, and is the other organ's to redact.
            pgtrigger.Protect(
                name="organ_stays_unless_merged",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(_ANOTHER_ORGANS),
            ),
        ]


class LayerState(models.TextChoices):
    """Where a layer stands."""

    DRAWING = "drawing", _("Being drawn")
    MAKING = "making", _("Being made")
    MADE = "made", _("Waits for its review")
    APPROVED = "approved", _("Approved")
    SUPERSEDED = "superseded", _("Replaced by a later one")


class Layer(models.Model):
    """What of a material is given to whom: to the applicant, or to everybody (2019 art. 37).

    Each is approved by itself, and the public one never shows more than the applicant's.
    """

    personal_data = PersonalData.CONTENT

    material = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="layers")
    door = models.CharField(max_length=10, choices=DoorChoice)
    state = models.CharField(max_length=10, choices=LayerState, default=LayerState.DRAWING)
    digest = models.CharField(max_length=64, blank=True)
    """SHA-256 of source, door and boxes as they were proposed; empty while it is drawn."""
    attempts = models.PositiveSmallIntegerField(default=0)
    result = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    said_title = models.CharField(max_length=255, blank=True)
    """What whoever proposed it calls the file; empty where the material's name is to do."""
    title = models.CharField(max_length=255, blank=True)
    """That, or the material's name, without what is withheld: so the file may leave. Empty where
    letters under a box could not be read, so that the material's name could say them."""
    remaining = models.JSONField(default=list)
    """The text that is left, page by page: runs of text, or what was withheld on which ground."""
    warnings = models.JSONField(default=list)
    """What may have been overlooked: terms that still stand elsewhere, letters cut by a box."""
    trouble = models.TextField(blank=True)
    """Why it could not be made or why it was returned; never content of the file."""
    begun_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    worked_on_by = ArrayField(models.BigIntegerField(), default=list)
    """Persons who drew on it, took boxes off, proposed it or took it back: none of them reviews."""
    proposed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(null=True)
    opinion = models.TextField(blank=True)
    approved_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    signature = models.OneToOneField(
        Signature, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        db_table = "release_layer"
        constraints = [
            models.UniqueConstraint(
                fields=["material", "door"],
                condition=models.Q(state__in=["drawing", "making", "made"]),
                name="one_layer_in_work_for_a_door",
            ),
            models.UniqueConstraint(
                fields=["material", "door"],
                condition=models.Q(state="approved"),
                name="one_approved_layer_for_a_door",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    approved_at__isnull=True, approved_by__isnull=True, signature__isnull=True
                )
                | models.Q(
                    approved_at__isnull=False,
                    approved_by__isnull=False,
                    signature__isnull=False,
                    result__isnull=False,
                    proposed_by__isnull=False,
                ),
                name="an_approved_layer_is_made_and_signed",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["approved", "superseded"])
                | models.Q(approved_at__isnull=False),
                name="only_approval_ends_a_layer",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["made", "approved", "superseded"])
                | models.Q(result__isnull=False),
                name="a_made_layer_has_its_file",
            ),
            models.CheckConstraint(
                condition=models.Q(approved_by__isnull=True)
                | ~models.Q(approved_by=models.F("proposed_by")),
                name="nobody_approves_a_layer_of_their_own",
            ),
        ]
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete)]


class LayerBox(models.Model):
    """One area of one page of one layer, in fractions of the page as it is shown."""

    personal_data = PersonalData.CONTENT

    class Source(models.TextChoices):
        DRAWN = Origin.DRAWN.value, _("Drawn")
        TERM = Origin.TERM.value, _("Found by a term")
        KIND = Origin.KIND.value, _("Found by its kind")

    layer = models.ForeignKey(Layer, on_delete=models.CASCADE, related_name="boxes")
    page = models.PositiveIntegerField()
    left = models.FloatField()
    top = models.FloatField()
    right = models.FloatField()
    bottom = models.FloatField()
    ground_code = models.CharField(max_length=60)
    ground_name = models.CharField(max_length=200)
    """As it stands in the box and in the inventory."""
    origin = models.CharField(max_length=6, choices=Source)
    note = models.CharField(max_length=300, blank=True)
    """For colleagues; never leaves the house."""
    drawn_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()

    class Meta:
        db_table = "release_layer_box"
        ordering = ["page", "top", "left", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    page__gte=1,
                    left__gte=0,
                    top__gte=0,
                    right__lte=1,
                    bottom__lte=1,
                    left__lt=models.F("right"),
                    top__lt=models.F("bottom"),
                ),
                name="a_box_lies_inside_its_page",
            ),
            models.CheckConstraint(
                condition=~models.Q(ground_code=""), name="a_box_has_its_ground"
            ),
        ]
