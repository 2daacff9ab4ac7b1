"""The page's colours against WCAG 2.2: 4.5 for words, 3 for the edges of what can be pressed or filled in."""

import re
from pathlib import Path

import pytest

import adapters.playground.app as app

CSS = (Path(app.__file__).parent / "page.css").read_text(encoding="utf-8")
ROOTS = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)
LIGHT, DARK = (dict(re.findall(r"--([a-z-]+): #([0-9a-f]{6});", root)) for root in ROOTS)

GROUNDS = ("paper", "card", "inset", "leaf-wash", "whisper")
WORDS = [
    *((ink, ground) for ink in ("ink", "soft", "leaf") for ground in GROUNDS),
    ("on-leaf", "leaf"), ("on-leaf", "leaf-deep"), ("whisper-ink", "card"), ("danger", "card"), ("card", "danger"),
    ("leaf-deep", "leaf-wash"), ("paper", "ink"),
]  # fmt: skip
EDGES = [(edge, ground) for edge in ("strong-edge", "leaf") for ground in ("paper", "card", "inset", "whisper")]


def brightness(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dim, bright = sorted((brightness(one), brightness(other)))
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("palette", [LIGHT, {**LIGHT, **DARK}], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("front", "ground", "least"), [*((*pair, 4.5) for pair in WORDS), *((*pair, 3.0) for pair in EDGES)]
)
def test_colours_can_be_told_apart(palette: dict[str, str], front: str, ground: str, least: float) -> None:
    assert contrast(palette[front], palette[ground]) >= least
