"""The mark (机关代字) of an organ: made from its name until it sets its own."""

import pytest
from tests.factories.organs import a_staffed_organ, an_organ
from tests.modules.letters.test_issue_letter import issue

from gongkai.audit.models import AuditEntry
from gongkai.kernel.refusals import NotAllowed, NotFound
from gongkai.kernel.types import Role
from gongkai.letters.operations import MarkTaken, NotAMark, set_letter_mark
from gongkai.letters.queries import letter_mark, mark_card

pytestmark = pytest.mark.django_db


def test_without_one_of_its_own_the_mark_is_made_from_the_name() -> None:
    organ = an_organ("云梦省卫生厅")
    assert letter_mark(organ.pk) == "云卫"
    assert mark_card(organ.pk).changed_at is None


def test_a_new_mark_holds_from_the_next_letter_on_and_the_series_counts_on() -> None:
    staff = a_staffed_organ(an_organ("云梦省卫生厅"))
    clerk = staff.acts(Role.CLERK)
    before = issue(clerk, staff.organ)
    set_letter_mark(actor=clerk, organ_id=staff.organ.pk, mark=" 云卫办 ")
    after = issue(clerk, staff.organ)
    assert (before.number, after.number) == ("云卫公开复〔2026〕1号", "云卫办公开复〔2026〕2号")
    card = mark_card(staff.organ.pk)
    assert (card.mark, card.changed_by_name) == ("云卫办", staff.clerk.name)
    entry = AuditEntry.objects.get(action="letters.set_mark")
    assert entry.details == {"mark": "云卫办"}


def test_a_mark_can_be_set_again() -> None:
    staff = a_staffed_organ()
    for mark in ("云卫", "云卫健"):
        set_letter_mark(actor=staff.acts(Role.PERSON_IN_CHARGE), organ_id=staff.organ.pk, mark=mark)
    assert letter_mark(staff.organ.pk) == "云卫健"


def test_two_organs_never_number_with_the_same_mark() -> None:
    housing, fund, works = (
        a_staffed_organ(an_organ(f"云梦省住{name}"))
        for name in ("房和城乡建设厅", "房公积金管理中心", "建监察总队")
    )
    first = [issue(staff.acts(Role.CLERK), staff.organ).number for staff in (housing, fund)]
    assert first == ["云住公开复〔2026〕1号", "云住房公开复〔2026〕1号"]
    assert letter_mark(works.organ.pk) == "云住建"
    for taken in ("云住", "云住房"):
        with pytest.raises(MarkTaken):
            set_letter_mark(actor=works.acts(Role.CLERK), organ_id=works.organ.pk, mark=taken)
    second = issue(fund.acts(Role.CLERK), fund.organ)
    assert second.number == "云住房公开复〔2026〕2号"


def test_a_mark_that_an_organ_has_set_is_made_for_no_other() -> None:
    staff, other = a_staffed_organ(), an_organ("云梦省卫生厅")
    set_letter_mark(actor=staff.acts(Role.CLERK), organ_id=staff.organ.pk, mark="云卫")
    assert letter_mark(other.pk) == "云卫生"


@pytest.mark.parametrize("mark", ["", "  ", "YW", "云卫〔2026〕", "云 卫", "云卫1", "云" * 21])
def test_what_is_no_mark_is_refused(mark: str) -> None:
    staff = a_staffed_organ()
    with pytest.raises(NotAMark) as refused:
        set_letter_mark(actor=staff.acts(Role.CLERK), organ_id=staff.organ.pk, mark=mark)
    assert refused.value.field == "mark"


def test_only_the_organ_itself_sets_its_mark() -> None:
    staff, other = a_staffed_organ(), a_staffed_organ()
    for actor in (
        other.acts(Role.CLERK),
        staff.acts(Role.SECRECY_REVIEWER),
        staff.acts(Role.SYSTEM_ADMINISTRATOR),
    ):
        with pytest.raises(NotAllowed):
            set_letter_mark(actor=actor, organ_id=staff.organ.pk, mark="云卫")


def test_an_organ_that_is_not_there_has_no_mark() -> None:
    with pytest.raises(NotFound):
        letter_mark(10**9)
