r"""Every key in Redis, in one place.

All keys of a site carry the hash tag `{site}`, so that Redis Cluster keeps them in one slot and the
functions may touch them together. `<id>` is a comment's id; `<author>` and `<address>` are opaque words.
What a stranger may choose (an article's id, a parent's id) comes last, so that it cannot name another key.

| key | type | what | lives |
| --- | --- | --- | --- |
| `fw:{site}:comment:<id>` | hash | the comment: what was posted, decided and said of it | until retention |
| `fw:{site}:audit:<id>` | list | the comment's audit entries as JSON, oldest first | as the comment |
| `fw:{site}:comments:<status>` | zset | ids, by when they came to stand so | rejected: trimmed |
| `fw:{site}:author:<author>:<status>` | zset | ids of one author, by when they came to stand so | ever |
| `fw:{site}:article:<article>` | hash | `mode`, `title`, `url` | ever |
| `fw:{site}:articles` | zset | ids of articles of which something was set, by when (ms) | ever |
| `fw:{site}:changes` | stream | what editors changed, as JSON | the latest 10,000 |
| `fw:{site}:settings` | hash | what editors set: `version`, `settings` as JSON | ever |
| `fw:{site}:counted` | hash | `cursor`: the last event that the hours count | ever |
| `fw:{site}:hour:<number>` | hash | what happened in an hour since 1970: field → how often | 400 days |
| `fw:{site}:published:<article>` | zset | ids of approved comments, in the order of posting | ever |
| `fw:{site}:queue` | zset | ids of open cases, by when they are due (ms) | ever |
| `fw:{site}:claims` | zset | ids of claimed cases, by when the claim ends (ms) | ever |
| `fw:{site}:claimants` | hash | id → claim as JSON `{token, by}` | ever |
| `fw:{site}:recused` | hash | id → the moderator who may not decide the appeal | ever |
| `fw:{site}:group:<id>` | string | ids of cases decided at one stroke, as JSON | 24 h |
| `fw:{site}:decisions` | stream | every decision and verdict: the outbox | trimmed |
| `fw:{site}:hook:<name>` | hash | `cursor`, `lease`, `lease_until`, `disabled`, `trouble` | ever |
| `fw:{site}:hook:<name>:waiting` | hash | comment's id → ids of its events to deliver, in order | ever |
| `fw:{site}:hook:<name>:due` | zset | ids of comments, by when their first event is due (ms) | ever |
| `fw:{site}:hook:<name>:tries` | hash | comment's id → what was tried with its first event, as JSON | ever |
| `fw:{site}:hook:<name>:dead` | hash | event's id → dead letter as JSON | until resent |
| `fw:{site}:labels` | stream | what people outside said of texts, for training | trimmed |
| `fw:{site}:usage:<month>` | hash | `<blog>\0<what>` → how often, of the Akismet face | 400 days |
| `fw:{site}:idempotency:<key>` | hash | `body` (its hash), `comment` (its id, once there is one) | 24 h |
| `fw:{site}:said:<fingerprint>` | string | id of the comment that said the same | window |
| `fw:{site}:alike:<day>` | zset | `band:id` of what came into the queue that day, by word | 8 days |
| `fw:{site}:limit:<name>:<subject>` | string | arrival time of the next event (µs) | its period |
| `fw:{site}:ban:<who>` | hash | `target`, `by`, `at`, `until` (0: for good), `reason`, cause | until lifted |
| `fw:{site}:bans` | zset | who is banned, by until when (ms, +inf = for good) | trimmed |
| `fw:keys` | hash | SHA-256 of a site key → JSON | ever |
| `fw:moderators` | hash | name → JSON | ever |
| `fw:preferences` | hash | name of a moderator → JSON | ever |
| `fw:session:<hash>` | hash | `moderator`, `created` | 12 h idle |
| `fw:sign-ins:<subject>` | string | failed sign-ins | 15 min |
"""

from dataclasses import dataclass

from service.domain.comment import Comment, Status

SITE_KEYS = "fw:keys"
MODERATORS = "fw:moderators"
PREFERENCES = "fw:preferences"


def session(digest: str) -> str:
    """Name the key of a session."""
    return f"fw:session:{digest}"


def sign_ins(subject: str) -> str:
    """Name the key that counts failed sign-ins."""
    return f"fw:sign-ins:{subject}"


@dataclass(frozen=True, slots=True)
class HookKeys:
    """The names of one endpoint's keys."""

    state: str
    waiting: str
    due: str
    tries: str
    dead: str


@dataclass(frozen=True, slots=True)
class SiteKeys:
    """The names of one site's keys."""

    site: str

    def _key(self, *parts: str) -> str:
        return ":".join((f"fw:{{{self.site}}}", *parts))

    @property
    def queue(self) -> str:
        """Open cases."""
        return self._key("queue")

    @property
    def claims(self) -> str:
        """Claimed cases."""
        return self._key("claims")

    @property
    def claimants(self) -> str:
        """Who claims what."""
        return self._key("claimants")

    @property
    def recused(self) -> str:
        """Who may not decide which appeal."""
        return self._key("recused")

    def group(self, group: str) -> str:
        """Cases decided at one stroke."""
        return self._key("group", group)

    @property
    def decisions(self) -> str:
        """The outbox."""
        return self._key("decisions")

    @property
    def labels(self) -> str:
        """Training labels."""
        return self._key("labels")

    def hook(self, name: str) -> HookKeys:
        """One endpoint."""
        parts = ("waiting", "due", "tries", "dead")
        return HookKeys(self._key("hook", name), *(self._key("hook", name, part) for part in parts))

    def usage(self, month: str) -> str:
        """One month's calls of the Akismet face."""
        return self._key("usage", month)

    def comment(self, comment_id: str) -> str:
        """One comment."""
        return self._key("comment", comment_id)

    def audit(self, comment_id: str) -> str:
        """One comment's audit entries."""
        return self._key("audit", comment_id)

    def comments(self, status: Status) -> str:
        """All comments that stand so."""
        return self._key("comments", status)

    def author_approved(self, author_key: str) -> str:
        """One author's approved comments."""
        return self.author(author_key, Status.APPROVED)

    def author(self, author_key: str, status: Status) -> str:
        """One author's comments that stand so."""
        return self._key("author", author_key, status)

    def article(self, article_id: str) -> str:
        """One article."""
        return self._key("article", article_id)

    @property
    def articles(self) -> str:
        """Articles that were set."""
        return self._key("articles")

    @property
    def changes(self) -> str:
        """What editors changed."""
        return self._key("changes")

    @property
    def settings(self) -> str:
        """What editors set."""
        return self._key("settings")

    @property
    def counted(self) -> str:
        """How far the hours have counted."""
        return self._key("counted")

    def hour(self, number: int) -> str:
        """One hour's counters."""
        return self._key("hour", str(number))

    def published(self, article_id: str) -> str:
        """What is shown under one article."""
        return self._key("published", article_id)

    def idempotency(self, key_hash: str) -> str:
        """One request that may be sent again."""
        return self._key("idempotency", key_hash)

    def said(self, fingerprint: str) -> str:
        """Who said the same lately."""
        return self._key("said", fingerprint)

    def alike(self, day: int) -> str:
        """What came into the queue on one day since 1970, by what it is like."""
        return self._key("alike", str(day))

    def limit(self, name: str, subject: str) -> str:
        """One rate limit's counter."""
        return self._key("limit", name, subject)

    def ban(self, subject: str) -> str:
        """One ban."""
        return self._key("ban", subject)

    @property
    def bans(self) -> str:
        """Who is banned."""
        return self._key("bans")

    def places(self, comment: Comment) -> list[str]:
        """Every key in which a comment may stand, in the order in which `places` in Lua takes them."""
        return [
            self.comment(comment.id),
            self.audit(comment.id),
            self.queue,
            self.claims,
            self.claimants,
            self.recused,
            self.decisions,
            self.published(comment.article_id),
            *(self.comments(status) for status in Status),
            *(self.author(comment.author_key, status) for status in Status),
        ]
