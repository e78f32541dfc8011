from __future__ import annotations

from collections import Counter

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.design import downloads, pictures
from sightline.insight import files, links, low_tables, reading, scope, tables, words
from sightline.insight.queries import doing
from sightline.insight.queries.lines import lines, said_of_themes
from sightline.insight.queries.outliers import outliers
from sightline.insight.signals import queries as signals
from sightline.people.request import SignedInRequest
from sightline.results.levels import CROSSINGS, Level

#: Rows of each list on the page; the download has them all.
MOST = 10


@allow(Permission.VIEW_RESULTS)
def results(request: SignedInRequest) -> HttpResponseBase:
    """Where reading begins: what stands out in the viewer's patch, and the patch itself.

    Somebody whose patch is one provider is sent on to its page.
    """
    starts = scope.starts(request.user)
    if not starts:
        raise Http404
    found = reading.chosen(request)
    if found is None:
        return pictures.render(request, "insight/pages/none.jinja", {})
    if len(starts) == 1 and starts[0].level is Level.PROVIDER:
        return redirect(links.group(starts[0], found.suffix))
    key = starts[0]
    group = scope.find(request.user, key.level, key.code)
    if group is None:
        raise Http404
    themes = [info for info in found.round.measures if info.is_theme]
    labels = {info.code: info.label for info in themes}
    low = outliers(found, request.user, list(labels))
    concerns = doing.open_concerns(request.user)
    at_providers = Counter(one.provider for one in concerns)
    on_programmes = Counter(one.programme for one in concerns)
    providers = low_tables.low_providers(low.providers, labels, at_providers, found)
    programmes = low_tables.low_programmes(low.programmes, on_programmes, found)
    if (wanted := request.GET.get("format")) in downloads.FORMATS:
        asked = programmes if request.GET.get("of") == "programmes" else providers
        return files.response(asked, wanted, found)
    said = lines(found, key, themes)
    themes_table = tables.measures("Scores by theme", "Theme", key, said, found)
    return pictures.render(
        request,
        "insight/pages/results.jinja",
        {
            "reading": found,
            "group": group,
            "others": [
                (other.name, links.group(other.key, found.suffix))
                for start in starts[1:]
                if (other := scope.find(request.user, start.level, start.code))
            ],
            "respondents": found.round.respondents(key),
            "low": low,
            "withheld": [
                f"Of the results of {words.MANY[one.level]}"
                f"{' at a provider' if one.level in CROSSINGS else ''} in England {one.results}% "
                f"are hidden; they hold {one.answers}% of the answers."
                for one in found.round.withheld
            ],
            "most": MOST,
            "unattended": sum(one.key.code not in at_providers for one in low.providers),
            "providers": tables.some(
                providers, [one.text for one in providers.columns], range(len(low.providers))[:MOST]
            ),
            "programmes": tables.some(
                programmes,
                [one.text for one in programmes.columns],
                range(len(low.programmes))[:MOST],
            ),
            "themes": tables.measures_chart(themes_table, key, said, found),
            "change": said_of_themes(said, found.since),
            "signals": signals.waiting(request.user)
            if request.user.can(Permission.JUDGE_STANDARDS)
            else None,
            "explained_provider": found.round.explain(
                low.providers[0].key, low.providers[0].low[0].measure
            )
            if low.providers
            else None,
            "explained": found.round.explain(key, themes[0].code) if themes else None,
            "links": links,
            "words": words,
        },
        source=found.source,
    )
