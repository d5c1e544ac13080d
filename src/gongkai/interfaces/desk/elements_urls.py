"""Addresses of links between documents and of the class tables of organs."""

from django.urls import URLPattern, URLResolver, path

from gongkai.interfaces.desk.views import class_tables, links

ELEMENTS: list[URLPattern | URLResolver] = [
    path("records/<int:record_id>/links/", links.links, name="links"),
    path("records/<int:record_id>/links/<int:link_id>/remove/", links.remove, name="unlink"),
    path("organ/<int:organ_id>/classes/", class_tables.table, name="class_table"),
    path("organ/<int:organ_id>/classes/new/", class_tables.add, name="add_class"),
    path("organ/<int:organ_id>/classes/<str:code>/", class_tables.change, name="change_class"),
]
