"""The product's addresses and the floor's."""

from django.urls import path

from benchmarks.floor import floor
from redesign.urls import urlpatterns as product

urlpatterns = [path("floor/<str:what>/<int:rows>/", floor), *product]
