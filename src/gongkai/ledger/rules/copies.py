"""Which record and version a copy is, by proofs and files of days alone. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from gongkai.ledger.rules.proofs import Proof
from gongkai.ledger.rules.verifying import DayFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What can be said of one copy.

    `index_number` is '' where no proof knows the digest. `is_proved` says that the proof opens an
    entry of a file of a day; a proof by itself proves nothing, for anybody could write one.
    """

    name: str
    digest: str
    index_number: str = ""
    version: int = 0
    part: str = ""
    on: date | None = None
    sequence: int = 0
    root: str = ""

    @property
    def is_proved(self) -> bool:
        """Say whether the chain holds it."""
        return bool(self.root)


def judge(*, name: str, digest: str, proofs: Iterable[Proof], days: Sequence[DayFile]) -> Judged:
    """Return which record and version a file of this SHA-256 is; what is proved comes first."""
    found = Judged(name=name, digest=digest)
    for proof in proofs:
        part = proof.part_with(digest)
        if not part:
            continue
        day = day_that_holds(proof, days)
        found = Judged(
            name=name,
            digest=digest,
            index_number=proof.index_number,
            version=proof.version,
            part=part,
            on=proof.on,
            sequence=proof.sequence,
            root=day.root if day else "",
        )
        if found.is_proved:
            return found
    return found


def day_that_holds(proof: Proof, days: Iterable[DayFile]) -> DayFile | None:
    """Return the day whose entry the proof opens, None where none of them has it."""
    said = (proof.index_number, proof.version, proof.digest())
    return next((day for day in days if day.digests.get(proof.sequence) == said), None)
