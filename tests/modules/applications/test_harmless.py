"""What applicants send is scanned before staff open it: unsealed in memory, never on the disk."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import time_machine
from pytest_django.fixtures import Settings
from tests.factories.applications import Desk, opened
from tests.modules.release.scanners import (
    SIGN_OF_EVIL,
    Behaviour,
    FakeScanner,
    honest,
    listening,
    silent,
)

from gongkai.applications.models import ApplicationFile, Opened
from gongkai.applications.operations import Acknowledgement, answer_correction
from gongkai.applications.operations.answering import SentFile
from gongkai.applications.operations.downloads import own_file_for_applicant, sent_file_for_staff
from gongkai.applications.operations.harmless import HOLDS, HarmfulFile, NotScanned
from gongkai.applications.queries import case_page
from gongkai.kernel.time import today
from gongkai.kernel.types import Role
from gongkai.release import antivirus
from gongkai.release.doors import Outgoing
from gongkai.release.models import Scan
from gongkai.release.rules.doors import ScanState

EVIL = "证明材料：".encode() + SIGN_OF_EVIL
Listen = Callable[..., FakeScanner]


@pytest.fixture
def listen(settings: Settings, tmp_path: Path) -> Iterator[Listen]:
    """Let a scanner listen that behaves like this, and name it in the settings."""
    with ExitStack() as stack:

        def begin(behave: Behaviour = honest) -> FakeScanner:
            scanner = FakeScanner(tmp_path / "clamd", behave)
            settings.CLAMD = scanner.address
            return stack.enter_context(listening(scanner))

        yield begin


@pytest.fixture
def given(desk: Desk) -> Acknowledgement:
    """A case to whose correction the applicant added something evil."""
    given = desk.received()
    desk.asked_to_correct(given.case_id)
    answer_correction(key=opened(given), answer="2025年度。", files=[SentFile("证明.txt", EVIL)])
    return given


def _open(desk: Desk, given: Acknowledgement, role: str) -> Outgoing:
    file = ApplicationFile.objects.get(application__case__pk=given.case_id, role=role)
    return sent_file_for_staff(
        viewer=desk.viewing(Role.CLERK), case_id=given.case_id, file_id=file.pk, on=today()
    )


def _shown(desk: Desk, given: Acknowledgement) -> list[ScanState | None]:
    page = case_page(desk.viewing(Role.CLERK), given.case_id, on=today())
    return [file.scan for file in page.files]


def test_without_a_scanner_it_is_opened_and_said_to_be_unscanned(
    desk: Desk, given: Acknowledgement
) -> None:
    assert b"".join(_open(desk, given, "correction").pieces) == EVIL
    assert _shown(desk, given) == [ScanState.UNSCANNED, ScanState.UNSCANNED]


def test_what_is_clean_is_opened_and_what_is_not_stays_shut(
    desk: Desk, given: Acknowledgement, listen: Listen
) -> None:
    scanner = listen()
    proof = b"".join(_open(desk, given, "proof").pieces)
    assert scanner.heard == [proof]
    assert proof.startswith(b"\x89PNG")
    with pytest.raises(HarmfulFile):
        _open(desk, given, "correction")
    assert _shown(desk, given) == [ScanState.CLEAN, ScanState.INFECTED]
    assert Opened.objects.count() == 1, "what stayed shut was not opened"


def test_the_applicant_gets_back_what_is_theirs(given: Acknowledgement, listen: Listen) -> None:
    scanner = listen()
    file = ApplicationFile.objects.get(role="correction")
    assert b"".join(own_file_for_applicant(key=opened(given), file_id=file.pk).pieces) == EVIL
    assert scanner.heard == []


def test_a_verdict_holds_for_a_day(
    desk: Desk, given: Acknowledgement, listen: Listen, fixed_moment: time_machine.Traveller
) -> None:
    scanner = listen()
    for _time in range(2):
        _open(desk, given, "proof")
    assert len(scanner.heard) == 1
    fixed_moment.shift(HOLDS)
    fixed_moment.shift(1)
    _open(desk, given, "proof")
    assert len(scanner.heard) == 2


def test_a_scanner_that_says_nothing_opens_nothing(
    desk: Desk, given: Acknowledgement, listen: Listen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(antivirus, "SECONDS_TO_ANSWER", 0.2)
    listen(silent)
    with pytest.raises(NotScanned):
        _open(desk, given, "proof")
    assert Scan.objects.get().state == ScanState.FAILED


def test_nothing_is_unsealed_onto_the_disk(
    desk: Desk, given: Acknowledgement, listen: Listen, settings: Settings
) -> None:
    listen()
    with pytest.raises(HarmfulFile):
        _open(desk, given, "correction")
    kept = [path for path in Path(settings.FILES_ROOT).rglob("*") if path.is_file()]
    assert kept
    assert not any(SIGN_OF_EVIL in path.read_bytes() for path in kept)
