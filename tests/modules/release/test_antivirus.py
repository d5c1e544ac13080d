"""The virus scanner: only its OK is clean; whatever else happens, a file is not."""

import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from pytest_django import Settings
from tests.modules.release.scanners import (
    SIGN_OF_EVIL,
    VERSION,
    Behaviour,
    FakeScanner,
    claiming_clean_early,
    hanging_up,
    honest,
    listening,
    saying,
    silent,
)

from gongkai.kernel.files import store_file
from gongkai.release import antivirus
from gongkai.release.antivirus import (
    AddressRefused,
    Answer,
    ScannerUnreachable,
    ask_version,
    owns_up_to_limits,
    parse_address,
    scan_stream,
)
from gongkai.release.intake_jobs import scan
from gongkai.release.models import Scan
from gongkai.release.operations.examining import ask_examination
from gongkai.release.operations.scanning import (
    SCAN,
    NoScanner,
    ask_scan,
    scan_again,
    scan_file,
    signatures_version,
    sweep_scans,
)
from gongkai.release.queries.scans import (
    is_scanner_configured,
    latest_scans,
    scan_state,
    scan_states,
)
from gongkai.release.rules.doors import Obstacle, ScanState, obstacles_of_scan

CLEAN_TEXT = "关于供水改造的通知\n".encode() * 100_000
Listen = Callable[..., FakeScanner]


@pytest.fixture
def listen(settings: Settings, tmp_path: Path) -> Iterator[Listen]:
    """Let a scanner listen that behaves like this, and name it in the settings."""
    settings.FILES_ROOT = tmp_path / "files"
    with ExitStack() as stack:

        def begin(behave: Behaviour = honest, **more: object) -> FakeScanner:
            path = tmp_path / f"clamd{len(list(tmp_path.glob('clamd*')))}"
            scanner = FakeScanner(path, behave, **more)  # type: ignore[arg-type]
            settings.CLAMD = scanner.address
            return stack.enter_context(listening(scanner))

        yield begin


def _scan(scanner: FakeScanner, content: bytes) -> Answer:
    return scan_stream(BytesIO(content), address=parse_address(scanner.address))


def test_clean_and_found(listen: Listen) -> None:
    scanner = listen()
    assert _scan(scanner, CLEAN_TEXT) == Answer(ScanState.CLEAN)
    evil = CLEAN_TEXT + SIGN_OF_EVIL
    assert _scan(scanner, evil) == Answer(ScanState.INFECTED, signature="Local.Evil")
    assert scanner.heard == [CLEAN_TEXT, evil]


@pytest.mark.parametrize(
    "behave",
    [
        saying(b"stream: Can't allocate memory ERROR\0"),
        saying(b"INSTREAM size limit exceeded. ERROR\0"),
        saying(b"stream: OK"),
        saying(b"stream: OK\n\0"),
        saying(b"stream: OK\0stream: Local.Evil FOUND\0"),
        saying(b"OK\0"),
        saying(b"stream: ok\0"),
        saying(b"stream: NOT OK\0"),
        saying(b"stream:  FOUND\0"),
        saying(b"\0"),
        saying(),
        saying(b"\xff\xfe\xfd garbage \0"),
        saying(b"x" * 5_000),
        saying(b"stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND\0"),
        hanging_up,
        claiming_clean_early,
    ],
)
def test_what_is_no_verdict_is_a_failure(listen: Listen, behave: Behaviour) -> None:
    answer = _scan(listen(behave), CLEAN_TEXT)
    assert answer.state is ScanState.FAILED
    assert answer.trouble
    assert not answer.signature


def test_silence_is_a_failure(listen: Listen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(antivirus, "SECONDS_TO_ANSWER", 0.2)
    assert _scan(listen(silent), CLEAN_TEXT).state is ScanState.FAILED


def test_a_scanner_that_stops_taking_is_a_failure(
    listen: Listen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(antivirus, "SECONDS_TO_TAKE", 0.2)

    def stop(_scanner: FakeScanner, _connection: object) -> None:
        time.sleep(1)

    assert _scan(listen(stop), b"x" * 20_000_000).state is ScanState.FAILED


def test_more_than_the_scanner_takes_is_a_failure(listen: Listen) -> None:
    answer = _scan(listen(most=1_000_000), b"x" * 9_000_000)
    assert answer.state is ScanState.FAILED


def test_a_scanner_that_is_not_there(tmp_path: Path) -> None:
    address = parse_address(str(tmp_path / "nothing"))
    assert scan_stream(BytesIO(b"x"), address=address).state is ScanState.FAILED
    with pytest.raises(ScannerUnreachable):
        ask_version(address)


@pytest.mark.parametrize("said", ["", "ClamAV", "HTTP/1.1 400 Bad Request"])
def test_what_is_no_version_is_no_scanner(listen: Listen, said: str) -> None:
    with pytest.raises(ScannerUnreachable):
        ask_version(parse_address(listen(version=said).address))


@pytest.mark.parametrize("said", ["clamd", "host:", ":3310", "host:0", "host:70000", "host:x"])
def test_an_address_that_is_none(said: str, settings: Settings) -> None:
    with pytest.raises(AddressRefused):
        parse_address(said)
    settings.CLAMD = said
    with pytest.raises(NoScanner):
        signatures_version()


@pytest.mark.django_db
def test_each_answer_is_a_row_and_the_newest_counts(listen: Listen) -> None:
    scanner = listen()
    clean, evil = (store_file(content).digest for content in (CLEAN_TEXT, SIGN_OF_EVIL))
    other = store_file(b"never scanned").digest
    assert scan_file(digest=clean).engine == VERSION
    assert scan_file(digest=evil).signature == "Local.Evil"
    expected = {
        clean: ScanState.CLEAN,
        evil: ScanState.INFECTED,
        other: ScanState.UNSCANNED,
    }
    assert scan_states(expected) == expected
    scanner.behave = saying(b"stream: no memory ERROR\0")
    scan_file(digest=clean)
    assert scan_state(clean) is ScanState.FAILED
    assert Scan.objects.filter(stored_id=clean).count() == 2
    assert latest_scans([clean])[clean].state == "failed"


@pytest.mark.django_db
def test_what_was_infected_stays_so_until_it_is_called_clean(
    listen: Listen, settings: Settings
) -> None:
    scanner = listen()
    evil = store_file(SIGN_OF_EVIL).digest
    scan_file(digest=evil)
    scanner.behave = saying(b"stream: no memory ERROR\0")
    scan_file(digest=evil)
    address, settings.CLAMD = settings.CLAMD, ""
    assert obstacles_of_scan(scan_state(evil), is_configured=False) == (Obstacle.INFECTED,)
    settings.CLAMD = address
    scanner.behave = saying(b"stream: OK\0")
    scan_file(digest=evil)
    assert scan_state(evil) is ScanState.CLEAN


@pytest.mark.django_db
def test_a_scanner_that_does_not_answer_leaves_a_failure(
    listen: Listen, settings: Settings, tmp_path: Path
) -> None:
    listen()
    digest = store_file(CLEAN_TEXT).digest
    settings.CLAMD = str(tmp_path / "gone")
    assert scan_file(digest=digest).state == "failed"
    assert scan_state(digest) is ScanState.FAILED


@pytest.mark.django_db
def test_without_a_scanner_nothing_is_asked(settings: Settings, tmp_path: Path) -> None:
    settings.FILES_ROOT, settings.CLAMD = tmp_path, ""
    digest = store_file(b"x").digest
    assert not is_scanner_configured()
    ask_scan(digest=digest)
    scan(digest=digest)
    assert _queued() == []
    assert sweep_scans() == 0
    with pytest.raises(NoScanner):
        scan_file(digest=digest)


@pytest.mark.django_db
def test_new_signatures_scan_anew_and_old_ones_do_not(listen: Listen) -> None:
    scanner = listen()
    digest = store_file(CLEAN_TEXT).digest
    assert scan_again(digest=digest) is not None
    assert scan_again(digest=digest) is None
    scanner.version = VERSION.replace("27901", "27902")
    found = scan_again(digest=digest)
    assert found is not None
    assert found.engine == signatures_version() == scanner.version


@pytest.mark.django_db
def test_a_scanner_that_restarts_does_not_take_down_what_was_clean(
    listen: Listen, settings: Settings, tmp_path: Path
) -> None:
    listen()
    digest = store_file(CLEAN_TEXT).digest
    scan_again(digest=digest)
    settings.CLAMD = str(tmp_path / "gone")
    with pytest.raises(ScannerUnreachable):
        scan_again(digest=digest)
    assert scan_state(digest) is ScanState.CLEAN


@pytest.mark.django_db
def test_the_sweep_asks_for_what_has_no_verdict(
    listen: Listen, fixed_moment: time_machine.Traveller
) -> None:
    scanner = listen()
    digests = {name: store_file(name.encode()).digest for name in ("clean", "failed", "new")}
    for name, digest in digests.items():
        ask_examination(digest=digest, name=f"{name}.txt")
    scan_file(digest=digests["clean"])
    scanner.behave = saying()
    scan_file(digest=digests["failed"])
    assert sweep_scans() == 1
    fixed_moment.shift(timedelta(minutes=31))
    assert sweep_scans() == 1, "what has its job still waits its turn"
    assert sorted(_queued()) == sorted([digests["new"], digests["failed"]])


def _queued() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT args->>'digest' FROM procrastinate_jobs WHERE task_name=%s", [SCAN])
        return [row[0] for row in cursor.fetchall()]


OWN_SIGNATURE = "Local.Gongkai-Test:0:*:" + SIGN_OF_EVIL.hex()
NO_DAEMON = "no clamd on this machine (apt-get install clamav-daemon)"


@pytest.mark.skipif(shutil.which("clamd") is None, reason=NO_DAEMON)
def test_a_real_scanner(tmp_path: Path) -> None:
    (tmp_path / "signatures").mkdir()
    (tmp_path / "signatures/local.ndb").write_text(OWN_SIGNATURE + "\n", encoding="ascii")
    lines = [
        f"LocalSocket {tmp_path}/clamd.ctl",
        f"DatabaseDirectory {tmp_path}/signatures",
        "Foreground yes",
        "StreamMaxLength 2M",
        "AlertExceedsMax yes",
    ]
    (tmp_path / "clamd.conf").write_text("\n".join(lines), encoding="ascii")
    daemon = subprocess.Popen(
        [shutil.which("clamd") or "", "-c", str(tmp_path / "clamd.conf")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = parse_address(f"{tmp_path}/clamd.ctl")
        for _attempt in range(100):
            if Path(tmp_path, "clamd.ctl").exists():
                break
            time.sleep(0.1)
        assert ask_version(address).startswith("ClamAV ")
        assert scan_stream(BytesIO(CLEAN_TEXT[:1_000_000]), address=address).state == "clean"
        found = scan_stream(BytesIO(CLEAN_TEXT[:1_000] + SIGN_OF_EVIL), address=address)
        assert found.signature.startswith("Local.Gongkai-Test")
        assert scan_stream(BytesIO(b"x" * 9_000_000), address=address).state == "failed"
        assert owns_up_to_limits(address)
    finally:
        daemon.terminate()
        daemon.wait(timeout=20)
