"""The inbound interface's addresses."""

from django.urls import URLPattern, path

from mingjing.api import views

app_name = "inbound"
urlpatterns: list[URLPattern] = [
    path("api/inbound/", views.about, name="about"),
    path("api/inbound/openapi.json", views.openapi, name="openapi"),
    path("api/inbound/<str:topic>/<str:external_id>", views.item, name="item"),
    path("api/inbound/<str:topic>/<str:external_id>/withdrawal", views.withdrawal, name="withdrawal"),
    path("api/inbound/<str:topic>/<str:external_id>/<int:number>", views.version, name="version"),
    path("api/inbound/<path:rest>", views.unknown, name="unknown"),
]
