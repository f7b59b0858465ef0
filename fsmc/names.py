"""Spellings: how a name is written in a spec, and what identifier each target makes of it."""

from __future__ import annotations

import keyword
import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

# A bare name: `TIME-WAIT`, `2-Way`, `AdjOK?`, `RCR+`, `TO-` (docs/language.md, "Names").
BARE_NAME = r"(?:[^\W\d]\w*|\d+(?=-[^\W\d]))(?:-\w+)*(?:[+?](?!=)|-(?![>=\w]))?"
_BARE = re.compile(BARE_NAME)

_STATEMENTS = """
    machine reference const type option var timer event action guard state group tag unlisted enter leave scenario view
"""
_PARTS = """
    on ignore reject never defer timeout within from initial final start stop raise
"""
_NEVER_NAMES = """
    any except other stay if else and or not true false running
"""
KEYWORDS = frozenset((_STATEMENTS + _PARTS + _NEVER_NAMES).split())
_QUOTED = frozenset((_STATEMENTS + _NEVER_NAMES).split())
"""Keywords that cannot stand for a name everywhere: what begins a line begins a statement."""


def quoted(name: str) -> str:
    """The name as a spec writes it: bare where it can be, else in single quotes."""
    if _BARE.fullmatch(name) and name not in _QUOTED:
        return name
    return "'" + name.replace("\\", "\\\\").replace("'", "\\'") + "'"


def double_quoted(text: str) -> str:
    """A text as a spec writes it, in double quotes."""
    escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}
    return '"' + "".join(escapes.get(char, char) for char in text) + '"'


_UNITS = ((Decimal(3600), "h"), (Decimal(60), "min"), (Decimal(1), "s"))


LONGEST = 1e15
"""The longest duration that a spec may write, in seconds: beyond it a float tells no seconds apart."""


def duration(seconds: float) -> str:
    """A number of seconds as a spec writes it: `250ms`, `3s`, `2min`, `1h`.

    One that is reckoned may be longer than any that is written; it is told in seconds, or as `infs`.
    """
    exact = Decimal(str(seconds))
    if abs(exact) > LONGEST:
        return f"{exact:f}s".lower().replace("infinity", "inf")
    for size, unit in _UNITS:
        if exact and exact % size == 0:
            return f"{exact / size:f}".removesuffix(".0") + unit
    if not exact:
        return "0s"
    return f"{(exact * 1000).normalize():f}ms"


# ---------------------------------------------------------------------------------------------- Python identifiers

_ENDINGS = {"+": "_plus", "-": "_minus", "?": "_query"}


def words(name: str) -> list[str]:
    """The words of a name, their case kept: `create-TCB` gives create, TCB; `AdjOK?` gives Adj, OK, query.

    Letters are NFKC normalised as Python's parser does; what no identifier may hold separates words.
    """
    text = unicodedata.normalize("NFKC", name)
    if text[-1:] in _ENDINGS:
        text = text[:-1] + _ENDINGS[text[-1]]
    text = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", text)
    letters = text if text.isascii() else "".join(char if _is_of_words(char) else " " for char in text)
    return [word for word in re.split(r"[\W_]+", letters) if word]


def _is_of_words(char: str) -> bool:
    """Whether a letter or digit may stand in an identifier; some numerals of old scripts may not."""
    return char.isalnum() and f"_{char}".isidentifier()


_KNOWN_AT_MOST = 1 << 12
"""Of so many names the identifiers are remembered: a back end asks for each of them often."""
_NAMELESS = "nameless"
"""The word of a name that has none, such as `'!'`."""


def _identifier(joined: str) -> str:
    """A legal identifier, as Python's parser has it: the capitals of some letters are letters that it takes apart.

    What would begin with a digit gets an underscore in front.
    """
    normal = unicodedata.normalize("NFKC", joined)
    return normal if normal.isidentifier() else f"_{normal}"


@lru_cache(maxsize=_KNOWN_AT_MOST)
def snake(name: str) -> str:
    """`passive-OPEN` gives passive_open: methods, attributes, parameters, modules."""
    return _identifier("_".join(words(name) or [_NAMELESS]).lower())


@lru_cache(maxsize=_KNOWN_AT_MOST)
def constant(name: str) -> str:
    """`TIME-WAIT` gives TIME_WAIT: members of enumerations, module constants."""
    return _identifier("_".join(words(name) or [_NAMELESS]).upper())


def pascal(name: str) -> str:
    """`create-TCB` gives CreateTCB: classes."""
    return _identifier("".join(word[0].upper() + word[1:] for word in words(name) or [_NAMELESS]))


_LIBRARY = """
    abc aifc annotationlib antigravity argparse array ast asynchat asyncio asyncore atexit audioop base64 bdb binascii
    bisect builtins bz2 calendar cgi cgitb chunk cmath cmd code codecs codeop collections colorsys compileall
    compression concurrent configparser contextlib contextvars copy copyreg crypt csv ctypes curses dataclasses
    datetime dbm decimal difflib dis distutils doctest email encodings ensurepip enum errno faulthandler fcntl filecmp
    fileinput fnmatch fractions ftplib functools gc genericpath getopt getpass gettext glob graphlib grp gzip hashlib
    heapq hmac html http idlelib imaplib imghdr imp importlib inspect io ipaddress itertools json keyword lib2to3
    linecache locale logging lzma mailbox mailcap marshal math mimetypes mmap modulefinder msilib msvcrt
    multiprocessing netrc nis nntplib nt ntpath nturl2path numbers opcode operator optparse os ossaudiodev pathlib pdb
    pickle pickletools pipes pkgutil platform plistlib poplib posix posixpath pprint profile pstats pty pwd py_compile
    pyclbr pydoc pydoc_data pyexpat queue quopri random re readline reprlib resource rlcompleter runpy sched secrets
    select selectors shelve shlex shutil signal site smtpd smtplib sndhdr socket socketserver spwd sqlite3 sre_compile
    sre_constants sre_parse ssl stat statistics string stringprep struct subprocess sunau symtable sys sysconfig
    syslog tabnanny tarfile telnetlib tempfile termios textwrap this threading time timeit tkinter token tokenize
    tomllib trace traceback tracemalloc tty turtle turtledemo types typing unicodedata unittest urllib uu uuid venv
    warnings wave weakref webbrowser winreg winsound wsgiref xdrlib xml xmlrpc zipapp zipfile zipimport zlib zoneinfo
"""
_LOADED = "conftest fsmc pytest sitecustomize test usercustomize"
_SPOKEN_FOR = frozenset((_LIBRARY + _LOADED).split())
"""Modules of Python, 3.10 to 3.14, and those that Python and pytest load by name: a file beside others hides them."""
_KEPT = re.compile(r"test_.*|con|prn|aux|nul|com\d|lpt\d", re.DOTALL)
"""Files that pytest takes for tests, and devices of Windows."""


def module(name: str) -> str:
    """`PPP-LCP` gives ppp_lcp: a module and the folder it is in.

    `Json` gives machine_json, since a json.py would take the place of Python's for whatever is run in its folder.
    """
    stem = snake(name)
    return f"machine_{stem}" if stem in _SPOKEN_FOR or _KEPT.fullmatch(stem) or keyword.iskeyword(stem) else stem


def is_reserved(identifier: str) -> bool:
    """Whether Python keeps the word for itself."""
    return keyword.iskeyword(identifier) or identifier.startswith("__")


def natural(name: str) -> list[tuple[int, str]]:
    """The order of people, and of linters: `r2` before `r10`, section 3.9 before 3.11 and both before A.1.

    Of two numbers the one with more digits is greater, however many these are: `int` refuses thousands of them.
    """
    parts = re.split(r"(\d+)", name)
    return [(len(digits := part.lstrip("0")), digits) if part.isdecimal() else (0, part) for part in parts]
