from django.urls import path

from sightline.govern.framework.pages import listed, touched

app_name = "framework"
urlpatterns = [
    path("<str:code>/", touched.touched, name="touched"),
    path("<str:code>/<slug:kind>/", listed.listed, name="listed"),
    path("<str:code>/<slug:kind>/carry-over/", touched.carry_over, name="carry_over"),
    path("<str:code>/<slug:kind>/leave/", touched.leave, name="leave"),
]
