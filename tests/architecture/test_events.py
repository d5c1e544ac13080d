"""Every event is made known, and somebody reacts to it or it is said why nobody does."""

import inspect
from importlib import import_module, util

from django.apps import apps

from gongkai.kernel import events
from gongkai.kernel.events import Event

HEARD_BY_NOBODY = {
    "guides.consultation_opened": "the portal asks which drafts lie open (guides.queries)",
    "guides.edition_sent_up": "the desk asks what lies before the viewer (guides.queries)",
    "guides.edition_decided": "the operation moves the edition itself",
    "guides.edition_published": "the operation supersedes the edition before it itself",
    "clock.due_dates_moved": "the log of moved dates is written with the calendar itself",
    "clock.extended": "the operation that decided the extension sends letter and notice itself",
    "review.proposal_passed": "the operation that decided the step moves the record's version",
    "review.proposal_returned": "as above",
    "review.proposal_voided": "the operation that changed the content voided the proposal",
}
"""What is told for modules that are still to come; it is kept in the outbox all the same."""


def _written() -> set[type[Event]]:
    names = [f"{config.name}.events" for config in apps.get_app_configs()]
    ours = [name for name in names if name.startswith("gongkai.") and util.find_spec(name)]
    return {
        found
        for name in ours
        for found in vars(import_module(name)).values()
        if inspect.isclass(found) and issubclass(found, Event) and found.kind
    }


def test_every_event_that_is_written_is_made_known() -> None:
    ours = {kind for kind in events.declared_events() if kind.__module__.startswith("gongkai.")}
    assert len(ours) > 10
    assert _written() == ours


def test_every_event_has_a_handler_or_a_reason_for_none() -> None:
    unheard = {kind.kind for kind in _written() if not events.handlers_of(kind)}
    assert unheard == set(HEARD_BY_NOBODY)


def test_kinds_are_named_for_the_module_that_emits() -> None:
    kinds = [kind.kind for kind in _written()]
    assert len(kinds) == len(set(kinds))
    for found in _written():
        assert found.kind.split(".")[0] == found.__module__.split(".")[1]
