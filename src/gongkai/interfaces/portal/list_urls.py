"""Addresses around the statutory lists: gaps that readers report, and how much is filled."""

from django.urls import URLPattern, URLResolver, path

from gongkai.interfaces.portal import converters as converters  # registers the kind `id`
from gongkai.interfaces.portal.views import coverage, gaps

LISTS: list[URLPattern | URLResolver] = [
    path("coverage/", coverage.coverage, name="coverage"),
    path("organs/<id:organ_id>/report-a-gap/", gaps.report, name="report_gap"),
    path("gap-reports/", gaps.track, name="track_gap"),
    path("gap-reports/sent/", gaps.sent, name="gap_sent"),
    path("gap-reports/report/", gaps.status, name="gap_report"),
    path("gap-reports/leave/", gaps.leave, name="leave_gap"),
]
