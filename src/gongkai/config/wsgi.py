"""The web application, served by granian."""

import os

from django.core.wsgi import get_wsgi_application

from gongkai.interfaces.shared.bodies import whole_bodies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
application = whole_bodies(get_wsgi_application())
