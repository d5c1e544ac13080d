"""`gongkai search` asks what every reader may ask; `gongkai reindex` makes the index anew."""

import json
from typing import TYPE_CHECKING

import click

from gongkai.interfaces.cli.database import with_database
from gongkai.search.rules.question import parse_question

if TYPE_CHECKING:
    from gongkai.search.queries import Hit, SearchAnswer


@click.command("search")
@click.argument("words", nargs=-1, required=True)
@click.option("--organ", help="Only this organ: its full name, short name or organisation code.")
@click.option("--year", type=click.IntRange(1949, 2100), help="Only information of this year.")
@click.option("--limit", type=click.IntRange(1, 100), default=10, show_default=True)
@click.option("--newest", is_flag=True, help="Newest first instead of best first.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object for programs.")
def search(
    *,
    words: tuple[str, ...],
    organ: str | None,
    year: int | None,
    limit: int,
    newest: bool,
    as_json: bool,
) -> None:
    """Search what is public and print the hits, best first.

    A document number or an index number, however typed, gives the records that carry it.
    """
    wanted = " ".join(words)
    if parse_question(wanted).is_blank:
        raise click.UsageError("WORDS hold no letter or digit to search for.")
    with with_database():
        from gongkai.search.queries import search_public  # noqa: PLC0415 - Django is set up now

        answer = search_public(
            wanted,
            organ_id=None if organ is None else _organ_id(organ),
            year=year,
            order="newest" if newest else "relevance",
            size=limit,
        )
        click.echo(_as_json(answer) if as_json else _as_text(answer))


@click.command("reindex")
def reindex() -> None:
    """Write the search index anew while the site goes on; may be repeated and broken off."""
    with with_database():
        from gongkai.search.operations import rebuild_index  # noqa: PLC0415 - as above

        def show(done: int, whole: int) -> None:
            click.echo(f"\r{done} of {whole} records", nl=False, err=True)

        rebuilt = rebuild_index(progress=show)
        click.echo("", err=True)
        click.echo(f"{rebuilt.indexed} records indexed, {rebuilt.removed} rows taken out.")


def _organ_id(name: str) -> int:
    from gongkai.organs.queries import organ_cards, organ_with_code  # noqa: PLC0415 - as above

    if card := organ_with_code(name):
        return card.id
    named = [
        card.id for card in organ_cards().values() if name.strip() in (card.name, card.short_name)
    ]
    if len(named) != 1:
        which = "several organs have" if named else "no organ has"
        raise click.UsageError(f"{which} the name or code {name!r}; give the organisation code.")
    return named[0]


def _as_json(answer: "SearchAnswer") -> str:
    return json.dumps(
        {
            "total": answer.total,
            "is_approximate": answer.is_approximate,
            "exact": answer.exact,
            "relaxed": answer.relaxed,
            "hits": [
                {"rank": rank, **_hit_keys(hit)} for rank, hit in enumerate(answer.hits, start=1)
            ],
        },
        ensure_ascii=False,
        indent=2,
    )


def _hit_keys(hit: "Hit") -> dict[str, str | bool]:
    return {
        "title": hit.title,
        "index_number": hit.index_number,
        "document_number": hit.document_number,
        "organ": hit.organ_name,
        "date": hit.released_on.isoformat(),
        "is_listed": hit.is_listed,
    }


def _as_text(answer: "SearchAnswer") -> str:
    about = "about " if answer.is_approximate else ""
    lines = [f"{about}{answer.total} records"]
    if answer.relaxed:
        lines.append("No title holds all the words; titles that hold most of them are listed too.")
    for rank, hit in enumerate(answer.hits, start=1):
        star = "★ " if hit.is_listed else ""
        lines.append(f"{rank:3}. {star}{hit.title}")
        lines.append(f"     {hit.index_number}  {hit.organ_name}  {hit.released_on}")
    return "\n".join(lines)
