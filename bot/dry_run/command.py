"""From two spreadsheets to pairs with reasons, a list of who could not be served, and a picture of the load."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from tqdm import tqdm

from bot.domain.matching.rounds import Host, Mentee, Plan, Round, Why, plan
from bot.domain.matching.rounds.load import Bin, gini, letters, picture, spread
from bot.dry_run import people, sheets
from bot.dry_run.judging import Judge, Judged, by_words
from bot.dry_run.people import Member, Offer, Read
from bot.terminal import say

MOST_PAIRS = 1_000_000_000
"""Pairs of a member and a mentor that can be looked at in a few minutes."""
REASONS = {
    Why.NO_MENTOR: "match.why_no_mentor",
    Why.NO_TOPIC: "match.why_no_topic",
    Why.NO_HOURS: "match.why_no_hours",
    Why.APART: "match.why_apart",
    Why.NO_ROOM: "match.why_no_room",
}
SILENT = "match.why_silent"
PAIRS, UNSERVED, LOAD = "pairs.csv", "unserved.csv", "load.svg"


@dataclass(frozen=True)
class Files:
    """What an organiser names. `past` are pairs of earlier rounds, which are not made again; `seed` decides between
    equals; `out` is the folder that the three files go to."""

    members: Path
    mentors: Path
    past: Sequence[Path] = ()
    out: Path = Path()
    seed: str = ""


def run(files: Files, target: TextIO, complaints: TextIO, *, judge: Judge = by_words) -> int:
    """0 when the three files are written, 2 with none of them changed and the reason said."""
    try:
        members, offers = people.members(files.members), people.mentors(files.mentors)
        earlier = {pair for path in files.past for pair in people.past(path)}
        if len(members.people) * len(offers.people) > MOST_PAIRS:
            raise sheets.Unreadable(
                say("match.too_many", members=len(members.people), mentors=len(offers.people), most=f"{MOST_PAIRS:,}")
            )
        judged = judge(members.people, offers.people)
        made = _planned(members.people, offers.people, earlier, files.seed, judged, complaints)
        _write(files.out, made, members, offers, judged)
    except sheets.Unreadable as trouble:
        print(trouble, file=complaints)
        return 2
    except OSError as trouble:
        print(say("match.not_written", folder=files.out, why=trouble.strerror or trouble), file=complaints)
        return 2
    for line in [*_notices(members), *_notices(offers), *_summary(made, members.people, offers.people, files.out)]:
        print(line, file=target)
    return 0


def _planned(
    members: Sequence[Member],
    offers: Sequence[Offer],
    earlier: set[tuple[str, str]],
    seed: str,
    judged: Judged,
    screen: TextIO,
) -> Plan:
    apart = {(_asks(members[one].key), _gives(offers[other].key)) for one, other in people.selves(members, offers)}
    apart |= {(_asks(member), _gives(mentor)) for member, mentor in earlier}
    asked = Round(
        [Mentee(_asks(member.key), member.want if member.topic else 0) for member in members],
        [Host(_gives(offer.key), offer.room, offer.door) for offer in offers],
        seed,
        apart,
    )
    looked_at = sum(mentee.want > 0 for mentee in asked.mentees)
    with tqdm(
        total=looked_at, desc=say("match.progress"), unit=say("match.unit"), file=screen, disable=None, leave=False
    ) as bar:
        return plan(asked, judged.scores, progress=bar.update)


def _asks(key: str) -> str:
    """The two files have their own keys: their first members are two people."""
    return f"member {key.casefold()}"


def _gives(key: str) -> str:
    return f"mentor {key.casefold()}"


# -- what is written ---------------------------------------------------------------------------------------------------


def _write(out: Path, made: Plan, members: Read[Member], offers: Read[Offer], judged: Judged) -> None:
    delimiter = members.sheet.delimiter
    sheets.keep(
        {
            out / PAIRS: sheets.table(
                say("match.pairs_head").split("|"), _pair_rows(made, members.people, offers.people, judged), delimiter
            ),
            out / UNSERVED: sheets.table(
                say("match.unserved_head").split("|"), _unserved_rows(made, members.people), delimiter
            ),
            out / LOAD: picture(
                _bins(made, offers.people),
                title=say("match.load_title"),
                label=say("match.load_label"),
                full=say("match.full"),
                free=say("match.free"),
            ),
        }
    )


def _pair_rows(
    made: Plan, members: Sequence[Member], offers: Sequence[Offer], judged: Judged
) -> Iterator[tuple[str, ...]]:
    asking = {_asks(member.key): at for at, member in enumerate(members)}
    giving = {_gives(offer.key): at for at, offer in enumerate(offers)}
    for pair in made.pairs:
        one, other = asking[pair.mentee], giving[pair.host]
        member, offer = members[one], offers[other]
        reason = judged.reason(one, other)
        words = (
            say("match.reason", asked=", ".join(reason.asked), found=", ".join(reason.found)) if reason.found else ""
        )
        yield member.key, member.name, offer.key, offer.name, str(round(100 * pair.score)), words


def _unserved_rows(made: Plan, members: Sequence[Member]) -> Iterator[tuple[str, ...]]:
    for member in members:
        why = made.unserved.get(_asks(member.key))
        if why:
            yield member.key, member.name, member.topic, say(REASONS[why])
        elif not member.topic and member.want:
            yield member.key, member.name, member.topic, say(SILENT)


def _bins(made: Plan, offers: Sequence[Offer]) -> list[Bin]:
    return spread(made.loads, {_gives(offer.key): offer.room for offer in offers})


# -- what is said ------------------------------------------------------------------------------------------------------


def _notices(told: Read[Member] | Read[Offer]) -> Iterator[str]:
    sheet = told.sheet
    if sheet.legacy:
        yield say("match.legacy", file=sheet.path)
    if told.twice:
        yield say("match.twice", file=sheet.path, n=told.twice)
    if sheet.ignored:
        yield say("match.ignored", file=sheet.path, columns=", ".join(sheet.ignored))


def _summary(made: Plan, members: Sequence[Member], offers: Sequence[Offer], out: Path) -> Iterator[str]:
    served = len({pair.mentee for pair in made.pairs})
    yield say("match.done", served=served, members=len(members), pairs=len(made.pairs), mentors=len(made.loads))
    reasons = Counter(say(REASONS[why]) for why in made.unserved.values())
    reasons.update(say(SILENT) for member in members if not member.topic and member.want)
    for words, count in reasons.most_common():
        yield say("match.unserved", n=count, why=words)
    if made.loads:
        yield say("match.load", gini=f"{gini(list(made.loads.values())):.2f}", given=f"{made.given:.1%}")
        yield letters(_bins(made, offers), say("match.load_label"))
    yield say("match.written", files=", ".join(str(out / name) for name in (PAIRS, UNSERVED, LOAD)))
