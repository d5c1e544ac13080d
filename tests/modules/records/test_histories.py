"""Random histories: whatever people do, state, standing, number, audit and events agree."""

import json
from collections.abc import Iterator

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from tests.factories.records import Office, an_office, content

from gongkai.audit.models import AuditEntry
from gongkai.kernel.models import OutboxEvent
from gongkai.kernel.refusals import NotFound, Refusal
from gongkai.kernel.types import PUBLIC, Role
from gongkai.records.models import Record, RecordVersion, Withdrawal
from gongkai.records.operations import (
    abandon_version,
    begin_new_version,
    edit_version,
    propose_record,
    release_record,
)
from gongkai.records.queries import catalogue, desk_record, record_page
from gongkai.review.models import Decision, StepKind
from gongkai.search.models import SearchDocument

CATEGORIES = st.sampled_from(["voluntary", "on_application", "exempt", "undetermined"])
SHOWN = {"published": "voluntary", "listed": "on_application"}


class Histories(RuleBasedStateMachine):
    """One record in one organ, and people who try everything, allowed or not."""

    office: Office

    @initialize(category=CATEGORIES, normative=st.booleans())
    def register(self, category: str, normative: bool) -> None:
        self.place = transaction.atomic()
        self.place.__enter__()
        self.office = an_office()
        first = self.office.draft(content(category, is_normative=normative))
        self.record_id = first.record_id
        self.number: str | None = None

    def teardown(self) -> None:
        if hasattr(self, "place"):
            transaction.set_rollback(True)
            self.place.__exit__(None, None, None)

    def _version(self) -> RecordVersion:
        return RecordVersion.objects.filter(record_id=self.record_id).order_by("-number")[0]

    def _try(self, deed: object, **said: object) -> None:
        try:
            with transaction.atomic():
                deed(**said)  # type: ignore[operator]
        except Refusal:
            pass

    @rule(category=CATEGORIES)
    def edit(self, category: str) -> None:
        said = content(category, change_note="改", change_kind="replacement")
        clerk = self.office.acting(Role.CLERK)
        self._try(edit_version, actor=clerk, version_id=self._version().pk, content=said)

    @rule()
    def propose(self) -> None:
        clerk = self.office.acting(Role.CLERK)
        self._try(propose_record, actor=clerk, version_id=self._version().pk)

    @rule(kind=st.sampled_from(StepKind), decision=st.sampled_from(Decision))
    def decide(self, kind: StepKind, decision: Decision) -> None:
        self._try(self.office.step, version=self._version(), kind=kind, decision=decision)

    @rule(role=st.sampled_from([Role.CLERK, Role.PERSON_IN_CHARGE, Role.SECRECY_REVIEWER]))
    def release(self, role: Role) -> None:
        actor = self.office.acting(role)
        self._try(release_record, actor=actor, version_id=self._version().pk)

    @rule()
    def begin(self) -> None:
        clerk = self.office.acting(Role.CLERK)
        self._try(begin_new_version, actor=clerk, record_id=self.record_id, change_note="更正")

    @rule()
    def abandon(self) -> None:
        clerk = self.office.acting(Role.CLERK)
        self._try(abandon_version, actor=clerk, version_id=self._version().pk, why="误")

    @rule()
    def hide(self) -> None:
        self._try(self.office.hidden, record=Record.objects.get(pk=self.record_id))

    @rule(restores=st.booleans())
    def decide_withdrawal(self, restores: bool) -> None:
        waiting = Withdrawal.objects.filter(record_id=self.record_id, outcome="").first()
        if restores:
            self._try(self.office.restored, record=Record.objects.get(pk=self.record_id))
        elif waiting is not None:
            self._try(self.office.confirmed, withdrawal=waiting)

    @invariant()
    def the_public_sees_what_was_approved_and_nothing_else(self) -> None:
        if not hasattr(self, "record_id"):
            return
        record = Record.objects.get(pk=self.record_id)
        is_public = record.standing in SHOWN
        assert [card.id for card in catalogue(PUBLIC, organ_id=record.organ_id).items] == (
            [record.pk] if is_public else []
        )
        assert SearchDocument.objects.filter(pk=record.pk).exists() == is_public
        if not is_public:
            with pytest.raises(NotFound):
                record_page(PUBLIC, record.pk)
            return
        version = record.public_version
        assert version is not None
        assert version.proposal is not None
        assert (version.state, version.category) == ("released", SHOWN[record.standing])
        assert (version.proposal.state, version.proposal.digest) == ("passed", version.digest)
        page = record_page(PUBLIC, record.pk)
        assert page.text == (version.text if record.standing == "published" else "")

    @invariant()
    def a_number_stays(self) -> None:
        if not hasattr(self, "record_id"):
            return
        number = Record.objects.get(pk=self.record_id).index_number
        assert self.number in {None, number}
        self.number = number

    @invariant()
    def at_most_one_version_stands_and_one_is_in_work(self) -> None:
        if not hasattr(self, "record_id"):
            return
        states = list(
            RecordVersion.objects.filter(record_id=self.record_id).values_list("state", flat=True)
        )
        assert states.count("released") <= 1
        assert sum(s in {"draft", "proposed", "reviewed", "approved"} for s in states) <= 1
        assert desk_record(self.office.viewing(Role.CLERK), self.record_id).versions

    @invariant()
    def trail_and_events_tell_of_every_change_of_standing(self) -> None:
        if not hasattr(self, "record_id"):
            return
        told = _told(self.record_id)
        wrote = list(
            AuditEntry.objects.filter(object_kind="record", object_id=str(self.record_id))
            .filter(action__in=_ACTIONS)
            .order_by("pk")
            .values_list("action", flat=True)
        )
        assert [_ACTIONS[action] for action in wrote] == told
        standing = Record.objects.get(pk=self.record_id).standing
        assert (told[-1] if told else "unreleased") in {standing, "restored"}


_ACTIONS = {
    "records.publish": "published",
    "records.list": "listed",
    "records.hold": "held",
    "records.hide": "hidden",
    "records.withdraw": "withdrawn",
    "records.restore": "restored",
}


def _told(record_id: int) -> list[str]:
    kinds = {f"records.record_{told}": told for told in _ACTIONS.values()}
    rows: Iterator[OutboxEvent] = (
        OutboxEvent.objects.filter(kind__in=kinds).order_by("pk").iterator()
    )
    return [kinds[row.kind] for row in rows if _payload(row).get("record_id") == record_id]


def _payload(row: OutboxEvent) -> dict[str, object]:
    payload = row.payload
    return dict(json.loads(payload) if isinstance(payload, str) else payload)


@pytest.mark.slow
def test_whatever_people_do_everything_agrees(tables: None) -> None:

    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=12,
            stateful_step_count=18,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
