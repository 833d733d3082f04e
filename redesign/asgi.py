"""The ASGI application, for servers that want one; the product itself is served over WSGI."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "redesign.settings")

application = get_asgi_application()
