"""Addresses of review, lists, publications, people, statutes and the log."""

from django.urls import URLPattern, path

from mingjing.workbench.views import (
    agency,
    assessments,
    credit,
    delegations,
    laws,
    lists,
    lists_acts,
    lists_forms,
    log,
    monitoring,
    people,
    people_account_acts,
    people_acts,
    postings,
    publications,
    publications_amending,
    publications_checking,
    publications_openings,
    publications_requests,
    publications_rules,
    review,
    review_list,
    revisions,
    starting,
    tables,
    unused,
)

REVIEW = [
    path("review/", review_list.reviews, name="desk-review"),
    path("review/<ref:ref>/", review.submission, name="desk-review-submission"),
    path("review/<ref:ref>/sign/", review.sign, name="desk-review-sign"),
]
LISTS = [
    path("lists/", lists.lists, name="desk-lists"),
    path("lists/guides/forms/new/", lists_forms.AddForm.as_view(), name="desk-blank-form-new"),
    path("lists/guides/forms/<ref:ref>/", lists_forms.form_file, name="desk-blank-form"),
    path("lists/<slug:kind>/", lists.one_list, name="desk-list"),
    path("lists/<slug:kind>/import/", lists_acts.Import.as_view(), name="desk-list-import"),
    path("lists/<slug:kind>/begin/", lists_acts.Begin.as_view(), name="desk-list-begin"),
    path("lists/<slug:kind>/generate/", lists_acts.Generate.as_view(), name="desk-list-generate"),
    path("lists/<slug:kind>/rows/<ref:ref>/", lists_acts.Edit.as_view(), name="desk-list-row"),
    path("lists/<slug:kind>/rows/<ref:ref>/remove/", lists_acts.Remove.as_view(), name="desk-list-remove"),
    path("lists/<slug:kind>/<ref:ref>/", lists.edition, name="desk-list-edition"),
    path("lists/<slug:kind>/<ref:ref>.<str:fmt>", lists.edition_file, name="desk-list-file"),
    path("lists/<slug:kind>/<ref:ref>/add/", lists_acts.Add.as_view(), name="desk-list-add"),
    path("lists/<slug:kind>/<ref:ref>/send/", lists_acts.Send.as_view(), name="desk-list-send"),
    path("lists/<slug:kind>/<ref:ref>/discard/", lists_acts.Discard.as_view(), name="desk-list-discard"),
]
PUBLICATIONS = [
    path("publications/", publications.publications, name="desk-publications"),
    path("publications/<ref:ref>/", publications_checking.publication, name="desk-publication"),
    path(
        "publications/<ref:ref>/return/",
        publications_checking.Return.as_view(),
        name="desk-publication-return",
    ),
    path(
        "publications/<ref:ref>/withhold/",
        publications_checking.Withhold.as_view(),
        name="desk-publication-withhold",
    ),
    path("publications/<ref:ref>/files/<int:position>/", publications.beside, name="desk-publication-file"),
    path(
        "publications/<ref:ref>/offered/<int:place>/", publications.offered, name="desk-publication-offered"
    ),
    path("publications/<ref:ref>/pdf/", publications.pdf, name="desk-publication-pdf"),
    path(
        "publications/<ref:ref>/correct/",
        publications_amending.Correct.as_view(),
        name="desk-publication-correct",
    ),
    path(
        "publications/<ref:ref>/withdraw/",
        publications_amending.Withdraw.as_view(),
        name="desk-publication-withdraw",
    ),
    path(
        "publications/<ref:ref>/explain/",
        publications_amending.Explain.as_view(),
        name="desk-publication-explain",
    ),
]
CREDIT = [
    path("publications/credit/", credit.page, name="desk-credit"),
    path("publications/credit/file/", credit.file, name="desk-credit-file"),
]
CORRECTIONS = [
    path("publications/corrections/", publications_requests.requests, name="desk-correction-requests"),
    path(
        "publications/corrections/<ref:ref>/",
        publications_requests.request_page,
        name="desk-correction-request",
    ),
]
POSTINGS = [
    path("publications/postings/", postings.board, name="desk-postings"),
    path("publications/postings/board/", postings.notice_board, name="desk-notice-board"),
    path("publications/postings/<ref:ref>/remove/", postings.Remove.as_view(), name="desk-posting-remove"),
    path("publications/postings/<ref:ref>/shot/", postings.shot, name="desk-posting-shot"),
    path(
        "publications/<ref:ref>/opening/",
        publications_openings.Give.as_view(),
        name="desk-publication-opening",
    ),
    path("publications/<ref:ref>/openings/", publications_openings.paper, name="desk-publication-openings"),
    path("publications/<ref:ref>/post/", postings.Post.as_view(), name="desk-publication-post"),
    path("publications/<ref:ref>/package.zip", postings.package, name="desk-publication-package"),
]
RULES = [
    path("publications/rules/", publications_rules.rules, name="desk-rules"),
    path("publications/assessments/", assessments.index, name="desk-assessments"),
    path("publications/assessments/new/", assessments.File.as_view(), name="desk-assessment-new"),
    path(
        "publications/assessments/<ref:ref>/confirm/",
        assessments.Confirm.as_view(),
        name="desk-assessment-confirm",
    ),
    path("publications/rules/<ref:ref>/", publications_rules.rule_page, name="desk-rule"),
    path(
        "publications/rules/<ref:ref>/return/", publications_rules.Return.as_view(), name="desk-rule-return"
    ),
    path(
        "publications/rules/<str:category>/<slug:party_kind>/",
        publications_rules.Draft.as_view(),
        name="desk-rule-draft",
    ),
]
PEOPLE = [
    path("agency/", agency.AgencySettings.as_view(), name="desk-agency"),
    path("agency/told/", agency.Describe.as_view(), name="desk-agency-told"),
    path("start/", starting.starting, name="desk-start"),
    path("tables/<slug:kind>/", tables.Receive.as_view(), name="desk-table"),
    path("tables/<slug:kind>/heading/", tables.Heading.as_view(), name="desk-table-heading"),
    path("tables/<slug:kind>/columns/", tables.Columns.as_view(), name="desk-table-columns"),
    path("tables/<slug:kind>/rows/", tables.Rows.as_view(), name="desk-table-rows"),
    path("people/", people.people, name="desk-people"),
    path("people/departments/new/", people_acts.AddDepartment.as_view(), name="desk-department-new"),
    path("people/new/", people_acts.AddOfficer.as_view(), name="desk-officer-new"),
    path("people/substitutions/new/", people_acts.Substitute.as_view(), name="desk-substitution-new"),
    path("people/delegations/", delegations.page, name="desk-delegations"),
    path("people/delegations/new/", delegations.Register.as_view(), name="desk-delegation-new"),
    path("people/delegations/organisation/", delegations.Entrust.as_view(), name="desk-delegate-new"),
    path("delegations/<ref:ref>/end/", delegations.End.as_view(), name="desk-delegation-end"),
    path("people/<ref:ref>/", people.officer, name="desk-officer"),
    path("people/<ref:ref>/change/", people_acts.ChangeOfficer.as_view(), name="desk-officer-change"),
    path("people/<ref:ref>/leave/", people_acts.Leave.as_view(), name="desk-officer-leave"),
    path(
        "people/<ref:ref>/certificate/", people_acts.IssueCertificate.as_view(), name="desk-certificate-new"
    ),
    path("certificates/<ref:ref>/", people_acts.ChangeCertificate.as_view(), name="desk-certificate"),
    path("accounts/", people.accounts, name="desk-accounts"),
    path("accounts/new/", people_account_acts.CreateAccount.as_view(), name="desk-account-new"),
    path("accounts/<ref:ref>/", people.account, name="desk-account"),
    path("accounts/<ref:ref>/grant/", people_account_acts.Grant.as_view(), name="desk-account-grant"),
    path("accounts/<ref:ref>/off/", people_account_acts.SwitchOff.as_view(), name="desk-account-off"),
    path("accounts/<ref:ref>/on/", people_account_acts.SwitchOn.as_view(), name="desk-account-on"),
    path(
        "accounts/<ref:ref>/password/",
        people_account_acts.ResetPassword.as_view(),
        name="desk-account-password",
    ),
    path("grants/<ref:ref>/end/", people_account_acts.EndGrant.as_view(), name="desk-grant-end"),
    path("roles/", people.roles, name="desk-roles"),
]
LOG = [
    path("log/", log.log, name="desk-log"),
    path("system/", monitoring.monitoring, name="desk-system"),
    path("record/<int:record_id>/", log.record, name="desk-record"),
    path("record/<int:record_id>/proof/", log.proof, name="desk-record-proof"),
]
LAWS = [
    path("laws/", laws.laws, name="desk-laws"),
    path("laws/import/", laws.Import.as_view(), name="desk-law-import"),
    path("laws/<ref:ref>/", laws.statute, name="desk-law"),
    path("laws/<ref:ref>/diff/", laws.difference, name="desk-law-diff"),
    path("revisions/", revisions.revisions, name="desk-revisions"),
    path("revisions/unused/", unused.page, name="desk-unused"),
    path("revisions/unused/<str:code>/", unused.Keep.as_view(), name="desk-unused-keep"),
    path("revisions/<ref:ref>/stays/", revisions.Stays.as_view(), name="desk-revision-stays"),
    path("laws/versions/<ref:ref>/date/", laws.Establish.as_view(), name="desk-law-date"),
]
urlpatterns: list[URLPattern] = [
    *REVIEW,
    *LISTS,
    *PUBLICATIONS,
    *CREDIT,
    *CORRECTIONS,
    *POSTINGS,
    *RULES,
    *PEOPLE,
    *LOG,
    *LAWS,
]
