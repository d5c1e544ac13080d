"""Addresses of the portal."""

from django.urls import URLPattern, URLResolver, path

# Registers the kinds `id` and `version` that the addresses below use.
from gongkai.interfaces.portal import converters as converters
from gongkai.interfaces.portal.views import (
    catalogue,
    changes,
    copies,
    deadline,
    exports,
    help_pages,
    home,
    organs,
    records,
    search,
    versions,
)

app_name = "portal"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("search/suggestions/", search.suggestions, name="suggestions"),
    path("organs/", organs.organs, name="organs"),
    path("organs/<id:organ_id>/", organs.organ, name="organ"),
    path("catalogue/", catalogue.catalogue_page, name="catalogue"),
    path("catalogue/catalogue.csv", exports.as_csv, name="catalogue_csv"),
    path("catalogue/catalogue.xlsx", exports.as_xlsx, name="catalogue_xlsx"),
    path("records/<id:record_id>/", records.record, name="record"),
    path("records/<id:record_id>/print/", records.printed, name="record_print"),
    path("records/<id:record_id>/text/", records.text_file, name="record_text"),
    path("records/<id:record_id>/versions/", versions.versions, name="versions"),
    path("records/<id:record_id>/versions/<version:number>/", versions.version, name="version"),
    path(
        "records/<id:record_id>/versions/<version:number>/text/",
        versions.text_file,
        name="version_text",
    ),
    path("records/<id:record_id>/compare/", versions.compare_versions, name="compare"),
    path("i/<path:index_number>", records.by_number, name="by_index_number"),
    path("changes/", changes.changes, name="changes"),
    path("check-a-copy/", copies.check, name="check_copy"),
    path("how-to-apply/", help_pages.how_to_apply, name="how_to_apply"),
    path("how-to-obtain/", help_pages.how_to_obtain, name="how_to_obtain"),
    path("complain/", help_pages.complain, name="complain"),
    path("subscribe/", help_pages.subscribe, name="subscribe"),
    path("deadline/", deadline.deadline, name="deadline"),
    path("accessibility/", help_pages.accessibility, name="accessibility"),
]
