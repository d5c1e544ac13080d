"""Settings of a site that has the page with files of `upload_page` beside its own."""

from gongkai.config.settings import *  # noqa: F403 - the settings of every site

ROOT_URLCONF = "tests.interfaces.desk.upload_page"
