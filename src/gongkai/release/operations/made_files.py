"""Clearing files that are made here of nothing but a cleared text: nothing else can be in them."""

from collections.abc import Sequence

from gongkai.release.models import Clearance


def clear_made_files(made: Sequence[tuple[Clearance, str]]) -> list[Clearance]:
    """Clear files by the clearances of the texts that they were made of, in one statement.

    `made` pairs the clearance of each text with the digest of the stored file. The caller made the
    bytes itself, of that text and of what is no person's, such as a number or an organ's name.
    """
    return Clearance.objects.bulk_create(
        Clearance(
            door=text.door,
            subject_kind=text.subject_kind,
            subject_id=text.subject_id,
            organ_id=text.organ_id,
            digest=digest,
            stored_id=digest,
            made_from=text,
            rules=text.rules,
            cleared_by_id=text.cleared_by_id,
            cleared_at=text.cleared_at,
        )
        for text, digest in made
    )
