"""What a step is signed over: the content, and what was decided beside it. Pure."""

import hashlib


def signed_digest(digest: str, basis_digest: str) -> str:
    """Return the SHA-256 that a step's signature stands under, 64 hexadecimal digits.

    Where nothing was decided beside the content, it is the digest of the content itself.

    >>> signed_digest("ab" * 32, "") == "ab" * 32
    True
    """
    if not basis_digest:
        return digest
    return hashlib.sha256(f"{digest}:{basis_digest}".encode()).hexdigest()
