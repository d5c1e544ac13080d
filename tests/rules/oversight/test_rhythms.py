"""The data of the rhythms fits the lists."""

from pathlib import Path

import pytest

from gongkai.oversight import shipped
from gongkai.oversight.rules.matrix import Rhythm
from gongkai.records.rules.statutory import cells_for, set_up_cell


@pytest.mark.parametrize("regime", ["ogi-2008", "ogi-2019"])
@pytest.mark.parametrize("level", ["national", "province", "city", "county", "township"])
def test_every_cell_of_every_level_has_a_rhythm(regime: str, level: str) -> None:
    codes = [cell.code for cell in cells_for(regime=regime, level=level)]

    assert set_up_cell(regime) in codes
    assert len(codes) == len(set(codes))
    assert all(code in shipped.rhythms()[regime] for code in codes)


def test_the_set_up_is_one_cell_and_always_there() -> None:
    for regime in ("ogi-2008", "ogi-2019"):
        assert shipped.rhythms()[regime][set_up_cell(regime)] is Rhythm.ONCE
    assert "S01" not in shipped.rhythms()["ogi-2019"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('regime = "ogi-2008"\n[items]\nA01 = "yearly"\n', "A02"),
        ('regime = "ogi-2008"\nmore = 1\n[items]\n', "more"),
    ],
    ids=["items missing", "unknown name"],
)
def test_a_file_that_does_not_fit_stops_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, said: str
) -> None:
    (tmp_path / "ogi-2008.toml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(shipped, "RHYTHM_FOLDER", tmp_path)

    with pytest.raises(shipped.RhythmDataRefused, match=said):
        shipped.rhythms.__wrapped__()
