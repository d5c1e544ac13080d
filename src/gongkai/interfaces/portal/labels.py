"""How the closed lists of the catalogue are said to the public."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

FORMS: Mapping[str, Promise] = {
    "website": _("Government website"),
    "gazette": _("Government gazette"),
    "press_conference": _("Press conference"),
    "newspaper": _("Newspapers"),
    "radio": _("Radio"),
    "television": _("Television"),
    "screen": _("Electronic screens"),
    "reading_room": _("Public reading room"),
    "other": pgettext_lazy("form of disclosure", "Other"),
}
TIME_LIMITS: Mapping[str, Promise] = {
    "long_term": _("Long-term disclosure"),
    "timely": _("Timely disclosure"),
    "on_application": _("Disclosure on application"),
}
CATEGORIES: Mapping[str, Promise] = {
    "voluntary": _("Voluntary disclosure"),
    "on_application": _("Disclosure on application"),
}
VALIDITY: Mapping[str, Promise] = {
    "in_force": _("In force"),
    "amended": _("Amended"),
    "lapsed": _("Lapsed"),
    "repealed": _("Repealed"),
}
VALIDITY_COLOURS: Mapping[str, str] = {
    "in_force": "green",
    "amended": "yellow",
    "lapsed": "grey",
    "repealed": "red",
}
ASSEMBLIES: Mapping[str, Promise] = {
    "functions": _("Set-up and functions"),
    "policies": _("Policies and rules"),
    "plans": _("Plans and programmes"),
    "affairs": _("Administrative affairs"),
    "personnel": _("Personnel"),
    "finance": _("Finance and audit"),
    "state_assets": _("State-owned assets"),
    "statistics": _("Statistics"),
    "convenience": _("Information for daily life"),
    "other": pgettext_lazy("assembly class", "Other"),
}
SERVICE_OBJECTS: Mapping[str, Promise] = {
    "citizens": _("Citizens"),
    "legal_persons": _("Legal persons"),
    "other": pgettext_lazy("whom it serves", "Others"),
}
HOW_OBTAINED: Mapping[str, Promise] = {
    "made": _("Made by the organ"),
    "made_together": _("Made together with others"),
    "from_people": _("Obtained from citizens, legal persons or other organisations"),
    "from_organ": _("Obtained from another organ"),
}
CLEANUP: Mapping[str, Promise] = {
    "keep": _("Stays in force"),
    "amend": _("To be amended by"),
    "repeal": _("Repealed"),
    "lapse": _("Declared lapsed"),
}
LEVELS: Mapping[str, Promise] = {
    "national": _("National"),
    "province": _("Province"),
    "city": _("City"),
    "county": _("County"),
    "township": _("Township"),
}
ORGAN_KINDS: Mapping[str, Promise] = {
    "government": _("People's government"),
    "department": _("Department"),
    "dispatched": _("Dispatched organ"),
    "institution": _("Institution with public duties"),
    "legislature": _("People's congress"),
    "public_enterprise": _("Public enterprise"),
}


def said(labels: Mapping[str, Promise], value: str) -> str | Promise:
    """Return how a value is said; the value itself where the list does not know it."""
    return labels.get(value, value)
