"""Entering divisions, organs and their offices."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.factories.organs import a_region, a_staffed_organ, an_organ

from gongkai.audit.models import AuditEntry
from gongkai.kernel.models import PublicChange
from gongkai.kernel.refusals import NotAllowed, NotFound
from gongkai.kernel.types import SYSTEM, Role
from gongkai.organs.models import Organ
from gongkai.organs.operations import (
    BelowALowerLevel,
    CodeTaken,
    InACircle,
    NameTaken,
    RegionExists,
    WrongCodeShape,
    WrongRegionCode,
    change_organ,
    create_organ,
    create_region,
    set_office,
)
from gongkai.organs.operations.offices import NotAnEmailAddress
from gongkai.organs.queries import (
    code_doubts,
    organ_cards,
    organ_code,
    organ_page,
    organ_tree,
    organ_with_code,
    region_choices,
)

pytestmark = pytest.mark.django_db


def test_an_organ_without_a_code_gets_one_that_is_flagged() -> None:
    organ = an_organ("堃喆水务有限公司", kind="public_enterprise")
    assert organ.code_is_assigned
    assert organ.organisation_code.startswith("GKA")
    assert code_doubts(organ.pk) == ()


def test_a_wrong_check_digit_warns_and_does_not_block() -> None:
    organ = an_organ("财政局", organisation_code="03521000-0")
    assert (organ.organisation_code, organ.code_is_assigned) == ("035210000", False)
    [doubt] = code_doubts(organ.pk)
    assert "035210000" in doubt.message
    entry = AuditEntry.objects.get(action="organs.create_organ", object_id=str(organ.pk))
    assert entry.details["warnings"] == "organisation_check_digit"


def test_the_organisation_code_comes_out_of_the_credit_code() -> None:
    a_region()
    organ = create_organ(
        actor=SYSTEM,
        name="人民政府办公厅",
        level="province",
        kind="department",
        region_code="960000",
        credit_code="11120000mb1908811q",
    )
    assert (organ.organisation_code, organ.code_is_assigned) == ("MB1908811", False)
    assert organ_with_code("MB190881-1") == organ_cards()[organ.pk]
    assert organ_code(organ.pk) == "MB1908811"


@pytest.mark.parametrize("code", ["12345678", "0152791822", "01527918＊"])
def test_a_code_that_cannot_stand_in_an_index_number_blocks(code: str) -> None:
    with pytest.raises(WrongCodeShape):
        an_organ(organisation_code=code)


def test_codes_and_names_are_unique() -> None:
    an_organ("教育厅", organisation_code="000014349")
    with pytest.raises(CodeTaken):
        an_organ("卫生厅", organisation_code="000014349")
    with pytest.raises(NameTaken):
        an_organ("教育厅")


def test_nothing_stands_below_a_lower_level_or_in_a_circle() -> None:
    top = an_organ("省政府", kind="government")
    middle = an_organ("市政府", level="city", kind="government", parent=top)
    low = an_organ("县政府", level="county", kind="government", parent=middle)
    with pytest.raises(BelowALowerLevel):
        an_organ("省厅", parent=low)
    for superior in (middle, low):
        with pytest.raises((InACircle, BelowALowerLevel)):
            change_organ(actor=SYSTEM, organ_id=middle.pk, parent_id=superior.pk)
    with pytest.raises(NotFound):
        change_organ(actor=SYSTEM, organ_id=middle.pk, parent_id=10**9)


def test_a_circle_of_equals_is_refused() -> None:
    first = an_organ("甲局")
    second = an_organ("乙局", parent=first)
    with pytest.raises(InACircle):
        change_organ(actor=SYSTEM, organ_id=first.pk, parent_id=second.pk)


def test_superiors_are_changed_one_at_a_time() -> None:
    top = an_organ("省政府", kind="government")
    organ = an_organ("省局")
    with CaptureQueriesContext(connection) as captured:
        change_organ(actor=SYSTEM, organ_id=organ.pk, parent_id=top.pk)
    said = [one["sql"] for one in captured if "lock(" in one["sql"] or " FOR " in one["sql"]]
    # Before the organ is held: two that are hung below each other would wait for each other.
    assert "pg_advisory_xact_lock" in said[0]


def test_a_superior_is_taken_away_and_kept_where_none_is_named() -> None:
    top, line = an_organ("省政府", kind="government"), an_organ("国家局", level="national")
    organ = an_organ("省局", parent=top, line_superior=line)
    assert change_organ(actor=SYSTEM, organ_id=organ.pk, parent_id=None).parent is None
    page = organ_page(organ.pk)
    assert (page.superior, page.line_superior) == (None, organ_page(line.pk).card)


def test_a_change_touches_only_what_is_given_and_tells_the_public() -> None:
    organ = an_organ("农业厅")
    changes = PublicChange.objects.filter(kind="organ", object_id=organ.pk)
    before = changes.count()
    changed = change_organ(
        actor=SYSTEM, organ_id=organ.pk, name=" 农业农村厅 ", name_en="Agriculture"
    )
    assert (changed.name, changed.sort_key) == ("农业农村厅", "nong ye nong cun ting")
    assert changed.organisation_code == organ.organisation_code
    assert changes.count() == before + 1


def test_only_the_administrator_enters_organs() -> None:
    staff = a_staffed_organ()
    for role in (Role.CLERK, Role.PERSON_IN_CHARGE):
        with pytest.raises(NotAllowed):
            change_organ(actor=staff.acts(role), organ_id=staff.organ.pk, name="x")
    administrator = staff.acts(Role.SYSTEM_ADMINISTRATOR)
    assert change_organ(actor=administrator, organ_id=staff.organ.pk, position=1).position == 1


@pytest.mark.parametrize("code", ["96", "96000X", "9600001"])
def test_division_codes_have_their_shape(code: str) -> None:
    with pytest.raises(WrongRegionCode):
        create_region(actor=SYSTEM, code=code, name="某地")


def test_divisions_make_a_tree() -> None:
    a_region("960000", "云梦省")
    a_region("960100", "云梦市", "960000")
    with pytest.raises(RegionExists):
        create_region(actor=SYSTEM, code="960100", name="另一市")
    with pytest.raises(NotFound):
        create_region(actor=SYSTEM, code="960200", name="又一市", parent_code="970000")
    organ = an_organ("云梦市政府", level="city", kind="government", region_code="960100")
    [root] = organ_tree()
    assert (root.level, root.children[0].level) == ("province", "city")
    assert [card.id for card in root.children[0].organs] == [organ.pk]
    assert region_choices() == (("960000", "云梦省"), ("960100", "云梦市"))


def test_the_page_of_an_organ() -> None:
    top = an_organ("省政府", kind="government")
    organ = an_organ("民政厅", parent=top)
    closed = an_organ("旧厅", parent=top)
    change_organ(actor=SYSTEM, organ_id=closed.pk, is_active=False)
    set_office(
        actor=SYSTEM,
        organ_id=organ.pk,
        kind="disclosure",
        name="办公室",
        hours="周一至周五 9:00—17:00",
        email="office@example.cn",
    )
    page = organ_page(organ.pk)
    assert page.superior == organ_page(top.pk).card
    assert [card.id for card in organ_page(top.pk).subordinates] == [organ.pk]
    assert page.disclosure is not None
    assert (page.disclosure.name, page.supervision) == ("办公室", None)
    with pytest.raises(NotFound):
        organ_page(10**9)


def test_an_office_is_replaced_not_doubled() -> None:
    staff = a_staffed_organ()
    for name in ("办公室", "政务公开科"):
        set_office(
            actor=staff.acts(Role.CLERK), organ_id=staff.organ.pk, kind="disclosure", name=name
        )
    page = organ_page(staff.organ.pk)
    assert page.disclosure is not None
    assert page.disclosure.name == "政务公开科"


def test_offices_are_entered_by_their_own_organ_with_an_address_that_works() -> None:
    staff, other = a_staffed_organ(), an_organ()
    clerk = staff.acts(Role.CLERK)
    with pytest.raises(NotAllowed):
        set_office(actor=clerk, organ_id=other.pk, kind="disclosure", name="办公室")
    with pytest.raises(NotAnEmailAddress):
        set_office(
            actor=clerk, organ_id=staff.organ.pk, kind="disclosure", name="x", email="不是邮箱"
        )


def test_the_database_refuses_a_code_of_another_shape() -> None:
    organ = an_organ()
    with pytest.raises(IntegrityError), transaction.atomic():
        Organ.objects.filter(pk=organ.pk).update(organisation_code="abc")


def test_lists_cost_the_same_for_two_and_twenty(django_assert_num_queries: object) -> None:
    assert callable(django_assert_num_queries)
    for _ in range(2):
        an_organ()
    with django_assert_num_queries(2):
        organ_tree()
    for _ in range(18):
        an_organ()
    with django_assert_num_queries(2):
        organ_tree()
