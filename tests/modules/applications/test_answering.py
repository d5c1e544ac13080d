"""The applicant's correction on line: files and answer come in together, or nothing does."""

import pytest
from django.conf import settings
from tests.factories.applications import Desk, opened

from gongkai.applications.models import ApplicationFile, Case
from gongkai.applications.operations import (
    AnswerNeeded,
    CorrectionFileRefused,
    MoveNotPossible,
    SentFile,
    answer_correction,
    reissue_code,
)
from gongkai.applications.queries import tracked_case
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.types import Role

pytestmark = pytest.mark.django_db

TEXT = SentFile("补充说明.txt", "2025年度。".encode())


def test_answer_and_files_stand_beside_the_application(desk: Desk) -> None:
    given = desk.received()
    desk.asked_to_correct(given.case_id)
    key = opened(given)
    correction = answer_correction(key=key, answer="2025年度。", files=[TEXT, TEXT])
    assert correction.answer == "2025年度。"
    assert Case.objects.get(pk=given.case_id).state == "formal_review"
    seen = tracked_case(key)
    assert [(file.name, file.role) for file in seen.own_files] == [
        ("身份证复印件.png", "proof"),
        ("补充说明.txt", "correction"),
        ("补充说明.txt", "correction"),
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("程序.exe", b"MZ"),
        ("空.txt", b""),
        ("图.png", b"no picture"),
        ("大.txt", b"a" * 20_000_001),
    ],
)
def test_a_file_that_is_not_taken_is_named(desk: Desk, name: str, content: bytes) -> None:
    given = desk.received()
    desk.asked_to_correct(given.case_id)
    with pytest.raises(CorrectionFileRefused) as refused:
        answer_correction(
            key=opened(given), answer="2025年度。", files=[TEXT, SentFile(name, content)]
        )
    assert refused.value.field == "attachment"
    assert str(refused.value).startswith(name)
    assert Case.objects.get(pk=given.case_id).state == "correction_asked"
    assert not ApplicationFile.objects.filter(role="correction").exists()


def test_too_many_files_are_refused(desk: Desk) -> None:
    given = desk.received()
    desk.asked_to_correct(given.case_id)
    with pytest.raises(CorrectionFileRefused):
        answer_correction(key=opened(given), answer="见附件。", files=[TEXT] * 11)


def test_without_an_answer_nothing_is_kept(desk: Desk) -> None:
    given = desk.received()
    desk.asked_to_correct(given.case_id)
    with pytest.raises(AnswerNeeded):
        answer_correction(key=opened(given), answer=" \n ", files=[TEXT])
    assert not ApplicationFile.objects.filter(role="correction").exists()


def test_where_nothing_was_asked_nothing_reaches_the_disk(desk: Desk) -> None:
    given = desk.received()
    before = sum(1 for _file in settings.FILES_ROOT.rglob("*"))
    with pytest.raises(MoveNotPossible):
        answer_correction(key=opened(given), answer="2025年度。", files=[TEXT])
    assert sum(1 for _file in settings.FILES_ROOT.rglob("*")) == before


def test_a_code_that_was_replaced_corrects_nothing(desk: Desk) -> None:
    given = desk.received()
    desk.asked_to_correct(given.case_id)
    key = opened(given)
    reissue_code(actor=desk.acting(Role.CLERK), case_id=given.case_id, how_identified="身份证原件")
    with pytest.raises(NotFound):
        answer_correction(key=key, answer="2025年度。")
    assert Case.objects.get(pk=given.case_id).state == "correction_asked"
