"""How a round's load is spread over the mentors: in a number, in letters, and as a picture."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

BAR = 40
"""Letters."""
WIDTH, LINE, LEFT, RIGHT = 640, 28, 150, 60
"""Pixels."""


@dataclass(frozen=True)
class Bin:
    """So many mentors meet `members` members each: `full` have no room left, `free` have."""

    members: int
    full: int
    free: int

    @property
    def mentors(self) -> int:
        return self.full + self.free


def spread(loads: Mapping[str, int], rooms: Mapping[str, int]) -> list[Bin]:
    """From nobody to the most, without gaps. `rooms` is for how many each mentor had room."""
    highest = max(loads.values(), default=0)
    full, free = [0] * (highest + 1), [0] * (highest + 1)
    for key, load in loads.items():
        (full if load >= rooms[key] else free)[load] += 1
    return [Bin(load, full[load], free[load]) for load in range(highest + 1)]


def gini(loads: Sequence[int]) -> float:
    """0 where all have the same, near 1 where one has everything."""
    ranked, total = sorted(loads), sum(loads)
    if not total:
        return 0.0
    return sum((2 * rank - len(ranked) - 1) * load for rank, load in enumerate(ranked, 1)) / (len(ranked) * total)


def letters(bins: Sequence[Bin], label: str) -> str:
    """A line for each bin; `label` has a place for {members}. Full mentors are drawn full."""
    most = max((one.mentors for one in bins), default=0) or 1
    lines = []
    for one in bins:
        full, whole = (-(-BAR * count // most) for count in (one.full, one.mentors))
        lines.append(f"{label.format(members=one.members):>14}  {'█' * full}{'░' * (whole - full)} {one.mentors}")
    return "\n".join(lines)


def picture(bins: Sequence[Bin], *, title: str, label: str, full: str, free: str) -> str:
    """The same as SVG, which needs nothing from elsewhere."""
    most = max((one.mentors for one in bins), default=0) or 1
    scale = (WIDTH - LEFT - RIGHT) / most
    height = LINE * (len(bins) + 3)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" '
        f'role="img" aria-label="{escape(title)}" font-family="sans-serif" font-size="14">',
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        f'<text x="12" y="{LINE * 0.8:.0f}" font-weight="bold">{escape(title)}</text>',
    ]
    for at, one in enumerate(bins):
        top, middle, tall = LINE * (at + 1.5), LINE * (at + 2.05), LINE * 0.8
        first, second = one.full * scale, one.free * scale
        parts += [
            f'<text x="{LEFT - 10}" y="{middle:.1f}" text-anchor="end">'
            f"{escape(label.format(members=one.members))}</text>",
            f'<rect x="{LEFT}" y="{top:.1f}" width="{first:.1f}" height="{tall:.1f}" fill="#2f6f8f"/>',
            f'<rect x="{LEFT + first:.1f}" y="{top:.1f}" width="{second:.1f}" height="{tall:.1f}" fill="#a9cfdf"/>',
            f'<text x="{LEFT + first + second + 6:.1f}" y="{middle:.1f}">{one.mentors}</text>',
        ]
    legend = LINE * (len(bins) + 2)
    for left, colour, words in ((LEFT, "#2f6f8f", full), (LEFT + 170, "#a9cfdf", free)):
        parts += [
            f'<rect x="{left}" y="{legend}" width="14" height="14" fill="{colour}"/>',
            f'<text x="{left + 20}" y="{legend + 12}">{escape(words)}</text>',
        ]
    return "\n".join([*parts, "</svg>", ""])
