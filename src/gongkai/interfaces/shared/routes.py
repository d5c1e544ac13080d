"""Every route of the site with the audience it declares: for the reference and for the tests."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.http import HttpResponseBase
from django.urls import URLPattern, URLResolver, get_resolver

from gongkai.interfaces.shared.audience import DECLARATION, THIRD_PARTY_AUDIENCES, Audience


@dataclass(frozen=True, slots=True)
class Route:
    """One route: its pattern as urls.py writes it, its full name, and who it is for."""

    path: str
    name: str
    audience: Audience | None
    view: Callable[..., HttpResponseBase]


def all_routes() -> tuple[Route, ...]:
    """Return every route, ordered by path."""
    return tuple(sorted(_below(get_resolver(), "", ""), key=lambda route: (route.path, route.name)))


def _below(resolver: URLResolver, path: str, namespace: str) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        here = f"{path}{entry.pattern}"
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _below(entry, here, inner)
        else:
            yield _route(entry, here, namespace)


def _route(entry: URLPattern, path: str, namespace: str) -> Route:
    name = f"{namespace}{entry.name or ''}"
    declared = getattr(entry.callback, DECLARATION, None)
    if declared is None and name in THIRD_PARTY_AUDIENCES:
        declared = THIRD_PARTY_AUDIENCES[name].audience
    return Route(path or "/", name, declared, entry.callback)
