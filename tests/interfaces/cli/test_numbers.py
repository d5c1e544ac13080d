"""`gongkai number parse` and `gongkai index parse`."""

import json

import pytest
from click.testing import CliRunner, Result

from gongkai.interfaces.cli.index import index
from gongkai.interfaces.cli.number import number


def read_number(*arguments: str) -> Result:
    return CliRunner().invoke(number, ["parse", *arguments])


def read_index(*arguments: str) -> Result:
    return CliRunner().invoke(index, ["parse", *arguments])


def test_a_document_number_is_taken_apart() -> None:
    answer = json.loads(read_number("晋政发[2008]12号", "--json").stdout)
    assert answer == {
        "normalised": "晋政发〔2008〕12号",
        "document_mark": "晋政发",
        "year": 2008,
        "serial": 12,
        "kind": "letter",
        "warnings": [],
    }


def test_an_order_may_have_no_year() -> None:
    answer = json.loads(read_number("国令第711号", "--json").stdout)
    assert (answer["kind"], answer["year"], answer["serial"]) == ("order", None, 711)


def test_what_was_mended_is_noted() -> None:
    said = read_number("晋政发（2008）012").stdout
    assert said.startswith("晋政发〔2008〕12号\n")
    assert said.count("note:") == 2


@pytest.mark.parametrize("text", ["", "随便写的", "〔2008〕12号"])
def test_what_is_no_document_number_ends_with_2(text: str) -> None:
    answer = read_number(text, "--json")
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert "晋政发〔2008〕12号" in answer.stderr


def test_an_index_number_is_taken_apart() -> None:
    answer = json.loads(read_index("01527918X-2020-153077", "--json").stdout)
    assert answer == {
        "verbatim": "01527918X-2020-153077",
        "form": "hyphen",
        "organ_code": "01527918X",
        "class_code": "",
        "year": 2020,
        "serial": "153077",
        "warnings": [],
    }


def test_a_wrong_check_digit_warns_and_no_more() -> None:
    answer = read_index("000000001/2021-00151", "--json")
    assert answer.exit_code == 0
    assert json.loads(answer.stdout)["warnings"] == ["organisation-code-check-digit-wrong"]


def test_an_unknown_form_is_no_error() -> None:
    answer = read_index("某号第三", "--json")
    said = json.loads(answer.stdout)
    assert (answer.exit_code, said["form"], said["warnings"]) == (0, "unknown", ["unknown-form"])
    assert "not known" in read_index("某号第三").stdout


@pytest.mark.parametrize("text", ["", "  ", "X" * 81, "000014349/2016\0-00227", "a\nb", "\udcff"])
def test_what_can_be_no_index_number_ends_with_2(text: str) -> None:
    answer = read_index(text, "--json")
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert "TEXT" in answer.stderr
