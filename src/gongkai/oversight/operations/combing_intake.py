"""Taking in the backlog of an organ from tables: sent, read apart, looked at, then taken over.

Nothing becomes an item before somebody has looked at what was read and says so. A job that is
killed goes on where it stopped: rows are taken over in batches, and no row twice.
"""

from datetime import date
from io import SEEK_END
from pathlib import Path
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongkai.audit.operations import record_entry
from gongkai.kernel import time
from gongkai.kernel.files import store_file
from gongkai.kernel.refusals import NotFound, Refusal
from gongkai.kernel.types import Actor, Role
from gongkai.organs.access import acting_person, require_own_organ
from gongkai.organs.operations.merging import require_not_merged
from gongkai.oversight.combing_reading import ReadTable, marked_lines, read_table
from gongkai.oversight.combing_waiting import ask
from gongkai.oversight.models import (
    CombingCampaign,
    CombingIntake,
    CombingIntakeRow,
    CombingItem,
)
from gongkai.oversight.operations.combing_campaigns import running_campaign
from gongkai.oversight.rules.combing import IntakeState
from gongkai.oversight.rules.combing_table import LARGEST_FILE, day_from
from gongkai.records.models import Ground
from gongkai.release.first_look import laid_out, says_it_is_secret
from gongkai.release.operations.scanning import ask_scan
from gongkai.release.rules.heads import mark_at_head
from gongkai.release.rules.names import clean_name, ending_of, problem_of_name
from gongkai.release.tables import NotLookedThrough
from gongkai.release.wording import problem_text

ENDINGS = ("xlsx", "csv")
READ_AT_ONCE = 100_000
"""Bytes up to which a table is read while its sender waits; larger ones are read by a job."""
TAKEN_AT_ONCE = 500
"""Rows up to which a table is taken over while its sender waits."""
_BATCH = 500
_LINES_NAMED = 20
FIELD = "table"


class TableNotTaken(Refusal):
    """The file cannot be a table of a backlog."""


class TableMarkedSecret(Refusal):
    """The table says of itself, or of one of its rows, that it is secret; nothing of it is kept."""


class IntakeNotSo(Refusal):
    """What became of the table does not allow this any more."""


def send_table(
    *, actor: Actor, campaign_id: int, organ_id: int, name: str, stream: BinaryIO
) -> CombingIntake:
    """Keep a table (XLSX, CSV) that the organ's clerk sends, and have it read.

    A small one is read when this returns, for a large one a job is queued. What bears a mark of
    secrecy is not kept. Raises NotAllowed, NotFound, CampaignNotSo, TableNotTaken,
    TableMarkedSecret, WasMerged.
    """
    require_own_organ(actor, Role.CLERK, organ_id=organ_id)
    running_campaign(campaign_id, organ_id=organ_id)
    size = _require_table(name, stream)
    _require_unmarked(name, stream)
    stored = store_file(stream)
    with transaction.atomic():
        require_not_merged([organ_id])
        intake = CombingIntake.objects.create(
            campaign_id=campaign_id,
            organ_id=organ_id,
            name=clean_name(name),
            stored=stored,
            sent_by_id=acting_person(actor),
            sent_at=time.now(),
        )
        _trail(actor, "send_table", intake, {"digest": stored.digest})
        ask_scan(digest=stored.digest)
        if size > READ_AT_ONCE:
            ask(IntakeState.WAITING, intake_id=intake.pk)
    if size <= READ_AT_ONCE:
        read_intake(intake_id=intake.pk)
        intake.refresh_from_db()
    return intake


def read_intake(*, intake_id: int) -> None:
    """Read a table that waits, and keep what stands in its rows; nothing where that was done."""
    intake = CombingIntake.objects.select_related("campaign").filter(pk=intake_id).first()
    if intake is None or intake.state != IntakeState.WAITING:
        return
    # Outside of any transaction: a hostile file may take a minute.
    found = read_table(intake.stored_id, intake.name, intake.campaign, intake.organ_id)
    with transaction.atomic():
        # The campaign first and the table second, as where the campaign is altered.
        campaign = CombingCampaign.objects.select_for_update(no_key=True).get(pk=intake.campaign_id)
        locked = CombingIntake.objects.select_for_update().get(pk=intake_id)
        if locked.state != IntakeState.WAITING:
            return
        read_by = (*_period(intake.campaign), intake.organ_id)
        if (*_period(campaign), locked.organ_id) == read_by:
            _keep(locked, found)
        else:
            # The period was altered meanwhile, or the organ merged into another.
            ask(IntakeState.WAITING, intake_id=intake_id)


def take_intake(*, actor: Actor, intake_id: int) -> CombingIntake:
    """Take the good rows of a table over as items; the others stay to be corrected.

    Few are taken over when this returns, for many a job is queued. Raises NotAllowed, NotFound,
    CampaignNotSo, IntakeNotSo.
    """
    with transaction.atomic():
        intake = _own(actor, intake_id)
        _require_read(intake)
        if not intake.good:
            raise IntakeNotSo(_("No row can be taken over. Correct the table and send it again."))
        intake.state = IntakeState.TAKING.value
        intake.save(update_fields=["state"])
        counts = {"good": intake.good, "faulty": intake.faulty, "known": intake.known}
        details = {name: str(count) for name, count in counts.items()}
        _trail(actor, "take_table", intake, details | {"digest": intake.stored_id})
        if intake.good > TAKEN_AT_ONCE:
            ask(IntakeState.TAKING, intake_id=intake.pk)
    if intake.good <= TAKEN_AT_ONCE:
        take_rows(intake_id=intake.pk)
        intake.refresh_from_db()
    return intake


def take_rows(*, intake_id: int) -> None:
    """Make items of the good rows, batch by batch; goes on where it stopped."""
    while _take_batch(intake_id):
        pass


def leave_intake(*, actor: Actor, intake_id: int) -> CombingIntake:
    """Leave a table that was read as it is: none of its rows becomes an item.

    Raises NotAllowed, NotFound, CampaignNotSo, IntakeNotSo.
    """
    with transaction.atomic():
        intake = _own(actor, intake_id)
        _require_read(intake)
        intake.state = IntakeState.LEFT.value
        intake.save(update_fields=["state"])
        intake.rows.all().delete()
        _trail(actor, "leave_table", intake, {"digest": intake.stored_id})
    return intake


def _require_table(name: str, stream: BinaryIO) -> int:
    if (problem := problem_of_name(name)) is not None:
        raise TableNotTaken(problem_text(problem), field=FIELD)
    if ending_of(name.strip()) not in ENDINGS:
        raise TableNotTaken(
            _("Only workbooks (XLSX) and tables of values (CSV) are read. Save it as one."),
            field=FIELD,
        )
    size = stream.seek(0, SEEK_END)
    stream.seek(0)
    if not size:
        raise TableNotTaken(_("The file is empty. Choose the right one."), field=FIELD)
    if size > LARGEST_FILE:
        raise TableNotTaken(
            _("The table is larger than %(most)d MB. Divide it and send the parts.")
            % {"most": LARGEST_FILE // 1_000_000},
            field=FIELD,
        )
    return size


def _require_unmarked(name: str, stream: BinaryIO) -> None:
    with laid_out(stream) as path:
        lines = _marked_lines(path, name)
        is_marked = bool(mark_at_head([name])) or says_it_is_secret(path, name)
    if lines:
        raise TableMarkedSecret(
            _(
                "A mark of secrecy stands in row %(lines)s. Nothing of the table was kept. Take it "
                "off this machine, tell the secrecy officer of your organ at once, and send the "
                "table without what is secret, not even by its name."
            )
            % {"lines": ", ".join(lines[:_LINES_NAMED])},
            field=FIELD,
        )
    if is_marked:
        raise TableMarkedSecret(
            _(
                "This table bears a mark of secrecy. It was not kept. Take it off this machine and "
                "tell the secrecy officer of your organ at once."
            ),
            field=FIELD,
        )


def _marked_lines(path: Path, name: str) -> tuple[str, ...]:
    try:
        return marked_lines(path, name)
    except NotLookedThrough as unread:
        raise TableNotTaken(
            _(
                "Not all of this table can be looked through for marks of secrecy: it holds too "
                "much, or a sheet is damaged. Nothing of it was kept. Take out other sheets, save "
                "it anew or divide it, and send it again."
            ),
            field=FIELD,
        ) from unread


def _keep(intake: CombingIntake, found: ReadTable) -> None:
    counts = found.counts()
    intake.good, intake.faulty, intake.known = counts["good"], counts["faulty"], counts["known"]
    intake.problem, intake.missing = found.problem, [column.value for column in found.missing]
    state = IntakeState.REFUSED if found.problem else IntakeState.READ
    intake.state = state.value
    intake.save()
    CombingIntakeRow.objects.bulk_create(
        [
            CombingIntakeRow(
                intake=intake,
                line=row.line,
                cells={column.value: said for column, said in row.cells.items()},
                digest=row.digest,
                state=row.state,
                faults=[[column.value, fault.value] for column, fault in row.faults],
            )
            for row in found.rows
        ],
        batch_size=1_000,
    )


def _period(campaign: CombingCampaign) -> tuple[date, date]:
    return campaign.from_on, campaign.until_on


def _take_batch(intake_id: int) -> bool:
    with transaction.atomic():
        intake = CombingIntake.objects.select_for_update().filter(pk=intake_id).first()
        if intake is None or intake.state != IntakeState.TAKING:
            return False
        good = intake.rows.filter(state=CombingIntakeRow.State.GOOD)
        rows = list(good.order_by("line")[intake.taken : intake.taken + _BATCH])
        grounds = dict(Ground.objects.values_list("code", "pk"))
        # What another table brought meanwhile is passed over: an item is once in a campaign.
        CombingItem.objects.bulk_create(
            [_item(intake, row, grounds) for row in rows], ignore_conflicts=True
        )
        intake.taken += len(rows)
        if intake.taken >= intake.good or not rows:
            intake.state = IntakeState.TAKEN.value
            intake.taken, intake.taken_at = intake.items.count(), time.now()
        intake.save(update_fields=["taken", "state", "taken_at"])
    return intake.state == IntakeState.TAKING


def _item(intake: CombingIntake, row: CombingIntakeRow, grounds: dict[str, int]) -> CombingItem:
    said = row.cells
    return CombingItem(
        campaign_id=intake.campaign_id,
        organ_id=intake.organ_id,
        intake=intake,
        line=row.line,
        digest=row.digest,
        title=said["title"],
        summary=said["summary"],
        generated_on=date.fromisoformat(said["generated_on"]),
        document_number=said["document_number"],
        kept_at=said["kept_at"],
        proposed_category=said["category"],
        proposed_ground_id=grounds.get(said["ground"]),
        proposed_reason=said["reason"],
        statutory_item=said["statutory_item"],
        disclosed_on=day_from(said["disclosed_on"]),
        disclosed_at_place=said["disclosed_at_place"],
        index_number=said["index_number"],
        note=said["note"],
        taken_at=time.now(),
    )


def _own(actor: Actor, intake_id: int) -> CombingIntake:
    found = CombingIntake.objects.filter(pk=intake_id).first()
    if found is None:
        raise NotFound(_("There is no such table."))
    require_own_organ(actor, Role.CLERK, organ_id=found.organ_id)
    # The campaign first and the table second, as where the campaign is altered.
    running_campaign(found.campaign_id, organ_id=found.organ_id, is_held=True)
    return CombingIntake.objects.select_for_update().get(pk=intake_id)


def _require_read(intake: CombingIntake) -> None:
    if intake.state != IntakeState.READ:
        raise IntakeNotSo(_("This table was taken over or left already, or cannot be read."))


def _trail(actor: Actor, action: str, intake: CombingIntake, details: dict[str, str]) -> None:
    record_entry(
        actor=actor,
        action=f"oversight.{action}",
        object_kind="combing_intake",
        object_id=intake.pk,
        object_label=f"#{intake.pk}",
        organ_id=intake.organ_id,
        details=details | {"campaign": str(intake.campaign_id)},
    )
