"""The snippets for themes, rendered by the engines that they are for, with a title that would do harm."""

import json
import subprocess
from pathlib import Path

import pytest
from multidict import CIMultiDict, CIMultiDictProxy

from tests.service.web.page import Page
from tests.support.application import Answer
from tests.support.node import NodeClients, node_clients
from tests.support.requirement import needed_program
from tests.support.themes import snippet

__all__ = ["node_clients"]

SERVICE = "https://comments.news.example"
TITLE = """It's the "Marta" & <b>her</b> "><script>alert(1)</script> last trip"""
PATIENCE_S = 60
WORDPRESS = """<?php
// The functions of WordPress that the snippet calls, for one article.
function post_password_required() { return false; }
function comments_open() { return %s; }
function get_the_ID() { return 42; }
function get_permalink() { return 'https://news.example/?p=42&lang=en'; }
function esc_attr( $text ) { return htmlspecialchars( $text, ENT_QUOTES ); }
function esc_url( $url ) { return htmlspecialchars( $url, ENT_QUOTES ); }
function the_title_attribute() { echo esc_attr( strip_tags( %s ) ); }
?>"""


def page_of(html: str) -> Page:
    headers = CIMultiDictProxy(CIMultiDict({"Content-Type": "text/html; charset=utf-8"}))
    return Page(Answer(200, headers, html.encode()))


def assert_holds_the_form(page: Page, article_id: str, url: str, title: str) -> None:
    """The element and the plain form in it are about the article, and the title has added nothing."""
    (script,) = page.all("script")
    assert script.attributes == {"type": "module", "src": f"{SERVICE}/embed.js"}
    (element,) = page.all("fairword-form")
    told = {"article-id": article_id, "article-url": url, "article-title": title}
    assert element.attributes == told
    (form,) = page.forms
    assert (form.method, form.action) == ("post", f"{SERVICE}/comments")
    typed = {"name": "", "text": ""}
    assert form.fields == typed | {"article_id": article_id, "article_url": url, "article_title": title}
    assert not page.all("b")


def ran(program: Path, *arguments: str, folder: Path) -> str:
    done = subprocess.run(
        [program, *arguments], cwd=folder, capture_output=True, text=True, timeout=PATIENCE_S, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_in_hugo_the_form_is_about_the_page(tmp_path: Path) -> None:
    hugo = needed_program("hugo")
    files = {
        "config.toml": f'baseURL = "https://news.example/"\n[params]\nfairword = "{SERVICE}/"\n',
        "layouts/partials/fairword.html": snippet("go-html-template"),
        "layouts/_default/single.html": '{{ partial "fairword.html" . }}',
        "content/ferry.md": f"---\ntitle: {json.dumps(TITLE)}\n---\nText.\n",
    }
    for name, text in files.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    ran(hugo, "--quiet", folder=tmp_path)
    page = page_of((tmp_path / "public/ferry/index.html").read_text(encoding="utf-8"))
    assert_holds_the_form(page, "/ferry/", "https://news.example/ferry/", TITLE)


def test_in_ghost_the_form_is_about_the_post(node_clients: NodeClients) -> None:
    post = {"comment_id": "64f0c1", "url": "https://news.example/ferry/", "title": TITLE}
    html = node_clients.run("handlebars.mjs", snippet("handlebars"), json.dumps(post))
    assert_holds_the_form(page_of(html), post["comment_id"], post["url"], TITLE)


@pytest.mark.parametrize("is_open", [True, False])
def test_in_wordpress_the_form_is_about_the_post_and_a_closed_one_has_no_form(
    tmp_path: Path, *, is_open: bool
) -> None:
    php = needed_program("php")
    title = "'" + TITLE.replace("'", "\\'") + "'"
    functions = WORDPRESS % (str(is_open).lower(), title)
    theme = tmp_path / "comments.php"
    theme.write_text(functions + snippet("php"), encoding="utf-8")
    page = page_of(
        ran(php, "-d", "error_reporting=-1", "-d", "display_errors=1", str(theme), folder=tmp_path)
    )
    plain = """It's the "Marta" & her ">alert(1) last trip"""
    if is_open:
        assert_holds_the_form(page, "42", "https://news.example/?p=42&lang=en", plain)
    else:
        assert page.forms == []
        assert page.all("fairword-form", article_id="42")
