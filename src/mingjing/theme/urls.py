from django.urls import path

from mingjing.theme import views

app_name = "theme"
urlpatterns = [path("display", views.display, name="display")]
