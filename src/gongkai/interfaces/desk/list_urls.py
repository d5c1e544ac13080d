"""Addresses around the statutory lists: the obligation matrix and reported gaps."""

from django.urls import URLPattern, URLResolver, path

from gongkai.interfaces.desk.views import expectations, gaps, matrix

_OF_AN_ITEM = "matrix/organs/<int:organ_id>/items/<str:item>/"

LISTS: list[URLPattern | URLResolver] = [
    path("matrix/", matrix.obligation_matrix, name="matrix"),
    path("matrix/matrix.xlsx", matrix.as_xlsx, name="matrix_xlsx"),
    path("matrix/matrix.csv", matrix.as_csv, name="matrix_csv"),
    path("matrix/organs/<int:organ_id>/", expectations.organ_items, name="matrix_organ"),
    path(f"{_OF_AN_ITEM}rhythm/", expectations.rhythm, name="change_rhythm"),
    path(f"{_OF_AN_ITEM}nothing-of-the-kind/", expectations.inapplicable, name="inapplicable"),
    path("matrix/nothing-of-the-kind/", expectations.inapplicable_items, name="inapplicable_items"),
    path(
        "matrix/nothing-of-the-kind/<int:statement_id>/decide/",
        expectations.decide,
        name="decide_inapplicable",
    ),
    path(
        "matrix/nothing-of-the-kind/<int:statement_id>/end/",
        expectations.end,
        name="end_inapplicable",
    ),
    path("gap-reports/", gaps.reports, name="gap_reports"),
    path("gap-reports/<int:report_id>/", gaps.report, name="gap_report"),
    path("gap-reports/<int:report_id>/answer/", gaps.answer, name="answer_gap"),
]
