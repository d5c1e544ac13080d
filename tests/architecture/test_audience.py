"""Every route says for whom it is; what is not ours stands in a table with a reason."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.http import HttpResponse, HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, path

from gongkai.interfaces.shared.audience import (
    DECLARATION,
    THIRD_PARTY_AUDIENCES,
    Audience,
    audience,
    audience_of,
)


@dataclass(frozen=True, slots=True)
class Route:
    """A route of the site: its address pattern, its name with name spaces, its view."""

    address: str
    name: str
    view: Callable[..., HttpResponseBase]

    @property
    def is_ours(self) -> bool:
        """Say whether the view belongs to this package."""
        return self.view.__module__.startswith("gongkai.")


def routes(resolver: URLResolver, address: str = "", space: str = "") -> Iterator[Route]:
    """Yield every route below a resolver."""
    for entry in resolver.url_patterns:
        here = f"{address}{entry.pattern}"
        if isinstance(entry, URLPattern):
            yield Route(here, f"{space}{entry.name}", entry.callback)
        else:
            yield from routes(
                entry, here, f"{space}{entry.namespace}:" if entry.namespace else space
            )


def all_routes() -> list[Route]:
    """Return every route of the real site."""
    return list(routes(get_resolver("gongkai.config.urls")))


def declared(route: Route) -> Audience | None:
    """Return what the gate would find for a route."""

    class Match:
        view_name = route.name

    return audience_of(route.view, Match())  # type: ignore[arg-type] # only the name is read


def test_every_route_declares_its_audience() -> None:
    assert [route.address for route in all_routes() if declared(route) is None] == []


def test_the_site_has_its_doors() -> None:
    names = {route.name for route in all_routes()}
    assert {"portal:home", "desk:home", "healthz", "account_login", "text_size"} <= names


def test_our_views_declare_it_themselves() -> None:
    ours = [route for route in all_routes() if route.is_ours]
    assert ours
    assert [route.name for route in ours if not hasattr(route.view, DECLARATION)] == []


def test_the_table_names_exactly_the_foreign_views() -> None:
    foreign = {route.name for route in all_routes() if not route.is_ours}
    assert foreign == set(THIRD_PARTY_AUDIENCES)
    assert all(entry.reason for entry in THIRD_PARTY_AUDIENCES.values())


@pytest.mark.parametrize(
    ("space", "allowed"),
    [
        ("portal", {Audience.PUBLIC, Audience.ANYONE}),
        ("harvest", {Audience.PUBLIC}),
        ("desk", {Audience.STAFF, Audience.ADMINISTRATOR}),
    ],
)
def test_each_door_serves_its_own_people(space: str, allowed: set[Audience]) -> None:
    inside = [route for route in all_routes() if route.name.startswith(f"{space}:")]
    assert inside
    assert [route.name for route in inside if declared(route) not in allowed] == []


def test_nothing_of_ours_can_be_let_in_by_the_foreign_table() -> None:
    def impostor(_request: object) -> HttpResponse:
        return HttpResponse()

    impostor.__module__ = "gongkai.interfaces.portal.views"
    assert declared(Route("x", "account_login", impostor)) is None
    assert (
        declared(Route("x", "account_login", audience(Audience.STAFF)(impostor))) is Audience.STAFF
    )


def forgotten(_request: object) -> HttpResponse:
    """A view whose author forgot the audience."""
    return HttpResponse("leaked")


urlpatterns = [path("forgotten/", forgotten, name="forgotten")]


@pytest.mark.django_db
@pytest.mark.urls("tests.architecture.test_audience")
def test_a_planted_route_without_audience_is_found_and_not_served() -> None:
    planted = list(routes(get_resolver("tests.architecture.test_audience")))
    assert [route.name for route in planted if declared(route) is None] == ["forgotten"]
    response = Client().get("/forgotten/")
    assert response.status_code == 404
    assert b"leaked" not in response.content
