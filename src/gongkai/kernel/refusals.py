"""Refusals: what an operation answers when it will not do what was asked."""

from django.utils.functional import Promise


class Refusal(Exception):
    """An operation will not do what was asked. `message` tells the person what to do about it.

    Subclasses are defined beside the operation that refuses and are named for the fact
    (`AlreadyPublished`, `FourEyesNeeded`). The message is translatable and is shown as it is.
    """

    def __init__(self, message: str | Promise, *, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        """The form field it belongs to, or '' when it concerns the whole."""

    def __str__(self) -> str:
        return str(self.message)


class NotAllowed(Refusal):
    """The person's roles do not permit this."""


class NotFound(Refusal):
    """There is no such thing, or this viewer may not know that there is."""
