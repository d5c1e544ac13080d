"""What an applicant does on the portal, in Chinese, in a browser that runs no script."""

from dataclasses import dataclass

from playwright.sync_api import Page, expect

PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154"
    "78da63f8ffff3f0005fe02fe0def46b80000000049454e44ae426082"
)
"""A white point: the smallest picture that is one."""
PROOF = {"name": "身份证（正反面）.png", "mimeType": "image/png", "buffer": PICTURE}
NAME, IDENTITY = "蓝㛃", "11010519491231002X"
ASKED = "2025年度东河片区二次供水设施改造的资金安排、施工单位和验收结论"


@dataclass(frozen=True)
class Receipt:
    """What the applicant has written down."""

    number: str
    code: str


def go_on(page: Page, button: str = "保存并继续") -> None:
    """Press the button of the page."""
    page.get_by_role("main").get_by_role("button", name=button, exact=True).click()


def apply(page: Page, organ_id: int) -> Receipt:
    """Fill in the form from its first page to the last, and send it; returns what is shown."""
    fill_in(page, organ_id)
    expect(page.get_by_role("heading", level=1)).to_contain_text("核对")
    expect(page.get_by_role("main")).not_to_contain_text(IDENTITY)
    go_on(page, "提交申请")
    shown = page.locator(".portal-receipt__code")
    return Receipt(shown.nth(0).inner_text().strip(), shown.nth(1).inner_text().strip())


def fill_in(page: Page, organ_id: int) -> None:
    """Fill in the form from its first page to the last, up to the check."""
    page.goto(f"/apply/?organ={organ_id}")
    page.get_by_role("main").get_by_role("link", name="在线申请").click()
    page.locator("[name=applicant_kind][value=citizen]").check()
    go_on(page)
    page.locator("[name=name]").fill(NAME)
    page.locator("[name=identity_kind][value=identity_card]").check()
    page.locator("[name=identity_number]").fill(IDENTITY)
    go_on(page)
    page.locator("[name=address]").fill("云梦市明德路1号")
    page.locator("[name=telephone]").fill("0960-2345678")
    go_on(page)
    page.locator("[name=asked]").fill(ASKED)
    page.locator("[name=title]").fill("二次供水设施改造验收结论")
    go_on(page)
    if page.url.endswith("/public/"):
        page.get_by_role("link", name="继续申请").click()
    page.locator("[name=supply_way][value=online]").check()
    page.locator("[name=carrier][value=electronic]").check()
    go_on(page)
    page.locator("[name=proof]").set_input_files([PROOF])
    go_on(page)


def follow(page: Page, receipt: Receipt) -> None:
    """Open the case by number and query code, as they were written down."""
    page.goto("/track/")
    page.locator("[name=number]").fill(receipt.number.lower())
    page.locator("[name=code]").fill(receipt.code.replace("-", " "))
    page.get_by_role("main").locator("form button").first.click()
    expect(page.locator(".portal-number").first).to_have_text(receipt.number)


def correct(page: Page, answer: str) -> None:
    """Answer the points that the organ named."""
    page.goto("/track/case/correct/")
    page.locator("[name=answer]").fill(answer)
    page.get_by_role("main").locator("form button[type=submit]").first.click()


def download(page: Page, link: str) -> bytes:
    """Download by the link of this name; returns the bytes."""
    with page.expect_download() as taken:
        page.get_by_role("main").get_by_role("link", name=link).first.click()
    return taken.value.path().read_bytes()


def due_on_page(page: Page) -> tuple[str, dict[str, str], str]:
    """Return the last day that the explanation shows, its numbered days, and its whole text.

    The numbered days are the ISO dates by the number that each was counted as.
    """
    page.locator(".gk-why summary").first.click()
    rows = page.locator(".gk-derivation").first.locator("tbody tr")
    counted = {}
    for row in rows.all():
        number = row.locator("td").nth(1).inner_text().strip()
        if number.isdigit():
            counted[number] = row.locator("time").get_attribute("datetime") or ""
    last = counted[max(counted, key=int)]
    return last, counted, page.locator(".gk-why").first.inner_text()
