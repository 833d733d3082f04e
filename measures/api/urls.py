"""The API's addresses. Keys stand in for signing in, so no session is asked for; only the description is open."""

from django.contrib.auth.decorators import login_not_required

from measures.api.routes import api

patterns, app_name, namespace = api.urls
for pattern in patterns:
    pattern.callback = login_not_required(pattern.callback)
addresses = (patterns, app_name, namespace)
