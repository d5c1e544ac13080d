"""Addresses of the harvest: the same in every language, outside the language prefixes."""

from django.urls import URLPattern, URLResolver, path

# Registers the kind `day` that the addresses below use.
from gongkai.interfaces.harvest import converters as converters
from gongkai.interfaces.harvest.views import feeds, ledger, robots

app_name = "harvest"
urlpatterns: list[URLPattern | URLResolver] = [
    path("feed.atom", feeds.newest_feed, name="newest"),
    path("organs/<int:organ_id>/feed.atom", feeds.organ_feed, name="organ"),
    path("changes.json", ledger.changes, name="changes"),
    path("ledger/roots.json", ledger.roots, name="roots"),
    path("ledger/<day:day>.jsonl", ledger.day_file, name="ledger_day"),
    path("ledger/proofs/<int:sequence>.json", ledger.proof, name="ledger_proof"),
    path("robots.txt", robots.robots, name="robots"),
    path("sitemap.xml", robots.sitemap_index, name="sitemap"),
    path("sitemap-pages.xml", robots.sitemap_of_pages, name="sitemap_pages"),
    path("sitemap-<int:part>.xml", robots.sitemap_of_records, name="sitemap_part"),
]
