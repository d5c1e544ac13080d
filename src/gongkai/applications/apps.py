"""Wiring of the module `applications`."""

from importlib import import_module

from django.apps import AppConfig

from gongkai.release.holders import register_holder
from gongkai.release.outlets import Outlet, register_outlet
from gongkai.release.rules.doors import Door


class ApplicationsConfig(AppConfig):
    """Registers the module with Django, its jobs with the queue and what it seals with the keys."""

    name = "gongkai.applications"
    label = "applications"

    def ready(self) -> None:
        """Read the regimes, so that bad data stops the start; make the rest known.

        The rest: jobs, sealed columns, and to the release gate what is out.

        Raises ApplicationDataRefused where a data file is wrong.
        """
        shipped = import_module("gongkai.applications.shipped")
        shipped.regimes()
        shipped.remedies()
        import_module("gongkai.applications.jobs")
        import_module("gongkai.applications.sealed").register()
        import_module("gongkai.applications.merging").register()
        _register_what_is_out()


def _register_what_is_out() -> None:
    outgoing = import_module("gongkai.applications.queries.outgoing")
    register_outlet(
        Outlet(
            subject_kind=import_module("gongkai.applications.leaving").SUBJECT,
            door=Door.APPLICANT,
            everything=outgoing.delivered_replies,
            is_out=outgoing.is_reply_out,
            theirs=outgoing.own_values_of,
            out_among=outgoing.replies_out_among,
        )
    )
    register_holder(
        import_module("gongkai.applications.leaving").SUBJECT,
        import_module("gongkai.applications.queries.holding").cases_holding,
    )
