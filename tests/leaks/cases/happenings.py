"""Things that happen to cases in a browser, looked through for what they say and leave behind."""

from django.urls import reverse
from tests.leaks.cases.filing import Pen
from tests.leaks.cases.people import CaseWorld, opened
from tests.leaks.cases.traces import LIVELY, misplaced
from tests.leaks.findings import Finding
from tests.leaks.walker import Listener


def happenings(world: CaseWorld, listener: Listener) -> list[Finding]:
    """Let it happen, and return what was logged or left behind that should not have been."""
    listener.take()
    _correct(world)
    _send(world)
    _at_the_counter(world)
    said = [("log-line", secret.place) for secret in world.markers.found_in(listener.take())]
    return [
        Finding(kind, "everybody", "", what)
        for kind, what in [*said, *misplaced(world.markers, tables=LIVELY)]
    ]


def _correct(world: CaseWorld) -> None:
    known = world.known["office-b-correction_asked-ogi-2008"]
    # Undone with the test, so these markers are no case's.
    pen = Pen(world.markers, "what happened")
    client = opened(known)
    file = pen.file("correction_file")
    answer = client.post(
        reverse("portal:track_correct"),
        {"answer": pen.put("correction_answer"), "attachment": file.upload},
    )
    assert answer.status_code == 302, "the correction has arrived"


def _send(world: CaseWorld) -> None:
    organ_id = world.organs["office"].pk
    browser = world.drafting()
    answer = browser.post(reverse("portal:apply_check", args=[organ_id]))
    assert answer.headers["Location"] == reverse("portal:apply_receipt", args=[organ_id])


def _at_the_counter(world: CaseWorld) -> None:
    known, clerk = world.known["office-b-handling-ogi-2008"], world.client("office_clerk")
    for route, said in (
        ("desk:show_identity", {}),
        ("desk:reissue_code", {"how_identified": "身份证"}),
    ):
        answer = clerk.post(reverse(route, args=[known.id]), said)
        assert answer.status_code == 200, route
