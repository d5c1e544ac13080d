"""The closed lists of records with the names that people read."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongkai.records.rules import vocabulary


class Assembly(models.TextChoices):
    """组配分类."""

    NONE = vocabulary.Assembly.NONE.value, pgettext_lazy("element of a record", "Not given")
    FUNCTIONS = vocabulary.Assembly.FUNCTIONS.value, _("Set-up and functions")
    POLICIES = vocabulary.Assembly.POLICIES.value, _("Policies and rules")
    PLANS = vocabulary.Assembly.PLANS.value, _("Plans and programmes")
    AFFAIRS = vocabulary.Assembly.AFFAIRS.value, _("Administrative affairs")
    PERSONNEL = vocabulary.Assembly.PERSONNEL.value, _("Personnel")
    FINANCE = vocabulary.Assembly.FINANCE.value, _("Finance and audit")
    STATE_ASSETS = vocabulary.Assembly.STATE_ASSETS.value, _("State-owned assets")
    STATISTICS = vocabulary.Assembly.STATISTICS.value, _("Statistics")
    CONVENIENCE = vocabulary.Assembly.CONVENIENCE.value, _("Information for daily life")
    OTHER = vocabulary.Assembly.OTHER.value, pgettext_lazy("assembly class", "Other")


class ServiceObject(models.TextChoices):
    """服务对象."""

    NONE = vocabulary.ServiceObject.NONE.value, pgettext_lazy("element of a record", "Not given")
    CITIZENS = vocabulary.ServiceObject.CITIZENS.value, _("Citizens")
    LEGAL_PERSONS = vocabulary.ServiceObject.LEGAL_PERSONS.value, _("Legal persons")
    OTHER = vocabulary.ServiceObject.OTHER.value, pgettext_lazy("whom it serves", "Others")


class HowObtained(models.TextChoices):
    """How the organ came to hold the information."""

    MADE = vocabulary.HowObtained.MADE.value, _("Made by the organ")
    MADE_TOGETHER = vocabulary.HowObtained.MADE_TOGETHER.value, _("Made together with others")
    FROM_PEOPLE = (
        vocabulary.HowObtained.FROM_PEOPLE.value,
        _("Obtained from citizens, legal persons or other organisations"),
    )
    FROM_ORGAN = vocabulary.HowObtained.FROM_ORGAN.value, _("Obtained from another organ")


class SecrecyLevel(models.TextChoices):
    """密级."""

    NONE = vocabulary.SecrecyLevel.NONE.value, _("Not a state secret")
    SECRET = vocabulary.SecrecyLevel.SECRET.value, pgettext_lazy("level of secrecy", "Secret")
    CONFIDENTIAL = (
        vocabulary.SecrecyLevel.CONFIDENTIAL.value,
        pgettext_lazy("level of secrecy", "Confidential"),
    )
    TOP_SECRET = (
        vocabulary.SecrecyLevel.TOP_SECRET.value,
        pgettext_lazy("level of secrecy", "Top secret"),
    )


class Split(models.TextChoices):
    """区分处理."""

    NOT_ASKED = vocabulary.Split.NOT_ASKED.value, pgettext_lazy("element of a record", "Not given")
    IMPOSSIBLE = vocabulary.Split.IMPOSSIBLE.value, _("No part can be disclosed")
    PARTLY = vocabulary.Split.PARTLY.value, _("A part is disclosed as a record of its own")


class ChangeKind(models.TextChoices):
    """What a later version changes."""

    NONE = vocabulary.ChangeKind.NONE.value, pgettext_lazy("element of a record", "Not given")
    METADATA = vocabulary.ChangeKind.METADATA.value, _("Elements corrected, text unchanged")
    CORRECTION = vocabulary.ChangeKind.CORRECTION.value, _("Corrected copy")
    REPLACEMENT = vocabulary.ChangeKind.REPLACEMENT.value, _("Replaced by a new text")


class LinkKind(models.TextChoices):
    """What one document does to another."""

    AMENDS = vocabulary.LinkKind.AMENDS.value, _("Amends")
    REPEALS = vocabulary.LinkKind.REPEALS.value, _("Repeals")
    REPLACES = vocabulary.LinkKind.REPLACES.value, _("Replaces")
    IMPLEMENTS = vocabulary.LinkKind.IMPLEMENTS.value, _("Implements")
    INTERPRETS = vocabulary.LinkKind.INTERPRETS.value, _("Interprets")
    FORWARDS = vocabulary.LinkKind.FORWARDS.value, _("Forwards")
    PART_OF = vocabulary.LinkKind.PART_OF.value, _("Is the part of it that can be disclosed")
    RELATED = vocabulary.LinkKind.RELATED.value, _("See also")
