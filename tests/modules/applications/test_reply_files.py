"""Files that go with a reply: checked, read by the reviewer, frozen while proposed."""

import hashlib

import pytest
from tests.factories.applications import NOT_HELD, Desk, a_desk

from gongkai.applications.models import Case, Reply, ReplyFile
from gongkai.applications.operations import (
    FileRefused,
    MoveNotPossible,
    ReplyGaps,
    add_reply_file,
    propose_reply,
    remove_reply_file,
)
from gongkai.applications.operations.downloads import reply_file_for_staff
from gongkai.applications.queries import case_page
from gongkai.applications.rules.reply import Gap, Lack
from gongkai.audit.models import AuditEntry
from gongkai.kernel.refusals import NotAllowed, NotFound
from gongkai.kernel.time import today
from gongkai.kernel.types import Role
from gongkai.review.models import Proposal

TEXT = "附表一：2025年度资金使用情况。\n联系人手机：13800138000\n".encode()
OTHER = "附表二。\n".encode()


@pytest.fixture
def case_id(desk: Desk) -> int:
    """A case whose reply is drafted."""
    given = desk.received()
    desk.accepted(given.case_id)
    desk.drafted(given.case_id)
    return given.case_id


def _add(desk: Desk, case_id: int, name: str = "附表.txt", content: bytes = TEXT) -> ReplyFile:
    return add_reply_file(
        actor=desk.acting(Role.CLERK), case_id=case_id, name=name, content=content
    )


def _remove(desk: Desk, case_id: int, file_id: int) -> None:
    remove_reply_file(actor=desk.acting(Role.CLERK), case_id=case_id, file_id=file_id)


def test_the_reviewer_reads_it_and_what_was_found_in_it(desk: Desk, case_id: int) -> None:
    file = _add(desk, case_id)
    assert (file.name, file.media_type, file.size) == ("附表.txt", "text/plain", len(TEXT))
    assert file.stored_id == hashlib.sha256(TEXT).hexdigest()
    desk.proposed(case_id)
    page = case_page(desk.viewing(Role.SECRECY_REVIEWER), case_id, on=today())
    assert page.reply is not None
    (line,) = page.reply.files
    assert [(found["kind"], found["line"]) for found in line.findings] == [("mobile", "2")]
    assert "13800138000" not in str(line.findings)
    handed = reply_file_for_staff(
        viewer=desk.viewing(Role.SECRECY_REVIEWER),
        case_id=case_id,
        file_id=file.pk,
        on=today(),
    )
    assert b"".join(handed.pieces) == TEXT


@pytest.mark.parametrize(
    ("name", "content"),
    [("附表.exe", TEXT), ("附表.pdf", TEXT), ("附表.txt", b""), ("", TEXT), ("a.docx", TEXT)],
)
def test_what_cannot_be_taken_is_not_kept(
    desk: Desk, case_id: int, name: str, content: bytes
) -> None:
    with pytest.raises(FileRefused):
        _add(desk, case_id, name, content)
    assert not ReplyFile.objects.exists()


def test_twenty_files_and_no_more(desk: Desk, case_id: int) -> None:
    first = _add(desk, case_id)
    for place in range(19):
        _add(desk, case_id, f"{place}.txt")
    with pytest.raises(FileRefused):
        _add(desk, case_id)
    _remove(desk, case_id, first.pk)
    _add(desk, case_id)


def test_a_file_may_come_before_the_text(desk: Desk) -> None:
    given = desk.received()
    _add(desk, given.case_id)
    case = Case.objects.get(pk=given.case_id)
    assert (case.state, case.assigned_to_id) == ("drafted", desk.clerk.pk)
    with pytest.raises(ReplyGaps):
        propose_reply(actor=desk.acting(Role.CLERK), case_id=given.case_id)


def test_nothing_is_enclosed_where_nothing_is_given(desk: Desk, case_id: int) -> None:
    _add(desk, case_id)
    desk.drafted(case_id, NOT_HELD)
    with pytest.raises(ReplyGaps) as refused:
        propose_reply(actor=desk.acting(Role.CLERK), case_id=case_id)
    assert refused.value.gaps == (Gap(Lack.FILES_BUT_NOTHING_GIVEN, "files"),)


@pytest.mark.parametrize("how_far", [0, 1, 2])
@pytest.mark.parametrize("change", ["add", "remove"])
def test_a_change_takes_the_proposal_back(
    desk: Desk, case_id: int, how_far: int, change: str
) -> None:
    file = _add(desk, case_id)
    proposal = desk.proposed(case_id).proposal
    assert proposal is not None
    for bring in (desk.reviewed, desk.approved)[:how_far]:
        bring(case_id)
    if change == "add":
        _add(desk, case_id, content=OTHER)
    else:
        _remove(desk, case_id, file.pk)
    assert Proposal.objects.get(pk=proposal.pk).state == "void"
    assert Case.objects.get(pk=case_id).state == "drafted"
    assert Reply.objects.get().digest == ""


def test_the_digest_is_of_name_and_bytes(desk: Desk, case_id: int) -> None:
    digests = set()
    for name, content in (("附表.txt", TEXT), ("附表.txt", OTHER), ("表.txt", TEXT)):
        file = _add(desk, case_id, name, content)
        digests.add(propose_reply(actor=desk.acting(Role.CLERK), case_id=case_id).digest)
        _remove(desk, case_id, file.pk)
    digests.add(propose_reply(actor=desk.acting(Role.CLERK), case_id=case_id).digest)
    assert len(digests) == 4


def test_after_the_letter_nothing_is_added_or_removed(desk: Desk, case_id: int) -> None:
    file = _add(desk, case_id)
    desk.replied(case_id)
    with pytest.raises(MoveNotPossible):
        _add(desk, case_id)
    with pytest.raises(MoveNotPossible):
        _remove(desk, case_id, file.pk)
    assert ReplyFile.objects.count() == 1


def test_a_file_of_another_case_is_not_removed(desk: Desk, case_id: int) -> None:
    given = desk.received()
    theirs = _add(desk, given.case_id)
    proposal = desk.proposed(case_id).proposal
    assert proposal is not None
    with pytest.raises(NotFound):
        _remove(desk, case_id, theirs.pk)
    assert Proposal.objects.get(pk=proposal.pk).state == "open", "a refused act changes nothing"
    assert ReplyFile.objects.count() == 1


@pytest.mark.parametrize("role", [Role.SECRECY_REVIEWER, Role.PERSON_IN_CHARGE])
def test_only_the_organs_clerk_adds_and_removes(desk: Desk, case_id: int, role: Role) -> None:
    file = _add(desk, case_id)
    for actor in (desk.acting(role), a_desk().acting(Role.CLERK)):
        with pytest.raises(NotAllowed):
            add_reply_file(actor=actor, case_id=case_id, name="a.txt", content=TEXT)
        with pytest.raises(NotAllowed):
            remove_reply_file(actor=actor, case_id=case_id, file_id=file.pk)


def test_the_trail_keeps_digests_and_no_names(desk: Desk, case_id: int) -> None:
    file = _add(desk, case_id, "石小禾的房产.txt")
    _remove(desk, case_id, file.pk)
    actions = ["applications.add_reply_file", "applications.remove_reply_file"]
    for action in actions:
        entry = AuditEntry.objects.get(action=action)
        assert entry.details == {"digest": hashlib.sha256(TEXT).hexdigest()}
