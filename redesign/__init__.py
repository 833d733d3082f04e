"""What wires the apps together; importing it loads Celery, so that shared tasks find their application."""

from redesign.celery import app as celery_app

__all__ = ["celery_app"]
