"""What a version says: the nine elements, the category with its ground, and the digest of it all.

The digest is what reviewers and approvers bind themselves to, so its canonical form is fixed
here and never depends on a database or a language.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum

from gongkai.records.rules.counting import reader_length
from gongkai.records.rules.making import Making
from gongkai.records.rules.vocabulary import (
    Assembly,
    Category,
    ChangeKind,
    Form,
    HowObtained,
    SecrecyLevel,
    ServiceObject,
    Split,
    TimeLimit,
    Validity,
)

CANONICAL_FORM = "gongkai-record-version-1"
TITLE_LIMIT = 500
SUMMARY_LIMIT = 150
"""Characters of 内容概述 (Shanxi disclosure guide, element 4), counted as readers count them."""
SUMMARY_CODE_POINTS = 600
"""As much as is kept of a summary with all marks that readers do not count."""
MAKER_LIMIT, MOST_CO_MAKERS = 300, 50
REASON_LIMIT = 10_000
"""Characters of the reasons of a ground, which stand in one cell of a spreadsheet too."""
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
"""Days of a document that can be meant; what lies outside is a slip of the pen."""
_LIMITS = {
    "title": TITLE_LIMIT,
    "summary": SUMMARY_CODE_POINTS,
    "document_number": 120,
    "remark": 500,
    "keywords": 300,
    "genre": 20,
    "statutory_item": 8,
    "change_note": 500,
    "maker": MAKER_LIMIT,
    "lead_organ": MAKER_LIMIT,
    "ground_reason": REASON_LIMIT,
    "split_reason": 1000,
}
# A validity changes when another document is issued, long after this one was approved; it has
# its own audited operation and is no part of what the approvals are bound to.
_OUTSIDE_THE_DIGEST = frozenset({"validity"})
_ADDED_LATER: Mapping[str, object] = {
    "assembly": Assembly.NONE.value,
    "service_object": ServiceObject.NONE.value,
    "how_obtained": HowObtained.MADE.value,
    "maker": "",
    "co_makers": (),
    "lead_organ": "",
    "secrecy_level": SecrecyLevel.NONE.value,
    "split": Split.NOT_ASKED.value,
    "split_reason": "",
    "change_kind": ChangeKind.NONE.value,
    "files": (),
}
"""Elements that versions of an earlier time did not have, with the value that says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachedFile:
    """An attachment as it is part of what a version says; its bytes by their SHA-256."""

    name: str
    title: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionContent:
    """The elements of one version as values; organ and index number belong to the record."""

    title: str
    summary: str
    text: str = ""
    time_limit: str = TimeLimit.LONG_TERM.value
    forms: tuple[str, ...] = (Form.WEBSITE.value,)
    generated_on: date
    document_number: str = ""
    remark: str = ""
    theme_code: str = ""
    keywords: str = ""
    genre: str = ""
    is_normative: bool = False
    validity: str = Validity.NONE.value
    effective_on: date | None = None
    expires_on: date | None = None
    category: str = Category.UNDETERMINED.value
    ground_code: str = ""
    ground_reason: str = ""
    statutory_item: str = ""
    change_note: str = ""
    history: tuple[str, ...] = ()
    assembly: str = Assembly.NONE.value
    service_object: str = ServiceObject.NONE.value
    how_obtained: str = HowObtained.MADE.value
    maker: str = ""
    """Who made it, as printed, where that is not the organ itself."""
    co_makers: tuple[str, ...] = ()
    """Whom it was made with, as printed."""
    lead_organ: str = ""
    """Who led the making of what several made, as printed; it discloses (2019 art. 10)."""
    secrecy_level: str = SecrecyLevel.NONE.value
    split: str = Split.NOT_ASKED.value
    split_reason: str = ""
    change_kind: str = ChangeKind.NONE.value
    files: tuple[AttachedFile, ...] = ()
    """In their order; changed by the operations on attachments alone."""

    @property
    def making(self) -> Making:
        """By whom it was made and how the organ came to hold it."""
        return Making(
            how_obtained=self.how_obtained,
            maker=self.maker,
            co_makers=self.co_makers,
            lead_organ=self.lead_organ,
        )

    def canonical(self) -> str:
        """Return the content as one JSON text: sorted keys, no spaces, ISO dates, UTF-8.

        What came to the elements later is left out where it says nothing: old digests stay true.
        """
        plain = {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in asdict(self).items()
            if name not in _OUTSIDE_THE_DIGEST and not _says_nothing(name, value)
        }
        plain["format"] = CANONICAL_FORM
        return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def digest(self) -> str:
        """Return the SHA-256 of the canonical form, 64 hexadecimal digits."""
        return hashlib.sha256(self.canonical().encode()).hexdigest()


def _says_nothing(name: str, value: object) -> bool:
    return name in _ADDED_LATER and value == _ADDED_LATER[name]


class Fault(StrEnum):
    """What is wrong with an element."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    NOT_IN_LIST = "not_in_list"
    BEFORE_ITS_START = "before_its_start"
    UNDETERMINED = "undetermined"
    NO_GROUND = "no_ground"
    NO_REASON = "no_reason"
    NO_TEXT = "no_text"
    NO_FORM = "no_form"
    LIMIT_AND_CATEGORY_DISAGREE = "limit_and_category_disagree"
    NO_CHANGE_NOTE = "no_change_note"
    IN_THE_FUTURE = "in_the_future"
    NO_SUCH_DAY = "no_such_day"
    NO_MAKER = "no_maker"
    NO_CO_MAKERS = "no_co_makers"
    NO_LEAD_ORGAN = "no_lead_organ"


def shape_faults(content: VersionContent, *, today: date) -> Mapping[str, Fault]:
    """Return what keeps the content from being kept at all, by field; empty when nothing does.

    Title and summary are required from the start, the lists are closed, the lengths are fixed
    (Shanxi disclosure guide, elements 2 to 7), and no category stands without its ground (P1).
    """
    faults = dict.fromkeys(_too_long(content), Fault.TOO_LONG)
    faults.update(
        {field: Fault.MISSING for field in ("title", "summary") if not getattr(content, field)}
    )
    faults.update(dict.fromkeys(_outside_the_lists(content), Fault.NOT_IN_LIST))
    faults.update(dict.fromkeys(_impossible_days(content), Fault.NO_SUCH_DAY))
    if today < content.generated_on <= LAST_DAY:
        faults["generated_on"] = Fault.IN_THE_FUTURE
    if content.category != Category.UNDETERMINED and not content.ground_code:
        faults["ground_code"] = Fault.NO_GROUND
    if (
        content.expires_on is not None
        and content.effective_on is not None
        and content.expires_on < content.effective_on
    ):
        faults["expires_on"] = Fault.BEFORE_ITS_START
    return faults


def _too_long(content: VersionContent) -> list[str]:
    fields = [field for field, limit in _LIMITS.items() if len(getattr(content, field)) > limit]
    if reader_length(content.summary) > SUMMARY_LIMIT:
        fields.append("summary")
    makers = content.co_makers
    if len(makers) > MOST_CO_MAKERS or any(len(name) > MAKER_LIMIT for name in makers):
        fields.append("co_makers")
    return fields


def _impossible_days(content: VersionContent) -> list[str]:
    days = ("generated_on", "effective_on", "expires_on")
    said = {field: getattr(content, field) for field in days}
    return [
        field for field, day in said.items() if day is not None and not FIRST_DAY <= day <= LAST_DAY
    ]


def _outside_the_lists(content: VersionContent) -> list[str]:
    lists: tuple[tuple[str, tuple[str, ...], type[StrEnum]], ...] = (
        ("time_limit", (content.time_limit,), TimeLimit),
        ("forms", content.forms, Form),
        ("validity", (content.validity,), Validity),
        ("category", (content.category,), Category),
        ("assembly", (content.assembly,), Assembly),
        ("service_object", (content.service_object,), ServiceObject),
        ("how_obtained", (content.how_obtained,), HowObtained),
        ("secrecy_level", (content.secrecy_level,), SecrecyLevel),
        ("split", (content.split,), Split),
        ("change_kind", (content.change_kind,), ChangeKind),
    )
    return [
        field
        for field, values, allowed in lists
        if any(value not in {member.value for member in allowed} for value in values)
    ]


def proposal_faults(content: VersionContent, *, is_first: bool, today: date) -> Mapping[str, Fault]:
    """Return what keeps the content from being proposed for release, by field.

    On top of the shape: the category is decided (P2), an exemption gives its reasons (P1),
    voluntary information says in which form and, on a website, what; a later version says why;
    what was not made by the organ alone says by whom it was made.
    """
    faults = dict(shape_faults(content, today=today))
    if content.category == Category.UNDETERMINED:
        faults["category"] = Fault.UNDETERMINED
    if content.category == Category.EXEMPT and not content.ground_reason:
        faults["ground_reason"] = Fault.NO_REASON
    if content.category == Category.VOLUNTARY:
        faults.update(_faults_of_voluntary(content))
    if _limit_disagrees(content):
        faults["time_limit"] = Fault.LIMIT_AND_CATEGORY_DISAGREE
    if not is_first and not content.change_note:
        faults["change_note"] = Fault.NO_CHANGE_NOTE
    faults.update(_faults_of_making(content))
    return faults


def _faults_of_making(content: VersionContent) -> Mapping[str, Fault]:
    """Return what is not said of who made it; who discloses it follows from it (2019 art. 10)."""
    if content.how_obtained == HowObtained.MADE_TOGETHER:
        lacking = {
            "co_makers": (content.co_makers, Fault.NO_CO_MAKERS),
            "lead_organ": (content.lead_organ, Fault.NO_LEAD_ORGAN),
        }
        return {field: fault for field, (said, fault) in lacking.items() if not said}
    is_others = content.how_obtained in {HowObtained.FROM_PEOPLE, HowObtained.FROM_ORGAN}
    return {"maker": Fault.NO_MAKER} if is_others and not content.maker else {}


def _faults_of_voluntary(content: VersionContent) -> Mapping[str, Fault]:
    if not content.forms:
        return {"forms": Fault.NO_FORM}
    if Form.WEBSITE.value in content.forms and not content.text:
        return {"text": Fault.NO_TEXT}
    return {}


def _limit_disagrees(content: VersionContent) -> bool:
    on_application = content.category == Category.ON_APPLICATION
    decided = on_application or content.category == Category.VOLUNTARY
    return decided and on_application != (content.time_limit == TimeLimit.ON_APPLICATION)
