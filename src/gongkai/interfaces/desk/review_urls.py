"""Addresses around the review of records: taking back, revoking, doubts, accountability."""

from django.urls import URLPattern, URLResolver, path, register_converter

from gongkai.interfaces.desk.views import accountability, review_steps
from gongkai.review.rules.steps import REPEATABLE


class RepeatableConverter:
    """One of the reviews that can be taken over."""

    regex = "|".join(REPEATABLE)

    def to_python(self, value: str) -> str:
        """Return the kind."""
        return value

    def to_url(self, value: str) -> str:
        """Return the kind as it stands in the address."""
        return value


register_converter(RepeatableConverter, "repeatable_step")

REVIEW: list[URLPattern | URLResolver] = [
    path("records/<int:record_id>/take-back/", review_steps.take_back, name="take_back"),
    path(
        "records/<int:record_id>/revoke/<repeatable_step:step>/",
        review_steps.revoke,
        name="revoke_review",
    ),
    path("records/<int:record_id>/refer/", review_steps.refer, name="refer"),
    path("referrals/", review_steps.referrals, name="referrals"),
    path("referrals/<int:referral_id>/", review_steps.referral, name="referral"),
    path("accountability/", accountability.overview, name="accountability"),
    path("accountability/people.csv", accountability.overview_csv, name="accountability_csv"),
    path("accountability/records/<int:record_id>/", accountability.record, name="answered_for"),
    path("accountability/people/<int:person_id>/", accountability.person, name="signed_by"),
    path(
        "accountability/people/<int:person_id>/steps.csv",
        accountability.person_csv,
        name="signed_by_csv",
    ),
]
