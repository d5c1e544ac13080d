"""Regions, organs and the two offices that the public deals with."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.kernel.personal_data import PersonalData


class Level(models.TextChoices):
    """Where an organ stands; decides which statutory lists apply (Regulations 2007 art. 10-12)."""

    NATIONAL = "national", _("National")
    PROVINCE = "province", _("Province")
    CITY = "city", _("City")
    COUNTY = "county", _("County")
    TOWNSHIP = "township", _("Township")


class OrganKind(models.TextChoices):
    """What an organ is."""

    GOVERNMENT = "government", _("People's government")
    DEPARTMENT = "department", _("Department")
    DISPATCHED = "dispatched", _("Dispatched organ")
    INSTITUTION = "institution", _("Institution with public duties")
    LEGISLATURE = "legislature", _("People's congress")
    PUBLIC_ENTERPRISE = "public_enterprise", _("Public enterprise")


class Region(models.Model):
    """An administrative division (GB/T 2260)."""

    personal_data = PersonalData.NONE

    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=120)
    level = models.CharField(max_length=12, choices=Level)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    sort_key = models.CharField(max_length=200)
    """Toneless pinyin of the name: the database sorts alike on every installation."""

    class Meta:
        db_table = "organs_region"
        ordering = ["code"]


class Organ(models.Model):
    """An organ that discloses information in its own name."""

    personal_data = PersonalData.NONE

    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=100, blank=True)
    name_en = models.CharField(max_length=300, blank=True)
    level = models.CharField(max_length=12, choices=Level)
    kind = models.CharField(max_length=20, choices=OrganKind)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="organs")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="subordinates"
    )
    """The organ it belongs to; a department's government."""
    line_superior = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="line_subordinates"
    )
    """The organ of the same line one level up (a city bureau's provincial department)."""
    is_led_from_above = models.BooleanField(default=False)
    """True for customs, finance, foreign exchange, taxes and state security: no government leads
    them, and who reconsiders what they did is their line superior (Reconsideration Law 2023
    art. 27; 1999 art. 12)."""
    organisation_code = models.CharField(max_length=9, unique=True)
    """Nine characters (GB 11714); front part of the index numbers that the organ mints."""
    code_is_assigned = models.BooleanField(default=False)
    """True where the platform assigned the code because the organ has none of its own."""
    credit_code = models.CharField(max_length=18, blank=True)
    """Eighteen characters (GB 32100-2015), where known."""
    sort_key = models.CharField(max_length=400)
    position = models.PositiveSmallIntegerField(default=100)
    """Order among its siblings; equal ones are ordered by sort_key."""
    is_active = models.BooleanField(default=True)
    successor = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_organs"
    )
    """The organ that it was merged into and that answers for its information now."""
    merged_on = models.DateField(null=True)
    introduction = models.TextField(blank=True)
    website = models.URLField(max_length=300, blank=True)

    class Meta:
        db_table = "organs_organ"
        constraints = [
            models.UniqueConstraint(
                fields=["region", "name"], name="one_organ_of_a_name_in_region"
            ),
            models.CheckConstraint(
                condition=models.Q(organisation_code__regex=r"^[0-9A-Z]{9}$"),
                name="organisation_code_has_nine_characters",
            ),
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")), name="organ_is_not_its_own_parent"
            ),
            models.CheckConstraint(
                condition=models.Q(successor__isnull=True, merged_on__isnull=True)
                | models.Q(successor__isnull=False, merged_on__isnull=False, is_active=False),
                name="a_merged_organ_works_no_more",
            ),
            models.CheckConstraint(
                condition=models.Q(successor__isnull=True) | ~models.Q(successor=models.F("id")),
                name="organ_does_not_follow_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OrganName(models.Model):
    """A name that an organ had before, until the moment at which it was renamed."""

    personal_data = PersonalData.NONE

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="former_names")
    name = models.CharField(max_length=200)
    until_at = models.DateTimeField()

    class Meta:
        db_table = "organs_organ_name"
        ordering = ["organ_id", "until_at"]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]


class OfficeKind(models.TextChoices):
    """Which of an organ's offices."""

    DISCLOSURE = "disclosure", _("Disclosure office")
    SUPERVISION = "supervision", _("Supervision office")


class Office(models.Model):
    """Where the public turns to (Regulations 2007 art. 19; Shanxi disclosure guide, part 4)."""

    personal_data = PersonalData.STAFF

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="offices")
    kind = models.CharField(max_length=12, choices=OfficeKind)
    name = models.CharField(max_length=200)
    address = models.CharField(max_length=300, blank=True)
    hours = models.CharField(max_length=300, blank=True)
    telephone = models.CharField(max_length=60, blank=True)
    fax = models.CharField(max_length=60, blank=True)
    email = models.EmailField(blank=True)
    postcode = models.CharField(max_length=10, blank=True)

    class Meta:
        db_table = "organs_office"
        constraints = [
            models.UniqueConstraint(fields=["organ", "kind"], name="one_office_of_a_kind")
        ]
