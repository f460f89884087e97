"""SQL scripts cut into statements, with their lines: dumps, psql commands and data blocks included.

Cutting looks at quotes, comments and dollar quotes only, so that one statement nobody understands
does not hide the rest, and a dump of many megabytes of rows is passed over quickly.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_NEXT: Final = re.compile(r"""['"$;()]|--|/\*|\b(?:BEGIN\s+ATOMIC|CASE|END)\b""", re.IGNORECASE)
_RULE: Final = re.compile(r"CREATE\s+(?:OR\s+REPLACE\s+)?RULE\b", re.IGNORECASE)
_ESCAPED: Final = re.compile(r"(?:[^'\\]|\\.|'')*+'", re.DOTALL)
_DOLLAR: Final = re.compile(r"\$(?:[^\W\d]\w*)?\$")
_COMMENT_EDGE: Final = re.compile(r"/\*|\*/")
_BLANK: Final = re.compile(r"(?:\s+|--[^\n]*)*+")
_COPY: Final = re.compile(r"COPY\b.*\bFROM\s+stdin\b", re.IGNORECASE | re.DOTALL)
_DATA_END: Final = re.compile(r"^\\\.[ \t\r]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement without its semicolon; `line` is where its first word stands, from 1."""

    text: str
    line: int

    @property
    def verb(self) -> str:
        """The first word, in capitals."""
        return self.text.split(None, 1)[0].upper() if self.text else ""

    def line_at(self, byte: int) -> int:
        """Return the line of a byte position in the statement, as parsers report it."""
        return self.line + self.text.encode()[: max(byte, 0)].count(b"\n")


def statements(script: str) -> Iterator[Statement]:
    """Cut a script into its statements; psql commands and COPY data are passed over."""
    cutter = _Cutter(script)
    while (statement := cutter.next_statement()) is not None:
        yield statement


class _Cutter:
    """A position in a script, and the line it is on."""

    def __init__(self, script: str) -> None:
        self._script = script
        self._position = 0
        self._line = 1
        self._line_counted_to = 0

    def next_statement(self) -> Statement | None:
        while True:
            self._skip_blank()
            start = self._position
            if start >= len(self._script):
                return None
            if self._script[start] == "\\":
                self._skip_line()
                continue
            end = self._find_end(start)
            text = self._script[start:end].rstrip()
            line = self._line_of(start)
            self._position = end + 1
            if _COPY.match(text):
                self._skip_data()
            if text:
                return Statement(text, line)

    def _line_of(self, position: int) -> int:
        self._line += self._script.count("\n", self._line_counted_to, position)
        self._line_counted_to = position
        return self._line

    def _skip_blank(self) -> None:
        while True:
            match = _BLANK.match(self._script, self._position)
            self._position = match.end() if match else self._position
            if not self._script.startswith("/*", self._position):
                return
            self._position = self._after_comment(self._position)

    def _skip_line(self) -> None:
        newline = self._script.find("\n", self._position)
        self._position = len(self._script) if newline < 0 else newline + 1

    def _skip_data(self) -> None:
        match = _DATA_END.search(self._script, self._position)
        self._position = match.end() if match else len(self._script)

    def _find_end(self, start: int) -> int:
        """Return where the statement's semicolon is, or the end of the script."""
        position, depth, open_ends = start, 0, 0
        # Only a rule holds semicolons in brackets; elsewhere a bracket that somebody forgot to
        # close must not swallow the statements that follow.
        is_rule = _RULE.match(self._script, start) is not None
        while match := _NEXT.search(self._script, position):
            found = match.group()
            if found == ";" and depth <= 0 and open_ends == 0:
                return match.start()
            if found in "()":
                depth += is_rule * (1 if found == "(" else -1)
            elif found[0] in "bB" or (found[0] in "cC" and open_ends):
                open_ends += 1
            elif found[0] in "eE" and open_ends:
                open_ends -= 1
            position = self._after(found, match)
        return len(self._script)

    def _after(self, found: str, match: "re.Match[str]") -> int:
        start, end = match.span()
        match found:
            case "'":
                return self._after_string(start)
            case '"':
                return self._after_text('"', end)
            case "--":
                return self._after_text("\n", end)
            case "/*":
                return self._after_comment(start)
            case "$":
                quote = _DOLLAR.match(self._script, start)
                named = start > 0 and (self._script[start - 1].isalnum())
                return end if quote is None or named else self._after_text(quote[0], quote.end())
            case _:
                return end

    def _after_string(self, start: int) -> int:
        prefix = self._script[max(start - 2, 0) : start]
        escapes = prefix[-1:] in ("e", "E") and not (len(prefix) > 1 and prefix[0].isalnum())
        if not escapes:
            return self._after_text("'", start + 1)
        match = _ESCAPED.match(self._script, start + 1)
        return match.end() if match else len(self._script)

    def _after_text(self, text: str, position: int) -> int:
        found = self._script.find(text, position)
        return len(self._script) if found < 0 else found + len(text)

    def _after_comment(self, start: int) -> int:
        depth, position = 1, start + 2
        while depth and (match := _COMMENT_EDGE.search(self._script, position)):
            depth += 1 if match.group() == "/*" else -1
            position = match.end()
        return len(self._script) if depth else position
