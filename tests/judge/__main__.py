"""`make judge`: how well the reader of notes does, for each rule and language, on the texts that it was tuned on.

python -m tests.judge                 the texts that rules are tuned on
python -m tests.judge --locked        the texts that nobody tunes on; looking often would make them worthless
python -m tests.judge --errors RULE   each message on which the rule was wrong"""

import argparse
from collections.abc import Callable, Sequence

from bot.domain.etiquette.findings import REQUEST_RULES, THANKS_RULES, Severity
from bot.domain.etiquette.gratitude import read_thanks
from bot.domain.etiquette.reading import read_request
from tests.judge.scoring import Reader, Score, score
from tests.judge.texts import REQUEST, THANKS, Text, load

TIPS = {rule for rule, severity in (REQUEST_RULES | THANKS_RULES).items() if severity is Severity.TIP}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.judge")
    parser.add_argument("--locked", action="store_true")
    parser.add_argument("--errors", nargs="*", default=[], metavar="RULE")
    asked = parser.parse_args()
    split = "locked" if asked.locked else "tune"
    for kind, reader in ((REQUEST, read_request), (THANKS, read_thanks)):
        texts = load(split, kind)
        made = score(texts, reader)
        report(f"{kind} notes, {split}", made, len(texts))
        by_part("language", texts, reader, lambda text: text.language)
        by_part("slice", texts, reader, lambda text: text.slice)
        for what, text, rule in made.errors:
            if rule in asked.errors:
                print(f"  {what} {rule} {text.id}: {' '.join(text.text.split())[:300]}")


def report(title: str, made: Score, total: int) -> None:
    print(f"\n{title}: {total} messages, {made.clean} clean")
    print(f"{'rule':22}{'labelled':>9}{'found':>7}{'wrong':>7}{'precision':>11}{'recall':>8}{'F1':>7}")
    for rule, tally in sorted(made.rules.items(), key=lambda item: -(item[1].hit + item[1].missed)):
        print(
            f"{rule:22}{tally.hit + tally.missed:9}{tally.hit:7}{tally.wrong:7}"
            f"{tally.precision:11.3f}{tally.recall:8.3f}{tally.f1:7.3f}"
        )
    whole, loud = made.together(), made.together(besides=TIPS)
    print(f"F1 {whole.f1:.3f} over all rules, {loud.f1:.3f} without tips, {made.macro:.3f} the mean of the rules")
    print(f"clean texts with a finding: {_share(made.alarms, made.clean)}")
    print(f"... with more than a tip: {_share(made.loud_alarms, made.clean)}")
    print(
        f"spans touched {_share(made.spans_touched, made.spans)}, mean overlap {made.overlap / max(1, made.spans):.2f}"
    )
    print("traps sprung: " + ", ".join(f"{rule} {made.sprung[rule]} of {n}" for rule, n in made.traps.most_common()))


def by_part(name: str, texts: Sequence[Text], reader: Reader, part: Callable[[Text], str]) -> None:
    for value in sorted({part(text) for text in texts}):
        some = [text for text in texts if part(text) == value]
        made = score(some, reader)
        print(
            f"  {name} {value}: {len(some)} messages, F1 {made.together().f1:.3f},"
            f" clean texts with a finding {_share(made.alarms, made.clean)}"
        )


def _share(part: int, whole: int) -> str:
    return f"{part / max(1, whole):.3f} ({part} of {whole})"


if __name__ == "__main__":
    main()
