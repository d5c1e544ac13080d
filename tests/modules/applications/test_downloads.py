"""Handing out: the applicant gets what is theirs, staff what they handle; each time is kept."""

import pytest
from tests.factories import organs
from tests.factories.applications import TABLE, Desk, a_desk, a_submission, opened

from gongkai.applications.access import CaseKey
from gongkai.applications.leaving import subject_of
from gongkai.applications.models import ApplicationFile, Case, Opened, ReplyFile
from gongkai.applications.operations import (
    Acknowledgement,
    draft_reply,
    reissue_code,
)
from gongkai.applications.operations.downloads import (
    letter_for_applicant,
    letter_for_staff,
    own_file_for_applicant,
    reply_file_for_applicant,
    reply_file_for_staff,
    sent_file_for_staff,
)
from gongkai.applications.queries import tracked_case
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.time import today
from gongkai.kernel.types import PUBLIC, Role, Viewer
from gongkai.letters.models import Letter
from gongkai.release.doors import is_cleared
from gongkai.release.rules.doors import Door


def _with_file(desk: Desk, way: str = "online") -> Acknowledgement:
    """Return a case with a drafted reply and a file; not yet answered."""
    given = desk.received(a_submission(supply_way=way))
    desk.accepted(given.case_id)
    desk.drafted(given.case_id)
    desk.enclosed(given.case_id)
    return given


@pytest.fixture
def mine(desk: Desk) -> Acknowledgement:
    """An answered case."""
    given = _with_file(desk)
    desk.replied(given.case_id)
    return given


@pytest.fixture
def theirs(desk: Desk) -> Acknowledgement:
    """Another applicant's answered case, of the same organ."""
    given = _with_file(desk)
    desk.replied(given.case_id)
    return given


def _letter_id(case_id: int, kind: str = "granted") -> int:
    return Letter.objects.get(subject_id=case_id, kind=kind).pk


def _file_id(case_id: int) -> int:
    return ReplyFile.objects.get(reply__case_id=case_id).pk


def _sent_id(case_id: int) -> int:
    return ApplicationFile.objects.get(application__case__pk=case_id).pk


def _openings(case_id: int) -> list[tuple[str, str, int | None]]:
    rows = Opened.objects.filter(case_id=case_id).order_by("pk")
    return [(row.by, row.what.partition(":")[0], row.person_id) for row in rows]


class TestApplicant:
    """By number and query code."""

    def test_gets_letter_files_and_own_files_and_each_is_kept(self, mine: Acknowledgement) -> None:
        key = opened(mine)
        letter = letter_for_applicant(key=key, letter_id=_letter_id(mine.case_id))
        assert b"".join(letter.pieces).startswith(b"%PDF")
        assert letter.media_type == "application/pdf"
        assert "石小禾" not in letter.name
        file = reply_file_for_applicant(key=key, file_id=_file_id(mine.case_id))
        assert (b"".join(file.pieces), file.name) == (TABLE, "附表.txt")
        own = own_file_for_applicant(key=key, file_id=_sent_id(mine.case_id))
        assert b"".join(own.pieces).startswith(b"\x89PNG")
        assert own.size == len(b"".join(own.pieces))
        assert _openings(mine.case_id) == [
            ("code", "letter", None),
            ("code", "reply_file", None),
            ("code", "application_file", None),
        ]

    def test_gets_nothing_of_anybody_else(
        self, mine: Acknowledgement, theirs: Acknowledgement
    ) -> None:
        key = opened(mine)
        for kind in ("receipt", "granted"):
            with pytest.raises(NotFound):
                letter_for_applicant(key=key, letter_id=_letter_id(theirs.case_id, kind))
        with pytest.raises(NotFound):
            reply_file_for_applicant(key=key, file_id=_file_id(theirs.case_id))
        with pytest.raises(NotFound):
            own_file_for_applicant(key=key, file_id=_sent_id(theirs.case_id))
        assert not Opened.objects.exists()
        seen = tracked_case(key)
        assert {letter.subject_id for letter in seen.letters} == {mine.case_id}

    def test_a_key_put_together_of_two_opens_neither(
        self, mine: Acknowledgement, theirs: Acknowledgement
    ) -> None:
        forged = CaseKey(case_id=theirs.case_id, code_id=opened(mine).code_id)
        for attempt in (
            lambda: tracked_case(forged),
            lambda: letter_for_applicant(key=forged, letter_id=_letter_id(theirs.case_id)),
            lambda: reply_file_for_applicant(key=forged, file_id=_file_id(theirs.case_id)),
            lambda: own_file_for_applicant(key=forged, file_id=_sent_id(theirs.case_id)),
        ):
            with pytest.raises(NotFound):
                attempt()

    def test_an_ended_code_hands_out_nothing(self, desk: Desk, mine: Acknowledgement) -> None:
        key = opened(mine)
        reissue_code(actor=desk.acting(Role.CLERK), case_id=mine.case_id, how_identified="身份证。")
        with pytest.raises(NotFound):
            letter_for_applicant(key=key, letter_id=_letter_id(mine.case_id))
        with pytest.raises(NotFound):
            reply_file_for_applicant(key=key, file_id=_file_id(mine.case_id))
        with pytest.raises(NotFound):
            own_file_for_applicant(key=key, file_id=_sent_id(mine.case_id))

    def test_gets_the_reply_only_once_it_is_delivered(self, desk: Desk) -> None:
        given = _with_file(desk, "post")
        key = opened(given)
        steps = (desk.proposed, desk.reviewed, desk.approved, desk.issued)
        for bring in (None, *steps):
            if bring is not None:
                bring(given.case_id)
            with pytest.raises(NotFound):
                reply_file_for_applicant(key=key, file_id=_file_id(given.case_id))
        with pytest.raises(NotFound):
            letter_for_applicant(key=key, letter_id=_letter_id(given.case_id))
        desk.posted(given.case_id)
        letter_for_applicant(key=key, letter_id=_letter_id(given.case_id))
        file = reply_file_for_applicant(key=key, file_id=_file_id(given.case_id))
        assert b"".join(file.pieces) == TABLE
        desk.closed(given.case_id)
        letter_for_applicant(key=key, letter_id=_letter_id(given.case_id))

    def test_gets_receipt_and_letters_on_the_way_at_once(self, desk: Desk) -> None:
        given = desk.received()
        desk.asked_to_correct(given.case_id)
        for kind in ("receipt", "correction"):
            letter_for_applicant(key=opened(given), letter_id=_letter_id(given.case_id, kind))
        assert len(_openings(given.case_id)) == 2


class TestStaff:
    """By role in the organ."""

    @pytest.mark.parametrize("role", [Role.CLERK, Role.PERSON_IN_CHARGE])
    def test_who_handles_the_case_gets_all_of_it(
        self, desk: Desk, mine: Acknowledgement, role: Role
    ) -> None:
        viewer = desk.viewing(role)
        case_id, on = mine.case_id, today()
        letter_for_staff(viewer=viewer, case_id=case_id, letter_id=_letter_id(case_id), on=on)
        file = reply_file_for_staff(
            viewer=viewer, case_id=case_id, file_id=_file_id(case_id), on=on
        )
        assert b"".join(file.pieces) == TABLE
        sent_file_for_staff(viewer=viewer, case_id=case_id, file_id=_sent_id(case_id), on=on)
        assert _openings(case_id) == [
            ("desk", "letter", viewer.person_id),
            ("desk", "reply_file", viewer.person_id),
            ("desk", "application_file", viewer.person_id),
        ]

    def test_the_reviewer_reads_what_is_given_and_not_who_applies(
        self, desk: Desk, mine: Acknowledgement
    ) -> None:
        viewer, on = desk.viewing(Role.SECRECY_REVIEWER), today()
        case_id = mine.case_id
        given = reply_file_for_staff(
            viewer=viewer, case_id=case_id, file_id=_file_id(case_id), on=on
        )
        assert b"".join(given.pieces) == TABLE
        with pytest.raises(NotFound):
            letter_for_staff(viewer=viewer, case_id=case_id, letter_id=_letter_id(case_id), on=on)
        with pytest.raises(NotFound):
            sent_file_for_staff(viewer=viewer, case_id=case_id, file_id=_sent_id(case_id), on=on)

    def test_the_reviewer_reads_nothing_before_it_is_proposed(self, desk: Desk) -> None:
        given = _with_file(desk)
        with pytest.raises(NotFound):
            reply_file_for_staff(
                viewer=desk.viewing(Role.SECRECY_REVIEWER),
                case_id=given.case_id,
                file_id=_file_id(given.case_id),
                on=today(),
            )

    def test_nobody_else_gets_anything(self, desk: Desk, mine: Acknowledgement) -> None:
        other = a_desk()
        others = [other.viewing(role) for role in _HANDLERS]
        roles = [role for role in Role if role not in _HANDLERS]
        others += [organs.viewing(organs.someone(role, desk.organ)) for role in roles]
        for viewer in (*others, PUBLIC):
            self._gets_nothing(viewer, mine.case_id)
        assert not Opened.objects.exists()

    @staticmethod
    def _gets_nothing(viewer: Viewer, case_id: int) -> None:
        on = today()
        for attempt in (
            lambda: letter_for_staff(
                viewer=viewer, case_id=case_id, letter_id=_letter_id(case_id), on=on
            ),
            lambda: reply_file_for_staff(
                viewer=viewer, case_id=case_id, file_id=_file_id(case_id), on=on
            ),
            lambda: sent_file_for_staff(
                viewer=viewer, case_id=case_id, file_id=_sent_id(case_id), on=on
            ),
        ):
            with pytest.raises(NotFound):
                attempt()

    def test_a_file_is_not_had_by_the_number_of_another_case(
        self, desk: Desk, mine: Acknowledgement, theirs: Acknowledgement
    ) -> None:
        viewer, on = desk.viewing(Role.CLERK), today()
        with pytest.raises(NotFound):
            letter_for_staff(
                viewer=viewer, case_id=mine.case_id, letter_id=_letter_id(theirs.case_id), on=on
            )
        with pytest.raises(NotFound):
            reply_file_for_staff(
                viewer=viewer, case_id=mine.case_id, file_id=_file_id(theirs.case_id), on=on
            )
        with pytest.raises(NotFound):
            sent_file_for_staff(
                viewer=viewer, case_id=mine.case_id, file_id=_sent_id(theirs.case_id), on=on
            )


_HANDLERS = (Role.CLERK, Role.SECRECY_REVIEWER, Role.PERSON_IN_CHARGE)


def test_a_draft_that_was_never_sent_is_not_the_applicants(desk: Desk) -> None:
    given = _with_file(desk)
    draft_reply(actor=desk.acting(Role.CLERK), case_id=given.case_id, answers=[])
    assert tracked_case(opened(given)).files == ()
    assert Case.objects.get(pk=given.case_id).state == "drafted"


def test_each_file_goes_by_the_pass_of_its_door(desk: Desk, mine: Acknowledgement) -> None:
    key, case_id, on = opened(mine), mine.case_id, today()
    viewer = desk.viewing(Role.CLERK)
    letter = letter_for_applicant(key=key, letter_id=_letter_id(case_id))
    own = own_file_for_applicant(key=key, file_id=_sent_id(case_id))
    given = reply_file_for_applicant(key=key, file_id=_file_id(case_id))
    inside = reply_file_for_staff(viewer=viewer, case_id=case_id, file_id=_file_id(case_id), on=on)
    for outgoing in (given, inside):
        assert b"".join(outgoing.pieces) == TABLE
    assert {out.gate_pass.door for out in (letter, own, given)} == {Door.APPLICANT}
    assert given.gate_pass.what == f"clearance:{given.digest}"
    assert inside.gate_pass.door is None


def test_the_same_bytes_are_not_cleared_for_another_case(desk: Desk, mine: Acknowledgement) -> None:
    other = Case.objects.get(pk=_with_file(desk).case_id)
    digest = ReplyFile.objects.get(reply__case=other).stored_id
    assert is_cleared(
        door=Door.APPLICANT, subject=subject_of(Case.objects.get(pk=mine.case_id)), digest=digest
    )
    for door, case in ((Door.APPLICANT, other), (Door.PUBLIC, Case.objects.get(pk=mine.case_id))):
        assert not is_cleared(door=door, subject=subject_of(case), digest=digest)
