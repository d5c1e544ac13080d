"""Whether too many wrong passwords closed the log-in of an account."""

from gongkai.kernel import time
from gongkai.organs.models import FailedSecret, Person
from gongkai.organs.rules.signing import FAILURES_COUNT_FOR, is_locked


def named_at_log_in(username: str) -> Person | None:
    """Return whose account a name typed at the log-in opens, None where it opens none.

    The log-in takes a name in capital or small letters alike. So does the count of wrong
    passwords, or every way to write a name would have five guesses of its own.
    """
    rows = Person.objects.filter(username__iexact=username)
    # As the log-in compares: the database knows more pairs of letters than it does.
    return next((one for one in rows if one.username.lower() == username.lower()), None)


def log_in_is_closed(username: str) -> bool:
    """Say whether the account of this name is closed for a while; no for an unknown name.

    Failures before the last log-in are forgiven.
    """
    person = named_at_log_in(username)
    if person is None:
        return False
    now = time.now()
    failures = FailedSecret.objects.filter(
        person=person, door=FailedSecret.Door.LOG_IN, failed_at__gt=now - FAILURES_COUNT_FOR
    )
    if person.last_login is not None:
        failures = failures.filter(failed_at__gt=person.last_login)
    return is_locked(list(failures.values_list("failed_at", flat=True)), now=now)
