"""Addresses of categories: research and questions, reviews of exemptions, limits, chosen days."""

from django.urls import URLPattern, URLResolver, path, re_path

from gongkai.interfaces.desk.views import clock_lists, embargoes, exemptions, research

CATEGORIES: list[URLPattern | URLResolver] = [
    path("undetermined/", research.undetermined, name="undetermined"),
    path("records/<int:record_id>/research/", research.research, name="research"),
    path("records/<int:record_id>/research/ask/", research.ask, name="ask_question"),
    path(
        "records/<int:record_id>/research/take-back/",
        research.take_back,
        name="take_back_question",
    ),
    path("questions/", research.questions, name="questions"),
    path("questions/<int:question_id>/", research.question, name="question"),
    path("exempt/", exemptions.exempt, name="exempt"),
    path("records/<int:record_id>/exemption/", exemptions.review, name="review_exemption"),
    path("records/<int:record_id>/part/", exemptions.part, name="register_part"),
    path("planned/", embargoes.planned_list, name="planned"),
    path("records/<int:record_id>/embargo/", embargoes.put_off, name="embargo"),
    path("records/<int:record_id>/embargo/cancel/", embargoes.cancel, name="cancel_embargo"),
    path("records/<int:record_id>/embargo/announce/", embargoes.announce, name="announce_embargo"),
    path("disclosure-clock/due/", clock_lists.due, name="clock_due"),
    path("disclosure-clock/late/", clock_lists.late, name="clock_late"),
    re_path(
        r"^disclosure-clock/due\.(?P<ending>csv|xlsx)$", clock_lists.due_file, name="clock_due_file"
    ),
    re_path(
        r"^disclosure-clock/late\.(?P<ending>csv|xlsx)$",
        clock_lists.late_file,
        name="clock_late_file",
    ),
]
