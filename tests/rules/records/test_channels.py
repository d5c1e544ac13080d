"""References to disclosures in other forms: what they must say, and how they are written."""

import pytest

from gongkai.records.rules.channels import PARTS, Part, missing_parts, reference_of
from gongkai.records.rules.vocabulary import Form


@pytest.mark.parametrize(
    ("form", "details", "reference"),
    [
        (Form.GAZETTE, {"issue": "2026年第3期", "page": "12"}, "2026年第3期，第12页"),
        (Form.NEWSPAPER, {"name": "东川日报", "page": "2"}, "东川日报，第2版"),
        (Form.NEWSPAPER, {"name": "东川日报", "page": "A2版"}, "东川日报，A2版"),
        (
            Form.RADIO,
            {"name": "东川人民广播电台", "programme": "政风热线", "hour": "10:00"},
            "东川人民广播电台，《政风热线》，10:00",
        ),
        (Form.TELEVISION, {"name": "一套", "programme": "《新闻》"}, "一套，《新闻》"),
        (
            Form.READING_ROOM,
            {"place": "市图书馆三楼", "open": "周二至周日", "telephone": "0000-1234567"},
            "市图书馆三楼，周二至周日，电话：0000-1234567",
        ),
    ],
    ids=[
        "gazette",
        "newspaper",
        "page-in-words",
        "radio",
        "programme-in-brackets",
        "reading-room",
    ],
)
def test_a_reference_is_written_as_it_is_printed(
    form: Form, details: dict[str, str], reference: str
) -> None:
    assert missing_parts(form, details) == ()
    assert reference_of(form, details) == reference


def test_what_is_not_on_line_says_where_when_and_whom_to_ring() -> None:
    assert missing_parts(Form.READING_ROOM, {"place": "市图书馆", "open": " "}) == (
        Part.OPEN,
        Part.TELEPHONE,
    )


def test_every_form_but_the_website_is_entered_by_hand() -> None:
    assert set(PARTS) == set(Form) - {Form.WEBSITE}
    assert all(any(rule.is_required for rule in rules) for rules in PARTS.values())
