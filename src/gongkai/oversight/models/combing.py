"""Combing (清理): campaigns over the backlog, organ by organ, item by item (requirement P4)."""

import pgtrigger
from django.db import models
from django.utils.translation import pgettext_lazy

from gongkai.kernel.models import StoredFile
from gongkai.kernel.personal_data import PersonalData
from gongkai.organs.models import Organ, Person
from gongkai.oversight.rules.combing import CampaignState, IntakeState, RecheckOutcome
from gongkai.records.models import Category, Ground, Record


class CombingState(models.TextChoices):
    """How far a campaign has come."""

    DRAFTED = CampaignState.DRAFTED.value, pgettext_lazy("combing campaign", "Being prepared")
    RUNNING = CampaignState.RUNNING.value, pgettext_lazy("combing campaign", "Running")
    CLOSED = CampaignState.CLOSED.value, pgettext_lazy("combing campaign", "Closed")


class CombingCampaign(models.Model):
    """What was generated in a period is gone through by the organs below, by a day."""

    personal_data = PersonalData.STAFF

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    """The competent department that orders it."""
    title = models.CharField(max_length=200)
    from_on = models.DateField()
    until_on = models.DateField()
    """First and last day of generation of what is gone through, both included."""
    due_on = models.DateField()
    """The last day on which the organs are in time."""
    instructions = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=CombingState, default=CombingState.DRAFTED)
    drafted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    opened_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "oversight_combing_campaign"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(from_on__lte=models.F("until_on")),
                name="combing_period_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=models.Q(opened_by__isnull=True, opened_at__isnull=True)
                | models.Q(opened_by__isnull=False, opened_at__isnull=False),
                name="combing_opened_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=models.Q(closed_by__isnull=True, closed_at__isnull=True)
                | models.Q(closed_by__isnull=False, closed_at__isnull=False),
                name="combing_closed_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=models.Q(state="drafted", opened_at__isnull=True, closed_at__isnull=True)
                | models.Q(state="running", opened_at__isnull=False, closed_at__isnull=True)
                | models.Q(state="closed", opened_at__isnull=False, closed_at__isnull=False),
                name="combing_state_says_what_happened",
            ),
        ]
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete)]


class CombingOrgan(models.Model):
    """An organ that takes part; while the campaign runs only one without items is let go again."""

    personal_data = PersonalData.NONE

    campaign = models.ForeignKey(CombingCampaign, on_delete=models.PROTECT, related_name="organs")
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "oversight_combing_organ"
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "organ"], name="an_organ_is_once_in_a_campaign"
            )
        ]


class CombingIntake(models.Model):
    """A table that an organ sent in: read, looked at, and taken or left. Nothing is lost of it."""

    personal_data = PersonalData.CONTENT

    class State(models.TextChoices):
        WAITING = IntakeState.WAITING.value, pgettext_lazy("table sent in", "Waits to be read")
        READ = IntakeState.READ.value, pgettext_lazy("table sent in", "To be looked at")
        TAKING = IntakeState.TAKING.value, pgettext_lazy("table sent in", "Being taken over")
        TAKEN = IntakeState.TAKEN.value, pgettext_lazy("table sent in", "Taken over")
        REFUSED = IntakeState.REFUSED.value, pgettext_lazy("table sent in", "Could not be read")
        LEFT = IntakeState.LEFT.value, pgettext_lazy("table sent in", "Not taken over")

    campaign = models.ForeignKey(CombingCampaign, on_delete=models.PROTECT, related_name="intakes")
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    problem = models.CharField(max_length=40, blank=True)
    """Why it could not be read: a code of the release module, or of rules.combing."""
    missing = models.JSONField(default=list)
    """Columns that the table lacks, by their keys."""
    good = models.PositiveIntegerField(default=0)
    faulty = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    """Rows that are in the campaign already."""
    taken = models.PositiveIntegerField(default=0)
    """Good rows that were gone through so far; once it is taken over, those that became items."""
    sent_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "oversight_combing_intake"
        indexes = [models.Index(fields=["campaign", "organ", "-id"])]
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete)]


class CombingIntakeRow(models.Model):
    """One row of a table as it was read, before anything becomes of it."""

    personal_data = PersonalData.CONTENT

    class State(models.TextChoices):
        GOOD = "good", pgettext_lazy("row of a table", "Can be taken over")
        FAULTY = "faulty", pgettext_lazy("row of a table", "To be corrected")
        KNOWN = "known", pgettext_lazy("row of a table", "There already")

    intake = models.ForeignKey(CombingIntake, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()
    cells = models.JSONField()
    """What stands in the columns, by their keys."""
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=State)
    faults = models.JSONField(default=list)
    """Column and fault, by their keys, one pair each."""

    class Meta:
        db_table = "oversight_combing_intake_row"
        indexes = [models.Index(fields=["intake", "state", "line"])]
        constraints = [models.UniqueConstraint(fields=["intake", "line"], name="one_row_of_a_line")]


class CombingItem(models.Model):
    """One piece of the backlog: what the organ said of it, what was decided, its record."""

    personal_data = PersonalData.CONTENT

    campaign = models.ForeignKey(CombingCampaign, on_delete=models.PROTECT, related_name="items")
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    intake = models.ForeignKey(CombingIntake, on_delete=models.PROTECT, related_name="items")
    line = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    """SHA-256 of what tells one item from another (rules.combing.identity_of, identity_of_twin)."""
    title = models.CharField(max_length=500)
    summary = models.CharField(max_length=150, blank=True)
    generated_on = models.DateField()
    document_number = models.CharField(max_length=120, blank=True)
    kept_at = models.CharField(max_length=300, blank=True)
    """Where the original is kept; for the staff alone."""
    proposed_category = models.CharField(max_length=16, choices=Category)
    proposed_ground = models.ForeignKey(
        Ground, null=True, on_delete=models.PROTECT, related_name="+"
    )
    proposed_reason = models.TextField(blank=True)
    statutory_item = models.CharField(max_length=8, blank=True)
    disclosed_on = models.DateField(null=True)
    disclosed_at_place = models.CharField(max_length=500, blank=True)
    index_number = models.CharField(max_length=80, blank=True)
    """The number it was disclosed under before, as it was printed."""
    note = models.CharField(max_length=500, blank=True)
    category = models.CharField(
        max_length=16, choices=Category, default=Category.UNDETERMINED.value
    )
    ground = models.ForeignKey(Ground, null=True, on_delete=models.PROTECT, related_name="+")
    ground_reason = models.TextField(blank=True)
    record = models.OneToOneField(Record, null=True, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    """Moment of the decision that holds; each one is a row of CombingDecision."""

    class Meta:
        db_table = "oversight_combing_item"
        indexes = [
            models.Index(fields=["campaign", "organ", "category"]),
            models.Index(fields=["campaign", "organ", "-generated_on", "id"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "organ", "digest"], name="an_item_is_once_in_a_campaign"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    category="undetermined", ground__isnull=True, decided_at__isnull=True
                )
                | (
                    ~models.Q(category="undetermined")
                    & models.Q(ground__isnull=False, decided_at__isnull=False)
                ),
                name="a_decided_item_has_its_ground_and_day",
            ),
            models.CheckConstraint(
                condition=~models.Q(category="exempt") | ~models.Q(ground_reason=""),
                name="an_exempt_item_has_its_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(record__isnull=True) | ~models.Q(category="undetermined"),
                name="an_undetermined_item_has_no_record",
            ),
            models.CheckConstraint(
                condition=models.Q(disclosed_on__isnull=True, disclosed_at_place="")
                | (models.Q(disclosed_on__isnull=False) & ~models.Q(disclosed_at_place="")),
                name="an_earlier_disclosure_has_day_and_place",
            ),
        ]
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete)]


class CombingDecision(models.Model):
    """Somebody decided an item; the newest holds."""

    personal_data = PersonalData.STAFF

    item = models.ForeignKey(CombingItem, on_delete=models.PROTECT, related_name="decisions")
    category = models.CharField(max_length=16, choices=Category)
    ground = models.ForeignKey(Ground, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    change = models.SmallIntegerField()
    """What it does to the number of undecided items: -1, 0, or 1 where it is open again."""
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        db_table = "oversight_combing_decision"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(change__gte=-1, change__lte=1),
                name="a_decision_changes_one_item",
            )
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]


class CombingRecheck(models.Model):
    """Somebody looked again at what was public already; the newest look holds."""

    personal_data = PersonalData.STAFF

    class Outcome(models.TextChoices):
        STAYS = RecheckOutcome.STAYS.value, pgettext_lazy("recheck", "Stays as it is")
        CORRECT = RecheckOutcome.CORRECT.value, pgettext_lazy("recheck", "Must be corrected")
        WITHDRAW = RecheckOutcome.WITHDRAW.value, pgettext_lazy("recheck", "Wrongly published")

    campaign = models.ForeignKey(CombingCampaign, on_delete=models.PROTECT, related_name="rechecks")
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome)
    digest = models.CharField(max_length=64)
    """Of the version that was looked at."""
    note = models.TextField(blank=True)
    checked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField()

    class Meta:
        db_table = "oversight_combing_recheck"
        indexes = [models.Index(fields=["campaign", "record", "-id"])]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]
