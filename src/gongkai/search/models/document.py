"""The index row of a public record, narrow so that counting and filtering read little."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from gongkai.kernel.personal_data import PersonalData
from gongkai.organs.models import Organ
from gongkai.records.models import Record


class SearchDocument(models.Model):
    """What the public may find of one published or listed record.

    Written and removed in the transaction of the publication and the withdrawal. A listed
    record (★) is indexed by title, number and summary, never by its text.
    """

    personal_data = PersonalData.CONTENT

    record = models.OneToOneField(
        Record, primary_key=True, on_delete=models.CASCADE, related_name="search_document"
    )
    published_on = models.DateField()
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    class_code = models.CharField(max_length=2)
    theme_code = models.CharField(max_length=8, blank=True)
    year = models.PositiveSmallIntegerField()
    genre = models.CharField(max_length=20, blank=True)
    assembly = models.CharField(max_length=12, blank=True)
    service_object = models.CharField(max_length=14, blank=True)
    forms = ArrayField(models.CharField(max_length=20), default=list)
    validity = models.CharField(max_length=10, blank=True)
    """As it was said last; what it is today follows from `valid_until_on` too."""
    valid_until_on = models.DateField(null=True)
    """Last day of a normative document's force, where nothing ended it before."""
    is_listed = models.BooleanField(default=False)
    title = models.CharField(max_length=500)
    summary = models.CharField(max_length=600)
    document_number = models.CharField(max_length=120, blank=True)
    """As printed; for display."""
    index_number = models.CharField(max_length=80)
    """As minted or imported; for display."""
    document_key = models.CharField(max_length=120, blank=True)
    """For comparing however it was typed; '' where there is no document number."""
    index_key = models.CharField(max_length=120)
    full = SearchVectorField()
    """Words, title words, title letter pairs, facets and bucket (search.rules.lexemes)."""

    class Meta:
        db_table = "search_document"
        indexes = [
            GinIndex(fields=["full"], name="search_full"),
            models.Index(fields=["-published_on", "-record"], name="search_newest"),
            models.Index(fields=["document_key"], name="search_document_key"),
            models.Index(fields=["index_key"], name="search_index_key"),
        ]


class LexemeFrequency(models.Model):
    """In how many indexed records a lexeme occurs, estimated from a sample.

    The row of the lexeme `§n` holds the number of all records. Refreshed by a job; a lexeme
    without a row is rare.
    """

    personal_data = PersonalData.NONE

    lexeme = models.CharField(max_length=80, primary_key=True)
    documents = models.PositiveIntegerField()

    class Meta:
        db_table = "search_lexeme_frequency"
