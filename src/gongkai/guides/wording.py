"""The words of editions: names of facts and moves, and why a move is not open."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongkai.guides.rules.lifecycle import Event, Guard

EVENT_NAMES: Mapping[str, Promise] = {
    "compile": pgettext_lazy("edition", "Compiled"),
    Event.EDIT: pgettext_lazy("edition", "Own sections written"),
    Event.REFRESH: pgettext_lazy("edition", "Live data taken over"),
    Event.OPEN_CONSULTATION: pgettext_lazy("edition", "Laid open for opinions"),
    Event.CLOSE_CONSULTATION: pgettext_lazy("edition", "Consultation closed"),
    Event.ANSWER: pgettext_lazy("edition", "Opinions answered"),
    Event.SEND_UP: pgettext_lazy("edition", "Sent up for approval"),
    Event.APPROVE: pgettext_lazy("edition", "Approved"),
    Event.RETURN: pgettext_lazy("edition", "Returned"),
    Event.PUBLISH: pgettext_lazy("edition", "Published"),
    Event.SUPERSEDE: pgettext_lazy("edition", "Superseded"),
    Event.ABANDON: pgettext_lazy("edition", "Abandoned"),
    Event.HIDE: pgettext_lazy("edition", "Taken from the public"),
    Event.CONFIRM_HIDING: pgettext_lazy("edition", "Taking back confirmed"),
    Event.RESTORE: pgettext_lazy("edition", "Put back before the public"),
}
"""What was done, in histories."""

REASONS: Mapping[str, Promise] = {
    "no_such_move": _("The edition stands elsewhere by now. Look at its page again."),
    "role": _("Your role does not permit this. Ask the person whose role it is."),
    Guard.IS_GUIDE: _(
        "A catalogue edition is a picture of one moment. Give it up and compile a new one."
    ),
    Guard.NOT_YET_CONSULTED: _(
        "Opinions were sought on this edition already. Send it up for approval."
    ),
    Guard.PERIOD_OVER: _("The period for opinions is still running. Close it once it has ended."),
    Guard.CONSULTED_OR_UPDATE: _(
        "Opinions must be sought first: more than facts differs from the published edition."
    ),
    Guard.OPINIONS_ANSWERED: _(
        "Decide which opinions are shown, and answer them, before it is sent up."
    ),
    Guard.HAS_OFFICE: _(
        "The disclosure office lacks its name, address, hours or telephone. Enter them in the "
        "settings of the organ and take over the live data."
    ),
    Guard.SECOND_PERSON: _(
        "Who compiled, wrote or sent the edition does not decide on it. Somebody else must."
    ),
    Guard.CONTENT_UNCHANGED: _(
        "The edition is not the one that you saw. Open it again and read it."
    ),
    Guard.WAS_ANSWERED: _("There is no answer to opinions that could be replaced."),
    Guard.IS_SHOWN: _("The edition is taken from the public already."),
    Guard.HIDING_WAITS: _("The edition is not waiting for a second person."),
    Guard.NOT_WHO_HID: _(
        "Who took the edition from the public does not confirm it. Somebody else must."
    ),
}
"""Why a move is not possible, and what to do."""

_OFFICE_PARTS: Mapping[str, Promise] = {
    "name": pgettext_lazy("office", "name"),
    "address": pgettext_lazy("office", "address"),
    "hours": pgettext_lazy("office", "hours"),
    "telephone": pgettext_lazy("office", "telephone"),
    "fax": pgettext_lazy("office", "fax"),
    "email": pgettext_lazy("office", "e-mail"),
    "postcode": pgettext_lazy("office", "postcode"),
}
_FACTS: Mapping[str, Promise] = {
    "organ_name": _("Name of the organ"),
    "organ_name_en": _("Name of the organ in English"),
    "website": _("Website of the organ"),
    "organisation_code": _("Organisation code"),
    "credit_code": _("Credit code"),
    "number_template": _("Make-up of the index number"),
    "regime_id": _("Text of the Regulations"),
    "regime_zh": _("Title of the Regulations"),
    "regime_en": _("Title of the Regulations in English"),
    "proof_required": _("Proof of identity"),
    "confirms_receipt": _("Confirmation of receipt"),
    "complaint_zh": _("Where to complain"),
    "complaint_en": _("Where to complain, in English"),
    "receipt_zh": _("Which day counts as received"),
    "receipt_en": _("Which day counts as received, in English"),
    "unbound_kind": _("Kind of an organ that takes no applications"),
    "purpose_asked": _("Whether the form asks what the information is for"),
    "purpose_required": _("Whether it must be said what the information is for"),
    "waiver_asked": _("Whether the form asks for fees to be waived"),
    "items": _("Items of the statutory list"),
    "classes": _("Class table"),
    "grounds": _("Grounds of exemption"),
    "limits": _("Time limits"),
    "remedies": _("Periods of the remedies"),
    "reconsideration_bodies": _("Who reconsiders"),
    "places": _("Reading places"),
}
_OFFICES: Mapping[str, Promise] = {
    "disclosure": _("Disclosure office: %(part)s"),
    "supervision": _("Supervision office: %(part)s"),
}


def fact_name(key: str) -> str:
    """Return the name of a fact as guides.rules.facts.moved names it."""
    office, _dot, part = key.partition(".")
    if part:
        return str(_OFFICES[office]) % {"part": _OFFICE_PARTS[part]}
    return str(_FACTS[key])
