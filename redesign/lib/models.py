"""Abstract models that every app may build on."""

from django.db import models


class Stamped(models.Model):
    """When the row was made and last changed, by the clock of the web server, in UTC."""

    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True


class Versioned(models.Model):
    """A row that people edit in forms: `version` grows by one with each edit, and a form carries the one it saw.

    See `redesign.lib.versions.require_version`.
    """

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True
