"""The text of a field in, the parts of a list in it out: only signs outside of quotes and brackets part them."""

from __future__ import annotations

import re

_TOKEN = re.compile(r'"(?:[^"\\\n]|\\.)*"|' r"'(?:[^'\\\n]|\\.)+'|" r".", re.DOTALL)


def parts(text: str, signs: str) -> list[str]:
    """The parts between any of the `signs`, blanks around them gone, empty ones left out."""
    found, depth = [""], 0
    for token in _TOKEN.findall(text):
        depth += (token in ("(", "[")) - (token in (")", "]"))
        if token in signs and depth <= 0:
            found.append("")
        else:
            found[-1] += token
    return [stripped for part in found if (stripped := part.strip())]
