"""A form that is being filled in: sealed, opened by its key alone, sent once, forgotten."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from tests.factories import organs
from tests.factories.applications import Desk

from gongkai.applications.models import (
    Application,
    ApplicationDraft,
    ApplicationFile,
    DraftFile,
)
from gongkai.applications.operations import (
    AnswersTooLong,
    DraftFileRefused,
    DraftGone,
    SubmissionNotComplete,
    add_draft_file,
    discard_draft,
    drafts,
    forget_old_drafts,
    remove_draft_file,
    save_draft,
    submit_draft,
)
from gongkai.applications.queries import draft_of
from gongkai.kernel.files import open_file
from gongkai.kernel.models import SealedFile
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.sealing import read_sealed

KEY, OTHER_KEY = "k" * 32, "o" * 32
PROOF = "姓名：石小禾，公民身份号码：11010519491231002X。\n".encode()
ANSWERS = {
    "applicant_kind": "citizen",
    "report_kind": "natural_person",
    "name": "石小禾",
    "identity_kind": "identity_card",
    "identity_number": "11010519491231002X",
    "address": "云梦省泽州市东湖路8号",
    "telephone": "0960-5550123",
    "asked": "2025年度东湖片区危旧房改造资金的安排和使用情况",
    "supply_way": "online",
    "carrier": "electronic",
    "language": "zh-hans",
}


def _begin(desk: Desk, key: str = KEY, **answers: str) -> None:
    save_draft(key=key, organ_id=desk.organ.pk, answers=ANSWERS | answers)


def _prove(key: str = KEY, name: str = "证件.txt", content: bytes = PROOF) -> DraftFile:
    return add_draft_file(key=key, role="proof", name=name, content=content)


def test_the_form_comes_back_as_it_was_left(desk: Desk) -> None:
    _begin(desk)
    _begin(desk, name="木大年")
    file = _prove()
    found = draft_of(KEY)
    assert found is not None
    assert found.organ_id == desk.organ.pk
    assert found.answers == ANSWERS | {"name": "木大年"}
    assert [(line.id, line.name, line.size) for line in found.files] == [
        (file.pk, "证件.txt", len(PROOF))
    ]


def test_whoever_has_the_database_alone_reads_nothing(desk: Desk) -> None:
    _begin(desk)
    _prove()
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(d)::text FROM applications_draft d")
        (kept,) = cursor.fetchone() or ("",)
    for secret in ("石小禾", "11010519491231002X", "东湖", KEY):
        assert secret not in kept
    with open_file(SealedFile.objects.get().stored_id) as stored:
        assert "石小禾".encode() not in stored.read()


def test_the_key_of_another_opens_nothing(desk: Desk) -> None:
    _begin(desk)
    file = _prove()
    assert draft_of(OTHER_KEY) is None
    assert draft_of("") is None
    for act in (
        lambda: _prove(OTHER_KEY),
        lambda: remove_draft_file(key=OTHER_KEY, file_id=file.pk),
        lambda: submit_draft(key=OTHER_KEY),
    ):
        with pytest.raises(DraftGone):
            act()
    discard_draft(key=OTHER_KEY)
    _begin(desk, OTHER_KEY)
    with pytest.raises(NotFound):
        remove_draft_file(key=OTHER_KEY, file_id=file.pk)
    found = draft_of(KEY)
    assert found is not None
    assert len(found.files) == 1


def test_sent_it_is_an_application_and_no_draft(desk: Desk) -> None:
    _begin(desk)
    _prove()
    first = submit_draft(key=KEY)
    assert not ApplicationDraft.objects.exists()
    application = Application.objects.get()
    assert (application.number, application.name) == (first.number, "石小禾")
    assert read_sealed(ApplicationFile.objects.get().sealed) == PROOF
    again = submit_draft(key=KEY)
    assert (again.number, again.code, again.was_there) == (first.number, first.code, True)
    assert Application.objects.count() == 1


def test_what_is_not_complete_stays_a_draft(desk: Desk) -> None:
    _begin(desk, telephone="")
    with pytest.raises(SubmissionNotComplete) as refused:
        submit_draft(key=KEY)
    assert [problem.field for problem in refused.value.problems] == ["telephone", "proof"]
    found = draft_of(KEY)
    assert found is not None
    assert found.answers["name"] == "石小禾"
    assert not Application.objects.exists()


def test_more_than_the_form_takes_is_refused(desk: Desk) -> None:
    _begin(desk)
    with pytest.raises(AnswersTooLong):
        _begin(desk, asked="字" * 60_000)
    found = draft_of(KEY)
    assert found is not None
    assert found.answers["asked"] == ANSWERS["asked"]


def test_an_organ_that_takes_none_is_not_chosen(desk: Desk) -> None:
    with pytest.raises(NotFound):
        save_draft(key=KEY, organ_id=desk.organ.pk + 1, answers=ANSWERS)
    closed = organs.an_organ()
    closed.is_active = False
    closed.save(update_fields=["is_active"])
    with pytest.raises(NotFound):
        save_draft(key=KEY, organ_id=closed.pk, answers=ANSWERS)


@pytest.mark.parametrize(
    ("name", "content"), [("证件.exe", PROOF), ("证件.pdf", PROOF), ("证件.txt", b"")]
)
def test_a_file_that_cannot_be_taken_is_not_kept(desk: Desk, name: str, content: bytes) -> None:
    _begin(desk)
    with pytest.raises(DraftFileRefused):
        _prove(name=name, content=content)
    assert not SealedFile.objects.exists()


def test_ten_files_and_no_more(desk: Desk) -> None:
    _begin(desk)
    files = [_prove(name=f"{place}.txt") for place in range(10)]
    with pytest.raises(DraftFileRefused):
        _prove()
    remove_draft_file(key=KEY, file_id=files[0].pk)
    _prove()


def test_together_they_have_a_limit(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "LARGEST_TOGETHER", 2 * len(PROOF))
    _begin(desk)
    _prove()
    _prove()
    with pytest.raises(DraftFileRefused):
        _prove(content=b"1")


def _is_forgotten(sealed: SealedFile) -> bool:
    sealed.refresh_from_db()
    try:
        read_sealed(sealed)
    except NotFound:
        return True
    return False


def test_a_file_that_was_taken_off_can_be_read_no_more(desk: Desk) -> None:
    _begin(desk)
    off, left = _prove(), _prove(name="附件.txt")
    remove_draft_file(key=KEY, file_id=off.pk)
    assert _is_forgotten(off.sealed)
    assert not _is_forgotten(left.sealed)


def test_a_form_that_is_thrown_away_leaves_nothing(desk: Desk) -> None:
    _begin(desk)
    file = _prove()
    discard_draft(key=KEY)
    assert not ApplicationDraft.objects.exists()
    assert not DraftFile.objects.exists()
    assert _is_forgotten(file.sealed)


def test_what_nobody_came_back_to_is_forgotten_after_thirty_days(
    desk: Desk, fixed_moment: time_machine.Traveller
) -> None:
    _begin(desk)
    old = _prove()
    fixed_moment.shift(timedelta(days=1))
    _begin(desk, OTHER_KEY)
    young = _prove(OTHER_KEY)
    fixed_moment.shift(timedelta(days=29, minutes=1))
    assert forget_old_drafts() == 1
    assert draft_of(KEY) is None
    assert _is_forgotten(old.sealed)
    assert not _is_forgotten(young.sealed)
    assert forget_old_drafts() == 0


def test_a_file_keeps_its_form_alive(desk: Desk, fixed_moment: time_machine.Traveller) -> None:
    _begin(desk)
    fixed_moment.shift(timedelta(days=20))
    _prove()
    fixed_moment.shift(timedelta(days=20))
    assert forget_old_drafts() == 0
    assert draft_of(KEY) is not None


def test_an_application_outlives_its_form(desk: Desk, fixed_moment: time_machine.Traveller) -> None:
    _begin(desk)
    _prove()
    submit_draft(key=KEY)
    fixed_moment.shift(timedelta(days=90))
    assert forget_old_drafts() == 0
    discard_draft(key=KEY)
    assert read_sealed(ApplicationFile.objects.get().sealed) == PROOF
