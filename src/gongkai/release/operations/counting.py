"""How often public files are fetched: a number a file and day, and nothing about whoever did."""

from collections.abc import Mapping
from datetime import date

from django.db import connection
from django.db.models import Sum

from gongkai.release.models import DownloadCount
from gongkai.release.rules.doors import Subject

_ONE_MORE = """
    INSERT INTO release_download_count (subject_kind, subject_id, digest, fetched_on, times)
    VALUES (%s, %s, %s, %s, 1)
    ON CONFLICT (subject_kind, subject_id, digest, fetched_on)
    DO UPDATE SET times = release_download_count.times + 1
"""


def count_download(*, subject: Subject, digest: str, on: date) -> None:
    """Count one download of a subject's file; readers at the same moment are all counted."""
    # One statement: counting in Python would lose those who come at the same time.
    with connection.cursor() as cursor:
        cursor.execute(_ONE_MORE, [subject.kind, subject.id, digest, on])


def download_counts(subject: Subject) -> Mapping[str, int]:
    """Return how often each file of the subject was fetched, by its digest."""
    rows = DownloadCount.objects.filter(subject_kind=subject.kind, subject_id=subject.id)
    counted = rows.values("digest").annotate(fetched=Sum("times")).order_by("digest")
    return {row["digest"]: row["fetched"] for row in counted}
