"""The workbench's addresses about the phrase book."""

from django.urls import URLPattern, path

from mingjing.workbench.views import phrases

urlpatterns: list[URLPattern] = [
    path("phrases/", phrases.page, name="desk-phrases"),
    path("phrases/new/", phrases.Add.as_view(), name="desk-phrase-new"),
    path("phrases/standard/", phrases.Adopt.as_view(), name="desk-phrases-standard"),
    path("phrases/<ref:ref>/", phrases.Reword.as_view(), name="desk-phrase"),
    path("phrases/<ref:ref>/end/", phrases.End.as_view(), name="desk-phrase-end"),
]
