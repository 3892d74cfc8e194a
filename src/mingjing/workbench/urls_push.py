"""Addresses of receivers and of what is pushed to them."""

from django.urls import URLPattern, path

from mingjing.workbench.views import receivers

urlpatterns: list[URLPattern] = [
    path("receivers/", receivers.board, name="desk-receivers"),
    path("receivers/new/", receivers.AddReceiver.as_view(), name="desk-receiver-new"),
    path("receivers/<ref:ref>/", receivers.receiver, name="desk-receiver"),
    path("receivers/<ref:ref>/change/", receivers.ChangeReceiver.as_view(), name="desk-receiver-change"),
    path("receivers/<ref:ref>/resend/", receivers.ResendAll.as_view(), name="desk-receiver-resend"),
    path("receivers/<ref:ref>/<int:number>/resend/", receivers.Resend.as_view(), name="desk-push-resend"),
    path("receivers/<ref:ref>/<int:number>/skip/", receivers.Skip.as_view(), name="desk-push-skip"),
]
