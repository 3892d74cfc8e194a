"""Addresses of what comes in from other systems, and of the systems themselves."""

from django.urls import URLPattern, path

from mingjing.workbench.views import items, sources

urlpatterns: list[URLPattern] = [
    path("sources/", sources.systems, name="sources"),
    path("sources/new/", sources.Register.as_view(), name="source-new"),
    path("sources/keys/<ref:ref>/revoke/", sources.RevokeKey.as_view(), name="source-key-revoke"),
    path("sources/<ref:ref>/", sources.system_page, name="source"),
    path("sources/<ref:ref>/change/", sources.Change.as_view(), name="source-change"),
    path("sources/<ref:ref>/key/", sources.IssueKey.as_view(), name="source-key"),
    path("items/", items.items, name="items"),
    path("items/bring/", items.Bring.as_view(), name="item-bring"),
    path("items/matters/", items.TakeMatters.as_view(), name="item-matters"),
    path("items/files/<ref:ref>/", items.delivery, name="delivery"),
    path("items/<ref:ref>/", items.item, name="item"),
    path("items/<ref:ref>/<int:number>/", items.original, name="item-original"),
]
