"""Addresses of the harvest: the same in every language, outside the language prefixes."""

from django.urls import URLPattern, URLResolver, path

from gongkai.interfaces.harvest.views import feeds, robots

app_name = "harvest"
urlpatterns: list[URLPattern | URLResolver] = [
    path("feed.atom", feeds.newest_feed, name="newest"),
    path("organs/<int:organ_id>/feed.atom", feeds.organ_feed, name="organ"),
    path("robots.txt", robots.robots, name="robots"),
    path("sitemap.xml", robots.sitemap_index, name="sitemap"),
    path("sitemap-pages.xml", robots.sitemap_of_pages, name="sitemap_pages"),
    path("sitemap-<int:part>.xml", robots.sitemap_of_records, name="sitemap_part"),
]
