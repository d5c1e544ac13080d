"""Sessions in the database, which tell a database that is away from a session that was ended.

Django answers both with 400, "bad request": https://code.djangoproject.com/ticket/21608 made it say
of every failed saving that the session was deleted meanwhile. Who comes while the database restarts
did nothing wrong; they are told to come back, as on every other page.
"""

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import InterfaceError, OperationalError


class SessionStore(db.SessionStore):
    """Django's own table; only what is raised differs."""

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002 - as Django calls it
        """Save; raise OperationalError or InterfaceError where the database is away."""
        try:
            super().save(must_create)
        except UpdateError as failed:
            if isinstance(failed.__context__, (OperationalError, InterfaceError)):
                raise failed.__context__ from None
            raise
