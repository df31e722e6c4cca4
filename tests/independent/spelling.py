"""JSON as docs/vault-format.md wants it: every spelling can be read, and one of them can be written.

Objects are lists of pairs, since a field that stands twice must be seen; numbers stay as they are spelt. However deep
something is, reading it is a loop and no recursion.
"""

import json
import re

TOKEN = re.compile(
    r"""[ \t\n\r]*(?:
    (?P<string>"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")
  | (?P<number>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)
  | (?P<word>true|false|null)
  | (?P<sign>[\[\]{},:])
)""",
    re.VERBOSE,
)
WORDS = {"true": True, "false": False, "null": None}
INTEGER = re.compile(r"-?[0-9]+")
MOST_INSIDE = 100


class NotJson(ValueError):
    """A text that is no JSON, or not in the one spelling."""


class Number(str):
    """A number, as it is spelt."""


class Fields(list):
    """An object: pairs of a name and a value, in their order. It stands in the text from `begin` to `end`."""

    begin = end = 0


def read(text):
    """The value of a text, with white space around it."""
    root = Fields()
    at, stack, name, wanted = 0, [root], "", "value"
    while stack != [root] or wanted == "value":
        match = TOKEN.match(text, at)
        if match is None:
            raise NotJson
        at, kind, token = match.end(), match.lastgroup, match[match.lastgroup]
        if wanted in ("value", "first value"):
            if token == "]" and wanted == "first value":
                stack.pop()
                wanted = "more"
                continue
            value = value_of(kind, token)
            put(stack[-1], name, value)
            if isinstance(value, Fields):
                value.begin = match.start(kind)
            wanted = "more"
            if token == "[":
                stack.append(value)
                wanted = "first value"
            elif token == "{":
                stack.append(value)
                wanted = "first name"
        elif wanted in ("name", "first name"):
            if token == "}" and wanted == "first name":
                stack.pop().end = at
                wanted = "more"
            elif kind == "string":
                name, wanted = json.loads(token), "colon"
            else:
                raise NotJson
        elif wanted == "colon" and token == ":":
            wanted = "value"
        elif wanted == "more" and token == ",":
            wanted = "name" if isinstance(stack[-1], Fields) else "value"
        elif wanted == "more" and token == ("}" if isinstance(stack[-1], Fields) else "]"):
            ended = stack.pop()
            if isinstance(ended, Fields):
                ended.end = at
        else:
            raise NotJson
    if text[at:].strip(" \t\n\r"):
        raise NotJson
    return root[0][1]


def value_of(kind, token):
    if kind == "string":
        return json.loads(token)
    if kind == "number":
        return Number(token)
    if kind == "word":
        return WORDS[token]
    if token == "[":
        return []
    if token == "{":
        return Fields()
    raise NotJson


def put(container, name, value):
    container.append((name, value) if isinstance(container, Fields) else value)


def in_order(fields, first=()):
    """Whether the fields of a table come first, in its order, and then all others, sorted by UTF-8; none twice."""
    names = [name for name, _ in fields]
    known = [name for name in first if name in names]
    return names == known + sorted(set(names) - set(known), key=lambda name: name.encode("utf-8", "surrogatepass"))


def spell(value, depth=0):
    """The one spelling, section 3. The order of fields is not its business."""
    if depth >= MOST_INSIDE and isinstance(value, list):
        raise NotJson
    if isinstance(value, Fields):
        return "{" + ",".join(f"{spell_text(name)}:{spell(inner, depth + 1)}" for name, inner in value) + "}"
    if isinstance(value, list):
        return "[" + ",".join(spell(inner, depth + 1) for inner in value) + "]"
    if isinstance(value, Number):
        return spell_number(value)
    if isinstance(value, str):
        return spell_text(value)
    return json.dumps(value)


def spell_number(number):
    # Of numbers with a fraction or an exponent the format only says that there should be none.
    if INTEGER.fullmatch(number):
        if len(number) > 20 or number == "-0" or not -(2**63) <= int(number) < 2**64:
            raise NotJson
    return str(number)


SHORT = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}
ESCAPES = str.maketrans({chr(sign): f"\\u{sign:04x}" for sign in range(32)} | SHORT)


def spell_text(text):
    return f'"{text.translate(ESCAPES)}"'
