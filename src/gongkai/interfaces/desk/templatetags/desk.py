"""Filters of the desk's pages: codes to words, clocks to words."""

from collections.abc import Mapping

from django import template
from django.utils.translation import gettext_lazy

from gongkai.applications.access import APPLICANT
from gongkai.applications.naming import PARTIES
from gongkai.applications.rules.vocabulary import Party
from gongkai.clock.rules.reading import ClockReading
from gongkai.interfaces.desk import choices, wording
from gongkai.interfaces.desk.accountability_rows import remarks
from gongkai.interfaces.desk.gate_wording import SCANS
from gongkai.kernel.types import SYSTEM
from gongkai.organs.models.people import RoleName
from gongkai.organs.queries import OrganCard
from gongkai.records.link_words import LINKS_FROM_HERE, LINKS_TO_HERE
from gongkai.records.queries.accountability import AnsweredStep
from gongkai.records.rules.index_forms import IndexWarning
from gongkai.release.rules.doors import ScanState

register = template.Library()
_ROLE_NAMES: dict[str, wording.Label] = dict(RoleName.choices)
_NAMELESS: dict[str, wording.Label] = {
    APPLICANT.name: PARTIES[Party.APPLICANT],
    SYSTEM.name: gettext_lazy("the system"),
}
_TAGS = {
    "published": "green",
    "listed": "turquoise",
    "hidden": "red",
    "withdrawn": "red",
    "held": "purple",
    "draft": "grey",
    "proposed": "blue",
    "reviewed": "blue",
    "approved": "green",
    "undetermined": "yellow",
    "confirming": "yellow",
    "correction_asked": "yellow",
    "formal_review": "light-blue",
    "handling": "light-blue",
    "drafted": "light-blue",
    "replied": "turquoise",
    "delivered": "green",
    "exempt": "purple",
}


@register.filter
def state_name(code: str) -> wording.Label:
    """Return the name of a version's state."""
    return wording.name_of(wording.STATE_NAMES, code)


@register.filter
def organ_name(card: OrganCard) -> str:
    """Return the organ's name in the reader's language, as far as it has one."""
    return choices.organ_name(card)


@register.filter
def standing_name(code: str) -> wording.Label:
    """Return how a record stands before the public."""
    return wording.name_of(wording.STANDING_NAMES, code)


@register.filter
def category_name(code: str) -> wording.Label:
    """Return the name of a category."""
    return wording.name_of(wording.CATEGORY_NAMES, code)


@register.filter
def form_name(code: str) -> wording.Label:
    """Return the name of a form of disclosure."""
    return wording.name_of(wording.FORM_NAMES, code)


@register.filter
def link_from_here(kind: str) -> wording.Label:
    """Return what this document does to another one."""
    return wording.name_of(LINKS_FROM_HERE, kind)


@register.filter
def link_to_here(kind: str) -> wording.Label:
    """Return what another document does to this one."""
    return wording.name_of(LINKS_TO_HERE, kind)


@register.filter
def index_warning(warning: IndexWarning) -> wording.Label:
    """Return what a reader of an index number should know."""
    return wording.INDEX_WARNINGS[warning]


@register.filter
def step_name(code: str) -> wording.Label:
    """Return the name of a step of the review."""
    return wording.name_of(wording.STEP_NAMES, code)


@register.filter
def step_remarks(one: AnsweredStep) -> str:
    """Return what is special about a signed step."""
    return remarks(one)


@register.filter
def decision_name(code: str) -> wording.Label:
    """Return what a step decided."""
    return wording.name_of(wording.DECISION_NAMES, code)


@register.filter
def proposal_name(code: str) -> wording.Label:
    """Return where a proposal stands."""
    return wording.name_of(wording.PROPOSAL_NAMES, code)


@register.filter
def task_name(code: str) -> wording.Label:
    """Return what waits."""
    return wording.name_of(wording.TASK_NAMES, code)


@register.filter
def action_name(code: str) -> wording.Label:
    """Return what an entry of the trail says was done."""
    return wording.name_of(wording.ACTION_NAMES, code)


@register.filter
def role_name(code: str) -> wording.Label:
    """Return the name of a role."""
    return wording.name_of(_ROLE_NAMES, code)


@register.filter
def actor_name(name: str) -> wording.Label:
    """Return the name of who did a step of a case; the applicant and the system have none."""
    return _NAMELESS.get(name, name)


@register.filter
def tag_kind(code: str) -> str:
    """Return the colour that helps a tag; its words carry the meaning."""
    return _TAGS.get(code, "grey")


@register.filter
def clock_words(clock: ClockReading | None) -> str:
    """Return how many working days are left or late."""
    return wording.clock_words(clock)


@register.filter
def detail_words(details: Mapping[str, str]) -> list[tuple[wording.Label, wording.Label]]:
    """Return the details of an entry of the trail in words, without the empty ones."""
    return [wording.detail_words(name, value) for name, value in details.items() if value]


@register.filter
def scan_words(state: ScanState) -> wording.Label:
    """Return what the virus scanner said, in a sentence."""
    return SCANS[state]
