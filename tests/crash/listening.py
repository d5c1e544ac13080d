"""Settings of the killed site: those of every site, and one listener to events after the commit.

The modules that ship listen to each other inside the transaction. Without a listener after the
commit the outbox would have nothing to deliver, and killing the job worker would show nothing.
"""

from importlib import import_module

from django.apps import AppConfig

from gongkai.config.settings import *  # noqa: F403 - the settings of every site
from gongkai.config.settings import INSTALLED_APPS as OF_EVERY_SITE

HANDLER = "crash.listener"
INSTALLED_APPS = [*OF_EVERY_SITE, "tests.crash.listening.ListeningConfig"]


class ListeningConfig(AppConfig):
    """Listens to proposals that became void."""

    name = "tests.crash"
    label = "crash"

    def ready(self) -> None:
        """Register the listener; the mark of its delivery is all that it leaves."""
        events = import_module("gongkai.kernel.events")
        voided = import_module("gongkai.review.events").ProposalVoided
        events.after_commit(voided, HANDLER, lambda event: None)
