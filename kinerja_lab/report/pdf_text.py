"""Text of pictures in a PDF: Typst places every letter by itself; letters of one line are put into one text object.

ISO 32000-1, 9.4.2: ``Td`` moves by the distance of two letters, so that each stays exactly where it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

_LETTER = re.compile(
    rb"q (\S+) 0 0 (\S+) (\S+) (\S+) cm(/c\d+ cs [^\n()]* scn)\n"
    rb"BT 0 Tr(/f\d+ \S+ Tf) 1 0 0 -1 0 0 Tm(\((?:\\.|[^\\()])*\))Tj\nET\nQ\n",
    re.DOTALL,
)
_FINEST = 3  # decimals of a move, in points


def joined(content: bytes) -> bytes:
    """Join letters that follow each other on a line, in the same colour and font."""
    return b"".join(_pieces(content))


def _pieces(content: bytes) -> Iterator[bytes]:
    """Stretches of letters, joined, and what is between them."""
    end = 0
    for adjoining in _adjoining(content):
        yield content[end : adjoining[0].start()]
        for _, line in groupby(adjoining, key=lambda found: found.group(1, 2, 4, 5, 6)):
            yield _line(list(line))
        end = adjoining[-1].end()
    yield content[end:]


def _adjoining(content: bytes) -> Iterator[list[re.Match[bytes]]]:
    """Letters with nothing between them."""
    run: list[re.Match[bytes]] = []
    for found in _LETTER.finditer(content):
        if run and run[-1].end() != found.start():
            yield run
            run = []
        run.append(found)
    if run:
        yield run


def _line(letters: list[re.Match[bytes]]) -> bytes:
    """One text object for all letters of a line."""
    scale, down, start, height, colour, font, shown = letters[0].groups()
    written, at = b"", 0.0
    for letter in letters[1:]:
        move = round((float(letter.group(3)) - float(start)) / float(scale) - at, _FINEST)
        at += move
        written += b"%s 0 Td%sTj\n" % (f"{move:g}".encode(), letter.group(7))
    head = b"q %s 0 0 %s %s %s cm%s\n" % (scale, down, start, height, colour)
    return b"%sBT 0 Tr%s 1 0 0 -1 0 0 Tm%sTj\n%sET\nQ\n" % (head, font, shown, written)
