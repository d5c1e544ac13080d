"""Records that show what the release gate does: files of every kind, found, decided, redacted.

All of the office whose accounts the log-in page shows.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as clock_time

from gongkai.interfaces.cli.demo import papers
from gongkai.interfaces.cli.demo.acts import Office
from gongkai.interfaces.cli.demo.release_acts import attach, let_out, redact_attachment
from gongkai.interfaces.cli.demo.stories import Story
from gongkai.kernel import time
from gongkai.records.models import RecordVersion
from gongkai.records.rules.content import VersionContent
from gongkai.release.rules.findings import FindingKind

# Telephone, identity number and name: nobody's. 990101 is the region of no real place.
TELEPHONE, IDENTITY_NUMBER, PERSON = "13900002008", "990101199003070014", "欧阳青禾"
_BEHIND = (("姓名", "公民身份号码"), (PERSON, IDENTITY_NUMBER))
_GUIDE = (
    "申请人到政务服务大厅二楼窗口提交申请表和身份证明，工作人员当场核对。",
    "材料齐全的，五个工作日内办结，补贴于每月十日前发放到个人账户。",
)
_SUMS = (
    ("县区", "户数", "金额（万元）"),
    ("柳溪县", 126, 63),
    ("杏林县", 88, 44),
    ("城区", 240, 120),
)


@dataclass(frozen=True, slots=True)
class Showcases:
    """Tells the stories of these records."""

    office: Office
    today: date

    def tell(self) -> list[Story]:
        """Return every story."""
        return [
            self._published(),
            self._redacted(),
            self._with_hidden_sheet(),
            self._with_traces(),
            self._decided(),
            self._stuck(),
        ]

    def _published(self) -> Story:
        """Files of four kinds, all of them out."""
        title = "东河市困难群众取暖补贴发放情况公告"
        notice = papers.letter(title, ["补贴发放工作已经完成，各县区情况见附表。", *_GUIDE])
        sums = papers.table("发放汇总", _SUMS)
        sheet = papers.form(["困难群众取暖补贴申请表", "申请事项：", "申请日期："])
        yield self._at(40, 9)
        version = self._register(title, 41)
        for name, content, called in (
            ("公告.pdf", notice, "公告全文"),
            ("发放汇总表.xlsx", sums, "各县区发放汇总表"),
            ("申请表.docx", sheet, "取暖补贴申请表（样式）"),
            (
                "申请材料.zip",
                papers.archive({"申请表.docx": sheet, "办理说明.txt": "\n".join(_GUIDE).encode()}),
                "申请材料（打包下载）",
            ),
            ("张贴的公告.png", papers.scan(notice), "公告张贴件（扫描件）"),
        ):
            attach(self.office, version, name=name, content=content, title=called)
        let_out(self.office, version, reason="已打开扫描件逐页阅看，与公告全文一致。")
        yield from self._released(version, 39)

    def _redacted(self) -> Story:
        """A letter of which not everything is out; the text that is left can be read."""
        yield self._at(26, 10)
        title = "东河市老旧小区加装电梯补助审批结果"
        version = self._register(title, 27)
        lines = [
            f"申请代表人：{PERSON}，公民身份号码：{IDENTITY_NUMBER}，联系电话：{TELEPHONE}。",
            "明德路十八号三单元加装电梯一部，经现场查验合格，准予补助二十万元。",
        ]
        file = attach(
            self.office,
            version,
            name="审批结果通知书.pdf",
            content=papers.letter("加装电梯补助审批结果通知书", lines),
            title="审批结果通知书（已作区分处理）",
        )
        kinds = (FindingKind.IDENTITY_NUMBER, FindingKind.MOBILE, FindingKind.NAME)
        redact_attachment(self.office, version, file, kinds=kinds)
        yield from self._released(version, 25)

    def _with_hidden_sheet(self) -> Story:
        """A draft whose table has a sheet that nobody saw."""
        yield self._at(3, 9)
        version = self._register("东河市临时救助资金发放汇总", 4)
        attach(
            self.office,
            version,
            name="临时救助发放汇总.xlsx",
            content=papers.table("发放汇总", _SUMS, behind=_BEHIND),
            title="临时救助资金发放汇总表",
        )

    def _with_traces(self) -> Story:
        """A draft with a form that remembers what was struck out, and an archive of the same."""
        yield self._at(4, 14)
        version = self._register("东河市灵活就业社会保险补贴办事指南", 5)
        sheet = papers.form(
            ["灵活就业社会保险补贴申请表", *_GUIDE],
            struck=f"此前由{PERSON}代办，电话{TELEPHONE}。",
            remark="这一句请领导定。",
        )
        attach(self.office, version, name="申请表.docx", content=sheet, title="补贴申请表")
        packed = papers.archive({"申请表.docx": sheet, "名册.csv": _csv()})
        attach(self.office, version, name="附件.zip", content=packed, title="申请材料（打包）")

    def _decided(self) -> Story:
        """What was found is decided, and waits for its reviewer with the reasons."""
        yield self._at(5, 11)
        version = self._register("东河市公租房配租工作安排", 6)
        lines = [f"配租现场值班手机：{TELEPHONE}（工作时间）。", "选房顺序由现场公开抽签确定。"]
        content = papers.letter("公租房配租工作安排", lines)
        attach(self.office, version, name="工作安排.pdf", content=content, title="配租工作安排")
        let_out(self.office, version, reason="为配租现场对外公布的值班手机号码，不涉及个人隐私。")
        yield self._at(4, 10)
        self.office.propose(version)

    def _stuck(self) -> Story:
        """A file over which the examination died, to be tried again."""
        yield self._at(2, 15)
        version = self._register("东河市中心城区控制性详细规划图件", 3)
        picture = papers.scan(papers.letter("控制性详细规划图", ["图幅编号：DH-07。"]))
        attach(
            self.office,
            version,
            name="规划图（大幅面）.png",
            content=picture,
            title="控制性详细规划图",
            is_stuck=True,
        )

    def _register(self, title: str, days_ago: int) -> RecordVersion:
        generated_on = self.today - timedelta(days=days_ago)
        return self.office.register(
            VersionContent(
                title=title,
                summary=f"{title}，详见正文和附件。",
                text=f"{title}现予公布，具体情况见附件。\n\n东河市人民政府办公室",
                time_limit="long_term",
                generated_on=generated_on,
                category="voluntary",
                ground_code="ogi-2008/list-county-and-above",
                statutory_item="A09",
            )
        )

    def _released(self, version: RecordVersion, days_ago: int) -> Story:
        yield self._at(days_ago, 9)
        self.office.propose(version)
        self.office.review(version)
        self.office.approve(version)
        self.office.release(version)

    def _at(self, days_ago: int, hour: int) -> datetime:
        day = self.today - timedelta(days=days_ago)
        return datetime.combine(day, clock_time(hour, 20), tzinfo=time.local_zone())


def _csv() -> bytes:
    return "\n".join(",".join(row) for row in _BEHIND).encode()
