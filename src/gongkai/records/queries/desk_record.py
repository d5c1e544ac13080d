"""One record with everything that the viewer may know of it, and what may be done next."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from gongkai.clock.queries import clocks_of
from gongkai.clock.rules.reading import ClockReading
from gongkai.kernel import time
from gongkai.kernel.refusals import NotFound
from gongkai.kernel.types import Viewer
from gongkai.records.access import is_staff_of, waits_above
from gongkai.records.contents import content_of
from gongkai.records.models import (
    InformationClass,
    Record,
    RecordVersion,
    VersionFile,
    Withdrawal,
)
from gongkai.records.operations.disclosure_clock import CONFIRM, PUBLISH, WITHDRAWAL
from gongkai.records.operations.version_withdrawal import version_withdrawal_digest
from gongkai.records.operations.withdrawal import withdrawal_digest
from gongkai.records.queries.cards import in_language, name_of_organ, name_of_theme
from gongkai.records.queries.desk_values import DeskFile, DeskRecord, DeskVersion, WithdrawalView
from gongkai.records.queries.links import desk_links
from gongkai.records.queries.moves import moves_of
from gongkai.records.queries.values import PublicationLine
from gongkai.records.rules.index_forms import (
    ParsedIndexNumber,
    has_right_credit_digit,
    has_right_organisation_digit,
    parse_index_number,
)
from gongkai.records.rules.vocabulary import was_given_up
from gongkai.review.queries import (
    ProposalView,
    proposals_about,
    proposals_handed_up_to,
    proposals_referred_to,
)

SUBJECT_KIND = "record_version"


def desk_record(viewer: Viewer, record_id: int) -> DeskRecord:
    """Return the record for the staff of its organ, or for who decides a step or a doubt of it.

    The latter see the version alone whose step was handed up to them, or about which the reviewer
    asks them, until they have answered. Raises NotFound for everybody else,
    the system administrator and the competent department included.
    """
    rows = Record.objects.select_related("organ", "registered_by", "public_version")
    record = rows.filter(pk=record_id if 0 < record_id < 2**63 else 0).first()
    versions = list(_versions_for(viewer, record)) if record else []
    if record is None or not versions:
        raise NotFound(_("There is no such record."))
    seen = _seen_versions(record, versions)
    is_own = is_staff_of(viewer, record.organ_id)
    withdrawals = _withdrawals(record) if is_own else ()
    current = next(v for v in seen if not was_given_up(state=v.state, number=v.number))
    waiting = next((w for w in withdrawals if not w.outcome and not w.version_number), None)
    return DeskRecord(
        id=record.pk,
        organ_id=record.organ_id,
        organ_name=name_of_organ(record.organ),
        index_number=record.index_number or "",
        index_is_foreign=record.index_is_foreign,
        class_code=record.class_code,
        class_name=_class_name(record),
        standing=record.standing,
        title=current.content.title,
        registered_by_name=record.registered_by.name,
        registered_at=record.registered_at,
        released_at=record.released_at,
        released_on=record.released_on,
        first_disclosed_on=record.first_disclosed_on,
        first_disclosure_source=record.first_disclosure_source,
        disclosure_limit_working_days=record.disclosure_limit_working_days,
        disclosure_limit_basis=record.disclosure_limit_basis,
        current=current,
        versions=seen,
        public_version_id=record.public_version_id,
        publications=_publications(record),
        withdrawal=waiting,
        withdrawals=withdrawals,
        clock=current.clock,
        moves=moves_of(viewer, record, current=current, versions=seen, waiting=waiting),
        index_parts=_index_parts(record),
        links=desk_links(viewer, record) if is_own else (),
    )


def _versions_for(viewer: Viewer, record: Record) -> QuerySet[RecordVersion]:
    rows = record.versions.select_related(
        "theme", "ground", "created_by", "import_row", "proposal"
    ).prefetch_related("files")
    rows = rows.order_by("-number")
    if is_staff_of(viewer, record.organ_id):
        return rows
    shown = proposals_handed_up_to(viewer, on=time.today()) | proposals_referred_to(viewer)
    return rows.filter(waits_above(shown))


def _seen_versions(record: Record, rows: Sequence[RecordVersion]) -> tuple[DeskVersion, ...]:
    on = time.today()
    clocks = clocks_of(SUBJECT_KIND, [row.pk for row in rows], on=on, limit_key=PUBLISH)
    first = clocks_of("record", [record.pk], on=on, limit_key=PUBLISH).get(record.pk)
    return tuple(_version(row, first if row.number == 1 else clocks.get(row.pk)) for row in rows)


def _version(row: RecordVersion, clock: ClockReading | None) -> DeskVersion:
    proposals = proposals_about(SUBJECT_KIND, row.pk)
    ground, evidence = row.ground, row.import_row
    return DeskVersion(
        id=row.pk,
        number=row.number,
        state=row.state,
        content=content_of(row),
        files=tuple(map(_file, row.files.all())),
        digest=row.digest,
        text_file=row.text_file,
        theme_name=name_of_theme(row.theme),
        ground_name=in_language(ground.name_zh, ground.name_en) if ground else "",
        ground_article=ground.article if ground else "",
        created_by_name=row.created_by.name,
        created_at=row.created_at,
        released_at=row.released_at,
        superseded_at=row.superseded_at,
        repealed_on=row.repealed_on,
        is_imported=evidence is not None,
        import_evidence=evidence.evidence_place if evidence else "",
        proposal=_standing_proposal(row, proposals),
        proposals=proposals,
        clock=clock,
    )


def _file(row: VersionFile) -> DeskFile:
    return DeskFile(
        id=row.pk,
        title=row.title,
        name=row.name,
        media_type=row.media_type,
        size=row.size,
        digest=row.stored_id,
    )


def _standing_proposal(
    row: RecordVersion, proposals: tuple[ProposalView, ...]
) -> ProposalView | None:
    return next((p for p in proposals if p.id == row.proposal_id), None)


def _withdrawals(record: Record) -> tuple[WithdrawalView, ...]:
    joined = record.withdrawals.select_related("hidden_by", "decided_by", "version")
    rows = list(joined.order_by("-pk"))
    clocks = clocks_of(WITHDRAWAL, [r.pk for r in rows], on=time.today(), limit_key=CONFIRM)
    return tuple(_withdrawal(record, row, clocks.get(row.pk)) for row in rows)


def _withdrawal(record: Record, row: Withdrawal, clock: ClockReading | None) -> WithdrawalView:
    return WithdrawalView(
        id=row.pk,
        version_number=row.version.number if row.version else 0,
        reason=row.reason,
        reason_label=str(row.get_reason_display()),
        note=row.note,
        title_may_show=row.title_may_show,
        hidden_by_id=row.hidden_by_id,
        hidden_by_name=row.hidden_by.name,
        hidden_at=row.hidden_at,
        outcome=row.outcome,
        decided_by_name=row.decided_by.name if row.decided_by else "",
        decided_at=row.decided_at,
        digest=_signed_digest(record, row),
        clock=clock,
    )


def _signed_digest(record: Record, row: Withdrawal) -> str:
    if row.version is None:
        return withdrawal_digest(record, row)
    return version_withdrawal_digest(record, row.version, row)


def _publications(record: Record) -> tuple[PublicationLine, ...]:
    return tuple(
        PublicationLine(form=row.form, disclosed_on=row.disclosed_on, reference=row.reference)
        for row in record.publications.filter(retraction__isnull=True).order_by(
            "disclosed_on", "pk"
        )
    )


def _index_parts(record: Record) -> ParsedIndexNumber | None:
    if record.index_number is None:
        return None
    return parse_index_number(
        record.index_number,
        is_organisation_code=has_right_organisation_digit,
        is_credit_code=has_right_credit_digit,
    )


def _class_name(record: Record) -> str:
    rows = InformationClass.objects.filter(
        Q(organ_id=record.organ_id) | Q(organ__isnull=True), code=record.class_code
    )
    found = sorted(rows, key=lambda row: row.organ_id is None)
    return in_language(found[0].name_zh, found[0].name_en) if found else ""
