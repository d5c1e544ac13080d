"""From a day until a day. A value that means nothing is passed over, never an error page."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from gongkai.interfaces.shared.forms import GongkaiForm, LocalDateField


class PeriodFilter(GongkaiForm):
    """From a day until a day, both included."""

    mark_optional = False
    from_on = LocalDateField(label=_("From this day"), required=False)
    until_on = LocalDateField(label=_("Until this day, included"), required=False)

    def days(self, *, first: date, last: date) -> tuple[date, date]:
        """Return the days asked for, these where none are; in their order."""
        self.is_valid()
        asked = (
            self.cleaned_data.get("from_on") or first,
            self.cleaned_data.get("until_on") or last,
        )
        return min(asked), max(asked)
