"""Facts of letters, whole and invented, in the words of both texts of the Regulations. Pure."""

from dataclasses import replace
from datetime import date, timedelta

from gongkai.letters.rules.facts import (
    REPLY_KINDS,
    AnsweredItem,
    CaseFacts,
    Contact,
    CorrectionFacts,
    CountedDay,
    ExtensionFacts,
    Facts,
    LetterKind,
    ReceiptFacts,
    ReplyFacts,
)

REGIMES = ("ogi-2008", "ogi-2019")
TITLES = {
    "ogi-2008": "《中华人民共和国政府信息公开条例》（2007年国务院令第492号）",
    "ogi-2019": "《中华人民共和国政府信息公开条例》（2019年国务院令第711号修订）",
}
ARTICLES = {
    "ogi-2008": {
        LetterKind.RECEIPT: "第二十四条第二款",
        LetterKind.CORRECTION: "第二十一条第四项",
        LetterKind.EXTENSION: "第二十四条第二款",
        LetterKind.GRANTED: "第二十一条第一项",
        LetterKind.PARTLY_GRANTED: "第二十二条",
        LetterKind.REFUSED: "第十四条第四款",
        LetterKind.ALREADY_PUBLIC: "第二十一条第一项",
        LetterKind.NOT_HELD: "第二十一条第三项",
        LetterKind.NOT_THIS_ORGAN: "第二十一条第三项",
        LetterKind.NOT_HANDLED: "第二十一条第四项",
    },
    "ogi-2019": {
        LetterKind.RECEIPT: "第三十三条第二款",
        LetterKind.CORRECTION: "第三十条",
        LetterKind.EXTENSION: "第三十三条第二款",
        LetterKind.GRANTED: "第三十六条第二项",
        LetterKind.PARTLY_GRANTED: "第三十七条",
        LetterKind.REFUSED: "第三十六条第三项、第十五条",
        LetterKind.ALREADY_PUBLIC: "第三十六条第一项",
        LetterKind.NOT_HELD: "第三十六条第四项",
        LetterKind.NOT_THIS_ORGAN: "第三十六条第五项",
        LetterKind.NOT_HANDLED: "第三十六条第六项",
    },
}
OUTCOMES = {
    LetterKind.GRANTED: "予以公开",
    LetterKind.PARTLY_GRANTED: "部分公开",
    LetterKind.REFUSED: "不予公开（第三方合法权益）",
    LetterKind.ALREADY_PUBLIC: "予以公开（已主动公开）",
    LetterKind.NOT_HELD: "无法提供（本机关不掌握相关政府信息）",
    LetterKind.NOT_THIS_ORGAN: "无法提供（不属于本机关负责公开）",
    LetterKind.NOT_HANDLED: "不予处理（重复申请）",
}
WEEKDAYS = "一二三四五六日"
DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0bb822cd15d6c15b0f00a08"[:64]
ASKED = "云梦省2025年城乡居民大病保险资金筹集、使用和结余情况"


def case_facts(regime: str = "ogi-2008", **changes: object) -> CaseFacts:
    """Return what every letter says of its case."""
    facts = CaseFacts(
        application_number="YM-2026-000123",
        addressee="张镕堃",
        is_organisation=False,
        submitted_on=date(2026, 3, 14),
        received_on=date(2026, 3, 16),
        asked=ASKED,
        regime_title=TITLES[regime],
        contact=Contact(
            office="云梦省卫生厅政府信息公开办公室",
            address="云梦省青石市学府路8号",
            telephone="0960-8765432",
            email="xxgk@wst.yunmeng.example",
            postcode="960001",
        ),
    )
    return replace(facts, **changes)


def counted_days(first: date = date(2026, 3, 16), working_days: int = 15) -> tuple[CountedDay, ...]:
    """Return a derivation over plain weeks with one holiday of three days from 4 April 2026."""
    lines = [CountedDay(on=first, weekday=_weekday(first), meaning="收到申请之日，不计入")]
    on, number = first, 0
    while number < working_days:
        on += timedelta(days=1)
        holiday = date(2026, 4, 4) <= on <= date(2026, 4, 6)
        if holiday or on.weekday() > 4:
            meaning = "法定节假日 · 清明节" if holiday else "休息日"
            lines.append(CountedDay(on=on, weekday=_weekday(on), meaning=meaning))
            continue
        number += 1
        meaning = "期限届满日" if number == working_days else "计入"
        lines.append(CountedDay(on=on, weekday=_weekday(on), meaning=meaning, number=number))
    return tuple(lines)


def _weekday(on: date) -> str:
    return "星期" + WEEKDAYS[on.weekday()]


def receipt_facts(regime: str = "ogi-2008") -> ReceiptFacts:
    """Return the facts of a receipt."""
    working_days = 15 if regime == "ogi-2008" else 20
    counted = counted_days(working_days=working_days)
    return ReceiptFacts(
        case=case_facts(regime),
        working_days=working_days,
        due_on=counted[-1].on,
        provisional=regime == "ogi-2019",
        article=ARTICLES[regime][LetterKind.RECEIPT],
        supply="网上下载",
        enclosures=("身份证复印件.pdf", "授权委托书.pdf"),
        digest=DIGEST,
        counted=counted,
    )


def correction_facts(regime: str = "ogi-2008") -> CorrectionFacts:
    """Return the facts of a request for correction."""
    late = regime == "ogi-2008"
    return CorrectionFacts(
        case=case_facts(regime),
        points=(
            "请写明所需信息的文件名称、文号，或者便于本机关查询的其他特征描述",
            "“有关材料”一语所指不明，请说明所需材料的制作机关和时间",
            "请补充提供有效身份证明的正反两面",
        ),
        answer_by=date(2026, 3, 31),
        article=ARTICLES[regime][LetterKind.CORRECTION],
        clock_effect="自本告知书发出之日起至收到补正内容之日止的时间，不计入答复期限。"
        if late
        else "本机关的答复期限自收到补正内容之日起计算。",
        silence_effect="无正当理由逾期不补正的，视为放弃申请，本机关不再处理该申请。",
    )


def extension_facts(regime: str = "ogi-2008") -> ExtensionFacts:
    """Return the facts of a notice of extension."""
    return ExtensionFacts(
        case=case_facts(regime),
        reason="申请内容涉及全省14个设区的市的数据，需要逐一核实汇总",
        working_days=15 if regime == "ogi-2008" else 20,
        old_due_on=date(2026, 4, 7),
        new_due_on=date(2026, 4, 28) if regime == "ogi-2008" else date(2026, 5, 7),
        provisional=regime == "ogi-2019",
        article=ARTICLES[regime][LetterKind.EXTENSION],
        approved_by="李喆（由王㛃代理）",
    )


def answered_item(kind: LetterKind, regime: str = "ogi-2008") -> AnsweredItem:
    """Return one item as a reply of the kind answers it, every field of it filled that fits."""
    item = AnsweredItem(
        asked=ASKED,
        outcome=OUTCOMES[kind],
        legal_text=f"根据{TITLES[regime]}{ARTICLES[regime][kind]}的规定，作出上述处理",
    )
    return replace(item, **_MORE.get(kind, {}))


_MORE: dict[LetterKind, dict[str, str]] = {
    LetterKind.GRANTED: {"where": "见所附文件第3页至第9页"},
    LetterKind.PARTLY_GRANTED: {
        "reasons": "其中参保人姓名、住址和账户属于公开后会侵犯第三方合法权益的信息，已作遮盖",
        "where": "见所附文件，遮盖处以黑色标示",
    },
    LetterKind.REFUSED: {
        "reasons": "该信息涉及第三方的商业秘密，经书面征求意见，第三方不同意公开，"
        "且不公开不会对公共利益造成重大影响"
    },
    LetterKind.ALREADY_PUBLIC: {
        "where": "云梦省政府信息公开平台，索引号960000003-01-2026-0012，网址：https://gk.yunmeng.example/records/960000003-01-2026-0012"
    },
    LetterKind.NOT_HELD: {
        "search_note": "2026年3月20日，本机关办公室经办人赵某以“大病保险”“结余”为关键词，"
        "检索了公文处理系统（2024年至2026年）和综合档案室第37号全宗，均未查得"
    },
    LetterKind.NOT_THIS_ORGAN: {
        "competent_organ": "云梦省医疗保障局",
        "competent_contact": "云梦省青石市湖滨路21号，电话0960-7654321",
    },
    LetterKind.NOT_HANDLED: {
        "reasons": "您于2026年1月8日就相同内容提出的申请，"
        "本机关已于2026年1月29日答复（云卫公开复〔2026〕3号）"
    },
}


def reply_facts(kind: LetterKind, regime: str = "ogi-2008") -> ReplyFacts:
    """Return the facts of a reply of the kind."""
    given = kind in (LetterKind.GRANTED, LetterKind.PARTLY_GRANTED)
    refused = kind in (LetterKind.REFUSED, LetterKind.PARTLY_GRANTED)
    review = "自收到本答复之日起60日内向云梦省人民政府申请行政复议"
    first = f"应当先{review}，对行政复议决定不服的，再自收到决定书之日起15日内"
    either = f"可以{review}，或者自收到本答复之日起6个月内"
    return ReplyFacts(
        case=case_facts(regime),
        outcome=OUTCOMES[kind],
        items=(answered_item(kind, regime),),
        supply="网上下载（凭申请编号和查询码）",
        enclosures=("2025年城乡居民大病保险资金收支情况表",) if given else (),
        remedy=f"如对本答复不服，{first if refused else either}依法向人民法院提起行政诉讼。",
        complaint="认为本机关在政府信息公开工作中侵犯您合法权益的，可以向云梦省人民政府办公厅投诉、举报。"
        if regime == "ogi-2019"
        else "",
    )


def facts_for(kind: LetterKind, regime: str = "ogi-2008") -> Facts:
    """Return facts of any kind of letter under a text of the Regulations."""
    if kind in REPLY_KINDS:
        return reply_facts(kind, regime)
    if kind is LetterKind.RECEIPT:
        return receipt_facts(regime)
    if kind is LetterKind.CORRECTION:
        return correction_facts(regime)
    return extension_facts(regime)
