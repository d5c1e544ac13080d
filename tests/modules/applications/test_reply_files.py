"""Files that go with a reply: checked, read by the reviewer, frozen while proposed."""

import hashlib
from dataclasses import replace
from io import BytesIO

import pytest
from tests.factories.applications import GRANTED, NOT_HELD, TABLE, Desk, a_desk, a_submission

from gongkai.applications.leaving import subject_of
from gongkai.applications.models import Case, Reply, ReplyFile
from gongkai.applications.operations import (
    FileRefused,
    MoveNotPossible,
    ReplyGaps,
    add_reply_content,
    add_reply_file,
    propose_reply,
    remove_reply_file,
)
from gongkai.applications.operations.downloads import reply_file_for_staff
from gongkai.applications.operations.exchanging import exchange_reply_file
from gongkai.applications.operations.replying import MOST_FILES
from gongkai.applications.queries import case_page
from gongkai.applications.rules.reply import Gap, Lack
from gongkai.audit.models import AuditEntry
from gongkai.kernel.files import store_file
from gongkai.kernel.refusals import NotAllowed, NotFound
from gongkai.kernel.time import today
from gongkai.kernel.types import Role
from gongkai.release.models import Clearance, Examination
from gongkai.release.operations.gate import NotCleared
from gongkai.release.operations.uploads import upload_in_one_go
from gongkai.release.rules.doors import Obstacle, Verdict
from gongkai.release.rules.findings import FindingKind, Place
from gongkai.review.models import Proposal

TEXT = "附表一：2025年度资金使用情况。\n联系人手机：13800138000\n".encode()
OTHER = "附表二。\n".encode()
OWN = "申请人：石小禾\n身份证号：11010519491231002X\n住址：云梦省泽州市东湖路8号\n".encode()
THEIRS = "申请人：石大禾\n身份证号：110105194912310038\n住址：云梦省泽州市东湖路9号\n".encode()


@pytest.fixture
def case_id(desk: Desk) -> int:
    """A case whose reply is drafted."""
    given = desk.received()
    desk.accepted(given.case_id)
    desk.drafted(given.case_id)
    return given.case_id


def _add(desk: Desk, case_id: int, name: str = "附表.txt", content: bytes = TEXT) -> ReplyFile:
    return add_reply_content(
        actor=desk.acting(Role.CLERK), case_id=case_id, name=name, content=content
    )


def _remove(desk: Desk, case_id: int, file_id: int) -> None:
    remove_reply_file(actor=desk.acting(Role.CLERK), case_id=case_id, file_id=file_id)


def test_a_file_of_a_full_reply_that_is_proposed_is_exchanged(desk: Desk, case_id: int) -> None:
    files = [desk.enclosed(case_id, content=f"附表{n}。".encode()) for n in range(MOST_FILES)]
    desk.proposed(case_id)
    stored = store_file("附表（清洁）。".encode())
    new = exchange_reply_file(
        actor=desk.acting(Role.CLERK),
        case_id=case_id,
        old_digest=files[3].stored_id,
        digest=stored.digest,
        name="附表.txt",
    )
    reply = Reply.objects.get(case_id=case_id)
    assert (reply.files.count(), reply.proposal) == (MOST_FILES, None)
    assert new.stored_id in set(reply.files.values_list("stored_id", flat=True))
    assert not reply.files.filter(pk=files[3].pk).exists()
    assert Case.objects.get(pk=case_id).state == "drafted"


def test_the_reviewer_reads_it_and_what_was_found_in_it(desk: Desk, case_id: int) -> None:
    file = desk.enclosed(case_id, content=TEXT)
    assert (file.name, file.media_type, file.size) == ("附表.txt", "text/plain", len(TEXT))
    assert file.stored_id == hashlib.sha256(TEXT).hexdigest()
    desk.decided_findings(case_id, reason="值班电话，已公开。")
    desk.proposed(case_id)
    page = case_page(desk.viewing(Role.SECRECY_REVIEWER), case_id, on=today())
    assert page.reply is not None
    (line,) = page.reply.files
    assert line.gate is not None
    (found,) = line.gate.findings
    assert (found.kind, found.places) == (FindingKind.MOBILE, (Place(line=2),))
    assert "13800138000" not in str(found)
    assert found.decision is not None
    assert (found.decision.reason, found.decision.by) == ("值班电话，已公开。", desk.clerk.name)
    handed = reply_file_for_staff(
        viewer=desk.viewing(Role.SECRECY_REVIEWER),
        case_id=case_id,
        file_id=file.pk,
        on=today(),
    )
    assert b"".join(handed.pieces) == TEXT


@pytest.mark.parametrize(
    ("name", "content"),
    [("附表.exe", TEXT), ("附表.doc", TEXT), ("附表.txt", b""), ("", TEXT)],
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
    file = desk.enclosed(case_id)
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
    for name, content in (("附表.txt", TABLE), ("附表.txt", OTHER), ("表.txt", TABLE)):
        file = desk.enclosed(case_id, name, content)
        digests.add(propose_reply(actor=desk.acting(Role.CLERK), case_id=case_id).digest)
        _remove(desk, case_id, file.pk)
    digests.add(propose_reply(actor=desk.acting(Role.CLERK), case_id=case_id).digest)
    assert len(digests) == 4


def test_after_the_letter_nothing_is_added_or_removed(desk: Desk, case_id: int) -> None:
    file = desk.enclosed(case_id)
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
            add_reply_content(actor=actor, case_id=case_id, name="a.txt", content=TEXT)
        with pytest.raises(NotAllowed):
            remove_reply_file(actor=actor, case_id=case_id, file_id=file.pk)


def test_the_trail_keeps_digests_and_no_names(desk: Desk, case_id: int) -> None:
    file = _add(desk, case_id, "石小禾的房产.txt")
    _remove(desk, case_id, file.pk)
    actions = ["applications.add_reply_file", "applications.remove_reply_file"]
    for action in actions:
        entry = AuditEntry.objects.get(action=action)
        assert entry.details == {"digest": hashlib.sha256(TEXT).hexdigest()}


class TestGate:
    """Nothing goes out to the applicant but what the release gate has cleared."""

    def test_an_upload_is_taken_by_whom_it_is_and_for_what_it_is(
        self, desk: Desk, case_id: int
    ) -> None:
        clerk, case = desk.acting(Role.CLERK), Case.objects.get(pk=case_id)
        upload = upload_in_one_go(
            actor=clerk, subject=subject_of(case), name="附表.txt", stream=BytesIO(TABLE)
        )
        file = add_reply_file(actor=clerk, case_id=case_id, upload=upload.key)
        assert (file.name, file.size, file.stored_id) == (
            "附表.txt", len(TABLE), hashlib.sha256(TABLE).hexdigest()
        )  # fmt: skip
        other = desk.received().case_id
        with pytest.raises(NotFound):
            add_reply_file(actor=clerk, case_id=other, upload=upload.key)

    def test_it_waits_for_the_examination(self, desk: Desk, case_id: int) -> None:
        _add(desk, case_id)
        with pytest.raises(NotCleared) as refused:
            desk.proposed(case_id)
        assert refused.value.report.obstacles == (Obstacle.NOT_EXAMINED,)
        assert Reply.objects.get().proposal is None

    def test_it_waits_for_a_decision_about_each_finding(self, desk: Desk, case_id: int) -> None:
        desk.enclosed(case_id, content=TEXT)
        with pytest.raises(NotCleared) as refused:
            desk.proposed(case_id)
        assert refused.value.report.obstacles == (Obstacle.UNDECIDED,)
        desk.decided_findings(case_id)
        desk.proposed(case_id)

    def test_what_must_go_never_goes(self, desk: Desk, case_id: int) -> None:
        desk.enclosed(case_id, content=TEXT)
        desk.decided_findings(case_id, Verdict.MUST_GO, "与申请事项无关。")
        with pytest.raises(NotCleared) as refused:
            desk.proposed(case_id)
        assert refused.value.report.obstacles == (Obstacle.MUST_GO,)

    def test_a_file_that_is_not_what_it_says_is_held_back(self, desk: Desk, case_id: int) -> None:
        desk.enclosed(case_id, "附表.pdf", TEXT)
        with pytest.raises(NotCleared) as refused:
            desk.proposed(case_id)
        assert refused.value.report.obstacles == (Obstacle.PROBLEM,)

    def test_it_is_looked_at_again_as_the_letter_goes_out(self, desk: Desk, case_id: int) -> None:
        desk.enclosed(case_id, content=TEXT)
        desk.decided_findings(case_id)
        desk.proposed(case_id)
        desk.reviewed(case_id)
        desk.approved(case_id)
        desk.decided_findings(case_id, Verdict.MUST_GO)
        with pytest.raises(NotCleared):
            desk.issued(case_id)
        assert not Clearance.objects.exists()
        assert Case.objects.get(pk=case_id).state == "approved"

    def test_the_letter_binds_each_file_to_its_clearance(self, desk: Desk, case_id: int) -> None:
        file = desk.enclosed(case_id)
        desk.replied(case_id)
        file.refresh_from_db()
        assert file.clearance is not None
        assert (file.clearance.digest, file.clearance.subject_id) == (file.stored_id, case_id)
        assert file.clearance.examination == Examination.objects.get()

    def test_what_the_applicant_said_of_themselves_is_no_finding(
        self, desk: Desk, case_id: int
    ) -> None:
        desk.enclosed(case_id, content=OWN)
        desk.drafted(case_id, replace(GRANTED, where="寄送至住址：云梦省泽州市东湖路8号"))
        desk.replied(case_id, replace(GRANTED, where="寄送至住址：云梦省泽州市东湖路8号"))
        assert Case.objects.get(pk=case_id).state == "delivered"

    def test_what_is_said_of_another_is_one(self, desk: Desk, case_id: int) -> None:
        desk.enclosed(case_id, content=THEIRS)
        with pytest.raises(NotCleared) as refused:
            desk.proposed(case_id)
        (_text, file) = refused.value.report.items
        assert {line.kind for line in file.findings} >= {FindingKind.NAME, FindingKind.ADDRESS}

    def test_texts_are_looked_at_matter_by_matter(self, desk: Desk, case_id: int) -> None:
        said = replace(NOT_HELD, search_note="询问了经办人，电话13800138000。")
        with pytest.raises(NotCleared) as refused:
            desk.proposed(case_id, said)
        (text,) = refused.value.report.items
        assert [line.places for line in text.findings] == [(Place(part="1 search_note", line=1),)]

    def test_a_matter_in_the_applicants_words_is_theirs_and_in_the_clerks_is_not(
        self, desk: Desk
    ) -> None:
        asked = "请公开手机13800138000的机主申报的材料"
        given = desk.received(a_submission(asked=asked, title=""))
        desk.accepted(given.case_id)
        desk.proposed(given.case_id, replace(NOT_HELD, asked=asked))
        with pytest.raises(NotCleared):
            desk.proposed(given.case_id, replace(NOT_HELD, asked="关于13800138000的材料"))
