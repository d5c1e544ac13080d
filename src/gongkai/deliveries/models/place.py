"""Places where the public reads on paper or on a screen: archives, libraries, reading rooms."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.kernel.personal_data import PersonalData
from gongkai.organs.models import Organ, Person


class PlaceKind(models.TextChoices):
    """What sort of place it is (Regulations 2007 art. 16, 2019 art. 25)."""

    ARCHIVES = "archives", _("State archives")
    LIBRARY = "library", _("Public library")
    SERVICE_HALL = "service_hall", _("Government service hall")
    READING_ROOM = "reading_room", _("Public reading room")
    MATERIAL_POINT = "material_point", _("Point where material is handed out")
    NOTICE_BOARD = "notice_board", _("Notice board")
    SCREEN = "screen", _("Electronic information screen")


class ReadingPlace(models.Model):
    """A place with its hours; the organ that enters it answers for what it says."""

    personal_data = PersonalData.STAFF

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="reading_places")
    kind = models.CharField(max_length=16, choices=PlaceKind)
    name = models.CharField(max_length=200)
    address = models.CharField(max_length=300)
    hours = models.CharField(max_length=300)
    telephone = models.CharField(max_length=60)
    public_note = models.CharField(max_length=500, blank=True)
    """How one gets there, what one brings along; read by everybody."""
    takes_deliveries = models.BooleanField(default=False)
    """True where organs supply it with what they disclose."""
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    closed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "deliveries_reading_place"
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "name"],
                condition=models.Q(closed_at__isnull=True),
                name="one_open_place_of_a_name",
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True, closed_by__isnull=True)
                | models.Q(closed_at__isnull=False, closed_by__isnull=False),
                name="place_closed_at_and_by_together",
            ),
        ]
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete)]
