"""A page as a browser without JavaScript takes it in."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from tests.support.application import Answer


@dataclass
class Element:
    """An opening tag."""

    tag: str
    attributes: dict[str, str]


@dataclass
class Form:
    """A form: where it leads, what it would send, and its buttons as (name, value)."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class Page(HTMLParser):
    """What an HTML answer holds."""

    def __init__(self, answer: Answer) -> None:
        super().__init__()
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
        self.status = answer.status
        self.elements: list[Element] = []
        self.forms: list[Form] = []
        self._pieces: list[str] = []
        self._writing: str | None = None
        self.feed(answer.text)
        self.close()

    @property
    def text(self) -> str:
        """Everything that can be read, white space made single."""
        return " ".join("".join(self._pieces).split())

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """All elements of this kind with these attributes; `_` in a name stands for `-`."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            each for each in self.elements if each.tag == tag and wanted.items() <= each.attributes.items()
        ]

    def form(self, action: str) -> Form:
        """The one form that leads there."""
        found = [form for form in self.forms if form.action.partition("?")[0] == action]
        assert len(found) == 1, [form.action for form in self.forms]
        return found[0]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        attributes = {name: value or "" for name, value in attrs}
        self.elements.append(Element(tag, attributes))
        if tag == "form":
            self.forms.append(Form(attributes.get("action", ""), attributes.get("method", "get")))
        if self.forms and "name" in attributes:
            self._note_field(tag, attributes)

    def _note_field(self, tag: str, attributes: dict[str, str]) -> None:
        form, name = self.forms[-1], attributes["name"]
        if tag == "input":
            form.fields[name] = attributes.get("value", "")
        elif tag == "button":
            form.buttons.append((name, attributes.get("value", "")))
        elif tag == "textarea":
            form.fields[name], self._writing = "", name

    def handle_endtag(self, tag: str) -> None:
        """A text field ends."""
        if tag == "textarea" and self._writing is not None:
            fields = self.forms[-1].fields
            fields[self._writing] = fields[self._writing].removeprefix("\n")
            self._writing = None

    def handle_data(self, data: str) -> None:
        """Text is read, or stands in a text field."""
        if self._writing is not None:
            self.forms[-1].fields[self._writing] += data
        else:
            self._pieces.append(data)
