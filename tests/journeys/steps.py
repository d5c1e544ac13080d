"""What people do at the desk, click by click, in Chinese. Each starts where a person would."""

from dataclasses import dataclass

from playwright.sync_api import Page, expect
from tests.factories.organs import PASSWORD
from tests.journeys.conftest import Windows, sign_in
from tests.journeys.world import World

AGREE, RETURN = "同意", "退回"


@dataclass(frozen=True)
class Document:
    """What the clerk types."""

    title: str
    text: str
    number: str = "云水发〔2026〕7号"
    category: str = "主动公开"
    ground: str = "ogi-2008/vital-interests"
    reason: str = ""
    time_limit: str = "长期公开"
    is_normative: bool = False


class Desk:
    """The people of the organ at their desks, each at a window of their own."""

    def __init__(self, windows: Windows, world: World) -> None:
        self._windows = windows
        self._world = world

    def page_of(self, person: str) -> Page:
        """Return the window of this person, who is signed in."""
        return self._windows.open(person, lambda page: sign_in(page, self.username_of(person)))

    def username_of(self, person: str) -> str:
        """Return the name under which this person signs in."""
        return self._world.people[person].username

    def register(self, document: Document) -> int:
        """The clerk registers a document; returns the record's id."""
        page = self.page_of("clerk")
        page.goto("/desk/")
        page.get_by_role("link", name="登记信息").click()
        page.get_by_label("信息名称").fill(document.title)
        page.get_by_label("文号").fill(document.number)
        page.get_by_label("生成日期").fill("2026年3月12日")
        page.get_by_label("内容概述").fill("规定二次供水设施的改造和维护。")
        page.get_by_label("正文").fill(document.text)
        whether = page.get_by_role("group", name="公开属性")
        whether.get_by_label(document.category, exact=True).check()
        page.get_by_role("group", name="公开时限").get_by_label(document.time_limit).check()
        page.locator("[name=ground_code]").select_option(document.ground)
        page.locator("[name=ground_reason]").fill(document.reason)
        if document.category == "不予公开":
            page.get_by_label("其中有无可以公开的部分？").select_option("impossible")
            page.locator("[name=split_reason]").fill("内容不可分割。")
        if document.is_normative:
            page.get_by_label("规范性文件（须经法制审核）").check()
        page.get_by_role("button", name="保存草稿").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(document.title)
        return int(page.url.rstrip("/").rsplit("/", 1)[-1])

    def propose(self, record_id: int) -> None:
        """The clerk proposes the draft."""
        page = self.page_of("clerk")
        page.goto(f"/desk/records/{record_id}/")
        page.get_by_role("link", name="提请审查").click()
        page.get_by_label("给审查人的说明").fill("已与文印稿核对。")
        page.get_by_role("button", name="提请审查").click()
        expect(page.get_by_text("已提请，下一步由保密审查员审查。")).to_be_visible()

    def decide(self, person: str, step: str, title: str, *, secret: str = PASSWORD) -> Page:
        """Somebody takes a step from their queue and signs it; returns the page that follows."""
        page = self.page_of(person)
        page.goto("/desk/")
        page.get_by_role("main").get_by_role("link", name=title, exact=True).click()
        page.get_by_role("main").get_by_role("link", name=step, exact=True).click()
        page.get_by_label(AGREE).check()
        page.get_by_label("意见").fill("审查无误。")
        self.sign(page, secret)
        return page

    def sign(self, page: Page, secret: str = PASSWORD) -> None:
        """Sign the decision that is filled in."""
        page.get_by_label("以密码或动态码签署").fill(secret)
        page.get_by_role("button", name="签署决定").click()

    def review(self, document: Document) -> None:
        """Reviewers and the person in charge agree, one after the other."""
        self.decide("reviewer", "保密审查", document.title)
        if document.is_normative:
            self.decide("legal", "法制审核", document.title)
        page = self.decide("leader", "审批", document.title)
        expect(page.get_by_text("已签署，下一环节人员将在待办中看到。")).to_be_visible()

    def release(self, record_id: int, button: str = "公开") -> None:
        """The clerk releases what was approved."""
        page = self.page_of("clerk")
        page.goto(f"/desk/records/{record_id}/")
        page.get_by_role("main").get_by_role("link", name="发布", exact=True).click()
        if (may_stay := page.locator("[name=earlier][value=keep]")).count():
            may_stay.check()
        page.get_by_role("button", name=button, exact=True).click()
        expect(page.get_by_text("已发布。")).to_be_visible()

    def bring_out(self, document: Document, button: str = "公开") -> int:
        """Go the whole way from the form to the release; returns the record's id."""
        record_id = self.register(document)
        self.propose(record_id)
        self.review(document)
        self.release(record_id, button)
        return record_id

    def begin_correction(self, record_id: int, *, text: str, note: str) -> None:
        """The clerk begins a new version and changes its text."""
        page = self.page_of("clerk")
        page.goto(f"/desk/records/{record_id}/")
        page.get_by_role("link", name="开始新版本").click()
        page.locator("[name=change_kind][value=correction]").check()
        page.get_by_label("拟变更内容及理由").fill(note)
        page.get_by_role("button", name="开始").click()
        page.locator("[name=text]").fill(text)
        page.get_by_role("button", name="保存草稿").click()
        expect(page.get_by_text("已保存为草稿。")).to_be_visible()

    def withdraw(self, record_id: int) -> None:
        """The clerk withdraws what is public."""
        page = self.page_of("clerk")
        page.goto(f"/desk/records/{record_id}/")
        page.get_by_role("link", name="撤回", exact=True).click()
        page.locator("[name=reason][value=privacy]").check()
        page.get_by_label("给第二人的说明").fill("附件中有居民电话。")
        page.get_by_role("button", name="立即撤回").click()
        expect(page.get_by_text("待第二人确认。")).to_be_visible()

    def confirm_withdrawal(self, title: str) -> None:
        """The person in charge confirms the withdrawal from the queue."""
        page = self.page_of("leader")
        page.goto("/desk/")
        page.get_by_role("main").get_by_role("link", name=title, exact=True).click()
        page.get_by_role("link", name="确认撤回").click()
        page.get_by_label("以密码或动态码签署").fill(PASSWORD)
        page.get_by_role("button", name="签署并确认").click()
        expect(page.get_by_text("已撤回，原处保留撤回说明。")).to_be_visible()

    def restore(self, title: str) -> None:
        """The secrecy reviewer puts the record back from the queue."""
        page = self.page_of("reviewer")
        page.goto("/desk/")
        page.get_by_role("main").get_by_role("link", name=title, exact=True).click()
        page.get_by_role("link", name="恢复公开").click()
        page.get_by_label("恢复理由").fill("核实无个人信息。")
        page.get_by_role("button", name="恢复公开").click()
        expect(page.get_by_text("已恢复，公众可再次查看。")).to_be_visible()
