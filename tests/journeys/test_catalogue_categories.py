"""From what is undetermined to the day of its publication, and back to what stays exempt.

Five people walk it: the clerk who asks, the competent department that answers, the person in charge
who sets the day, the secrecy reviewer who lets the announcement out, and a reader. The pages are
looked at on the way, in Chinese on a desk's screen and in English on a telephone's.
"""

from dataclasses import dataclass
from datetime import timedelta

import pytest
import time_machine
from playwright.sync_api import expect
from tests.conftest import MOMENT
from tests.factories import records
from tests.factories.records import Office
from tests.journeys.conftest import Windows
from tests.journeys.looking import see
from tests.journeys.steps import Desk
from tests.journeys.world import World

from gongkai.interfaces.shared.templatetags.gongkai import day
from gongkai.kernel import time
from gongkai.records.operations.embargo_run import release_due

# The job is run here and read by the browser, so what it does must be committed.
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

QUESTION, ANSWER = "是否应当主动公开？", "涉及公众切身利益，应当主动公开。"
WORDS = "全市供水水质公报将予公布。"


@dataclass(frozen=True)
class Known:
    """The records that are walked through."""

    undetermined: int
    ready: int
    held: int
    partly: int


@pytest.fixture(scope="module")
def known(world: World) -> Known:
    """A record of each category, as far as its own work has come."""
    with time_machine.travel(MOMENT, tick=True):
        return _known(world.bureau)


def _known(office: Office) -> Known:
    office.draft(records.content(generated_on=time.today() - timedelta(days=60)))
    partly = records.content("exempt", split="partly", split_reason="附表可以公开。")
    return Known(
        undetermined=office.draft(records.content("undetermined")).record_id,
        ready=office.approved(office.draft(records.content())).record_id,
        held=office.released(records.content("exempt")).pk,
        partly=office.draft(partly).record_id,
    )


def test_what_is_undetermined_is_asked_and_what_is_decided_keeps_its_day(
    windows: Windows, world: World, known: Known
) -> None:
    desk = Desk(windows, world)
    _ask_and_answer(desk, known.undetermined)
    _look_at_lists(desk)
    _put_off_and_announce(desk, windows, known.ready)
    _review_what_is_held(desk, known.held)
    _tell_a_part_apart(desk, known.partly)


def _ask_and_answer(desk: Desk, record_id: int) -> None:
    clerk = desk.page_of("clerk")
    clerk.goto("/desk/undetermined/")
    see(clerk, "undetermined")
    clerk.get_by_role("link", name="研究").first.click()
    clerk.locator("[name=text]").fill("查阅了条例第九条。")
    clerk.get_by_role("button", name="保存记录").click()
    clerk.get_by_role("link", name="向主管部门或者保密局询问").click()
    see(clerk, "ask_question")
    clerk.locator("[name=question]").fill(QUESTION)
    clerk.get_by_role("button", name="询问").click()
    see(clerk, "research")
    above = desk.page_of("competent")
    above.goto("/desk/questions/")
    see(above, "questions")
    above.get_by_role("link", name=QUESTION).click()
    see(above, "question")
    above.get_by_label("主动公开", exact=True).check()
    above.locator("[name=ground_code]").select_option("ogi-2008/vital-interests")
    above.locator("[name=answer]").fill(ANSWER)
    above.get_by_role("button", name="答复").click()
    clerk.goto(f"/desk/records/{record_id}/")
    expect(clerk.get_by_text(ANSWER)).to_be_visible()


def _look_at_lists(desk: Desk) -> None:
    clerk = desk.page_of("clerk")
    for address, name in (
        ("/desk/disclosure-clock/due/", "clock_due"),
        ("/desk/disclosure-clock/late/", "clock_late"),
        ("/desk/exempt/", "exempt"),
    ):
        clerk.goto(address)
        see(clerk, name)


def _put_off_and_announce(desk: Desk, windows: Windows, record_id: int) -> None:
    tomorrow = time.today() + timedelta(days=1)
    leader = desk.page_of("leader")
    leader.goto(f"/desk/records/{record_id}/")
    leader.get_by_role("link", name="设定发布日").click()
    see(leader, "embargo")
    leader.locator("[name=publish_on]").fill(tomorrow.isoformat())
    leader.locator("[name=reason]").fill("与发布会同步。")
    leader.locator("[name=announcement]").fill(WORDS)
    leader.get_by_role("button", name="设定").click()
    see(leader, "record_with_its_day")
    leader.goto(f"/desk/records/{record_id}/embargo/cancel/")
    see(leader, "cancel_embargo")
    leader.goto("/desk/planned/")
    see(leader, "planned")
    reviewer = desk.page_of("reviewer")
    reviewer.goto(f"/desk/records/{record_id}/")
    reviewer.get_by_role("link", name="放行预告").click()
    see(reviewer, "announce_embargo")
    reviewer.get_by_role("button", name="放行").click()
    reader = windows.open("reader of announcements")
    reader.goto("/changes/")
    expect(reader.get_by_text(WORDS)).to_contain_text(day(tomorrow))
    see(reader, "to_be_published")
    with time_machine.travel(time.now() + timedelta(days=1), tick=False):
        release_due()
    answer = reader.goto(f"/records/{record_id}/")
    assert answer is not None
    assert answer.status == 200
    # Its browser may keep the page for a while; whoever asks again sees it without.
    reader.goto("/changes/")
    reader.reload()
    expect(reader.get_by_text(WORDS)).to_have_count(0)


def _review_what_is_held(desk: Desk, record_id: int) -> None:
    reviewer = desk.page_of("reviewer")
    reviewer.goto(f"/desk/records/{record_id}/")
    reviewer.get_by_role("link", name="复查不予公开").click()
    see(reviewer, "review_exemption")
    reviewer.get_by_label("仍不予公开").check()
    reviewer.locator("[name=reason]").fill("情形未变。")
    reviewer.get_by_role("button", name="保存复查结果").click()
    expect(reviewer.get_by_text("情形未变。")).to_be_visible()


def _tell_a_part_apart(desk: Desk, record_id: int) -> None:
    clerk = desk.page_of("clerk")
    clerk.goto(f"/desk/records/{record_id}/")
    clerk.get_by_role("link", name="登记可以公开的部分").click()
    see(clerk, "register_part")
    expect(clerk.get_by_label("信息名称")).to_have_value("")
