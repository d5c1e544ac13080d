"""Wiring of the module `review`."""

from importlib import import_module

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """Registers the module with Django and makes its events known."""

    name = "gongkai.review"
    label = "review"

    def ready(self) -> None:
        """Declare the events; they know models, so they load only now."""
        found = import_module("gongkai.review.events")
        import_module("gongkai.kernel.events").declare(
            found.ProposalPassed, found.ProposalReturned, found.ProposalVoided
        )
