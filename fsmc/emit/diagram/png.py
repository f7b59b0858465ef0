"""The engine's PNG in, the same with the banner of fsmc in it out, by which `output` knows a file of its own."""

from __future__ import annotations

import zlib

_HEADER = 33
"""The bytes of the signature and of the first chunk, the header, which always has one length."""


def bannered(drawn: bytes, banner: str) -> bytes:
    """The picture with the sentence as a comment right behind the header."""
    return drawn[:_HEADER] + _comment(banner) + drawn[_HEADER:]


def _comment(text: str) -> bytes:
    """A chunk of text in UTF-8 under the keyword `Comment`: not compressed, of no language."""
    content = b"iTXt" + b"Comment\0\0\0\0\0" + text.encode()
    return (len(content) - 4).to_bytes(4, "big") + content + zlib.crc32(content).to_bytes(4, "big")
