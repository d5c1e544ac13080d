"""What a fresh server needs before Django comes: role, database, proof of its locale."""

import psycopg
from psycopg import sql

from gongkai.kernel.embedded import paths, secrets
from gongkai.kernel.embedded.cluster import Cluster
from gongkai.kernel.embedded.failures import DatabaseUnavailable

PROBE = "城市管理"


def superuser(cluster: Cluster, *, database: str = paths.SUPERUSER) -> psycopg.Connection:
    """Return a connection of the server's superuser, each statement on its own.

    Only the supervisor and the doctor use it: the site works as a role that owns its database
    and nothing else.
    """
    return _connected(cluster, paths.SUPERUSER, "database-superuser", database)


def _connected(cluster: Cluster, role: str, secret: str, database: str) -> psycopg.Connection:
    return psycopg.connect(
        host=str(cluster.sockets),
        port=paths.PORT,
        user=role,
        password=secrets.kept(cluster.home, secret),
        dbname=database,
        autocommit=True,
        connect_timeout=10,
    )


def prepare(cluster: Cluster) -> None:
    """Make the site's role and database unless they are there, and check the locale.

    Raises:
        DatabaseUnavailable: the kept password is not the server's, or the locale is blind for
            Chinese.
    """
    try:
        with superuser(cluster) as connection:
            _make_role(connection, secrets.kept(cluster.home, "database-password"))
            _make_database(connection)
    except psycopg.OperationalError as error:
        raise DatabaseUnavailable(
            f"The database in {cluster.data} does not accept the password kept in "
            f"{secrets.folder_of(cluster.home)}: {error}"
        ) from error
    # As the site's own role, which then owns the extension: a restore must be able to replace it.
    with _connected(cluster, paths.ROLE, "database-password", paths.DATABASE) as connection:
        check_trigrams(connection)


def _make_role(connection: psycopg.Connection, password: str) -> None:
    found = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [paths.ROLE])
    # CREATEDB so that tests and restores can make databases; never superuser.
    verb = "ALTER" if found.fetchone() else "CREATE"
    statement = sql.SQL("{} ROLE {} LOGIN CREATEDB NOSUPERUSER PASSWORD {}")
    connection.execute(
        statement.format(sql.SQL(verb), sql.Identifier(paths.ROLE), sql.Literal(password))
    )


def _make_database(connection: psycopg.Connection) -> None:
    found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [paths.DATABASE])
    if found.fetchone() is None:
        statement = sql.SQL("CREATE DATABASE {} OWNER {}")
        connection.execute(
            statement.format(sql.Identifier(paths.DATABASE), sql.Identifier(paths.ROLE))
        )


def check_trigrams(connection: psycopg.Connection) -> None:
    """Prove that pg_trgm sees Chinese letters in this database.

    With LC_CTYPE C it sees none, every LIKE reads every row, and nothing says so.

    Raises:
        DatabaseUnavailable: it sees none.
    """
    connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    row = connection.execute("SELECT cardinality(show_trgm(%s))", [PROBE]).fetchone()
    if not row or not row[0]:
        raise DatabaseUnavailable(
            "The database was made with a locale whose letters are only ASCII, so Chinese cannot "
            "be searched. Make the database with LC_CTYPE C.UTF-8 (docs/operate/database.md)."
        )
