"""Addresses of guides, catalogue editions and consultations on them."""

from django.urls import URLPattern, URLResolver, path

from gongkai.interfaces.portal import converters as converters
from gongkai.interfaces.portal.views import consultations, edition_files, guides

GUIDES: list[URLPattern | URLResolver] = [
    path("organs/<id:organ_id>/guide/", guides.guide, name="guide"),
    path("organs/<id:organ_id>/editions/", guides.editions, name="editions"),
    path("editions/<id:edition_id>/", guides.edition, name="edition"),
    path("editions/<id:edition_id>/changes/", guides.changes, name="edition_changes"),
    path("editions/<id:edition_id>/edition.pdf", edition_files.as_pdf, name="edition_pdf"),
    path("editions/<id:edition_id>/edition.docx", edition_files.as_docx, name="edition_docx"),
    path("editions/<id:edition_id>/edition.xlsx", edition_files.as_xlsx, name="edition_xlsx"),
    path("editions/<id:edition_id>/edition.csv", edition_files.as_csv, name="edition_csv"),
    path("editions/<id:edition_id>/edition.json", edition_files.as_json, name="edition_json"),
    path("consultations/", consultations.consultations, name="consultations"),
    path("consultations/<id:edition_id>/", consultations.consultation, name="consultation"),
    path("consultations/<id:edition_id>/opinion/", consultations.opinion, name="opinion"),
    path("consultations/<id:edition_id>/thanks/", consultations.thanks, name="opinion_taken"),
]
