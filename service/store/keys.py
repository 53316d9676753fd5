r"""Every key in Redis, in one place.

All keys of a site carry the hash tag `{site}`, so that Redis Cluster keeps them in one slot and the
functions may touch them together. `<id>` is a comment's id; `<author>` and `<address>` are opaque words.
What a stranger may choose (an article's id, a parent's id) comes last, so that it cannot name another key.

| key | type | what | lives |
| --- | --- | --- | --- |
| `fw:{site}:comment:<id>` | hash | the comment: what was posted, decided and said of it | until retention |
| `fw:{site}:audit:<id>` | list | the comment's audit entries as JSON, oldest first | as the comment |
| `fw:{site}:comments:<status>` | zset | ids, by when they came to stand so | rejected: trimmed |
| `fw:{site}:author:<author>:<status>` | zset | ids of one author, by when they came to stand so | as above |
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
| `fw:{site}:limit:<name>:<period>:<subject>` | string | arrival time of the next event (µs) | its period |
| `fw:{site}:ban:<who>` | hash | `target`, `by`, `at`, `until` (0: for good), `reason`, cause | till its end |
| `fw:{site}:bans` | zset | who is banned, by until when (ms, +inf = for good) | trimmed |
| `fw:keys` | hash | SHA-256 of a site key → JSON | ever |
| `fw:moderators` | hash | name → JSON | ever |
| `fw:preferences` | hash | name of a moderator → JSON | ever |
| `fw:session:<hash>` | hash | `moderator`, `password` (hash of its hash) | 12 h idle |
| `fw:sign-ins:<subject>` | string | failed sign-ins | 15 min |
| `fw:ready` | string | that Redis takes writes, by `/readyz` | 1 s |
"""

from dataclasses import dataclass

from service.domain.comment import Comment, Status

_STATUSES = tuple(Status)

SITE_KEYS = "fw:keys"
MODERATORS = "fw:moderators"
PREFERENCES = "fw:preferences"
READY = "fw:ready"


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


class SiteKeys:
    """The names of one site's keys: those that it has once, and those of one thing each."""

    def __init__(self, site: str) -> None:
        self._site = f"fw:{{{site}}}"
        self.queue = f"{self._site}:queue"
        self.claims = f"{self._site}:claims"
        self.claimants = f"{self._site}:claimants"
        self.recused = f"{self._site}:recused"
        self.decisions = f"{self._site}:decisions"
        self.labels = f"{self._site}:labels"
        self.articles = f"{self._site}:articles"
        self.changes = f"{self._site}:changes"
        self.settings = f"{self._site}:settings"
        self.counted = f"{self._site}:counted"
        self.bans = f"{self._site}:bans"
        self._statuses = [self.comments(status) for status in _STATUSES]

    def group(self, group: str) -> str:
        """Cases decided at one stroke."""
        return f"{self._site}:group:{group}"

    def hook(self, name: str) -> HookKeys:
        """One endpoint."""
        state = f"{self._site}:hook:{name}"
        return HookKeys(state, f"{state}:waiting", f"{state}:due", f"{state}:tries", f"{state}:dead")

    def usage(self, month: str) -> str:
        """One month's calls of the Akismet face."""
        return f"{self._site}:usage:{month}"

    def comment(self, comment_id: str) -> str:
        """One comment."""
        return f"{self._site}:comment:{comment_id}"

    def audit(self, comment_id: str) -> str:
        """One comment's audit entries."""
        return f"{self._site}:audit:{comment_id}"

    def comments(self, status: Status) -> str:
        """All comments that stand so."""
        return f"{self._site}:comments:{status}"

    def author_approved(self, author_key: str) -> str:
        """One author's approved comments."""
        return self.author(author_key, Status.APPROVED)

    def author(self, author_key: str, status: Status) -> str:
        """One author's comments that stand so."""
        return f"{self._site}:author:{author_key}:{status}"

    def article(self, article_id: str) -> str:
        """One article."""
        return f"{self._site}:article:{article_id}"

    def hour(self, number: int) -> str:
        """One hour's counters."""
        return f"{self._site}:hour:{number}"

    def published(self, article_id: str) -> str:
        """What is shown under one article."""
        return f"{self._site}:published:{article_id}"

    def idempotency(self, key_hash: str) -> str:
        """One request that may be sent again."""
        return f"{self._site}:idempotency:{key_hash}"

    def said(self, fingerprint: str) -> str:
        """Who said the same lately."""
        return f"{self._site}:said:{fingerprint}"

    def alike(self, day: int) -> str:
        """What came into the queue on one day since 1970, by what it is like."""
        return f"{self._site}:alike:{day}"

    def limit(self, name: str, period_s: int, subject: str) -> str:
        """One rate limit's counter, for one period (s): nobody waits for a limit that holds no more."""
        return f"{self._site}:limit:{name}:{period_s}:{subject}"

    def ban(self, subject: str) -> str:
        """One ban."""
        return f"{self._site}:ban:{subject}"

    def new_places(self, comment: Comment) -> list[str]:
        """Every key in which a new comment comes to stand, in the order in which `record` takes them."""
        return [
            *self._first_places(comment),
            self.comments(comment.status),
            self.author(comment.author_key, comment.status),
        ]

    def places(self, comment: Comment) -> list[str]:
        """Every key in which a comment may stand, in the order in which `places` in Lua takes them."""
        return [
            *self._first_places(comment),
            self.claims,
            self.claimants,
            self.recused,
            *self._statuses,
            *(self.author(comment.author_key, status) for status in _STATUSES),
        ]

    def _first_places(self, comment: Comment) -> tuple[str, ...]:
        return (
            self.comment(comment.id),
            self.audit(comment.id),
            self.queue,
            self.decisions,
            self.published(comment.article_id),
        )
