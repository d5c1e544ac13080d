"""Fill an installation that runs with an organ and its clerks: `python -m tests.crash.people 3`.

Prints the clerks' user names, one a line; their password is that of the factories.
"""

import sys
from importlib import import_module

from gongkai.interfaces.cli.database import with_database
from gongkai.kernel.types import Role


def main(wanted: int) -> None:
    """Make them by the operations of a real site."""
    with with_database():
        # Models load only now that Django is set up.
        organs = import_module("tests.factories.organs")
        organ = organs.an_organ("云梦省水务局")
        for role in (Role.SECRECY_REVIEWER, Role.PERSON_IN_CHARGE):
            organs.someone(role, organ)
        for _ in range(wanted):
            sys.stdout.write(organs.someone(Role.CLERK, organ).username + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
