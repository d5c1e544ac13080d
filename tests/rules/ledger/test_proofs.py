"""What opens the digest of an entry, and nothing else does."""

from dataclasses import replace
from datetime import date

import pytest

from gongkai.ledger.rules.proofs import Manifest, NotAProof, Proof, is_proof, read_proof

TEXT, FIRST, SECOND = "a" * 64, "b" * 64, "c" * 64
PROOF = Proof(
    sequence=7,
    on=date(2026, 3, 16),
    index_number="GK0000001-01-2026-0001",
    version=2,
    nonce="0f" * 16,
    manifest=Manifest(
        text=TEXT, files=(FIRST, SECOND), elements={"title": "关于公开的通知", "forms": ["website"]}
    ),
)


def test_a_proof_reads_as_it_was_written() -> None:
    assert read_proof(PROOF.text()) == PROOF
    assert is_proof(PROOF.text())
    assert not is_proof("第一条")


def test_it_says_which_part_a_file_is() -> None:
    parts = [PROOF.part_with(digest) for digest in (TEXT, FIRST, SECOND, "d" * 64, "")]
    assert parts == ["text", "attachment 1", "attachment 2", "", ""]


def test_the_digest_covers_every_part_and_the_nonce() -> None:
    manifest = PROOF.manifest
    others = [
        replace(manifest, text=FIRST),
        replace(manifest, files=(SECOND, FIRST)),
        replace(manifest, elements={"title": "关于公开的通告", "forms": ["website"]}),
    ]
    digests = {other.digest(PROOF.nonce) for other in others} | {manifest.digest("00" * 16)}
    assert len(digests) == 4
    assert PROOF.digest() not in digests


@pytest.mark.parametrize(
    "text",
    [
        *("", "[]", "{}", '{"format": "gongkai-proof-1"}', PROOF.text().replace("-1", "-9")),
        PROOF.text().replace("website", "\\ud800"),
        PROOF.text().replace("GK0000001", "\\ud800"),
        PROOF.text().replace('"sequence": 7', '"sequence": Infinity'),
        PROOF.text().replace('"website"', "[" * 100_000),
    ],
    ids=range(9),
)
def test_what_is_no_whole_proof_is_refused(text: str) -> None:
    with pytest.raises(NotAProof):
        read_proof(text)
