"""What a reader meets where something was withdrawn: 410 and the tombstone, nothing else."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from gongkai.records.queries import Gone, Tombstone

View = Callable[..., HttpResponseBase]


def tombstone_page(request: HttpRequest, stone: Tombstone) -> HttpResponse:
    """Answer 410 with number, day, organ and reason; the title only where it may show."""
    return render(request, "portal/withdrawn.html", {"stone": stone}, status=410)


def gone_as_tombstone(view: View) -> View:
    """Answer with the tombstone where the view's query says that the record was withdrawn."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Gone as gone:
            return tombstone_page(request, gone.tombstone)

    return guarded
