"""What personal data a table holds. Every model declares its class; a test fails otherwise."""

from enum import StrEnum


class PersonalData(StrEnum):
    """The classes, from harmless to strictly guarded."""

    NONE = "none"
    """No personal data."""
    STAFF = "staff"
    """Names and acts of people in office; readable by those who supervise them."""
    CREDENTIALS = "credentials"
    """What proves who somebody is; never shown, never logged."""
    CONTENT = "content"
    """Documents that may hold anybody's data until they are reviewed for release."""
    APPLICANT = "applicant"
    """Who applied and what they asked; only the applicant and the staff who handle the case."""
