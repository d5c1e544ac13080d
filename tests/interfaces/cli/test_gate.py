"""`gongkai gate`: findings as a table and as JSON, with an exit code, without a database."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook

from gongkai.interfaces.cli.gate import gate

PHONE = "13800138000"
NUMBER = "11010519491231002X"


def _gate(*arguments: object) -> Result:
    return CliRunner().invoke(gate, [str(one) for one in arguments])


def _text(folder: Path, name: str, said: str) -> Path:
    path = folder / name
    path.write_text(said, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return a clean text, a text with a telephone, a workbook with a hidden sheet, and no PDF."""
    folder = tmp_path_factory.mktemp("gate")
    book = Workbook()
    sheet = book.active
    sheet.title = "公示"
    sheet.append(["序号", "事项"])
    hidden = book.create_sheet("底册")
    hidden.append(["姓名", "身份证号"])
    hidden.append(["王小明", NUMBER])
    hidden.sheet_state = "hidden"
    workbook = folder / "公示表.xlsx"
    book.save(workbook)
    return {
        "clean": _text(folder, "公告.txt", "湖区水位公告\n今日水位正常。\n"),
        "phone": _text(folder, "通知[1].txt", f"第一行\n联系人电话：{PHONE}\n"),
        "sheet": workbook,
        "broken": _text(folder, "扫描件.pdf", "这不是PDF"),
    }


def test_a_clean_file_is_clear(files: dict[str, Path]) -> None:
    said = _gate(files["clean"])

    assert (said.exit_code, "nothing found" in said.stdout) == (0, True)
    answer = json.loads(_gate(files["clean"], "--json").stdout)
    assert answer["clear"] is True
    assert answer["files"][0]["kind"] == "text"


def test_a_finding_has_kind_place_and_a_masked_excerpt(files: dict[str, Path]) -> None:
    said = _gate(files["phone"], "--json")

    assert said.exit_code == 1
    [file] = json.loads(said.stdout)["files"]
    assert [(one["kind"], one["place"]) for one in file["findings"]] == [("mobile", {"line": 2})]
    assert PHONE not in said.stdout


def test_the_table_is_for_people(files: dict[str, Path]) -> None:
    said = _gate(files["phone"])

    assert said.exit_code == 1
    assert "mobile" in said.stdout
    assert "line 2" in said.stdout
    assert "通知[1].txt" in said.stdout
    assert PHONE not in said.stdout


def test_a_hidden_sheet_of_a_workbook_is_found(files: dict[str, Path]) -> None:
    [file] = json.loads(_gate(files["sheet"], "--json").stdout)["files"]

    kinds = {one["kind"] for one in file["findings"]}
    assert {"hidden_sheet", "identity_number"} <= kinds
    assert NUMBER not in json.dumps(file)


def test_a_file_that_is_not_taken_says_why(files: dict[str, Path]) -> None:
    said = _gate(files["broken"], "--json")

    assert said.exit_code == 1
    assert json.loads(said.stdout)["files"][0]["problem"] == "not_what_it_says"
    assert "not taken: not what it says" in _gate(files["broken"]).stdout


def test_several_files_are_clear_only_together(files: dict[str, Path]) -> None:
    said = _gate(files["clean"], files["phone"], "--json")

    assert said.exit_code == 1
    assert [len(file["findings"]) for file in json.loads(said.stdout)["files"]] == [0, 1]


@pytest.mark.parametrize("arguments", [[], ["there-is-no-such-file.pdf"], ["--unknown"]])
def test_a_wrong_command_ends_with_two(arguments: list[str]) -> None:
    assert _gate(*arguments).exit_code == 2


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert _gate(tmp_path).exit_code == 2
