"""The way back from a page of the portal."""

from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.interfaces.shared.components import Crumb


def trail(*steps: Crumb) -> list[Crumb]:
    """Return the steps from the home page; the last one is the page itself and has no address."""
    return [Crumb(_("Home"), reverse("portal:home")), *steps]
