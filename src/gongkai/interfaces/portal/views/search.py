"""Searching what is public."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.interfaces.portal.crumbs import trail
from gongkai.interfaces.portal.facets import Group, chosen_options, group
from gongkai.interfaces.portal.organ_names import english_organ_names
from gongkai.interfaces.portal.parameters import Asked, asked_for
from gongkai.interfaces.shared.audience import Audience, GongkaiRequest, audience
from gongkai.interfaces.shared.components import Crumb, pages_of
from gongkai.search.queries import SearchAnswer, search_public, suggest

PAGE_SIZE = 10


@audience(Audience.PUBLIC)
@require_safe
def search(request: GongkaiRequest) -> HttpResponse:
    """Show one page of an answer; without words and filters only the box and how to ask."""
    asked = asked_for(request.GET)
    context: dict[str, object] = {
        "asked": asked,
        "words": asked.words,
        "problems": asked.problems,
        "crumbs": trail(Crumb(_("Search"))),
    }
    if asked.words or not asked.filters.is_empty:
        context |= _answered(asked)
    return render(request, "portal/search.html", context)


@audience(Audience.PUBLIC)
@require_safe
def suggestions(request: GongkaiRequest) -> HttpResponse:
    """Answer with a fragment: titles to go on with. The search works without it."""
    asked = asked_for(request.GET)
    titles = suggest(asked.words) if asked.words else ()
    return render(request, "portal/suggestions.html", {"titles": titles})


def _answered(asked: Asked) -> dict[str, object]:
    answer = _answer(asked)
    names = english_organ_names(
        [hit.organ_id for hit in answer.hits] + [int(one.value) for one in answer.facets.organs]
    )
    groups = _groups(answer, asked, names)
    return {
        "answer": answer,
        "hits": [(hit, names.get(hit.organ_id, "")) for hit in answer.hits],
        "groups": groups,
        "chosen": chosen_options(groups),
        "pages": pages_of(
            items=min(answer.total, answer.pages * PAGE_SIZE),
            number=answer.page,
            per_page=PAGE_SIZE,
        ),
        "relevance_query": asked.query(order=None),
        "newest_query": asked.query(order="newest"),
        "words_only_query": Asked(filters=type(asked.filters)(), words=asked.words).query(),
    }


def _answer(asked: Asked) -> SearchAnswer:
    return search_public(
        asked.words,
        **asked.filters.as_arguments(),
        order="newest" if asked.order == "newest" else "relevance",
        page=asked.page,
        size=PAGE_SIZE,
    )


def _groups(answer: SearchAnswer, asked: Asked, names: dict[int, str]) -> tuple[Group, ...]:
    facets, total = answer.facets, answer.total
    organs = {str(organ_id): name for organ_id, name in names.items() if name}
    return (
        group("organ", facets.organs, asked, total=total, known=organs),
        group("class", facets.classes, asked, total=total),
        group("theme", facets.themes, asked, total=total),
        group("year", facets.years, asked, total=total),
        group("genre", facets.genres, asked, total=total),
        group("assembly", facets.assemblies, asked, total=total),
        group("serves", facets.service_objects, asked, total=total),
        group("validity", facets.validities, asked, total=total),
        group("form", facets.forms, asked, total=total),
        group("region", (), asked, total=total),
    )
