"""What a page of ours may load and where its forms may lead, as the browser enforces it."""

from collections.abc import Sequence


def content_policy(form_targets: Sequence[str] = ()) -> str:
    """Return the Content-Security-Policy: no inline script or style, no frames, nothing from elsewhere.

    `form_targets` are origins to which the answer to a form of this page may redirect.
    """
    forms = " ".join(("'self'", *form_targets))
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        f"form-action {forms}; frame-ancestors 'none'; base-uri 'none'"
    )
