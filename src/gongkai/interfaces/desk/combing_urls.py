"""Addresses of the combing campaigns at the desk."""

from django.urls import URLPattern, URLResolver, path

from gongkai.interfaces.desk.views import combing, combing_items, combing_organ

_CAMPAIGN = "combing/<int:campaign_id>/"
_ORGAN = f"{_CAMPAIGN}organ/<int:organ_id>/"
_TABLE = "combing/tables/<int:intake_id>/"

COMBING: list[URLPattern | URLResolver] = [
    path("combing/", combing.combing, name="combing"),
    path("combing/new/", combing.combing_new, name="combing_new"),
    path(_CAMPAIGN, combing.combing_campaign, name="combing_campaign"),
    path(f"{_CAMPAIGN}alter/", combing.combing_alter, name="combing_alter"),
    path(f"{_CAMPAIGN}begin/", combing.combing_open, name="combing_open"),
    path(f"{_CAMPAIGN}close/", combing.combing_close, name="combing_close"),
    path(f"{_CAMPAIGN}progress.<str:ending>", combing.combing_export, name="combing_export"),
    path(_ORGAN, combing_organ.combing_organ, name="combing_organ"),
    path(f"{_ORGAN}template.xlsx", combing_organ.combing_template, name="combing_template"),
    path(f"{_ORGAN}items/", combing_items.combing_items, name="combing_items"),
    path(f"{_ORGAN}register/", combing_items.combing_register, name="combing_register"),
    path(f"{_ORGAN}public/", combing_items.combing_public, name="combing_public"),
    path(_TABLE, combing_organ.combing_table, name="combing_table"),
    path(f"{_TABLE}to-correct.xlsx", combing_organ.combing_wrong, name="combing_wrong"),
]
