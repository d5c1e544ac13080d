"""The operating-system user that the embedded database runs as. No Django here.

PostgreSQL refuses to run as root. As root we therefore drop to an unprivileged user, without
making accounts and without opening anybody's folders; as an ordinary user nothing changes.
"""

import errno
import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from gongkai.kernel.embedded.failures import DatabaseUnavailable

DEFAULT_USER = "nobody"


class Drop(TypedDict, total=False):
    """Arguments of `subprocess` that change the user of the child."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True, slots=True)
class Account:
    """A user id and group id; `dropped` when it is not the one we run as."""

    user_id: int
    group_id: int
    dropped: bool

    def arguments(self) -> Drop:
        """Return what `subprocess` needs to run a program as this account."""
        if not self.dropped:
            return {}
        return {"user": self.user_id, "group": self.group_id, "extra_groups": []}

    def may_enter(self, folder: Path) -> bool:
        """Say whether the account can walk into a folder."""
        command = ["/bin/sh", "-c", 'cd -- "$1"', "sh", str(folder)]
        run = subprocess.run(command, cwd="/", check=False, capture_output=True, **self.arguments())
        return run.returncode == 0

    def own(self, folder: Path, *, mode: int) -> None:
        """Make a folder, if need be, that belongs to the account.

        Raises:
            OSError: it cannot be made, or somebody put a link in its place.
        """
        folder.mkdir(parents=True, exist_ok=True)
        if folder.is_symlink():
            raise NotADirectoryError(errno.ELOOP, "a link stands in its place", str(folder))
        if self.dropped:
            os.chown(folder, self.user_id, self.group_id)
        folder.chmod(mode)


def database_account() -> Account:
    """Return the account of the database server.

    Raises:
        DatabaseUnavailable: we are root and the user to drop to does not exist.
    """
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), dropped=False)
    name = os.environ.get("GONGKAI_DATABASE_USER") or DEFAULT_USER
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        raise DatabaseUnavailable(
            f"PostgreSQL does not run as root and there is no user {name!r} to run it as. "
            "Make one (useradd --system gongkai) and name it in GONGKAI_DATABASE_USER."
        ) from None
    if entry.pw_uid == 0:
        raise DatabaseUnavailable("GONGKAI_DATABASE_USER must not be root.")
    return Account(entry.pw_uid, entry.pw_gid, dropped=True)
