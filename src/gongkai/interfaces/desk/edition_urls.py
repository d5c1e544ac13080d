"""Addresses of guides and catalogue editions at the desk."""

from django.urls import URLPattern, URLResolver, path, register_converter

from gongkai.guides.rules.vocabulary import EditionKind
from gongkai.interfaces.desk.gate_urls import DoorConverter
from gongkai.interfaces.desk.views import (
    edition_entries,
    edition_hiding,
    edition_opinions,
    edition_steps,
    editions,
)


class EditionKindConverter(DoorConverter):
    """One of the kinds of editions."""

    regex = "|".join(kind.value for kind in EditionKind)


register_converter(EditionKindConverter, "edition_kind")

_ONE = "editions/<int:edition_id>/"

EDITIONS: list[URLPattern | URLResolver] = [
    path("editions/", editions.editions, name="editions"),
    path("editions/below/", editions.below, name="editions_below"),
    path(
        "editions/compile/<int:organ_id>/<edition_kind:edition_kind>/",
        editions.compile_one,
        name="compile_edition",
    ),
    path(_ONE, editions.edition, name="edition"),
    path(f"{_ONE}entries/", edition_entries.entries, name="edition_entries"),
    path(f"{_ONE}sections/", editions.sections, name="edition_sections"),
    path(f"{_ONE}refresh/", editions.refresh, name="refresh_edition"),
    path(f"{_ONE}consult/", edition_steps.open_one, name="open_consultation"),
    path(f"{_ONE}consult/close/", edition_steps.close, name="close_consultation"),
    path(f"{_ONE}opinions/", edition_opinions.opinions, name="opinions"),
    path(f"{_ONE}opinions/<int:opinion_number>/", edition_opinions.opinion, name="decide_opinion"),
    path(f"{_ONE}answer/", edition_opinions.answer, name="answer_opinions"),
    path(f"{_ONE}send/", edition_steps.send, name="send_edition"),
    path(f"{_ONE}decide/", edition_steps.decide, name="decide_edition"),
    path(f"{_ONE}publish/", edition_steps.publish, name="publish_edition"),
    path(f"{_ONE}abandon/", edition_steps.abandon, name="abandon_edition"),
    path(f"{_ONE}hide/", edition_hiding.hide, name="hide_edition"),
    path(f"{_ONE}hide/confirm/", edition_hiding.confirm, name="confirm_edition_hiding"),
    path(f"{_ONE}restore/", edition_hiding.restore, name="restore_edition"),
]
