"""The portal's addresses."""

from django.urls import URLPattern, path, register_converter

from mingjing.portal.shelves import OUTCOMES
from mingjing.portal.views import (
    agency,
    api,
    catalogue,
    complaints,
    corrections,
    data,
    decisions,
    feeds,
    flowcharts,
    guides,
    home,
    lists,
    log,
    matters,
    notices,
    officers,
    outcomes,
    rules,
    search,
    verify,
    verify_mask,
    visits,
    windows,
)
from mingjing.theme.references import Ref


class FormatConverter(Ref):
    """The ending of a list's file."""

    regex = "csv|json|xlsx"


class FeedConverter(Ref):
    """The ending of a feed."""

    regex = "atom|json"


class DigestConverter(Ref):
    """A SHA-256 in lower-case hex."""

    regex = "[0-9a-f]{64}"


class OutcomeConverter(Ref):
    """A shelf of results beside the decisions."""

    regex = "|".join(OUTCOMES)


register_converter(FormatConverter, "fmt")
register_converter(FeedConverter, "feed")
register_converter(DigestConverter, "digest")
register_converter(OutcomeConverter, "outcome")

app_name = "portal"
urlpatterns: list[URLPattern] = [
    path("", home.page, name="home"),
    path("agency/", agency.page, name="agency"),
    path("lists/", lists.index, name="lists"),
    path("rules/", rules.page, name="rules"),
    path("lists/catalogue/", catalogue.page, name="catalogue"),
    path("lists/catalogue.<fmt:fmt>", catalogue.file, name="catalogue-file"),
    path("lists/discretion/", catalogue.discretion, name="discretion"),
    path("lists/discretion.<fmt:fmt>", catalogue.discretion, name="discretion-file"),
    path("lists/discretion/<path:rest>", catalogue.discretion, name="discretion-below"),
    path("rules/<slug:slug>/", rules.text, name="written"),
    path("rules/<slug:slug>.docx", rules.file, name="written-file"),
    path("lists/<slug:kind>/", lists.page, name="list"),
    path("lists/<slug:kind>.<fmt:fmt>", lists.file, name="list-file"),
    path("lists/<slug:kind>/editions/", lists.editions, name="editions"),
    path("lists/<slug:kind>/diff/", lists.difference, name="difference"),
    path("lists/matters/<str:code>/", matters.page, name="matter"),
    path("guides/", guides.index, name="guides"),
    path("guides/forms/<str:name>", guides.form, name="guide-form"),
    path("guides/<str:code>/", guides.page, name="guide"),
    path("windows/", windows.index, name="windows"),
    path("windows/<ref:ref>/", windows.board, name="window"),
    path("windows/<ref:ref>/samples/", windows.samples, name="window-samples"),
    path("officers/check", officers.check, name="officer-check"),
    path("officers/photo/<digest:sha256>", officers.photo, name="officer-photo"),
    path("flowcharts/", flowcharts.index, name="flowcharts"),
    path("flowcharts/<slug:procedure>/", flowcharts.page, name="flowchart"),
    path("flowcharts/<slug:procedure>/a3/", flowcharts.sheet, name="flowchart-a3"),
    path("flowcharts/<slug:procedure>.svg", flowcharts.drawing, name="flowchart-svg"),
    path("flowcharts/<slug:procedure>.bpmn", flowcharts.bpmn, name="flowchart-bpmn"),
    path("notices/", notices.index, name="notices"),
    path("notices/<ref:ref>/", notices.page, name="notice"),
    path("decisions/", decisions.index, name="decisions"),
    path("decisions.<fmt:fmt>", decisions.file, name="decisions-file"),
    path("decisions/feed/", feeds.decisions_feed, name="feed"),
    path("feeds/", feeds.index, name="feeds"),
    path("feeds/<slug:slug>.<feed:fmt>", feeds.feed, name="feed-of"),
    path("feeds/firms/", feeds.firms, name="firm-feeds"),
    path("feeds/firms/<slug:code>.<feed:fmt>", feeds.firm_feed, name="firm-feed"),
    path("embed/<slug:slug>/", feeds.embed, name="embed"),
    path("sitemap.xml", feeds.sitemap, name="sitemap"),
    path("sitemap-<slug:section>.xml", feeds.sitemap_of, name="sitemap-section"),
    path("robots.txt", feeds.robots, name="robots"),
    path("decisions/<ref:ref>/", decisions.page, name="decision"),
    path("decisions/<ref:ref>.png", decisions.picture, name="decision-picture"),
    path("decisions/<ref:ref>.pdf", decisions.pdf, name="decision-pdf"),
    path("decisions/<ref:ref>/files/<int:position>.<slug:ending>", decisions.beside, name="decision-beside"),
    path("decisions/<ref:ref>.json", decisions.as_json, name="decision-json"),
    path("<outcome:slug>/", outcomes.index, name="outcomes"),
    path("<outcome:slug>.<fmt:fmt>", outcomes.file, name="outcomes-file"),
    path("<outcome:slug>/<ref:ref>/", outcomes.page, name="outcome"),
    path("<outcome:slug>/<ref:ref>.json", outcomes.as_json, name="outcome-json"),
    path("api/", api.index, name="api"),
    path("api/openapi.json", api.openapi, name="api-openapi"),
    path("api/publications", api.publications, name="api-publications"),
    path("api/publications/<ref:ref>", api.publication, name="api-publication"),
    path("api/lists", api.lists, name="api-lists"),
    path("api/lists/<slug:kind>", api.one_list, name="api-list"),
    path("api/<path:rest>", api.unknown, name="api-unknown"),
    path("data/", data.index, name="data"),
    path("data/<slug:name>/", data.page, name="dataset"),
    path("data/<slug:name>.<str:fmt>", data.file, name="data-file"),
    path("corrections/", corrections.lookup, name="corrections"),
    path("corrections/<ref:ref>/", corrections.ask, name="correction"),
    path("corrections/<str:number>/", corrections.answer, name="correction-answer"),
    path("complaints/", complaints.start, name="complaints"),
    path("complaints/new/", complaints.on_agency, name="complaint-new"),
    path("complaints/on/<ref:ref>/", complaints.on_publication, name="complaint"),
    path("complaints/visit/<str:token>/", complaints.on_visit, name="complaint-visit"),
    path("visits/<str:token>/", visits.page, name="visit"),
    path("search", search.page, name="search"),
    path("verify/", verify.page, name="verify"),
    path("verify/mask", verify_mask.page, name="verify-mask"),
    path("verify/receipt", verify.receipt, name="verify-receipt"),
    path("verify/receipt/<int:index>-<int:size>.json", verify.receipt_json, name="verify-receipt-json"),
    path("verify/number", verify.number, name="verify-number"),
    path("verify/number.json", verify.number_json, name="verify-number-json"),
    path("verify/file/<str:sha256>.json", verify.file, name="verify-file"),
    path("log/checkpoint", log.checkpoint, name="log-checkpoint"),
    path("log/key", log.key, name="log-key"),
    path("log/keys", log.keys, name="log-keys"),
    path("log/policy", log.policy, name="log-policy"),
    path("log/<path:path>", log.tile, name="log-tile"),
]
