"""The site as a server runs it: each worker opens the home that the settings name."""

from django.core.wsgi import get_wsgi_application

from bilan.config.home import open_home

open_home(make=False)
application = get_wsgi_application()
