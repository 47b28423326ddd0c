"""Things in a row, each as near to where it wants to be as their order and their widths allow."""

from __future__ import annotations

from collections.abc import Sequence


def nearest_apart(wishes: Sequence[float], weights: Sequence[float], apart: Sequence[float]) -> list[float]:
    """Places in the given order, `apart[i]` at least between i and i+1, with the least weighted sum of squares.

    Whoever would stand too near moves together as one block to the middle of its wishes (pooling of violators).
    """
    offsets = [0.0]
    for step in apart:
        offsets.append(offsets[-1] + step)
    blocks: list[tuple[float, float, int]] = []  # middle, weight, how many
    for wish, weight, offset in zip(wishes, weights, offsets, strict=True):
        middle, heavy, count = wish - offset, weight, 1
        while blocks and blocks[-1][0] > middle:
            before, weighed, more = blocks.pop()
            middle = (before * weighed + middle * heavy) / (weighed + heavy)
            heavy += weighed
            count += more
        blocks.append((middle, heavy, count))
    flat = [middle for middle, _, count in blocks for _ in range(count)]
    return [middle + offset for middle, offset in zip(flat, offsets, strict=True)]
