"""The inbox, my queue and the side list: what stands in them, in what order, at what cost."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories.applications import a_submission
from tests.factories.case_states import STATES, a_case
from tests.interfaces.desk.conftest import Town

from gongkai.applications.models import Case
from gongkai.applications.rules.reply import Lack
from gongkai.interfaces.desk.case_wording import LACKS, TASKS


def _listed(town: Town, query: str = "", persona: str = "clerk") -> list[int]:
    page = town.client(persona).get(reverse("desk:cases") + query)
    assert page.status_code == 200
    return [line.case_id for line in page.context["lines"]]


def _queries(town: Town, persona: str, address: str) -> int:
    client = town.client(persona)
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_who_came_first_stands_first(town: Town) -> None:
    first, second = town.case("received"), town.case("accepted")
    late = town.case("late")

    assert _listed(town) == [late, first, second]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?state=handling", ["accepted", "late"]),
        ("?mine=on", ["accepted", "closed", "late"]),
        ("?mine=on&open=on", ["accepted", "late"]),
        ("?open=on", ["received", "accepted", "late"]),
        ("?overdue=on", ["late"]),
        ("?text=青禾", []),
        ("?text=石小禾&state=closed", ["closed"]),
        ("?text=危旧房&overdue=on", ["late"]),
        ("?state=nonsense&page=x&mine=", ["received", "accepted", "closed", "late"]),
        ("?text=%00", ["received", "accepted", "closed", "late"]),
    ],
)
def test_filters(town: Town, query: str, found: list[str]) -> None:
    ids = {state: town.case(state) for state in ("received", "accepted", "closed", "late")}
    known = {case_id: state for state, case_id in ids.items()}

    listed = {known[case_id] for case_id in _listed(town, query)}

    assert listed == (
        {"received", "accepted", "closed", "late"} if query == "?state=accepted" else set(found)
    )


@pytest.mark.parametrize("typed", ["{0}", " {0} ", "{1}", "{2}", "{3}"])
def test_a_number_is_found_however_it_is_typed(town: Town, typed: str) -> None:
    wanted, _other = town.case("received"), town.case("received")
    number = Case.objects.get(pk=wanted).application.number
    spellings = (number, number.lower(), number.replace("-", ""), number.replace("-", "－"))

    page = town.client("clerk").get(reverse("desk:cases"), {"text": typed.format(*spellings)})

    assert [line.case_id for line in page.context["lines"]] == [wanted]


def test_the_side_list_leads_to_as_many_cases_as_it_says(town: Town) -> None:
    for state in ("received", "accepted", "late", "closed", "proposed"):
        town.case(state)

    page = town.client("clerk").get(reverse("desk:home"))

    group = next(g for g in page.context["queues"] if str(g.title) == "依申请公开")
    counts = {link.url: link.count for link in group.links if link.count is not None}
    assert counts == {url: len(_listed(town, f"?{urlsplit(url).query}")) for url in counts}
    assert len(counts) == 3
    assert {tuple(parse_qs(urlsplit(url).query)) for url in counts} == {
        ("mine", "open"),
        ("open",),
        ("overdue",),
    }
    current = town.client("clerk").get(reverse("desk:cases") + "?overdue=on")
    links = [link for g in current.context["queues"] for link in g.links if link.is_current]
    assert [str(link.label) for link in links] == ["已逾期"]


def test_reviewers_have_no_inbox_and_are_told_where_to_look(town: Town) -> None:
    town.case("proposed")

    page = town.client("reviewer").get(reverse("desk:cases"))

    assert page.context["lines"] == ()
    assert "石小禾" not in page.content.decode()
    assert "审查步骤列在“我的待办”中" in page.content.decode()


def test_late_and_near_cases_lead_my_queue_and_else_the_first_that_came(town: Town) -> None:
    first, second = town.case("received"), town.case("accepted")
    late = town.case("late")

    cases = town.client("clerk").get(reverse("desk:home")).context["cases"]

    assert [line.case_id for line, _task, _route in cases] == [late, first, second]


def test_the_queue_counts_cases_and_records_together(town: Town) -> None:
    town.case("received")
    town.draft()

    page = town.client("clerk").get(reverse("desk:home"))

    queue = page.context["queues"][0].links[0]
    assert queue.count == 2
    assert 'href="#records"' in page.content.decode()


@pytest.mark.parametrize("state", sorted(STATES))
def test_every_task_of_a_queue_leads_to_a_page_that_opens(town: Town, state: str) -> None:
    town.case(state)

    for persona in ("clerk", "reviewer", "in_charge"):
        for line, _task, route in town.client(persona).get(reverse("desk:home")).context["cases"]:
            page = town.client(persona).get(reverse(route, args=[line.case_id]))
            assert page.status_code == 200, (persona, route)


@pytest.mark.parametrize("state", sorted(STATES))
def test_every_open_move_of_a_case_leads_to_a_page_that_opens(town: Town, state: str) -> None:
    case_id = town.case(state)

    for persona in ("clerk", "reviewer", "in_charge"):
        page = town.client(persona).get(reverse("desk:case", args=[case_id]))
        for move in page.context["moves"] if page.context and "moves" in page.context else ():
            assert bool(move.url) != bool(move.why_not)
            if move.url and "/assign/" not in move.url:
                assert town.client(persona).get(move.url).status_code == 200, move.url


def test_every_lack_and_task_has_its_words() -> None:
    assert set(LACKS) == set(Lack)
    assert all(str(label) and route.startswith("desk:") for label, route in TASKS.values())


def test_the_inbox_costs_the_same_for_2_and_20_rows(town: Town) -> None:
    address = reverse("desk:cases")
    asked = [address + query for query in ("", "?open=on", "?overdue=on", "?text=石小禾")]
    for state in ("accepted", "late"):
        town.case(state)
    few = [_queries(town, "clerk", one) for one in asked]

    for _number in range(9):
        for state in ("accepted", "late"):
            town.case(state)

    assert [_queries(town, "clerk", one) for one in asked] == few


def test_the_inbox_adds_few_queries_to_those_of_every_page(town: Town) -> None:
    for _number in range(10):
        town.case("accepted")
    frame = _queries(town, "clerk", reverse("desk:stand_ins"))

    assert _queries(town, "clerk", reverse("desk:cases")) <= frame + 6


@pytest.mark.parametrize(
    ("persona", "state"),
    [("clerk", "accepted"), ("reviewer", "proposed"), ("in_charge", "more_time")],
)
def test_my_queue_costs_the_same_for_2_and_10_cases(town: Town, persona: str, state: str) -> None:
    for _number in range(2):
        town.case(state)
    few = _queries(town, persona, reverse("desk:home"))

    for _number in range(8):
        town.case(state)

    assert _queries(town, persona, reverse("desk:home")) == few


def test_letters_and_mails_cost_the_same_for_2_and_20(town: Town) -> None:
    lists = [reverse("desk:letters"), reverse("desk:notices")]
    for _number in range(2):
        town.case("received")
    few = [_queries(town, "clerk", one) for one in lists]

    for _number in range(18):
        town.case("received")

    assert [_queries(town, "clerk", one) for one in lists] == few


def test_an_empty_inbox_says_what_would_fill_it(town: Town) -> None:
    page = town.client("clerk").get(reverse("desk:cases")).content.decode()
    filtered = town.client("clerk").get(reverse("desk:cases") + "?overdue=on").content.decode()

    assert "还没有收到申请。" in page
    assert "没有符合条件的申请件。" in filtered


def test_a_list_goes_on_to_a_second_page(town: Town) -> None:
    for _number in range(21):
        town.desk.received(a_submission(email=""))

    second = town.client("clerk").get(reverse("desk:cases") + "?page=2&open=on")

    assert len(second.context["lines"]) == 1
    assert "open=on" in second.content.decode()


def test_what_another_organ_receives_is_in_no_list(town: Town) -> None:
    a_case(town.desk, "received")

    page = town.client("other_clerk").get(reverse("desk:cases"))

    assert page.context["lines"] == ()
    assert page.context["queues"][1].links[1].count == 0
