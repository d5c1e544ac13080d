"""Wiring of the module `notices`."""

from importlib import import_module

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Registers the module with Django; stops the start when the mail settings are wrong."""

    name = "gongkai.notices"
    label = "notices"

    def ready(self) -> None:
        """Check the mail settings and make the jobs known; they know models, so only now.

        Raises ImproperlyConfigured where the mail settings contradict each other.
        """
        import_module("gongkai.notices.mailserver").mail_server()
        import_module("gongkai.notices.jobs")
