"""Forgetting what nobody comes back for: unfinished uploads, and what killed workers left."""

import os
import shutil
import tempfile
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from gongkai.kernel import time
from gongkai.release.models import Upload
from gongkai.release.spools import SpoolBusy, SpoolGone, forget_spool, locked_spool, spools_folder

WORKING_FOLDERS = "gongkai-*-*"
"""Where papers, layers, clean copies and tasks apart are made, in the folder for such things."""
LONGEST_WORK = timedelta(hours=2)
"""No task may take as long; who left a folder then was killed."""
KEPT_FOR = timedelta(days=2)
"""How long an upload waits for its next piece."""


def forget_old_uploads() -> int:
    """Forget the open uploads that got nothing for KEPT_FOR, and spools without one.

    Returns how many uploads were forgotten. What is complete stays.
    """
    rows = Upload.objects.filter(state=Upload.State.OPEN, touched_at__lt=time.now() - KEPT_FOR)
    keys = list(rows.order_by("pk").values_list("key", flat=True))
    forgotten = sum(_forget_if_old(key) for key in keys)
    _forget_orphans()
    return forgotten


def forget_left_folders() -> int:
    """Remove the working folders of workers that were killed; return how many.

    They may hold pages of which not all may leave the house, readable by this account alone.
    """
    late = time.now() - LONGEST_WORK
    folders = [
        folder
        for folder in Path(tempfile.gettempdir()).glob(WORKING_FOLDERS)
        if folder.is_dir() and not folder.is_symlink() and _touched_before(folder, late)
    ]
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
    return len(folders)


def _touched_before(folder: Path, moment: datetime) -> bool:
    try:
        found = folder.stat()
    except FileNotFoundError:
        return False
    return found.st_uid == os.getuid() and found.st_mtime < moment.timestamp()


def _forget_if_old(key: UUID) -> bool:
    with suppress(SpoolBusy):
        try:
            with locked_spool(key):
                return _forget(key)
        except SpoolGone:
            return _forget(key)
    return False


def _forget(key: UUID) -> bool:
    # Asked again: a piece may have come in since it was found.
    rows = Upload.objects.filter(key=key, state=Upload.State.OPEN)
    count, _by_table = rows.filter(touched_at__lt=time.now() - KEPT_FOR).delete()
    if count:
        forget_spool(key)
    return bool(count)


def _forget_orphans() -> None:
    """Remove what a crash left behind: spools of no open upload, halves of plain forms."""
    open_keys = Upload.objects.filter(state=Upload.State.OPEN).values_list("key", flat=True)
    wanted = {key.hex for key in open_keys}
    for spool in spools_folder().iterdir():
        if spool.name not in wanted and _is_old(spool):
            spool.unlink(missing_ok=True)


def _is_old(spool: Path) -> bool:
    try:
        touched = spool.stat().st_mtime
    except FileNotFoundError:
        return False
    return touched < (time.now() - KEPT_FOR).timestamp()
