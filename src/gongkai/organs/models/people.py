"""People, their dated roles, who stands in for whom, and the signatures they gave."""

from datetime import timedelta
from typing import ClassVar

import pgtrigger
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.kernel.personal_data import PersonalData
from gongkai.kernel.types import Role
from gongkai.organs.models.organ import Organ


class RoleName(models.TextChoices):
    """The roles with the names that people read."""

    CLERK = Role.CLERK.value, _("Disclosure clerk")
    SECRECY_REVIEWER = Role.SECRECY_REVIEWER.value, _("Secrecy reviewer")
    SECRECY_BUREAU = Role.SECRECY_BUREAU.value, _("Secrecy bureau")
    LEGAL_REVIEWER = Role.LEGAL_REVIEWER.value, _("Legal reviewer")
    PERSON_IN_CHARGE = Role.PERSON_IN_CHARGE.value, _("Person in charge")
    COMPETENT_DEPARTMENT = Role.COMPETENT_DEPARTMENT.value, _("Competent department")
    SUPERVISION = Role.SUPERVISION.value, _("Supervision")
    ASSESSMENT_OFFICE = Role.ASSESSMENT_OFFICE.value, _("Assessment office")
    NEWS_OFFICE = Role.NEWS_OFFICE.value, _("News office")
    ARCHIVES = Role.ARCHIVES.value, _("Archives")
    SITE_EDITOR = Role.SITE_EDITOR.value, _("Site editor")
    DEPUTY = Role.DEPUTY.value, _("Deputy")
    SYSTEM_ADMINISTRATOR = Role.SYSTEM_ADMINISTRATOR.value, _("System administrator")


class PersonManager(BaseUserManager["Person"]):
    """Finds people by the name they log in with."""


class Person(AbstractBaseUser):
    """Somebody with an account. What they may do follows from their roles, never from a flag."""

    personal_data = PersonalData.CREDENTIALS

    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=100)
    email = models.EmailField(blank=True)
    telephone = models.CharField(max_length=60, blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()
    is_demo = models.BooleanField(default=False)
    """An invented person of the living demo, shown on its log-in page."""

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[PersonManager] = PersonManager()

    class Meta:
        db_table = "organs_person"

    def __str__(self) -> str:
        return self.name


class RoleAssignment(models.Model):
    """A person's role for an organ, from a day until a day (both included).

    One that was given up before it held ends on the day before its first.
    """

    personal_data = PersonalData.STAFF

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assignments")
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=24, choices=RoleName)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    granted_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()

    class Meta:
        db_table = "organs_role_assignment"
        indexes = [models.Index(fields=["organ", "role"])]
        constraints = [
            models.CheckConstraint(
                # The day before the first one: it was given up before it held.
                condition=models.Q(until_on__isnull=True)
                | models.Q(until_on__gte=models.F("from_on") - timedelta(days=1)),
                name="role_ends_after_it_begins",
            )
        ]


class StandIn(models.Model):
    """One person does another's role for an organ while that one is away; shown in the trail."""

    personal_data = PersonalData.STAFF

    absent = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="absences")
    stand_in = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="substitutions")
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=24, choices=RoleName)
    from_on = models.DateField()
    until_on = models.DateField()
    reason = models.CharField(max_length=300)
    ordered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "organs_stand_in"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_on__gte=models.F("from_on")),
                name="stand_in_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~models.Q(absent=models.F("stand_in")),
                name="nobody_stands_in_for_themselves",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, ended_by__isnull=True)
                | models.Q(ended_at__isnull=False, ended_by__isnull=False),
                name="stand_in_ended_at_and_by_together",
            ),
        ]


class Signature(models.Model):
    """Proof that a person authenticated again to sign exactly this content for this purpose.

    Used once: the row that it signs points at it with a unique key.
    """

    personal_data = PersonalData.STAFF

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="signatures")
    method = models.CharField(max_length=12)
    """`password` or `totp`."""
    purpose = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    """SHA-256 of what was shown to the person when they signed."""
    totp_step = models.BigIntegerField(null=True)
    """Which 30 seconds the code belonged to (RFC 6238): a code signs once."""
    given_with = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    """The first of several that were given with one authentication, each for its own content."""
    signed_at = models.DateTimeField()

    class Meta:
        db_table = "organs_signature"
        indexes = [models.Index(fields=["person", "-signed_at"])]
        constraints = [
            models.UniqueConstraint(fields=["person", "totp_step"], name="a_code_signs_once"),
            models.CheckConstraint(
                condition=models.Q(digest__regex=r"^[0-9a-f]{64}$"),
                name="signed_digest_is_sha256",
            ),
            models.CheckConstraint(
                condition=models.Q(given_with__isnull=True) | models.Q(totp_step__isnull=True),
                name="a_code_stands_at_the_first_signature",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]


class FailedSecret(models.Model):
    """A wrong password or code; too many of them close that door for a while."""

    personal_data = PersonalData.CREDENTIALS

    class Door(models.TextChoices):
        """Where it was given; a stranger at the log-in must not keep anybody from signing."""

        LOG_IN = "log_in", _("Log-in")
        SIGNING = "signing", _("Signing")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    door = models.CharField(max_length=8, choices=Door)
    failed_at = models.DateTimeField()

    class Meta:
        db_table = "organs_failed_secret"
        indexes = [models.Index(fields=["person", "door", "-failed_at"])]
