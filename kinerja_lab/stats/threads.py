"""Small matrices on one thread: more of them would cost more in waiting than they save."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import cache

from threadpoolctl import ThreadpoolController


def one_thread() -> AbstractContextManager[object]:
    """Linear algebra inside this context uses one thread."""
    return _libraries().limit(limits=1, user_api="blas")


@cache
def _libraries() -> ThreadpoolController:
    """Libraries of this process, looked for once: it takes longer than a small fit."""
    return ThreadpoolController()
