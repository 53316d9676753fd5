"""Every address that the service answers, in one place."""

from aiohttp import web

from service.api import comments, events, openapi, review, scores
from service.faces.akismet import handlers as akismet
from service.faces.coral import handlers as coral
from service.faces.openai import handlers as openai
from service.faces.perspective import handlers as perspective
from service.faces.wordpress import handlers as wordpress
from service.ops import health
from service.web import (
    articles,
    authors,
    bans,
    desk,
    files,
    forms,
    front,
    history,
    insights,
    preferences,
    queue,
    sign_in,
    site_settings,
    status,
)
from service.web.embed import handlers as embed
from service.webhooks import page as webhooks

ROUTES = [
    # for the form and for a site's programs
    web.post("/v1/comments", comments.post_comment),
    web.get("/v1/comments/{id}", comments.get_comment),
    web.post("/v1/comments/{id}/appeal", comments.post_appeal),
    web.get("/v1/articles/{article_id:[^/]+}/comments", comments.list_comments),
    web.get("/v1/articles/{article_id:[^/]+}/form", embed.get_form),
    web.put("/v1/articles/{article_id:[^/]+}", comments.put_article),
    web.get("/v1/decisions", comments.list_decisions),
    web.post("/v1/score", scores.post_score),
    # for programs made for other services
    web.post("/v1alpha1/comments:analyze", perspective.analyze),
    web.post("/v1alpha1/comments:suggestscore", perspective.suggest_score),
    web.get("/$discovery/rest", perspective.discovery),
    web.post("/1.1/verify-key", akismet.verify_key),
    web.post("/1.1/comment-check", akismet.comment_check),
    web.post("/1.1/submit-spam", akismet.submit_spam),
    web.post("/1.1/submit-ham", akismet.submit_ham),
    *(web.route(method, "/1.2/key-sites", akismet.key_sites) for method in ("GET", "POST")),
    *(web.route(method, "/1.2/usage-limit", akismet.usage_limit) for method in ("GET", "POST")),
    web.post("/v1/moderations", openai.moderate),
    web.post("/coral/{site}", coral.moderate),
    web.post("/wp-comments-post.php", wordpress.post_comment),
    web.post("/{folder:.+}/wp-comments-post.php", wordpress.post_comment),
    # for moderators
    web.post("/v1/session", review.post_session),
    web.post("/v1/review/claims", review.post_claims),
    web.get("/v1/review/cases", review.list_cases),
    web.get("/v1/review/cases/{id}", review.get_case),
    web.post("/v1/review/verdicts", review.post_verdicts),
    web.post("/v1/review/groups/{id}/undo", review.post_group_undo),
    web.post("/v1/review/cases/{id}/verdict", review.post_verdict),
    web.post("/v1/review/cases/{id}/renew", review.post_renew),
    web.post("/v1/review/cases/{id}/release", review.post_release),
    web.post("/v1/review/cases/{id}/undo", review.post_undo),
    web.post("/v1/review/cases/{id}/ban", review.post_ban),
    web.delete("/v1/review/cases/{id}/ban", review.delete_ban),
    web.get("/v1/review/stats", review.get_stats),
    web.get("/v1/review/events", events.get_events, allow_head=False),
    # pages
    web.get("/", front.home),
    web.get("/demo", front.demo),
    web.get("/embed.js", embed.get_script),
    web.post("/comments", forms.post_form),
    web.get("/comments/{id}", status.status_page),
    web.post("/comments/{id}/appeal", status.post_appeal),
    web.get("/login", sign_in.page),
    web.post("/login", sign_in.post),
    web.post("/logout", sign_in.leave),
    web.get("/review", queue.page),
    web.get("/review/rows", queue.rows),
    web.post("/review/bulk", queue.bulk),
    web.post("/review/bulk/undo", queue.bulk_undo),
    web.post("/review/next", desk.take_next),
    web.get("/review/cases/{id}", desk.case),
    web.get("/review/cases/{id}/file", desk.case_file),
    web.post("/review/cases/{id}/take", desk.take),
    web.post("/review/cases/{id}/verdict", desk.decide),
    web.post("/review/cases/{id}/release", desk.release),
    web.post("/review/cases/{id}/undo", desk.undo),
    web.get("/review/history", history.page),
    web.post("/review/cases/{id}/reopen", history.reopen),
    web.get("/review/authors/{key}", authors.page),
    web.post("/review/authors/{key}/ban", authors.ban),
    web.post("/review/authors/{key}/lift", authors.lift),
    web.get("/review/bans", bans.page),
    web.post("/review/bans/lift", bans.lift),
    web.get("/review/articles", articles.articles),
    web.get("/review/article", articles.article),
    web.post("/review/article", articles.set_article),
    web.get("/insights", insights.page),
    web.get("/insights/{table}.csv", insights.table),
    web.get("/review/preferences", preferences.page),
    web.post("/review/preferences", preferences.save),
    web.get("/review/settings", site_settings.page),
    web.post("/review/settings", site_settings.save),
    web.get("/review/webhooks", webhooks.page),
    web.post("/review/webhooks/{name}/resend", webhooks.resend),
    web.post("/review/webhooks/{name}/enable", webhooks.enable),
    # for developers and operators
    web.get("/openapi.json", openapi.document),
    web.get("/docs", openapi.page),
    web.get("/healthz", health.healthz),
    web.get("/readyz", health.readyz),
    web.get("/metrics", health.metrics),
    web.get("/static/{name:.+}", files.file),
]
