"""Logs name what happened, never what people wrote."""

import json
import logging
import logging.config
from pathlib import Path

import pytest

from gongkai.kernel.embedded import logs

MARKER = "不得外泄"


@pytest.mark.parametrize(
    "text",
    [
        f"duplicate key\nDETAIL:  Key (title)=({MARKER}) already exists.",
        f'syntax error\nLINE 1: SELECT "{MARKER}"\n               ^',
        f"failed\nCONTEXT:  COPY record, line 1: {MARKER}\n\tand {MARKER}",
        f"connecting to postgresql://gongkai:{MARKER}@h:5432/d",
        f"password={MARKER} host=h",
        f"'token': '{MARKER}'",
    ],
)
def test_row_values_and_passwords_are_cut(text: str) -> None:
    cut = logs.without_row_values(text)
    assert MARKER not in cut
    assert cut.split()[0] == text.split()[0].split("=")[0] + ("=***" if "d=" in text else "")


def test_a_named_process_writes_one_object_a_line(tmp_path: Path) -> None:
    before = logging.getLogger().handlers[:]
    try:
        logging.config.dictConfig(dict(logs.configuration(tmp_path / "logs", process="web")))
        failure = ValueError(f"failed\nDETAIL: {MARKER}")
        found = logging.getLogger("django.request")
        found.error("Internal Server Error: %s", "/x", exc_info=failure)
    finally:
        for handler in logging.getLogger().handlers:
            handler.close()
        logging.getLogger().handlers[:] = before
    (line,) = (tmp_path / "logs" / "web.log").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["event"] == "Internal Server Error: /x"
    assert MARKER not in line


def test_grown_logs_are_moved_aside_and_the_oldest_are_dropped(tmp_path: Path) -> None:
    for number in range(logs.KEPT_FILES + 3):
        (tmp_path / "web.log").write_bytes(bytes([number]) * (logs.KEPT_BYTES + 1))
        logs.rotate(tmp_path)
    kept = sorted(path.name for path in tmp_path.iterdir())
    assert kept == [f"web.log.{number}" for number in range(1, logs.KEPT_FILES + 1)]
    newest = (tmp_path / "web.log.1").read_bytes()[:1]
    assert newest == bytes([logs.KEPT_FILES + 2])


def test_a_small_log_stays(tmp_path: Path) -> None:
    (tmp_path / "web.log").write_text("x", encoding="utf-8")
    logs.rotate(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["web.log"]
