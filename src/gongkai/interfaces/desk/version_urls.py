"""Addresses of what is done with one earlier version of a record."""

from django.urls import URLPattern, URLResolver, path

from gongkai.interfaces.desk.views import version_standing

_VERSION = "records/<int:record_id>/versions/<int:number>"

VERSIONS: list[URLPattern | URLResolver] = [
    path(f"{_VERSION}/withdraw/", version_standing.withdraw, name="withdraw_version"),
    path(
        f"{_VERSION}/confirm-withdrawal/",
        version_standing.confirm,
        name="confirm_version_withdrawal",
    ),
    path(f"{_VERSION}/restore/", version_standing.restore, name="restore_version"),
]
