"""Addresses of the work on many records at once, of saved views, and of mergers of organs."""

from django.urls import URLPattern, URLResolver, path

from gongkai.interfaces.desk.views import bulk, bulk_run, bulk_sheet, merging, saved_views

BULK: list[URLPattern | URLResolver] = [
    path("records/export.xlsx", bulk_sheet.as_xlsx, name="records_xlsx"),
    path("records/export.csv", bulk_sheet.as_csv, name="records_csv"),
    path("records/views/new/", saved_views.new, name="new_view"),
    path("records/views/<int:view_id>/", saved_views.change, name="change_view"),
    path("records/views/<int:view_id>/delete/", saved_views.delete, name="delete_view"),
    path("bulk/", bulk.runs, name="bulk_runs"),
    path("bulk/new/", bulk.plan, name="plan_bulk"),
    path("bulk/sheet/", bulk_sheet.send_in, name="send_sheet"),
    path("bulk/<int:run_id>/", bulk_run.run, name="bulk_run"),
    path("bulk/<int:run_id>/confirm/", bulk_run.confirm, name="confirm_bulk"),
    path("bulk/<int:run_id>/sign/", bulk_run.sign, name="sign_bulk"),
    path("bulk/<int:run_id>/drop/", bulk_run.drop, name="drop_bulk"),
    path("bulk/<int:run_id>/undo/", bulk_run.undo, name="undo_bulk"),
    path("bulk/<int:run_id>/compare/", bulk_sheet.compare, name="compare_sheet"),
    path("bulk/<int:run_id>/file/", bulk_sheet.file, name="bulk_file"),
    path("organs/<int:organ_id>/merge/", merging.merge, name="merge_organ"),
]
