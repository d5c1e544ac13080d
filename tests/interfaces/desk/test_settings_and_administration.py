"""Organ settings, stand-ins, the administrator's pages, the competent department's pages."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.factories import organs
from tests.interfaces.desk.conftest import Town

from gongkai.organs.models import Organ, Person, Region, RoleAssignment, StandIn
from gongkai.organs.queries import organ_page
from gongkai.review.models import SharedSteps, StepHandover


def test_the_clerk_enters_the_disclosure_office(town: Town) -> None:
    address = reverse("desk:office", args=[town.office.organ.pk, "disclosure"])

    town.client("clerk").post(address, {"name": "公开办", "telephone": "0000-123"})

    office = organ_page(town.office.organ.pk).disclosure
    assert office is not None
    assert (office.name, office.telephone) == ("公开办", "0000-123")


def test_the_clerk_enters_the_introduction(town: Town) -> None:
    address = reverse("desk:introduction", args=[town.office.organ.pk])

    town.client("clerk").post(address, {"introduction": "本局管理水务。", "website": ""})

    assert organ_page(town.office.organ.pk).introduction == "本局管理水务。"


def test_a_stand_in_is_ordered_and_ended(town: Town) -> None:
    leader = town.client("in_charge")
    sent = {
        "organ_id": town.office.organ.pk,
        "role": "clerk",
        "absent_id": town.office.clerk.pk,
        "stand_in_id": town.office.legal.pk,
        "from_on": "2026-03-16",
        "until_on": "2026-03-20",
        "reason": "出差",
    }

    leader.post(reverse("desk:order_stand_in"), sent)
    row = StandIn.objects.get()
    leader.post(reverse("desk:end_stand_in", args=[row.organ_id, row.pk]))

    row.refresh_from_db()
    assert row.ended_at is not None


def test_nobody_stands_in_for_themselves(town: Town) -> None:
    sent = {
        "organ_id": town.office.organ.pk,
        "role": "clerk",
        "absent_id": town.office.clerk.pk,
        "stand_in_id": town.office.clerk.pk,
        "from_on": "2026-03-16",
        "until_on": "2026-03-20",
        "reason": "出差",
    }

    answer = town.client("in_charge").post(reverse("desk:order_stand_in"), sent)

    assert answer.status_code == 422
    assert "出差" in answer.content.decode()


def test_a_first_password_is_shown_once(town: Town) -> None:
    administrator = town.client("administrator")

    answer = administrator.post(reverse("desk:new_person"), {"username": "wang.li", "name": "王立"})

    person = Person.objects.get(username="wang.li")
    password = answer.context["password"]
    assert person.check_password(password)
    page = administrator.get(reverse("desk:person", args=[person.pk])).content.decode()
    assert password not in page


def test_a_role_is_granted_and_ended(town: Town) -> None:
    administrator = town.client("administrator")
    person = organs.a_person()
    sent = {"organ_id": town.other.organ.pk, "role": "clerk", "from_on": "2026-03-16"}

    administrator.post(reverse("desk:grant", args=[person.pk]), sent)
    row = RoleAssignment.objects.get(person=person)
    administrator.post(
        reverse("desk:end_role", args=[person.pk, row.pk]), {"until_on": "2026-03-31"}
    )

    row.refresh_from_db()
    assert str(row.until_on) == "2026-03-31"


def test_the_administrator_grants_nothing_to_themselves(town: Town) -> None:
    me = town.people["administrator"]
    sent = {"organ_id": town.other.organ.pk, "role": "clerk", "from_on": "2026-03-16"}

    answer = town.client("administrator").post(reverse("desk:grant", args=[me.pk]), sent)

    assert answer.status_code == 422


def test_a_wrong_check_digit_warns_and_does_not_block(town: Town) -> None:
    administrator = town.client("administrator")
    sent = {
        "name": "云梦市财政局",
        "level": "city",
        "kind": "department",
        "region_code": "960000",
        "organisation_code": "000000001",
    }

    answer = administrator.post(reverse("desk:new_organ"), sent, follow=True)

    assert Organ.objects.filter(organisation_code="000000001").exists()
    assert [doubt.value for doubt in answer.context["doubts"]] == ["000000001"]


def test_a_region_is_entered(town: Town) -> None:
    sent = {"code": "960100", "name": "云梦市", "level": "city", "parent_code": "960000"}

    town.client("administrator").post(reverse("desk:new_region"), sent)

    assert Region.objects.get(code="960100").name == "云梦市"


def test_an_organ_is_changed_but_not_its_code(town: Town) -> None:
    organ = town.other.organ
    sent = {"name": "云梦市林业和草原局", "kind": "department", "is_active": "on"}

    town.client("administrator").post(reverse("desk:organ", args=[organ.pk]), sent)

    code = organ.organisation_code
    organ.refresh_from_db()
    assert (organ.name, organ.organisation_code) == ("云梦市林业和草原局", code)


def test_the_superiors_of_an_organ_are_entered_shown_and_taken_away(town: Town) -> None:
    organ, above = town.other.organ, str(town.office.organ.pk)
    address, administrator = reverse("desk:organ", args=[organ.pk]), town.client("administrator")
    sent = {"name": organ.name, "kind": organ.kind, "is_active": "on", "parent_id": ""}
    for chosen in (above, ""):
        administrator.post(address, sent | {"line_superior_id": chosen})
        shown = administrator.get(address).context["form"]["line_superior_id"].value()
        assert str(shown or "") == chosen


def test_a_file_that_is_no_notice_is_refused_with_its_place(town: Town) -> None:
    sent = {"file": SimpleUploadedFile("2027.csv", "日期,名称\n".encode())}

    answer = town.client("administrator").post(reverse("desk:import_notice"), sent)

    assert answer.status_code == 422
    assert 'href="#id_file"' in answer.content.decode()


def test_a_notice_counts_only_when_it_is_entered(town: Town) -> None:
    administrator = town.client("administrator")
    days = ("01-01,元旦", "02-05,春节", "02-08,春节", "04-05,清明节", "05-01,劳动节")
    days += ("06-09,端午节", "09-15,中秋节", "10-01,国庆节")
    text = "date,name,day\n" + "".join(f"2027-{day},off\n" for day in days)
    sent = {"file": SimpleUploadedFile("2027.csv", text.encode())}

    preview = administrator.post(reverse("desk:import_notice"), sent)
    before = [line.year for line in administrator.get(_calendar()).context["editions"]]
    kept = {field.name: field.value() for field in preview.context["confirm"]}
    administrator.post(reverse("desk:enter_notice"), kept)
    after = [line.year for line in administrator.get(_calendar()).context["editions"]]

    assert preview.status_code == 200
    assert 2027 not in before
    assert 2027 in after


def _calendar() -> str:
    return reverse("desk:calendar")


def test_a_single_day_is_added(town: Town) -> None:
    administrator = town.client("administrator")
    sent = {
        "on": "2026-05-27",
        "name": "古尔邦节",
        "working": "off",
        "region_code": "960000",
        "reason": "云政发〔2026〕1号",
    }

    too_early = administrator.post(reverse("desk:add_day"), sent | {"on": "1948-12-31"})
    answer = administrator.post(reverse("desk:add_day"), sent)

    assert too_early.status_code == 422
    newest = administrator.get(_calendar()).context["editions"][0]
    assert answer.status_code == 302
    assert (newest.region_code, newest.days_off) == ("960000", 1)


def test_the_competent_department_gives_leave_and_takes_it_back(town: Town) -> None:
    competent = town.client("competent")
    sent = {
        "organ_id": town.office.organ.pk,
        "from_on": "2026-03-16",
        "until_on": "2026-12-31",
        "reason": "编制只有两人",
    }

    competent.post(reverse("desk:allow_sharing"), sent)
    leave = SharedSteps.objects.get()
    competent.post(reverse("desk:end_sharing", args=[leave.pk]))

    leave.refresh_from_db()
    assert str(leave.until_on) == "2026-03-16"


def test_the_competent_department_hands_a_step_over_and_back(town: Town) -> None:
    competent = town.client("competent")
    sent = {
        "organ_id": town.office.organ.pk,
        "kind": "legal",
        "to_organ_id": town.government.pk,
        "from_on": "2026-03-16",
    }

    competent.post(reverse("desk:hand_over"), sent)
    row = StepHandover.objects.get()
    competent.post(reverse("desk:give_back", args=[row.pk]))

    row.refresh_from_db()
    assert str(row.until_on) == "2026-03-16"


def test_organs_below_are_counted_without_titles(town: Town) -> None:
    title = town.draft("exempt").versions.get().title

    page = town.client("competent").get(reverse("desk:organs_below"))

    counts = {line["name"]: line["counts"] for line in page.context["lines"]}
    assert [count for _kind, count in counts[town.office.organ.name]] == [0, 0, 0, 1]
    assert title not in page.content.decode()
