"""Where things are: the data folder, the socket, the address of another database."""

from pathlib import Path

import pytest

from gongkai.kernel.embedded import paths


def test_an_address_with_everything_is_read(tmp_path: Path) -> None:
    url = "postgresql://us%20er:p%40s%2Fs@h1:6000,h2/db%20x?target_session_attrs=read-write"
    found = paths.database(home=tmp_path, url=url)
    assert (found["USER"], found["PASSWORD"], found["NAME"]) == ("us er", "p@s/s", "db x")
    assert (found["HOST"], found["PORT"]) == ("h1,h2", "6000,5432")
    assert found["OPTIONS"] == {"target_session_attrs": "read-write"}


def test_an_ipv6_host_keeps_its_colons(tmp_path: Path) -> None:
    found = paths.database(home=tmp_path, url="postgres://u:p@[2001:db8::1]:5433/d")
    assert (found["HOST"], found["PORT"]) == ("2001:db8::1", "5433")


def test_a_socket_folder_may_stand_behind_the_question_mark(tmp_path: Path) -> None:
    found = paths.database(home=tmp_path, url="postgresql://u@/d?host=/run/pg&port=5444")
    assert (found["HOST"], found["PORT"], found["OPTIONS"]) == ("/run/pg", "5444", {})


@pytest.mark.parametrize("url", ["mysql://u:p@h/d", "postgresql://h", "h:5432/d"])
def test_what_is_no_address_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(paths.AddressRefused, match="postgresql://user:password@host:port/name"):
        paths.database(home=tmp_path, url=url)


def test_the_pool_is_only_there_when_asked_for(tmp_path: Path) -> None:
    assert "pool" not in paths.database(home=tmp_path, url="")["OPTIONS"]
    assert paths.database(home=tmp_path, url="", pooled=True)["OPTIONS"]["pool"] == paths.POOL


def test_settings_read_where_nothing_can_be_written() -> None:
    found = paths.database(home=Path("/proc/no/such/place"), url="")
    assert found["PASSWORD"]


@pytest.mark.parametrize("length", [1, 60, 200])
def test_the_socket_address_is_never_too_long(length: int) -> None:
    folder = paths.socket_folder(Path("/var/lib") / ("城" * length))
    assert len(f"{folder}/.s.PGSQL.5432.lock".encode()) < 108


def test_two_data_folders_never_share_a_socket() -> None:
    first, second = Path("/x" * 60), Path("/y" * 60)
    assert paths.socket_folder(first) != paths.socket_folder(second)


def test_the_password_can_come_from_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "url").write_text("postgresql://u:p@h/d\n", encoding="utf-8")
    monkeypatch.setenv("DATABASE_URL_FILE", str(tmp_path / "url"))
    assert paths.external_url() == "postgresql://u:p@h/d"
