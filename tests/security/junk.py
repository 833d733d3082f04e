"""What no form was made for, and how it gets into every field and filter of a page."""

from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlsplit

VALUES = (
    "\x00",
    "a\x00b",
    "-1",
    "0",
    "1.5",
    "9" * 19,
    "9" * 30,
    "9" * 5000,
    "-" + "9" * 30,
    "1e400",
    "1e-400",
    "1e99999999",
    "NaN",
    "Infinity",
    "-inf",
    "²",
    "٣",
    "١٢٣٤",
    "0001-01-01",
    "9999-12-31",
    "99999-01-01",
    "2026-02-30",
    "1/1/1",
    "31/12/9999",
    "<script>alert(1)</script>",
    "'\"><img src=x onerror=alert(1)>",
    "';DROP TABLE teams_team;--",
    "{{7*7}}{% debug %}",
    "%s%n%(x)s{0}",
    "../../etc/passwd",
    "//evil.example",
    "javascript:alert(1)",
    "x" * 20_000,
    "\u202e\u200b",
    "😀" * 300,
    "=cmd|' /C calc'!A0",
    "null",
    "[]",
    "{}",
    "true",
)
"""Each is wrong in its own way."""
FEW = ("a\x00b", "9" * 5000, "9999-12-31", "NaN")
"""The four that have broken the most: what PostgreSQL does not keep, Python does not read, calendars and sums do not bear."""


class Fields(HTMLParser):
    """The fields of a page's forms with what a browser would send, by form, and the parameters of its links."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[tuple[str, str, dict[str, str]]] = []
        self.parameters: set[str] = set()
        self._select = self._area = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.parameters |= {name for name, _ in parse_qsl(urlsplit(said.get("href", "")).query)}
        if tag == "form":
            self.forms.append((said.get("action", ""), said.get("method", "get").lower(), {}))
        name = said.get("name", "")
        if not self.forms or not name:
            if tag == "option" and self._select and ("selected" in said or not self._sent[self._select]):
                self._sent[self._select] = said.get("value", "")
            return
        if tag in ("input", "button"):
            kind = said.get("type", "")
            if kind in ("radio", "checkbox") and "checked" not in said and self._sent.get(name):
                return
            self._sent[name] = said.get("value", "on" if kind == "checkbox" else "")
        elif tag == "select":
            self._sent[name], self._select = "", name
        elif tag == "textarea":
            self._sent[name], self._area = "", name

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        if tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self._sent[self._area] += data.strip("\n")

    @property
    def filters(self) -> set[str]:
        """What the page may be asked for in its address."""
        return self.parameters | {name for _, method, sent in self.forms if method == "get" for name in sent}

    @property
    def sent(self) -> dict[str, str]:
        """What the page's own forms send, where they go to the page itself; every empty field with a word in it."""
        own = [sent for action, method, sent in self.forms if method == "post" and not action]
        return {name: value or "words" for sent in own for name, value in sent.items() if name != "csrfmiddlewaretoken"}

    @property
    def _sent(self) -> dict[str, str]:
        return self.forms[-1][2]
