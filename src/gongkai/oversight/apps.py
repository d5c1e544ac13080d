"""Wiring of the module `oversight`."""

from importlib import import_module

from django.apps import AppConfig


class OversightConfig(AppConfig):
    """Across organs: the obligation matrix and combing campaigns (P4, P5)."""

    name = "gongkai.oversight"
    label = "oversight"

    def ready(self) -> None:
        """Read the rhythms, so that bad data stops the start; make the jobs known; hear of mergers.

        Raises RhythmDataRefused where a data file is wrong.
        """
        import_module("gongkai.oversight.shipped").rhythms()
        import_module("gongkai.oversight.jobs")
        import_module("gongkai.oversight.merging").register()
