"""How the index lies on disk; measured in docs/decisions (search) and docs/reference."""

from django.db import migrations

STORAGE = """
-- Rows stay narrow: vectors move out to TOAST and are not read by counts and facets.
ALTER TABLE search_document SET (toast_tuple_target = 128);
-- The code chooses the path by word frequencies of its own. Statistics on the vectors would cost
-- each ANALYZE minutes and make the planner read whole tables for common words.
ALTER TABLE search_document ALTER COLUMN "full" SET STATISTICS 0;
-- New rows wait in a list that is merged when it is 8 MB long or by autovacuum, which therefore
-- comes early.
ALTER INDEX search_full SET (fastupdate = on, gin_pending_list_limit = 8192);
ALTER TABLE search_document SET (
    autovacuum_vacuum_scale_factor = 0.02,
    autovacuum_vacuum_insert_scale_factor = 0.02,
    autovacuum_analyze_scale_factor = 0.05
);
"""

PLAIN = """
ALTER TABLE search_document RESET (
    toast_tuple_target, autovacuum_vacuum_scale_factor, autovacuum_vacuum_insert_scale_factor,
    autovacuum_analyze_scale_factor
);
ALTER TABLE search_document ALTER COLUMN "full" SET STATISTICS -1;
ALTER INDEX search_full RESET (fastupdate, gin_pending_list_limit);
"""


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunSQL(STORAGE, PLAIN)]
