"""Many opinions: read by the page at the desk and by the public."""

from tests.factories.guides import Press

from gongkai.guides.operations import give_opinion, show_opinion
from gongkai.guides.queries import consultation
from gongkai.guides.queries.desk import opinion_of, opinions_of
from gongkai.kernel.types import PUBLIC, Role


def test_opinions_are_read_page_by_page_what_waits_in_front(press: Press) -> None:
    edition = press.consulting()
    given = [give_opinion(edition_id=edition.pk, text=f"意见{n}。") for n in range(3)]
    for one in given[:2]:
        show_opinion(actor=press.clerk, opinion_id=one.pk)
    viewer = press.office.viewing(Role.CLERK)
    pages = [opinions_of(viewer, edition.pk, page=number, size=2) for number in (1, 2)]
    assert [[one.number for one in page.items] for page in pages] == [[3, 1], [2]]
    assert opinion_of(viewer, edition.pk, 3).text == "意见2。"
    said = consultation(PUBLIC, edition.pk, page=2, size=1)
    assert ([one.number for one in said.opinions], said.shown) == ([2], 2)
