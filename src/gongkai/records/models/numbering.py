"""The class tables of organs and the counters of index numbers."""

import pgtrigger
from django.db import models

from gongkai.kernel.personal_data import PersonalData
from gongkai.organs.models import Organ


class InformationClass(models.Model):
    """A class of two characters; rows without organ are the default table.

    Its code stands in index numbers: it never changes, and a class in which there is a record
    never goes.
    """

    personal_data = PersonalData.NONE

    organ = models.ForeignKey(
        Organ, null=True, on_delete=models.PROTECT, related_name="information_classes"
    )
    code = models.CharField(max_length=2)
    name_zh = models.CharField(max_length=200)
    name_en = models.CharField(max_length=300)
    statutory_item = models.CharField(max_length=8, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_closed = models.BooleanField(default=False)
    """True where nothing new goes into the class; what is in it stays."""

    class Meta:
        db_table = "records_information_class"
        ordering = ["position", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "code"], nulls_distinct=False, name="one_class_of_a_code"
            )
        ]
        triggers = [
            pgtrigger.ReadOnly(name="code_of_a_class_stays", fields=["organ", "code"]),
            pgtrigger.Trigger(
                name="class_in_use_stays",
                operation=pgtrigger.Delete,
                when=pgtrigger.Before,
                func=(
                    "IF EXISTS (SELECT FROM records_record r WHERE r.class_code = OLD.code "
                    "AND (OLD.organ_id IS NULL OR r.organ_id = OLD.organ_id)) THEN "
                    "RAISE EXCEPTION 'class % is in use', OLD.code; END IF; RETURN OLD;"
                ),
            ),
        ]


class IndexCounter(models.Model):
    """The last serial given in one group (organ, class, year); locked while a number is minted."""

    personal_data = PersonalData.NONE

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    class_code = models.CharField(max_length=2)
    year = models.PositiveSmallIntegerField()
    last_serial = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "records_index_counter"
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "class_code", "year"], name="one_counter_of_a_group"
            )
        ]
