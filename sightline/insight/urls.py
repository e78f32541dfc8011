from django.urls import include, path

from sightline.insight.pages import (
    among,
    drivers,
    equity,
    funnel,
    group,
    heatmap,
    item,
    map,
    processes,
    results,
    unmask,
    view,
)

app_name = "insight"
urlpatterns = [
    path("", results.results, name="results"),
    path("map/", map.map_of_boards, name="map"),
    path("heatmap/", heatmap.heatmap_of_places, name="heatmap"),
    path("unmask/", unmask.unmask, name="unmask"),
    path("funnel/", funnel.funnel, name="funnel"),
    path("room/", include("sightline.insight.room.urls")),
    path("signals/", include("sightline.insight.signals.urls")),
    path("tensions/", include("sightline.insight.tensions.urls")),
    path("reports/", include("sightline.insight.reports.urls")),
    path("themes/", include("sightline.insight.themes.urls")),
    path("views/", view.start, name="views"),
    path("<str:level>/<str:code>/views/<slug:view>/", view.view, name="view"),
    path("drivers/", drivers.drivers, name="drivers"),
    path("drivers/professions/", drivers.professions, name="drivers_professions"),
    path("processes/", processes.start, name="processes_start"),
    path("<str:level>/<str:code>/processes/", processes.of_place, name="processes"),
    path("<str:level>/<str:code>/equity/", equity.equity, name="equity"),
    path("<str:level>/<str:code>/among/", among.among, name="among"),
    path("<str:level>/<str:code>/<str:other>/among/", among.among, name="among"),
    path("<str:level>/<str:code>/item/<slug:measure>/", item.item, name="item"),
    path("<str:level>/<str:code>/<str:other>/item/<slug:measure>/", item.item, name="item"),
    path("<str:level>/<str:code>/", group.group, name="group"),
    path("<str:level>/<str:code>/<str:other>/", group.group, name="group"),
]
