"""What an entry's digest commits to, and the proof that opens it. Pure.

The digest covers a nonce that is handed out only as long as the version can be read. Without it,
nobody could tell from the digest of a withdrawn text what was blacked out in its corrected copy by
trying all the numbers that might have stood there.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

PROOF_FORMAT = "gongkai-proof-1"

Said = str | bool | list[str]


class NotAProof(ValueError):
    """The file is no proof, or not a whole one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What is public of one version: digests of its files, and its elements as they are shown."""

    text: str
    """SHA-256 of the text file, '' where there is none to fetch."""
    files: tuple[str, ...]
    """SHA-256 of each attachment, in their order."""
    elements: Mapping[str, Said]
    """Elements by name. Those that say nothing are left out: later ones change no digest."""

    def digest(self, nonce: str) -> str:
        """Return what the entry says of it: SHA-256 over the canonical form with the nonce."""
        plain = {
            "nonce": nonce,
            "text": self.text,
            "files": list(self.files),
            "elements": dict(self.elements),
        }
        said = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(said.encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What opens the digest of one entry; handed out while the version can be read."""

    sequence: int
    on: date
    index_number: str
    version: int
    nonce: str
    manifest: Manifest

    def digest(self) -> str:
        """Return the digest that the entry must have."""
        return self.manifest.digest(self.nonce)

    def part_with(self, digest: str) -> str:
        """Return which part of the version a file is: `text`, `attachment 2`, or '' for none."""
        if digest and digest == self.manifest.text:
            return "text"
        if digest in self.manifest.files:
            return f"attachment {self.manifest.files.index(digest) + 1}"
        return ""

    def text(self) -> str:
        """Return the proof as the file that is handed out."""
        plain = {
            "format": PROOF_FORMAT,
            "sequence": self.sequence,
            "day": self.on.isoformat(),
            "index_number": self.index_number,
            "version": self.version,
            "nonce": self.nonce,
            "text": self.manifest.text,
            "files": list(self.manifest.files),
            "elements": dict(self.manifest.elements),
        }
        return json.dumps(plain, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def is_proof(text: str) -> bool:
    """Say whether the text calls itself a proof."""
    return text.lstrip().startswith("{") and f'"{PROOF_FORMAT}"' in text


def read_proof(text: str) -> Proof:
    """Return the proof that a file holds; raises NotAProof."""
    try:
        plain = json.loads(text)
        if plain["format"] != PROOF_FORMAT:
            raise NotAProof("it is of another format")
        manifest = Manifest(
            text=str(plain["text"]),
            files=tuple(str(digest) for digest in plain["files"]),
            elements=dict(plain["elements"]),
        )
        proof = Proof(
            sequence=int(plain["sequence"]),
            on=date.fromisoformat(plain["day"]),
            index_number=str(plain["index_number"]),
            version=int(plain["version"]),
            nonce=str(plain["nonce"]),
            manifest=manifest,
        )
        # What cannot be written again, for half a character or numbers without end, is no proof.
        proof.text().encode()
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        raise NotAProof(f"it is no whole proof: {error}") from error
    return proof
