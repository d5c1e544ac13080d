"""Regimes: the numbers of the two texts, and bad data refused by place."""

from datetime import date

import pytest

from gongkai.clock.rules.broken import RegimeDataRefused
from gongkai.clock.rules.counting import Amount
from gongkai.clock.rules.regimes import (
    ReplyClock,
    Silence,
    check_regimes,
    regime_from,
    regime_in_force,
)
from gongkai.clock.shipped import regimes

OLD, NEW = regimes()["ogi-2008"], regimes()["ogi-2019"]


@pytest.mark.parametrize(
    ("key", "old", "new"),
    [
        ("publish", 20, 20),
        ("reply", 15, 20),
        ("correction_notice", 10, 7),
        ("third_party", 10, 15),
        ("confirm_withdrawal", 1, 1),
    ],
)
def test_the_amounts_of_both_texts(key: str, old: int, new: int) -> None:
    assert (OLD.limit(key).amount, NEW.limit(key).amount) == (Amount(old), Amount(new))


def test_extensions_once_and_by_the_limit_itself() -> None:
    for regime, amount, article in ((OLD, 15, "24"), (NEW, 20, "33")):
        extension = regime.limit("reply").extension
        assert extension is not None
        assert (extension.amount, extension.times, extension.article) == (amount, 1, article)


def test_what_silence_means_differs() -> None:
    assert OLD.limit("third_party").silence is Silence.REFUSES
    assert NEW.limit("third_party").silence is Silence.ORGAN_DECIDES
    assert NEW.limit("co_maker").silence is Silence.AGREES
    assert "co_maker" not in OLD.limits


def test_correction_pauses_in_one_text_and_restarts_in_the_other() -> None:
    assert OLD.limit("correction").reply_clock is ReplyClock.PAUSES
    assert NEW.limit("correction").reply_clock is ReplyClock.RESTARTS


def test_an_officer_fixes_what_has_no_amount() -> None:
    assert NEW.limit("delayed_reply").amount is None
    assert NEW.limit("correction").amount is None


@pytest.mark.parametrize(
    ("day", "regime"),
    [
        (date(2008, 4, 30), None),
        (date(2008, 5, 1), "ogi-2008"),
        (date(2019, 5, 14), "ogi-2008"),
        (date(2019, 5, 15), "ogi-2019"),
        (date(2026, 11, 22), "ogi-2019"),
    ],
)
def test_the_text_in_force_on_a_day(day: date, regime: str | None) -> None:
    found = regime_in_force(regimes().values(), day)
    assert (found.id if found else None) == regime


def _data() -> dict[str, object]:
    limit = {"amount": 1, "unit": "working_days", "basis": "text", "article": "1", "meaning": "m"}
    keys = ("publish", "reply", "correction_notice", "correction", "third_party", "delayed_reply",
            "confirm_withdrawal")  # fmt: skip
    return {
        "id": "x", "title": "X", "title_zh": "X", "in_force_from": date(2030, 1, 1),
        "counting_from": "day_after_receipt", "limits": {key: dict(limit) for key in keys},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("place", "name", "value", "message"),
    [
        ((), "in_force_from", "2030", "x.toml: in_force_from must be a date"),
        ((), "title", " ", "x.toml: title must be text"),
        ((), "colour", "red", "x.toml: colour is not known here"),
        ((), "counting_from", "receipt", "counting_from must be one of day_after_receipt"),
        (("limits", "reply"), "amount", 0, "limits: reply: amount must be a whole number"),
        (("limits", "reply"), "amount", True, "limits: reply: amount must be a whole number"),
        (("limits", "reply"), "unit", "weeks", "limits: reply: unit must be one of working_days"),
        (("limits", "reply"), "silence", "maybe", "limits: reply: silence must be one of"),
        (("limits", "reply"), "extension", 15, "limits: reply: extension must be a table"),
        (("limits", "reply"), "article", "", "limits: reply: article must be text"),
    ],
)
def test_bad_data_is_refused_and_the_place_named(
    place: tuple[str, ...], name: str, value: object, message: str
) -> None:
    data = _data()
    table = data
    for key in place:
        found = table[key]
        assert isinstance(found, dict)
        table = found
    table[name] = value
    with pytest.raises(RegimeDataRefused, match=message):
        regime_from(data, where="x.toml")


def test_a_regime_without_a_required_limit_is_refused() -> None:
    data = _data()
    data["limits"] = {}
    with pytest.raises(RegimeDataRefused, match=r"limits\.publish is missing"):
        regime_from(data, where="x.toml")


def test_two_texts_cannot_be_in_force_on_one_day() -> None:
    check_regimes([NEW, OLD])
    with pytest.raises(RegimeDataRefused, match="overlap"):
        check_regimes([OLD, NEW, regime_from(_data(), where="x.toml")])
