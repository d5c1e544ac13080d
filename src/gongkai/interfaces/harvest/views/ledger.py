"""The change feed and the hash chain for programs: entries, roots, files of days, proofs."""

from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.http import JsonResponse as Json
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.interfaces.shared.audience import Audience, GongkaiRequest, audience
from gongkai.interfaces.shared.handing_out import content_disposition, send_built, with_pass
from gongkai.ledger.queries import (
    RangeRefused,
    all_roots,
    closed_day,
    day_lines,
    feed_after,
    proof_of,
)
from gongkai.release.doors import built_pass
from gongkai.release.rules.doors import Door

LINES = "application/jsonl; charset=utf-8"
PROOF = "application/json; charset=utf-8"
_ASKED = frozenset({"after", "limit", "through"})
_LONGEST_NUMBER = 18


@audience(Audience.PUBLIC)
@require_safe
def changes(request: GongkaiRequest) -> HttpResponse:
    """Answer with the entries after a number; 400 where that is no page of the feed."""
    try:
        asked = _numbers(request)
        page = feed_after(
            request.viewer,
            after=asked.get("after", 0),
            limit=asked.get("limit"),
            through=asked.get("through"),
        )
    except RangeRefused as refused:
        return Json({"error": str(refused)}, status=400, json_dumps_params={"ensure_ascii": False})
    following = f"{reverse('harvest:changes')}?after={page.after}" if page.has_more else None
    answer = {
        "entries": [entry.plain() for entry in page.entries],
        "after": page.after,
        "last": page.last,
        "next": following,
    }
    return Json(answer, json_dumps_params={"ensure_ascii": False})


@audience(Audience.PUBLIC)
@require_safe
def roots(request: GongkaiRequest) -> HttpResponse:
    """Answer with the root of every closed day, the first day first."""
    days = [
        {"day": day.on.isoformat(), "entries": day.entries, "root": day.root}
        for day in all_roots(request.viewer)
    ]
    return Json({"days": days})


@audience(Audience.PUBLIC)
@require_safe
def day_file(request: GongkaiRequest, day: date) -> HttpResponseBase:
    """Hand out the file of a closed day; raises NotFound for one that is not closed."""
    closed = closed_day(request.viewer, day)
    lines = (f"{line}\n".encode() for line in day_lines(request.viewer, closed))
    return send_built(
        lines,
        name=f"{day.isoformat()}.jsonl",
        media_type=LINES,
        gate_pass=built_pass(Door.PUBLIC, f"ledger:{day.isoformat()}"),
    )


@audience(Audience.PUBLIC)
@require_safe
def proof(request: GongkaiRequest, sequence: int) -> HttpResponse:
    """Hand out what opens the digest of an entry, while what it is about can be read."""
    found = proof_of(request.viewer, sequence)
    headers = {"Content-Disposition": content_disposition(f"proof-{sequence}.json")}
    response = HttpResponse(found.text(), content_type=PROOF, headers=headers)
    return with_pass(response, built_pass(Door.PUBLIC, f"proof:{sequence}"))


def _numbers(request: HttpRequest) -> dict[str, int]:
    """Return the numbers of the address; raises RangeRefused for anything else in it."""
    if unknown := sorted(set(request.GET) - _ASKED):
        raise RangeRefused(
            _("“%(name)s” is not known here; ask with “after”, “limit” or “through”.")
            % {"name": unknown[0][:40]}
        )
    numbers = {}
    for name in request.GET:
        said = request.GET.get(name, "")
        if not (said.isascii() and said.isdigit() and len(said) <= _LONGEST_NUMBER):
            raise RangeRefused(_("“%(name)s” must be a whole number.") % {"name": name})
        numbers[name] = int(said)
    return numbers
