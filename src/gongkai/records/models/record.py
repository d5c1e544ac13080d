"""A record is the numbered thing that lives on; a version holds what it says at one time.

Two life cycles, kept apart on purpose. A version is worked on: draft, proposed, reviewed,
approved, released, superseded; an earlier one can be withdrawn by itself. The record stands
before the public: unreleased, published, listed (★), held (exempt), hidden (withdrawn by one
person), withdrawn. Category is a third axis.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongkai.kernel.personal_data import PersonalData
from gongkai.organs.models import Organ, Person
from gongkai.records.models.choices import (
    Assembly,
    ChangeKind,
    HowObtained,
    SecrecyLevel,
    ServiceObject,
    Split,
)
from gongkai.release.models import Clearance
from gongkai.review.models import Proposal


class Category(models.TextChoices):
    """Whether the information is to be public (requirement P2)."""

    UNDETERMINED = "undetermined", _("Undetermined")
    VOLUNTARY = "voluntary", _("Voluntary disclosure")
    ON_APPLICATION = "on_application", _("Disclosure on application")
    EXEMPT = "exempt", _("Not disclosed")


class Standing(models.TextChoices):
    """How the record stands before the public."""

    UNRELEASED = "unreleased", pgettext_lazy("standing of a record", "Not released")
    PUBLISHED = "published", pgettext_lazy("standing of a record", "Published")
    LISTED = "listed", pgettext_lazy("standing of a record", "Listed ★")
    HELD = "held", pgettext_lazy("standing of a record", "Held back")
    HIDDEN = "hidden", pgettext_lazy("standing of a record", "Hidden, withdrawal to be confirmed")
    WITHDRAWN = "withdrawn", pgettext_lazy("standing of a record", "Withdrawn")


class VersionState(models.TextChoices):
    """How far the work on a version has come."""

    DRAFT = "draft", pgettext_lazy("state of a version", "Draft")
    PROPOSED = "proposed", pgettext_lazy("state of a version", "Proposed")
    REVIEWED = "reviewed", pgettext_lazy("state of a version", "Reviewed")
    APPROVED = "approved", pgettext_lazy("state of a version", "Approved")
    RELEASED = "released", pgettext_lazy("state of a version", "Released")
    SUPERSEDED = "superseded", pgettext_lazy("state of a version", "Superseded")
    HIDDEN = "hidden", pgettext_lazy("state of a version", "Hidden, withdrawal to be confirmed")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a version", "Withdrawn")
    ABANDONED = "abandoned", pgettext_lazy("state of a version", "Abandoned")


class TimeLimit(models.TextChoices):
    """公开时限, a closed list (Shanxi disclosure guide, element 6)."""

    LONG_TERM = "long_term", _("Long-term disclosure")
    TIMELY = "timely", _("Timely disclosure")
    ON_APPLICATION = "on_application", _("Disclosure on application")


class Form(models.TextChoices):
    """公开形式 (Shanxi disclosure guide, element 5; city implementation opinions 2008)."""

    WEBSITE = "website", _("Government website")
    GAZETTE = "gazette", _("Government gazette")
    PRESS_CONFERENCE = "press_conference", _("Press conference")
    NEWSPAPER = "newspaper", _("Newspapers")
    RADIO = "radio", _("Radio")
    TELEVISION = "television", _("Television")
    SCREEN = "screen", _("Electronic screens")
    READING_ROOM = "reading_room", _("Public reading room")
    OTHER = "other", _("Other")


class Validity(models.TextChoices):
    """Whether a normative document is in force."""

    NONE = "", pgettext_lazy("validity", "Does not apply")
    IN_FORCE = "in_force", pgettext_lazy("validity", "In force")
    AMENDED = "amended", pgettext_lazy("validity", "Amended")
    LAPSED = "lapsed", pgettext_lazy("validity", "Lapsed")
    REPEALED = "repealed", pgettext_lazy("validity", "Repealed")


class Ground(models.Model):
    """A legal basis of a category, under one regime (requirement P1)."""

    personal_data = PersonalData.NONE

    code = models.CharField(max_length=60, unique=True)
    """For example `ogi-2008/state-secret`."""
    regime = models.CharField(max_length=20)
    category = models.CharField(max_length=16, choices=Category)
    article = models.CharField(max_length=60)
    name_zh = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    is_mandatory = models.BooleanField(default=True)
    """False where the organ may disclose all the same."""
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "records_ground"
        ordering = ["regime", "position", "code"]


class ThemeClass(models.Model):
    """主题分类: the State Council's themes with their second level."""

    personal_data = PersonalData.NONE

    code = models.CharField(max_length=8, unique=True)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    name_zh = models.CharField(max_length=100)
    name_en = models.CharField(max_length=150)

    class Meta:
        db_table = "records_theme_class"
        ordering = ["code"]


class Record(models.Model):
    """One piece of government information under one index number, for ever."""

    personal_data = PersonalData.STAFF

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="records")
    class_code = models.CharField(max_length=2)
    """Two-digit class of the organ's class table; fixed once the number is minted."""
    standing = models.CharField(max_length=12, choices=Standing, default=Standing.UNRELEASED)
    public_version = models.OneToOneField(
        "RecordVersion", null=True, on_delete=models.PROTECT, related_name="public_for"
    )
    index_number = models.CharField(max_length=80, null=True, unique=True)  # noqa: DJ001 - unique
    index_is_foreign = models.BooleanField(default=False)
    """True where the number came with an import and is kept as it was printed."""
    index_organ = models.ForeignKey(Organ, null=True, on_delete=models.PROTECT, related_name="+")
    """Whose number it is: the organ stays, also where the record became another's."""
    index_year = models.PositiveSmallIntegerField(null=True)
    index_serial = models.PositiveIntegerField(null=True)
    released_at = models.DateTimeField(null=True)
    """Moment of the first publication, listing or holding back here."""
    released_on = models.DateField(null=True)
    """发布日期: the first disclosure where that was earlier, else the local day of the release."""
    first_disclosed_on = models.DateField(null=True)
    """Day of the first disclosure anywhere; before the system where the source says so."""
    first_disclosure_source = models.CharField(max_length=500, blank=True)
    displaced_disclosed_on = models.DateField(null=True)
    """The first disclosure as it was known before an earlier one was entered; null where none was.

    Should that entry have been wrong, this one comes back.
    """
    displaced_disclosure_source = models.CharField(max_length=500, blank=True)
    disclosure_limit_working_days = models.PositiveSmallIntegerField(null=True)
    """Another law's limit, which prevails over the regime's (requirement C5)."""
    disclosure_limit_basis = models.CharField(max_length=300, blank=True)
    review_on = models.DateField(null=True)
    """Day on which what is not disclosed is looked at again (Regulations 2019 art. 18)."""
    registered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()

    class Meta:
        db_table = "records_record"
        indexes = [
            models.Index(fields=["organ", "standing", "-released_on", "-id"]),
            models.Index(fields=["standing", "-released_on", "-id"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(standing__in=["unreleased", "held"])
                | models.Q(index_number__isnull=False, public_version__isnull=False),
                name="what_the_public_saw_has_number_and_version",
            ),
            models.CheckConstraint(
                condition=models.Q(standing="unreleased")
                | models.Q(released_at__isnull=False, released_on__isnull=False),
                name="released_record_says_when",
            ),
            models.CheckConstraint(
                condition=models.Q(first_disclosure_source="")
                | models.Q(first_disclosed_on__isnull=False),
                name="disclosure_source_has_its_day",
            ),
            models.CheckConstraint(
                condition=models.Q(displaced_disclosure_source="")
                | models.Q(displaced_disclosed_on__isnull=False),
                name="displaced_source_has_its_day",
            ),
            models.UniqueConstraint(
                fields=["index_organ", "class_code", "index_year", "index_serial"],
                condition=models.Q(index_is_foreign=False),
                name="one_serial_in_organ_class_and_year",
            ),
            # A number minted here has its parts; a foreign one is kept as it was printed.
            models.CheckConstraint(
                condition=models.Q(index_number__isnull=True, index_serial__isnull=True)
                | models.Q(index_is_foreign=True, index_number__isnull=False)
                | models.Q(
                    index_is_foreign=False,
                    index_number__isnull=False,
                    index_serial__isnull=False,
                ),
                name="minted_number_has_its_serial",
            ),
            models.CheckConstraint(
                condition=models.Q(index_number__isnull=True, index_organ__isnull=True)
                | models.Q(index_number__isnull=False, index_organ__isnull=False),
                name="number_has_its_organ",
            ),
        ]


class RecordVersion(models.Model):
    """What a record says: its elements, its category and why (requirements C1, P1-P3, P5)."""

    personal_data = PersonalData.CONTENT

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=VersionState, default=VersionState.DRAFT)
    title = models.CharField(max_length=500)
    summary = models.CharField(max_length=600)
    """At most 150 characters as readers count them (records.rules.counting)."""
    text = models.TextField(blank=True)
    """Plain text; a line that begins with `## ` is a heading."""
    time_limit = models.CharField(max_length=16, choices=TimeLimit)
    forms = ArrayField(models.CharField(max_length=20, choices=Form), default=list)
    generated_on = models.DateField()
    """Day the information was generated or changed (element 7)."""
    document_number = models.CharField(max_length=120, blank=True)
    """As printed."""
    document_number_normalised = models.CharField(max_length=120, blank=True, db_index=True)
    remark = models.CharField(max_length=500, blank=True)
    theme = models.ForeignKey(ThemeClass, null=True, on_delete=models.PROTECT, related_name="+")
    keywords = models.CharField(max_length=300, blank=True)
    genre = models.CharField(max_length=20, blank=True)
    is_normative = models.BooleanField(default=False)
    validity = models.CharField(max_length=10, choices=Validity, blank=True, default="")
    effective_on = models.DateField(null=True)
    expires_on = models.DateField(null=True)
    repealed_on = models.DateField(null=True)
    history = models.JSONField(default=list)
    """What happened to the document before, one line each, as printed."""
    category = models.CharField(max_length=16, choices=Category, default=Category.UNDETERMINED)
    ground = models.ForeignKey(Ground, null=True, on_delete=models.PROTECT, related_name="+")
    ground_reason = models.TextField(blank=True)
    statutory_item = models.CharField(max_length=8, blank=True)
    """Item of the statutory lists, A01 to C08 (`ogi-2008`) or by article (`ogi-2019`)."""
    change_note = models.CharField(max_length=500, blank=True)
    """Why this version was made, shown to the public from the second version on."""
    assembly = models.CharField(max_length=12, blank=True, choices=Assembly)
    service_object = models.CharField(max_length=14, blank=True, choices=ServiceObject)
    how_obtained = models.CharField(max_length=14, choices=HowObtained, default=HowObtained.MADE)
    maker = models.CharField(max_length=300, blank=True)
    co_makers = models.JSONField(default=list)
    """Whom it was made with, one name each, as printed."""
    lead_organ = models.CharField(max_length=300, blank=True)
    secrecy_level = models.CharField(max_length=12, blank=True, choices=SecrecyLevel)
    """Of an exempt original that is kept elsewhere; its text and files never lie in here."""
    split = models.CharField(max_length=12, blank=True, choices=Split)
    split_reason = models.TextField(blank=True)
    """Why no part of what is exempt can be disclosed, or which part is."""
    change_kind = models.CharField(max_length=12, blank=True, choices=ChangeKind)
    digest = models.CharField(max_length=64)
    """SHA-256 of the version's content as records.rules.content writes it."""
    text_file = models.CharField(max_length=64, blank=True, db_index=True)
    """Digest of the stored file that is handed out; set when the version is released."""
    clearance = models.ForeignKey(Clearance, null=True, on_delete=models.PROTECT, related_name="+")
    """What the release gate said of its text when it went out; null before that."""
    proposal = models.ForeignKey(Proposal, null=True, on_delete=models.PROTECT, related_name="+")
    import_row = models.OneToOneField(
        "ImportRow", null=True, on_delete=models.PROTECT, related_name="version"
    )
    """The row it came from, where its earlier publication was accepted as evidence."""
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "records_record_version"
        constraints = [
            models.UniqueConstraint(fields=["record", "number"], name="one_version_of_a_number"),
            models.UniqueConstraint(
                fields=["record"],
                condition=models.Q(state__in=["draft", "proposed", "reviewed", "approved"]),
                name="one_version_in_work",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "abandoned"])
                | ~models.Q(category="undetermined"),
                name="undetermined_cannot_be_proposed",
            ),
            models.CheckConstraint(
                condition=models.Q(category="undetermined") | models.Q(ground__isnull=False),
                name="category_has_its_ground",
            ),
            models.CheckConstraint(
                condition=models.Q(secrecy_level="") | models.Q(category="exempt", text=""),
                name="what_is_secret_has_no_text_here",
            ),
        ]
