"""The supervisor: one server whoever asks, found again after every kind of death."""

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from gongkai.kernel.embedded import failures, paths, roles, secrets, supervisor
from gongkai.kernel.embedded.cluster import Cluster

HOLD = """
import sys, time
from pathlib import Path
from gongkai.kernel.embedded import supervisor
server = supervisor.ensure(Path(sys.argv[1]))
print(server.pid, flush=True)
time.sleep(600)
"""


def site(home: Path) -> psycopg.Connection:
    """Connect as the site does."""
    database = paths.database(home=home, url="")
    return psycopg.connect(
        host=database["HOST"],
        user=database["USER"],
        password=database["PASSWORD"],
        dbname=database["NAME"],
        autocommit=True,
    )


def holder(home: Path) -> "subprocess.Popen[str]":
    """Start another process that uses the server."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(home)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert int(process.stdout.readline()) > 0
    return process


def kill(process: "subprocess.Popen[str]") -> None:
    process.kill()
    process.wait()
    assert process.stdout is not None
    process.stdout.close()


def test_a_cold_folder_becomes_a_server_that_sees_chinese(home: Path) -> None:
    server = supervisor.ensure(home)
    with site(home) as connection:
        row = connection.execute(
            "SELECT datlocprovider, datcollate, datctype, pg_encoding_to_char(encoding),"
            " current_setting('data_checksums'), current_setting('listen_addresses'),"
            " cardinality(show_trgm('城市管理')) > 0"
            " FROM pg_database WHERE datname = current_database()"
        ).fetchone()
    assert row == ("b", "C", "C.UTF-8", "UTF8", "on", "", True)
    assert server.release()
    assert not server.is_running()


def test_the_site_is_no_superuser_and_nobody_enters_without_the_password(home: Path) -> None:
    server = supervisor.ensure(home)
    with site(home) as connection:
        row = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = user").fetchone()
    assert row == (False,)
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(
            host=str(paths.socket_folder(home)), user="postgres", password="x", dbname="postgres"
        )
    server.stop()


def test_the_site_owns_all_that_a_restore_replaces(home: Path) -> None:
    server = supervisor.ensure(home)
    with site(home) as connection:
        owner = connection.execute(
            "SELECT rolname FROM pg_extension JOIN pg_roles ON pg_roles.oid = extowner"
            " WHERE extname = 'pg_trgm'"
        ).fetchone()
    assert owner == ("gongkai",)
    server.stop()


def test_the_last_to_let_go_stops_it(home: Path) -> None:
    first, second = supervisor.ensure(home), supervisor.ensure(home)
    assert second.attached
    assert first.pid == second.pid
    assert not first.release()
    assert second.is_running()
    assert second.release()


def test_all_who_come_at_once_get_one_server(home: Path) -> None:
    with ThreadPoolExecutor(3) as pool:
        processes = list(pool.map(lambda _: holder(home), range(3)))
    found = Cluster(home).postmaster()
    assert found is not None
    for process in processes:
        kill(process)
    server = supervisor.ensure(home)
    assert server.attached
    assert server.pid == found.pid
    assert server.release()


def test_the_death_of_the_parent_leaves_a_server_to_attach_to(home: Path) -> None:
    process = holder(home)
    pid = Cluster(home).postmaster_line(0)
    kill(process)
    server = supervisor.ensure(home)
    assert server.attached
    assert str(server.pid) == pid
    assert server.release()


@pytest.mark.slow
def test_no_acknowledged_row_is_lost_when_the_server_is_killed(home: Path) -> None:
    server = supervisor.ensure(home)
    with site(home) as connection:
        connection.execute("CREATE TABLE note (id int PRIMARY KEY)")
    acknowledged: list[int] = []
    writers = [
        threading.Thread(target=write_until_it_dies, args=(home, start, acknowledged))
        for start in (0, 1_000_000)
    ]
    for writer in writers:
        writer.start()
    while len(acknowledged) <= 50 and all(writer.is_alive() for writer in writers):
        time.sleep(0.05)
    for process in [*Cluster(home).processes()]:
        process.send_signal(signal.SIGKILL)
    for writer in writers:
        writer.join()
    while server.is_running():
        time.sleep(0.05)
    revived = supervisor.ensure(home)
    with site(home) as connection:
        present = {row[0] for row in connection.execute("SELECT id FROM note")}
    assert len(acknowledged) > 50
    assert set(acknowledged) <= present
    server.use.close()
    assert revived.release()


def write_until_it_dies(home: Path, start: int, acknowledged: list[int]) -> None:
    """Insert rows one by one; note each that the server has acknowledged."""
    with site(home) as connection:
        number = start
        try:
            while True:
                connection.execute("INSERT INTO note VALUES (%s)", [number])
                acknowledged.append(number)
                number += 1
        except psycopg.OperationalError:
            return


def test_lock_files_of_a_dead_server_are_cleared(home: Path) -> None:
    supervisor.ensure(home).release()
    cluster = Cluster(home)
    # A pid that lives but is no server, as after a restart of a container.
    stale = [
        str(os.getpid()),
        str(cluster.data),
        "1",
        "5432",
        str(cluster.sockets),
        "",
        "",
        "ready",
    ]
    (cluster.data / "postmaster.pid").write_text("\n".join(stale), encoding="utf-8")
    (cluster.sockets / ".s.PGSQL.5432.lock").write_text("\n".join(stale), encoding="utf-8")
    (cluster.sockets / ".s.PGSQL.5432").touch()
    server = supervisor.ensure(home)
    assert server.pid not in {0, os.getpid()}
    assert server.release()


def test_a_zombie_is_not_taken_for_a_server(home: Path) -> None:
    server = supervisor.ensure(home)
    os.kill(server.pid, signal.SIGKILL)
    # Nobody has reaped it: the pid file names a process that still has an entry.
    revived = supervisor.ensure(home)
    assert revived.pid != 0
    assert server.process is not None
    assert revived.pid != server.process.pid
    server.process.wait()
    server.use.close()
    assert revived.release()


def test_a_folder_of_another_major_is_refused_and_left_alone(home: Path) -> None:
    supervisor.ensure(home).release()
    version = Cluster(home).data / "PG_VERSION"
    version.write_text("16\n", encoding="ascii")
    with pytest.raises(failures.OtherMajor, match=r"made by PostgreSQL 16.* are PostgreSQL 18"):
        supervisor.ensure(home)
    assert version.read_text(encoding="ascii") == "16\n"
    assert Cluster(home).postmaster() is None


def test_an_initdb_that_was_killed_is_made_again(home: Path) -> None:
    supervisor.ensure(home).release()
    cluster = Cluster(home)
    cluster.data.rename(cluster.folder / "data.part")
    (cluster.folder / "data.part" / "PG_VERSION").unlink()
    server = supervisor.ensure(home)
    assert server.is_running()
    assert server.release()


def test_a_folder_without_programs_is_refused(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PG_BIN_DIR", str(tmp_path))
    with pytest.raises(failures.BinariesMissing, match="PG_BIN_DIR is"):
        supervisor.ensure(home)


def test_a_changed_secret_is_named_as_the_cause(home: Path) -> None:
    supervisor.ensure(home).release()
    (secrets.folder_of(home) / "database-superuser").write_text("other", encoding="ascii")
    with pytest.raises(failures.DatabaseUnavailable, match="does not accept the password"):
        supervisor.ensure(home)
    assert Cluster(home).postmaster() is None


def test_the_probe_finds_a_locale_that_is_blind_for_chinese(home: Path) -> None:
    server = supervisor.ensure(home)
    with roles.superuser(server.cluster) as connection:
        connection.execute(
            "CREATE DATABASE blind TEMPLATE template0 LOCALE_PROVIDER libc LOCALE 'C'"
        )
    with (
        roles.superuser(server.cluster, database="blind") as connection,
        pytest.raises(failures.DatabaseUnavailable, match=r"C\.UTF-8"),
    ):
        roles.check_trigrams(connection)
    server.stop()


def test_errors_of_the_server_do_not_log_row_values(home: Path) -> None:
    server = supervisor.ensure(home)
    with site(home) as connection:
        connection.execute("CREATE TABLE note (title text PRIMARY KEY)")
        connection.execute("INSERT INTO note VALUES ('不得外泄')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO note VALUES ('不得外泄')")
    server.stop()
    said = "".join(path.read_text(encoding="utf-8") for path in server.cluster.log.iterdir())
    assert "duplicate key" in said
    assert "不得外泄" not in said


def test_the_tests_own_server_is_remade_when_it_is_broken(home: Path) -> None:
    supervisor.ensure(home, test=True).release()
    (Cluster(home).data / "global" / "pg_control").unlink()
    server = supervisor.ensure(home, test=True)
    with site(home) as connection:
        assert connection.execute("SHOW fsync").fetchone() == ("off",)
    assert server.release()


def test_a_real_server_is_never_remade(home: Path) -> None:
    supervisor.ensure(home).release()
    (Cluster(home).data / "global" / "pg_control").unlink()
    with pytest.raises(failures.DatabaseUnavailable, match="did not start"):
        supervisor.ensure(home)
    assert (Cluster(home).data / "PG_VERSION").is_file()
