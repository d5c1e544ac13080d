"""A process of its own that sends notices, so that it can be killed.

    python -m tests.modules.notices.worker DATABASE attempt NOTICE MOMENT
    python -m tests.modules.notices.worker DATABASE queue

The first tries once to send a notice, at a moment; the second does the waiting jobs as
`gongkai worker --once` does.
"""

import asyncio
import os
import sys

import django
import time_machine
from django.db import connections


def main(database: str, what: str, *more: str) -> None:
    """Do what the command line says, in the database of the tests."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
    django.setup()
    connections["default"].settings_dict["NAME"] = database
    if what == "attempt":
        attempt(int(more[0]), more[1])
    else:
        queue()


def attempt(notice_id: int, moment: str) -> None:
    """Try once to send a notice."""
    from gongkai.notices.operations import deliver_notice  # noqa: PLC0415 - Django is set up now

    with time_machine.travel(moment, tick=True):
        deliver_notice(notice_id=notice_id)


def queue() -> None:
    """Do the jobs that wait, as the command does."""
    from gongkai.interfaces.cli import worker  # noqa: PLC0415 - Django is set up now

    asyncio.run(worker._work(wait=False))


if __name__ == "__main__":
    main(*sys.argv[1:])
