"""Addresses of the registers: licensing matters, clean-up, the rules column."""

from django.urls import URLPattern, URLResolver, path

from gongkai.interfaces.desk.views import cleanup, registers

REGISTERS: list[URLPattern | URLResolver] = [
    path("registers/", registers.registers, name="registers"),
    path("registers/new/<int:organ_id>/", registers.new_matter, name="new_matter"),
    path("registers/<int:matter_id>/", registers.change_matter, name="licensing_matter"),
    path("registers/<int:matter_id>/end/", registers.end, name="end_matter"),
    path("registers/compile/<int:organ_id>/", registers.compile_register, name="compile_register"),
    path("rules-column/", registers.column, name="rules_column"),
    path("rules-column/<int:organ_id>/<int:record_id>/", registers.choose, name="choose_rule"),
    path("clean-up/", cleanup.rounds, name="cleanup_rounds"),
    path("clean-up/new/", cleanup.new_round, name="new_cleanup_round"),
    path("clean-up/<int:round_id>/", cleanup.show, name="cleanup_round"),
    path("clean-up/<int:round_id>/add/", cleanup.add, name="add_cleanup_document"),
    path("clean-up/<int:round_id>/<int:item_id>/", cleanup.decide, name="decide_cleanup"),
    path("clean-up/<int:round_id>/compile/", cleanup.compile_list, name="compile_cleanup"),
    path("clean-up/<int:round_id>/carry-out/", cleanup.carry_out, name="carry_out_cleanup"),
]
