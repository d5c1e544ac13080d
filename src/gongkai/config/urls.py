"""Where the doors hang. Chinese at /, English at /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from gongkai.interfaces.shared import errors, health, reading

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("", include("gongkai.interfaces.harvest.urls")),
    *i18n_patterns(
        path("text-size/<str:size>/", reading.text_size, name="text_size"),
        path("accounts/", include("gongkai.interfaces.shared.account_urls")),
        path("desk/", include("gongkai.interfaces.desk.urls")),
        path("", include("gongkai.interfaces.portal.urls")),
        prefix_default_language=False,
    ),
]
