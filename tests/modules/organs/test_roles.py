"""Accounts, roles and substitutions; what follows from them on a day."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.organs import (
    LONG_AGO,
    Staff,
    a_person,
    a_role,
    a_staffed_organ,
    acting,
    an_organ,
    someone,
    viewing,
)

from gongkai.audit.models import AuditEntry
from gongkai.kernel.refusals import NotAllowed, NotFound
from gongkai.kernel.types import PUBLIC, SYSTEM, Duty, Role
from gongkai.organs.models import Person, StandIn
from gongkai.organs.operations import (
    AbsentHasNoSuchRole,
    AlreadyEnded,
    AlreadyHeld,
    EndsBeforeItBegins,
    UsernameTaken,
    WeakPassword,
    close_account,
    create_person,
    end_role,
    end_stand_in,
    grant_role,
    order_stand_in,
    set_password,
)
from gongkai.organs.queries import (
    DEMO_PASSWORD,
    actor_for,
    demo_accounts,
    duties_of,
    holders_of,
    is_superior,
    organs_above,
    organs_below,
    overseen_by,
    people_of_organ,
    person_card,
    person_named,
    person_names,
    stand_ins_of_organ,
    superiors_of,
    viewer_for,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 16)


@pytest.fixture
def staff() -> Staff:
    return a_staffed_organ()


def substitute(staff: Staff, stand_in: Person, role: Role = Role.SECRECY_REVIEWER) -> StandIn:
    absent = {Role.SECRECY_REVIEWER: staff.secrecy, Role.CLERK: staff.clerk}[role]
    return order_stand_in(
        actor=staff.acts(Role.PERSON_IN_CHARGE),
        organ_id=staff.organ.pk,
        absent_id=absent.pk,
        stand_in_id=stand_in.pk,
        role=role,
        from_on=TODAY,
        until_on=TODAY + timedelta(days=4),
        reason="培训",
    )


def test_a_person_acts_in_a_role_they_hold(staff: Staff) -> None:
    actor = acting(staff.clerk, Role.CLERK, staff.organ)
    assert (actor.person_id, actor.name) == (staff.clerk.pk, staff.clerk.name)
    assert (actor.organ_name, actor.standing_in_for_id) == (staff.organ.name, None)
    with pytest.raises(NotAllowed):
        acting(staff.clerk, Role.PERSON_IN_CHARGE, staff.organ)
    with pytest.raises(NotAllowed):
        acting(staff.clerk, Role.CLERK, an_organ())


def test_a_role_has_its_days(staff: Staff) -> None:
    person = a_person()
    a_role(person, staff.organ, Role.CLERK, from_on=TODAY, until_on=TODAY)
    duty = (Duty(Role.CLERK, staff.organ.pk),)
    around = [duties_of(person.pk, on=TODAY + timedelta(days=n)) for n in (-1, 0, 1)]
    assert around == [(), duty, ()]


def test_roles_of_the_same_days_do_not_double(staff: Staff) -> None:
    with pytest.raises(AlreadyHeld):
        a_role(staff.clerk, staff.organ, Role.CLERK, from_on=TODAY)
    with pytest.raises(EndsBeforeItBegins):
        a_role(a_person(), staff.organ, Role.CLERK, from_on=TODAY, until_on=LONG_AGO)
    with pytest.raises(NotFound):
        grant_role(actor=SYSTEM, person_id=10**9, organ_id=staff.organ.pk, role=Role.CLERK)


def test_an_ended_role_is_gone_today_and_stays_in_the_history(staff: Staff) -> None:
    assignment = staff.clerk.assignments.get()
    end_role(actor=staff.acts(Role.SYSTEM_ADMINISTRATOR), assignment_id=assignment.pk)
    assert duties_of(staff.clerk.pk, on=TODAY) == ()
    assert duties_of(staff.clerk.pk, on=TODAY - timedelta(days=1)) != ()


@pytest.mark.parametrize("days", [0, 5])
def test_a_role_is_called_off_on_its_first_day_and_before(staff: Staff, days: int) -> None:
    first = TODAY + timedelta(days=days)
    role = a_role(staff.clerk, staff.organ, Role.ARCHIVES, from_on=first)
    end_role(actor=staff.acts(Role.SYSTEM_ADMINISTRATOR), assignment_id=role.pk)
    held = {duty.role for day in (TODAY, first) for duty in duties_of(staff.clerk.pk, on=day)}
    assert held == {Role.CLERK}
    # It bars no later grant of the same days either.
    a_role(staff.clerk, staff.organ, Role.ARCHIVES, from_on=first)


def test_a_role_that_held_is_not_made_never_to_have_held(staff: Staff) -> None:
    first = TODAY - timedelta(days=3)
    role = a_role(staff.clerk, staff.organ, Role.ARCHIVES, from_on=first)
    administrator = staff.acts(Role.SYSTEM_ADMINISTRATOR)
    ended = end_role(actor=administrator, assignment_id=role.pk, until_on=LONG_AGO)
    assert ended.until_on == first


def test_a_role_is_not_lengthened_into_a_later_grant_of_it(staff: Staff) -> None:
    administrator = staff.acts(Role.SYSTEM_ADMINISTRATOR)
    first = staff.clerk.assignments.get()
    end_role(actor=administrator, assignment_id=first.pk, until_on=TODAY)
    a_role(staff.clerk, staff.organ, Role.CLERK, from_on=TODAY + timedelta(days=5))
    with pytest.raises(AlreadyHeld):
        end_role(actor=administrator, assignment_id=first.pk, until_on=TODAY + timedelta(days=5))
    last = TODAY + timedelta(days=4)
    ended = end_role(actor=administrator, assignment_id=first.pk, until_on=last)
    assert ended.until_on == last


def test_only_the_administrator_grants_and_never_to_themselves(staff: Staff) -> None:
    person = a_person()
    for role in (Role.PERSON_IN_CHARGE, Role.CLERK):
        with pytest.raises(NotAllowed):
            grant_role(
                actor=staff.acts(role),
                person_id=person.pk,
                organ_id=staff.organ.pk,
                role=Role.CLERK,
            )
    administrator = staff.acts(Role.SYSTEM_ADMINISTRATOR)
    with pytest.raises(NotAllowed):
        grant_role(
            actor=administrator,
            person_id=staff.administrator.pk,
            organ_id=staff.organ.pk,
            role=Role.PERSON_IN_CHARGE,
        )
    own = staff.administrator.assignments.get()
    with pytest.raises(NotAllowed):
        end_role(actor=administrator, assignment_id=own.pk)
    other = an_organ()
    granted = grant_role(
        actor=administrator, person_id=person.pk, organ_id=other.pk, role=Role.CLERK
    )
    assert granted.from_on == TODAY
    entry = AuditEntry.objects.get(action="organs.grant_role", organ_id=other.pk)
    assert entry.details["role"] == "clerk"


def test_a_stand_in_acts_and_is_named(staff: Staff) -> None:
    helper = someone(Role.CLERK, staff.organ)
    substitute(staff, helper)
    actor = acting(helper, Role.SECRECY_REVIEWER, staff.organ)
    assert actor.standing_in_for_id == staff.secrecy.pk
    assert actor.standing_in_for_name == staff.secrecy.name
    holders = holders_of(Role.SECRECY_REVIEWER, organ_id=staff.organ.pk, on=TODAY)
    assert holders == ((staff.secrecy.pk, None), (helper.pk, staff.secrecy.pk))


def test_a_stand_in_ended_early_has_nothing_left(staff: Staff) -> None:
    helper = a_person()
    row = substitute(staff, helper)
    assert viewing(helper).duties
    end_stand_in(actor=staff.acts(Role.PERSON_IN_CHARGE), stand_in_id=row.pk)
    assert not viewing(helper).duties
    with pytest.raises(AlreadyEnded):
        end_stand_in(actor=staff.acts(Role.PERSON_IN_CHARGE), stand_in_id=row.pk)
    [line] = stand_ins_of_organ(viewing(staff.clerk), staff.organ.pk, on=TODAY)
    assert line.is_over
    assert stand_ins_of_organ(viewing(a_person()), staff.organ.pk, on=TODAY) == ()


def test_who_may_order_a_stand_in_and_whom(staff: Staff) -> None:
    for role in (Role.CLERK, Role.SYSTEM_ADMINISTRATOR):
        with pytest.raises(NotAllowed):
            _order(staff, role, staff.secrecy, a_person(), Role.SECRECY_REVIEWER)
    in_charge = Role.PERSON_IN_CHARGE
    with pytest.raises(NotAllowed):
        _order(staff, in_charge, staff.secrecy, staff.in_charge, Role.SECRECY_REVIEWER)
    with pytest.raises(NotAllowed):
        _order(staff, in_charge, staff.secrecy, staff.secrecy, Role.SECRECY_REVIEWER)
    with pytest.raises(NotAllowed):
        _order(staff, in_charge, staff.administrator, a_person(), Role.SYSTEM_ADMINISTRATOR)
    with pytest.raises(AbsentHasNoSuchRole):
        _order(staff, in_charge, staff.clerk, a_person(), Role.SECRECY_REVIEWER)
    assert _order(staff, in_charge, staff.in_charge, staff.clerk, in_charge).pk


def _order(staff: Staff, by: Role, absent: Person, stand_in: Person, role: Role) -> StandIn:
    return order_stand_in(
        actor=staff.acts(by),
        organ_id=staff.organ.pk,
        absent_id=absent.pk,
        stand_in_id=stand_in.pk,
        role=role,
        from_on=TODAY,
        until_on=TODAY,
        reason="",
    )


def test_a_closed_account_holds_nothing_and_lends_nothing(staff: Staff) -> None:
    helper = a_person()
    substitute(staff, helper)
    close_account(actor=SYSTEM, person_id=staff.secrecy.pk)
    assert duties_of(staff.secrecy.pk, on=TODAY) == ()
    assert duties_of(helper.pk, on=TODAY) == ()
    assert viewer_for(Person.objects.get(pk=staff.secrecy.pk), on=TODAY) == PUBLIC
    assert person_named(staff.secrecy.username) is None


def test_nobody_in_particular_is_the_public() -> None:
    assert viewer_for(AnonymousUser(), on=TODAY) == PUBLIC


def test_accounts_are_opened_by_the_administrator_with_a_good_password(staff: Staff) -> None:
    administrator = staff.acts(Role.SYSTEM_ADMINISTRATOR)
    with pytest.raises(NotAllowed):
        create_person(
            actor=staff.acts(Role.CLERK), username="new", name="新人", password="long-enough-1"
        )
    for weak in ("short", "1234567890123", "password123"):
        with pytest.raises(WeakPassword):
            create_person(actor=administrator, username="new", name="新人", password=weak)
    person = create_person(
        actor=administrator, username="new", name="新人", password="long-enough-1"
    )
    assert person.check_password("long-enough-1")
    with pytest.raises(UsernameTaken):
        create_person(actor=administrator, username="new", name="别人", password="long-enough-1")
    assert "long-enough-1" not in AuditEntry.objects.get(object_id=str(person.pk)).canonical


def test_a_lost_password_is_replaced_by_another_administrator(staff: Staff) -> None:
    administrator = staff.acts(Role.SYSTEM_ADMINISTRATOR)
    with pytest.raises(NotAllowed):
        set_password(
            actor=administrator, person_id=staff.administrator.pk, password="long-enough-1"
        )
    changed = set_password(actor=administrator, person_id=staff.clerk.pk, password="long-enough-1")
    assert changed.check_password("long-enough-1")
    closed = create_person(actor=administrator, username="closed", name="无密码", password="")
    assert not closed.has_usable_password()


def test_what_stands_below_and_above() -> None:
    province = an_organ("省政府", kind="government")
    office = an_organ("省政府办公厅", parent=province)
    line = an_organ("省财政厅", parent=province)
    city = an_organ("市政府", level="city", kind="government", parent=province)
    bureau = an_organ("市财政局", level="city", parent=city, line_superior=line)
    assert organs_below(city.pk) == {bureau.pk}
    assert organs_below(line.pk) == {bureau.pk}
    assert organs_below(province.pk) == {office.pk, line.pk, city.pk, bureau.pk}
    assert superiors_of(bureau.pk) == {city.pk, line.pk, province.pk}
    assert organs_above(bureau.pk, city.pk) == {city.pk, line.pk, province.pk}
    assert organs_above() == frozenset()
    assert is_superior(office.pk, of=bureau.pk)
    assert not is_superior(bureau.pk, of=office.pk)
    overseer = someone(Role.COMPETENT_DEPARTMENT, office)
    assert overseen_by(viewing(overseer)) == {province.pk, office.pk, line.pk, city.pk, bureau.pk}
    assert overseen_by(viewing(someone(Role.CLERK, office))) == frozenset()


def test_who_sees_the_people_of_an_organ(staff: Staff) -> None:
    outsider = someone(Role.CLERK, an_organ())
    seen = people_of_organ(viewing(staff.clerk), staff.organ.pk)
    assert {card.id for card in seen} == {
        p.pk
        for p in (staff.clerk, staff.secrecy, staff.legal, staff.in_charge, staff.administrator)
    }
    assert people_of_organ(viewing(outsider), staff.organ.pk) == ()
    assert people_of_organ(PUBLIC, staff.organ.pk) == ()
    assert person_card(viewing(staff.clerk), staff.clerk.pk).roles[0].role is Role.CLERK
    with pytest.raises(NotFound):
        person_card(viewing(staff.clerk), staff.secrecy.pk)
    assert person_card(viewing(staff.administrator), staff.clerk.pk).has_totp is False


def test_the_demo_shows_its_invented_people_only(staff: Staff) -> None:
    person = create_person(
        actor=SYSTEM, username="demo", name="演示", password=DEMO_PASSWORD, is_demo=True
    )
    a_role(person, staff.organ, Role.CLERK)
    [account] = demo_accounts()
    assert (account.username, account.organ_name) == ("demo", staff.organ.name)
    assert person.check_password(account.password)
    assert person_names([person.pk, 10**9]) == {person.pk: "演示"}


def test_a_viewer_costs_two_queries_however_many_roles(staff: Staff) -> None:
    person = a_person()
    for _ in range(10):
        a_role(person, an_organ(), Role.CLERK)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        viewer = viewer_for(person, on=TODAY)
    assert (len(viewer.duties), len(queries)) == (10, 2)


def test_an_actor_of_a_day_past(staff: Staff) -> None:
    with pytest.raises(NotAllowed):
        actor_for(
            person_id=staff.clerk.pk,
            role=Role.CLERK,
            organ_id=staff.organ.pk,
            on=LONG_AGO - timedelta(days=1),
        )
