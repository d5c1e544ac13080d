"""Telling what nobody has looked into yet from what is known against something, and asking for it.

New rules of the gate and a scanner that was just set up leave files that are out without an
answer: that is no finding.
"""

from django.db import transaction

from gongkai.release.operations.examining import ask_examination
from gongkai.release.operations.scanning import SCAN, ask_scan
from gongkai.release.queries.reports import GateReport, ItemReport
from gongkai.release.queued import queued_for
from gongkai.release.rules.doors import Obstacle, ScanState


def is_only_awaited(report: GateReport) -> bool:
    """Say whether all that holds it back is an answer that has not come yet."""
    return not report.is_clear and all(
        _is_awaited(item, obstacle) for item in report.items for obstacle in item.obstacles
    )


def ask_for_awaited(report: GateReport) -> None:
    """Have examined and scanned what has no answer yet; what is queued is not queued twice."""
    files = [item for item in report.items if not item.is_text]
    unscanned = {item.digest for item in files if item.scan is ScanState.UNSCANNED}
    with transaction.atomic():
        for item in files:
            if item.examination_id is None:
                ask_examination(digest=item.digest, name=item.name)
        for digest in sorted(unscanned - queued_for(SCAN, "digest", unscanned)):
            ask_scan(digest=digest)


def _is_awaited(item: ItemReport, obstacle: Obstacle) -> bool:
    if obstacle is Obstacle.UNSCANNED:
        # A scan that failed is an answer, and may be the only one that ever comes.
        return item.scan is ScanState.UNSCANNED
    return obstacle is Obstacle.NOT_EXAMINED
