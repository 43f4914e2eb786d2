"""What happens to files on their way: cut short, one byte changed, a stretch lost, doubled, blanked or filled."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

_PLACES = (0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99)


def flipped(content: bytes, times: int, seed: int = 1) -> Iterator[bytes]:
    """The content with one bit changed, at places drawn anew each time."""
    draw = random.Random(seed)
    for _ in range(times):
        place = draw.randrange(len(content))
        yield content[:place] + bytes([content[place] ^ 1 << draw.randrange(8)]) + content[place + 1 :]


def spoiled(content: bytes) -> dict[str, bytes]:
    """More than sixty files that were once the same, by what happened to them."""
    size = max(16, len(content) // 50)
    stretches: dict[str, Callable[[int], bytes]] = {
        "cut": lambda start: content[:start],
        "lost": lambda start: content[:start] + content[start + size :],
        "zeros": lambda start: content[:start] + bytes(size) + content[start + size :],
        "ones": lambda start: content[:start] + b"\xff" * size + content[start + size :],
        "more": lambda start: content[:start] + b"\0" * 3 + content[start:],
        "twice": lambda start: content[:start] + content[start : start + size] + content[start:],
    }
    made = {f"{name} {share}": act(int(share * len(content))) for name, act in stretches.items() for share in _PLACES}
    made |= {
        "nothing": b"",
        "one byte": content[:1],
        "half twice": content[: len(content) // 2] * 2,
        "all twice": content * 2,
        "turned round": content[::-1],
        "behind a blank": b"\n" + content,
        "behind a mark": b"\xef\xbb\xbf" + content,
        "before zeros": content + bytes(4096),
        "before text": content + b"\n1;2;3\n",
        "as text": content.hex().encode(),
    }
    return made | {f"bit {number}": data for number, data in enumerate(flipped(content, 20))}
