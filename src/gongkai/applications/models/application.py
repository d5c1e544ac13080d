"""What the applicant sent: kept as it came, for ever apart from what the organ does with it."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongkai.applications.rules import vocabulary as words
from gongkai.kernel.models import SealedFile
from gongkai.kernel.personal_data import PersonalData
from gongkai.organs.models import Organ, Person


class ApplicantKind(models.TextChoices):
    """Whose form it is."""

    CITIZEN = words.ApplicantKind.CITIZEN.value, _("Citizen")
    ORGANISATION = (
        words.ApplicantKind.ORGANISATION.value,
        _("Legal person or other organisation"),
    )


class ReportKind(models.TextChoices):
    """The six columns of the annual report's table 3."""

    NATURAL_PERSON = words.ReportKind.NATURAL_PERSON.value, _("Natural person")
    COMPANY = words.ReportKind.COMPANY.value, _("Commercial enterprise")
    RESEARCH = words.ReportKind.RESEARCH.value, _("Research institution")
    WELFARE = words.ReportKind.WELFARE.value, _("Public welfare organisation")
    LEGAL_SERVICE = words.ReportKind.LEGAL_SERVICE.value, _("Legal service institution")
    OTHER = words.ReportKind.OTHER.value, pgettext_lazy("kind of applicant", "Other")


class IdentityKind(models.TextChoices):
    """What proves who applies."""

    IDENTITY_CARD = words.IdentityKind.IDENTITY_CARD.value, _("Resident identity card")
    PASSPORT = words.IdentityKind.PASSPORT.value, _("Passport")
    OFFICER_CARD = words.IdentityKind.OFFICER_CARD.value, _("Officer's card")
    OTHER = words.IdentityKind.OTHER.value, pgettext_lazy("kind of identity", "Other document")
    ORGANISATION_CODE = words.IdentityKind.ORGANISATION_CODE.value, _("Organisation code")
    CREDIT_CODE = words.IdentityKind.CREDIT_CODE.value, _("Unified social credit code")


class Channel(models.TextChoices):
    """By which way it came."""

    ONLINE = words.Channel.ONLINE.value, _("On line")
    LETTER = words.Channel.LETTER.value, pgettext_lazy("channel", "Letter")
    IN_PERSON = words.Channel.IN_PERSON.value, _("In person")


class Purpose(models.TextChoices):
    """What the information is for; only under the 2008 text."""

    NONE = "", pgettext_lazy("purpose", "Not stated")
    PRODUCTION = words.Purpose.PRODUCTION.value, _("Own production")
    LIFE = words.Purpose.LIFE.value, _("Own life")
    RESEARCH = words.Purpose.RESEARCH.value, _("Own research")
    OWN_RECORD = words.Purpose.OWN_RECORD.value, _("To check records about oneself")


class SupplyWay(models.TextChoices):
    """How the applicant wants to get it."""

    ONLINE = words.SupplyWay.ONLINE.value, _("Download on line")
    E_MAIL = words.SupplyWay.E_MAIL.value, _("By e-mail")
    POST = words.SupplyWay.POST.value, _("By post")
    PICK_UP = words.SupplyWay.PICK_UP.value, _("Pick up in person")
    FAX = words.SupplyWay.FAX.value, _("By fax")
    READING = words.SupplyWay.READING.value, _("Read on the spot")


class Carrier(models.TextChoices):
    """On what."""

    PAPER = words.Carrier.PAPER.value, _("Paper")
    ELECTRONIC = words.Carrier.ELECTRONIC.value, _("Electronic file")
    DISC = words.Carrier.DISC.value, _("Disc")


class Application(models.Model):
    """The raw application. Rows are only added (requirement A1); a correction stands beside it."""

    personal_data = PersonalData.APPLICANT

    number = models.CharField(max_length=60, unique=True)
    """Receipt number that the applicant is given; says organ and year, nothing of the person."""
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="applications")
    regime_id = models.CharField(max_length=20)
    """The text of the Regulations it was received under; it keeps it (requirement L1)."""
    channel = models.CharField(max_length=12, choices=Channel)
    submitted_at = models.DateTimeField()
    language = models.CharField(max_length=10)

    applicant_kind = models.CharField(max_length=12, choices=ApplicantKind)
    report_kind = models.CharField(max_length=16, choices=ReportKind)
    name = models.CharField(max_length=200)
    """Of the citizen or of the organisation."""
    workplace = models.CharField(max_length=200, blank=True)
    legal_representative = models.CharField(max_length=100, blank=True)
    contact_person = models.CharField(max_length=100, blank=True)
    address = models.CharField(max_length=300)
    postcode = models.CharField(max_length=10, blank=True)
    telephone = models.CharField(max_length=60)
    fax = models.CharField(max_length=60, blank=True)
    email = models.CharField(max_length=254, blank=True)

    asked = models.TextField()
    """所需信息内容描述."""
    title = models.CharField(max_length=300, blank=True)
    document_number = models.CharField(max_length=100, blank=True)
    index_number = models.CharField(max_length=80, blank=True)
    issued_when = models.CharField(max_length=100, blank=True)
    hints = models.TextField(blank=True)
    purpose = models.CharField(max_length=12, choices=Purpose, blank=True)
    asks_waiver = models.BooleanField(default=False)
    waiver_reason = models.TextField(blank=True)

    supply_way = models.CharField(max_length=8, choices=SupplyWay)
    carrier = models.CharField(max_length=12, choices=Carrier)
    accepts_other_way = models.BooleanField(default=True)

    once_key = models.CharField(max_length=64, unique=True)
    """Idempotency key of the form: sent twice, it is one application."""
    fingerprint = models.CharField(max_length=64, db_index=True)
    """Keyed hash of identity number and organ, to find earlier cases of the same applicant."""
    digest = models.CharField(max_length=64)
    """SHA-256 of what was sent, as canonical JSON, files included."""

    class Meta:
        db_table = "applications_application"
        indexes = [models.Index(fields=["organ", "submitted_at"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(digest__regex=r"^[0-9a-f]{64}$"),
                name="application_digest_is_sha256",
            ),
            models.CheckConstraint(
                condition=~models.Q(asked="") & ~models.Q(name=""),
                name="application_says_who_and_what",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]


class ApplicantIdentity(models.Model):
    """The identity number, sealed with a key that is not in the database (requirement A4)."""

    personal_data = PersonalData.APPLICANT

    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, related_name="identity"
    )
    kind = models.CharField(max_length=20, choices=IdentityKind)
    sealed_number = models.TextField()
    """Changed by key rotation only."""

    class Meta:
        db_table = "applications_identity"
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete)]


class FileRole(models.TextChoices):
    """What an applicant's file is."""

    PROOF = "proof", _("Proof of identity")
    ATTACHMENT = "attachment", _("Supporting file")
    CORRECTION = "correction", _("File of a correction")


class ApplicationFile(models.Model):
    """A file that the applicant sent, sealed before it was stored."""

    personal_data = PersonalData.APPLICANT

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="files")
    role = models.CharField(max_length=12, choices=FileRole)
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    sealed = models.ForeignKey(SealedFile, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField()

    class Meta:
        db_table = "applications_file"
        ordering = ["pk"]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]


class QueryCode(models.Model):
    """The secret that opens a case together with its number; a new one ends the old."""

    personal_data = PersonalData.CREDENTIALS

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="query_codes"
    )
    code_hash = models.CharField(max_length=64)
    """Keyed hash; the code itself is shown once and kept nowhere."""
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    """Who gave a new one at the counter, after an identity check; null: given on submission."""
    how_identified = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "applications_query_code"
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=models.Q(ended_at__isnull=True),
                name="one_code_opens_an_application",
            )
        ]


class QueryAttempt(models.Model):
    """A wrong code; too many for one number, or from one address, close the door for a while."""

    personal_data = PersonalData.CREDENTIALS

    number_hash = models.CharField(max_length=64)
    address_hash = models.CharField(max_length=64)
    failed_at = models.DateTimeField()

    class Meta:
        db_table = "applications_query_attempt"
        indexes = [
            models.Index(fields=["number_hash", "-failed_at"]),
            models.Index(fields=["address_hash", "-failed_at"]),
        ]


class NumberCounter(models.Model):
    """Serials of receipt numbers, gapless for each organ and year under a row lock."""

    personal_data = PersonalData.NONE

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last_serial = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "applications_number_counter"
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "year"], name="one_application_counter_an_organ_and_year"
            )
        ]
