"""The workbench's addresses about windows."""

from django.urls import URLPattern, path

from mingjing.workbench.views import windows

urlpatterns: list[URLPattern] = [
    path("windows/", windows.page, name="desk-windows"),
    path("windows/new/", windows.Add.as_view(), name="desk-window-new"),
    path("windows/<ref:ref>/change/", windows.Change.as_view(), name="desk-window-change"),
    path("windows/<ref:ref>/close/", windows.Close.as_view(), name="desk-window-close"),
    path("windows/<ref:ref>/notices/", windows.Notices.as_view(), name="desk-window-notices"),
    path("windows/<ref:ref>/duty/", windows.PutOnDuty.as_view(), name="desk-window-duty"),
    path("windows/turns/<ref:ref>/end/", windows.Relieve.as_view(), name="desk-turn-end"),
]
