"""The web process."""

from django.core.wsgi import get_wsgi_application

from mingjing.config import startup

startup.configure()
startup.ready_or_refuse()
application = get_wsgi_application()
