"""Secrets that an installation makes for itself."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from gongkai.kernel.embedded import secrets


def test_a_secret_is_the_same_ever_after_and_only_ours_to_read(tmp_path: Path) -> None:
    first = secrets.kept(tmp_path / "home", "key")
    path = tmp_path / "home" / "secrets" / "key"
    assert secrets.kept(tmp_path / "home", "key") == first
    assert len(first) >= 64
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_two_names_have_two_secrets(tmp_path: Path) -> None:
    assert secrets.kept(tmp_path, "a") != secrets.kept(tmp_path, "b")


def test_all_who_come_at_once_get_the_same(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        found = set(pool.map(lambda _: secrets.kept(tmp_path, "key"), range(64)))
    assert len(found) == 1
    assert [path.name for path in (tmp_path / "secrets").iterdir()] == ["key"]


def test_nothing_is_raised_where_nothing_can_be_written() -> None:
    home = Path("/proc/no/such/place")
    assert secrets.kept(home, "key") == secrets.kept(home, "key") != secrets.kept(home, "other")
