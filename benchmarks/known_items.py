"""Does somebody who half remembers a title find the document?

    .venv/bin/python -m benchmarks.known_items

400 questions over the distinct titles of the 1,500 regulations (benchmarks/questions.py says how
they are made). Promised: MRR@10 at least 0.85, success@10 at least 0.95; exits with 1 otherwise.
"""

import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks import regulations
from benchmarks.database import fresh_database
from benchmarks.questions import Kind, KnownItem, known_items

MRR = 0.85
SUCCESS = 0.95
EVERY_DRAW = 10**9


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares over a set of questions."""

    success_at_1: float
    success_at_10: float
    mrr_at_10: float

    def __str__(self) -> str:
        return (
            f"success@1 {self.success_at_1:.3f}  success@10 {self.success_at_10:.3f}  "
            f"MRR@10 {self.mrr_at_10:.3f}"
        )

    @property
    def are_kept(self) -> bool:
        """Say whether the promise is kept."""
        return self.mrr_at_10 >= MRR and self.success_at_10 >= SUCCESS


def figures(ranks: Sequence[int]) -> Figures:
    """Return the figures for ranks from 1; 0 stands for not among the first ten."""
    number = len(ranks)
    return Figures(
        success_at_1=sum(rank == 1 for rank in ranks) / number,
        success_at_10=sum(rank > 0 for rank in ranks) / number,
        mrr_at_10=sum(1 / rank for rank in ranks if rank) / number,
    )


def measure(items: Sequence[KnownItem], *, show_misses: bool) -> Figures:
    """Ask every question, print the figures of each kind and return those of all."""
    from gongkai.search.queries import search_public  # noqa: PLC0415 - Django is set up now

    ranks: dict[Kind, list[int]] = defaultdict(list)
    for item in items:
        titles = [hit.title for hit in search_public(item.typed, size=10).hits]
        rank = titles.index(item.title) + 1 if item.title in titles else 0
        ranks[item.kind].append(rank)
        if show_misses and not rank:
            print(f"  missed ({item.kind}): {item.typed}  meant: {item.title}")
    for kind, of_kind in ranks.items():
        print(f"{kind:16} {len(of_kind):4}  {figures(of_kind)}")
    whole = figures([rank for of_kind in ranks.values() for rank in of_kind])
    print(f"{'all':16} {len(items):4}  {whole}")
    return whole


def import_all() -> None:
    """Import the regulations as an officer would, and count the words as the job does."""
    from benchmarks.importing import officer, take  # noqa: PLC0415 - Django is set up now
    from gongkai.records.operations.import_sources import read_rows  # noqa: PLC0415 - as above
    from gongkai.search.operations import refresh_when_grown  # noqa: PLC0415 - as above

    report = take(read_rows(regulations.path()), officer(), 10**6)
    refresh_when_grown()
    print(
        f"{report.published} records imported, {len(report.errors)} refused, "
        f"{len(report.organs_made)} organs made"
    )


def main() -> int:
    """Run and return the exit code."""
    regulations.path()
    with fresh_database("known_items"):
        import_all()
        titles = [regulation.title for regulation in regulations.regulations()]
        whole = measure(known_items(titles), show_misses="--misses" in sys.argv)
        print("\nFor comparison, without leaving out questions that fit many titles equally:")
        measure(known_items(titles, fitting=EVERY_DRAW), show_misses=False)
    return 0 if whole.are_kept else 1


if __name__ == "__main__":
    sys.exit(main())
