"""Small PDF files: what Typst writes as plain objects (every tag of every cell) is put into compressed object streams.

ISO 32000-1, 7.5.7 and 7.5.8; PDF/A-2 and PDF/UA allow it. What the file shows and says stays.
"""

from __future__ import annotations

import re
import zlib
from itertools import accumulate
from typing import Final

from kinerja_lab.report.pdf_text import joined

_START = re.compile(rb"startxref\s+(\d+)")
_OBJECT = re.compile(rb"\s*(\d+) 0 obj\s*")
_TRAILER = re.compile(rb"trailer\s*<<(.*?)>>\s*startxref", re.DOTALL)
_PAGE = re.compile(rb"<</Length (\d+)/Filter/FlateDecode>>\s*stream\r?\n")
_PART: Final = 1000  # objects in a stream
_EFFORT: Final = 6  # of compression; 8 takes twice as long for four parts in a hundred
_IN_STREAM, _IN_FILE, _FREE = 2, 1, 0
_WIDTHS: Final = (1, 4, 2)  # bytes of an entry of the cross-reference stream


def packed(pdf: bytes) -> bytes:
    """Give the same PDF with its objects compressed."""
    found, end = _objects(pdf)
    trailer = _TRAILER.search(pdf, end)
    if trailer is None:
        raise ValueError("no trailer")
    body = bytearray(pdf[: pdf.index(b"\n", pdf.index(b"\n") + 1) + 1])
    places: dict[int, tuple[int, int, int]] = {0: (_FREE, 0, 65535)}
    small = {number: content for number, content in found.items() if b"stream" not in content}
    for number in sorted(found.keys() - small.keys()):
        places[number] = (_IN_FILE, len(body), 0)
        body += _written(number, _shortened(found[number]))
    numbers, new = sorted(small), max(found) + 1
    for start in range(0, len(numbers), _PART):
        part = numbers[start : start + _PART]
        places[new] = (_IN_FILE, len(body), 0)
        places |= {number: (_IN_STREAM, new, place) for place, number in enumerate(part)}
        body += _written(new, _object_stream({number: small[number] for number in part}))
        new += 1
    places[new] = (_IN_FILE, len(body), 0)
    entries = re.sub(rb"/Size \d+", b"", trailer.group(1))
    start = len(body)
    body += _written(new, _cross_reference(places, entries))
    return bytes(body + b"startxref\n%d\n%%%%EOF\n" % start)


def _objects(pdf: bytes) -> tuple[dict[int, bytes], int]:
    """Every object by its number, and where the table that lists them starts."""
    starts = [int(place) for place in _START.findall(pdf)][-1]
    rows = re.findall(rb"(\d{10}) \d{5} n", pdf[starts:])
    offsets = sorted(int(row) for row in rows)
    found = {}
    for begin, end in zip(offsets, [*offsets[1:], starts], strict=True):
        head = _OBJECT.match(pdf, begin)
        if head is None:
            raise ValueError("no object where one is listed")
        found[int(head.group(1))] = pdf[head.end() : pdf.rindex(b"endobj", begin, end)].strip()
    return found, starts


def _shortened(content: bytes) -> bytes:
    """Stream of a page with its text joined; other streams as they are."""
    page = _PAGE.match(content)
    if page is None:
        return content
    drawn = zlib.decompress(content[page.end() : page.end() + int(page.group(1))])
    return _stream(b"", joined(drawn)) if b"BT 0 Tr" in drawn else content


def _written(number: int, content: bytes) -> bytes:
    return b"%d 0 obj\n%s\nendobj\n" % (number, content)


def _stream(entries: bytes, content: bytes) -> bytes:
    shrunk = zlib.compress(content, _EFFORT)
    return b"<<%s/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (entries, len(shrunk), shrunk)


def _object_stream(objects: dict[int, bytes]) -> bytes:
    """Objects one after the other, behind a list of their numbers and places."""
    starts = accumulate((len(content) + 1 for content in objects.values()), initial=0)
    listed = b"".join(b"%d %d " % place for place in zip(objects, starts, strict=False))
    written = b"\n".join([*objects.values(), b""])
    return _stream(b"/Type/ObjStm/N %d/First %d" % (len(objects), len(listed)), listed + written)


def _cross_reference(places: dict[int, tuple[int, int, int]], entries: bytes) -> bytes:
    """Where every object is; each line as its difference from the line before, which is mostly zeros."""
    size, width = max(places) + 1, sum(_WIDTHS)
    rows = (places.get(number, (_FREE, 0, 65535)) for number in range(size))
    lines = [b"".join(value.to_bytes(of, "big") for value, of in zip(row, _WIDTHS, strict=True)) for row in rows]
    before = [bytes(width), *lines]
    table = b"".join(
        b"\2" + bytes((now - then) % 256 for now, then in zip(line, last, strict=True))
        for line, last in zip(lines, before, strict=False)
    )
    shape = b"/W[%s]/DecodeParms<</Predictor 12/Columns %d>>" % (b" ".join(b"%d" % of for of in _WIDTHS), width)
    return _stream(b"/Type/XRef/Size %d%s%s" % (size, shape, entries), table)
