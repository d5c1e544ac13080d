"""What can keep the embedded database from running. Each message says what to do."""


class DatabaseUnavailable(Exception):
    """The embedded database cannot run; the message says why and how to mend it."""


class BinariesMissing(DatabaseUnavailable):
    """No PostgreSQL binaries were found."""


class OtherMajor(DatabaseUnavailable):
    """The data folder was made by another major version of PostgreSQL."""


class FolderClosed(DatabaseUnavailable):
    """The database's user cannot reach the data folder."""


class StillRunning(DatabaseUnavailable):
    """Processes of a crashed server still use the data folder."""
