"""A small area with a record in every state and category, every field of it marked.

What is written down about each record (its standing, which versions went out) is what was done to
it, step by step; nothing here asks the product who may see what.
"""

from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import date

from tests.factories import records
from tests.factories.attachments import a_file
from tests.factories.records import Office
from tests.leaks.markers import Markers

from gongkai.interfaces.shared.handing_out import digest_header
from gongkai.kernel.types import Role
from gongkai.records.contents import content_of
from gongkai.records.models import Record, RecordVersion
from gongkai.records.operations import (
    CONFIRM_PURPOSE,
    CONFIRM_VERSION_PURPOSE,
    abandon_version,
    approve_record,
    attach_file,
    begin_new_version,
    confirm_version_withdrawal,
    confirm_withdrawal,
    detach_file,
    edit_version,
    propose_record,
    release_record,
    restore_record,
    review_record,
    version_withdrawal_digest,
    withdraw_record,
    withdraw_version,
    withdrawal_digest,
)
from gongkai.records.rules.content import VersionContent
from gongkai.review.models import Decision, StepKind

STANDINGS = {"voluntary": "published", "on_application": "listed", "exempt": "held"}


@dataclass
class Known:
    """What was done to one record."""

    key: str
    organ: str
    id: int
    year: int
    theme: str
    class_code: str
    standing: str = "unreleased"
    categories: dict[int, str] = field(default_factory=dict)
    states: dict[int, str] = field(default_factory=dict)
    public_version: int = 0
    title_may_show: bool = False
    index_number: str = ""
    waiting_for_law: frozenset[int] = frozenset()
    """The versions whose legal review is due."""
    files: dict[int, int] = field(default_factory=dict)
    """The attachment of each version."""

    @property
    def is_public(self) -> bool:
        """Say whether the public knows the record."""
        return self.standing in {"published", "listed"}

    @property
    def has_tombstone(self) -> bool:
        """Say whether the public knew it and it was taken back."""
        return bool(self.index_number) and not self.is_public


class Author:
    """Writes marked records for one organ and brings them to a state, by the real operations."""

    def __init__(self, name: str, office: Office, markers: Markers) -> None:
        self.name, self.office, self.markers = name, office, markers
        self.known: dict[str, Known] = {}

    def copied(self) -> "Author":
        """Return a copy that knows the same records and may move them on."""
        copy = Author(self.name, self.office, self.markers)
        copy.known = deepcopy(self.known)
        return copy

    def draft(
        self, key: str, category: str, *, year: int = 2026, theme: str = "", class_code: str = "99"
    ) -> Known:
        """Register a record."""
        said = self._content(key, 1, category, year=year, theme=theme)
        version = self.office.draft(said, class_code=class_code)
        known = Known(key, self.name, version.record_id, year, theme, class_code)
        known.categories[1], known.states[1] = category, "draft"
        self.known[key] = known
        self._attach(known, version)
        return known

    def next_version(self, known: Known, category: str) -> Known:
        """Begin the next version and write it anew in every field."""
        clerk, number = self.office.acting(Role.CLERK), max(known.states) + 1
        note = self._put(known, number, "first_note")
        version = begin_new_version(actor=clerk, record_id=known.id, change_note=note)
        said = self._content(known.key, number, category, year=known.year, theme=known.theme)
        edit_version(actor=clerk, version_id=version.pk, content=said)
        known.categories[number], known.states[number] = category, "draft"
        self._attach(known, version)
        return known

    def proposed(self, known: Known) -> Known:
        """Propose the version in work."""
        number = max(known.states)
        note = self._put(known, number, "proposal_note")
        propose_record(
            actor=self.office.acting(Role.CLERK), version_id=self._version(known).pk, note=note
        )
        known.states[number] = "proposed"
        return known

    def waiting_for_law(self, known: Known) -> Known:
        """Make the version in work a normative document and bring it to its legal review."""
        version = self._version(known)
        said = replace(content_of(version), is_normative=True)
        edit_version(actor=self.office.acting(Role.CLERK), version_id=version.pk, content=said)
        self.proposed(known)
        self._decide(known, StepKind.SECRECY)
        known.waiting_for_law |= {max(known.states)}
        return known

    def returned(self, known: Known) -> Known:
        """Propose the version and let the secrecy review return it."""
        self.proposed(known)
        self._decide(known, StepKind.SECRECY, Decision.RETURN)
        known.states[max(known.states)] = "draft"
        return known

    def reviewed(self, known: Known) -> Known:
        """Bring the version in work through its secrecy review."""
        self.proposed(known)
        self._decide(known, StepKind.SECRECY)
        known.states[max(known.states)] = "reviewed"
        return known

    def approved(self, known: Known) -> Known:
        """Bring the version in work through review and approval."""
        self.reviewed(known)
        self._decide(known, StepKind.APPROVAL)
        known.states[max(known.states)] = "approved"
        return known

    def released(self, known: Known) -> Known:
        """Release the version in work as its category asks."""
        self.approved(known)
        number = max(known.states)
        clerk = self.office.acting(Role.CLERK)
        record = release_record(actor=clerk, version_id=self._version(known).pk)
        for older, state in known.states.items():
            known.states[older] = "superseded" if state == "released" else state
        known.states[number] = "released"
        known.standing = STANDINGS[known.categories[number]]
        known.public_version = 0 if known.standing == "held" else number
        known.index_number = record.index_number or ""
        return known

    def abandoned(self, known: Known) -> Known:
        """Give up the version in work."""
        number = max(known.states)
        why = self._put(known, number, "abandon_reason")
        clerk, version = self.office.acting(Role.CLERK), self._version(known)
        abandon_version(actor=clerk, version_id=version.pk, why=why)
        known.states[number] = "abandoned"
        return known

    def hidden(self, known: Known, *, title_may_show: bool = False) -> Known:
        """Hide the record."""
        withdraw_record(
            actor=self.office.acting(Role.CLERK),
            record_id=known.id,
            reason="privacy",
            note=self._put(known, known.public_version, "withdrawal_note"),
            title_may_show=title_may_show,
        )
        known.standing, known.title_may_show = "hidden", title_may_show
        return known

    def withdrawn(self, known: Known, *, title_may_show: bool = False) -> Known:
        """Hide the record and confirm it."""
        self.hidden(known, title_may_show=title_may_show)
        record = Record.objects.get(pk=known.id)
        digest = withdrawal_digest(record, record.withdrawals.get(outcome=""))
        signed = self.office.signed(Role.PERSON_IN_CHARGE, CONFIRM_PURPOSE, digest)
        leader = self.office.acting(Role.PERSON_IN_CHARGE)
        confirm_withdrawal(actor=leader, record_id=known.id, signature=signed)
        known.standing = "withdrawn"
        return known

    def version_hidden(self, known: Known, number: int) -> Known:
        """Hide an earlier version by itself."""
        version = RecordVersion.objects.get(record_id=known.id, number=number)
        withdraw_version(
            actor=self.office.acting(Role.CLERK),
            version_id=version.pk,
            reason="privacy",
            note=self._put(known, number, "version_withdrawal_note"),
        )
        known.states[number] = "hidden"
        return known

    def version_withdrawn(self, known: Known, number: int) -> Known:
        """Confirm that an earlier version, which is hidden, stays withdrawn."""
        version = RecordVersion.objects.get(record_id=known.id, number=number)
        waiting = version.withdrawals.get(outcome="")
        digest = version_withdrawal_digest(version.record, version, waiting)
        confirm_version_withdrawal(
            actor=self.office.acting(Role.PERSON_IN_CHARGE),
            version_id=version.pk,
            signature=self.office.signed(Role.PERSON_IN_CHARGE, CONFIRM_VERSION_PURPOSE, digest),
        )
        known.states[number] = "withdrawn"
        return known

    def restored(self, known: Known) -> Known:
        """Hide the record and put it back."""
        before = known.standing
        self.hidden(known, title_may_show=True)
        note = self._put(known, known.public_version, "restore_note")
        leader = self.office.acting(Role.PERSON_IN_CHARGE)
        restore_record(actor=leader, record_id=known.id, note=note)
        known.standing = before
        return known

    def _put(self, known: Known, number: int, name: str) -> str:
        return self.markers.put(known.key, number, name)

    def _attach(self, known: Known, version: RecordVersion) -> None:
        """Attach a marked file to the draft, in the place of what it took over."""
        clerk, number = self.office.acting(Role.CLERK), version.number
        for file in version.files.all():
            detach_file(actor=clerk, version_id=version.pk, file_id=file.pk)
        name = f"附件{self._put(known, number, 'file_name')}.txt"
        digest = a_file(f"附件正文{self._put(known, number, 'file_body')}", name=name)
        headers = (digest_header(digest),)
        self.markers.keep(known.key, number, "file_digest", digest, *headers)
        title = f"附件{self._put(known, number, 'file_title')}"
        added = attach_file(
            actor=clerk, version_id=version.pk, digest=digest, name=name, title=title
        )
        known.files[number] = added.pk

    def _version(self, known: Known) -> RecordVersion:
        return RecordVersion.objects.get(record_id=known.id, number=max(known.states))

    def _decide(
        self, known: Known, kind: StepKind, decision: Decision = Decision.PASS
    ) -> RecordVersion:
        version, is_last = self._version(known), kind is StepKind.APPROVAL
        role = Role.PERSON_IN_CHARGE if is_last else Role.SECRECY_REVIEWER
        said = {
            "actor": self.office.acting(role),
            "version_id": version.pk,
            "decision": decision,
            "opinion": self._put(known, version.number, f"{kind}_opinion"),
            "seen_digest": version.digest,
            "signature": self.office.signed(role, f"review.{kind}", version.digest),
        }
        if is_last:
            return approve_record(**said)  # type: ignore[arg-type]
        return review_record(kind=kind, **said)  # type: ignore[arg-type]

    def _content(
        self, key: str, number: int, category: str, *, year: int, theme: str
    ) -> VersionContent:
        def put(name: str) -> str:
            return self.markers.put(key, number, name)

        return replace(
            records.content(category),
            title=f"关于{put('title')}的通知",
            summary=f"概述{put('summary')}。",
            text=f"第一条 正文{put('text')}。\n## 附则\n第二条 自印发之日起施行。",
            remark=f"备注{put('remark')}",
            document_number=f"云{put('document_number')}〔{year}〕{number}号",
            keywords=put("keywords"),
            generated_on=date(year, 2, 3),
            theme_code=theme,
            ground_reason=f"理由{put('ground_reason')}" if category != "undetermined" else "",
            change_note=f"更正{put('change_note')}" if number > 1 else "",
            change_kind="replacement" if number > 1 else "",
            history=(f"沿革{put('history')}",),
            # Who gave it is a third party: nobody outside reads the name.
            how_obtained="from_people",
            maker=put("maker"),
        )
