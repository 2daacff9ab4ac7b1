"""How the host speaks to one reader: their language, their clock, the names of the people they know."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.boundary.cards import Button, Card, Fact, Field, File, Option, Quote, Span, Text, Who, plain
from bot.boundary.commands import Command
from bot.boundary.tokens import write_time
from bot.domain.people import Member, Person
from bot.speech import catalogue, times

MAX_NAME = 60


@dataclass(frozen=True)
class Voice:
    language: str
    zone: str | None = None
    names: Mapping[Person, str] = field(default_factory=dict)
    locale: str = ""
    """Where the language is spoken so, if that is known: "en-US" has another clock and calendar than "en"."""

    def __call__(self, key: str, **facts: object) -> str:
        """A sentence as plain words, for titles, labels and hints. Times in it are in the reader's clock."""
        said = (span if not isinstance(span, datetime) else self.moment(span) for span in self.text(key, **facts))
        return plain(tuple(said))

    def text(self, key: str, **facts: object) -> Text:
        return catalogue.text(key, self.language, facts)

    def paragraphs(self, key: str, **facts: object) -> tuple[Text, ...]:
        """The sentence at `key`, one paragraph a line; nothing where there is no such key."""
        if not catalogue.has(key):
            return ()
        lines: list[list[Span]] = [[]]
        for span in self.text(key, **facts):
            if isinstance(span, str) and "\n" in span:
                first, *rest = span.split("\n")
                lines[-1].append(first)
                lines.extend([part] for part in rest)
            else:
                lines[-1].append(span)
        return tuple(made for line in lines if (made := tuple(s for s in line if s != "")))

    def who(self, person: Person) -> Span:
        """The person as a span; somebody who left, or whose name is not known, in words."""
        name = self.name(person)
        return name if person.former or person not in self.names else Who(person, name)

    def name(self, person: Person) -> str:
        return clip(self.names.get(person, ""), MAX_NAME) or self("phrase.former_member")

    def moment(self, moment: datetime) -> str:
        return times.moment(moment, self.zone, self.language)

    def knowing(self, members: Mapping[Person, Member]) -> "Voice":
        return replace(self, names={**self.names, **{p: m.name for p, m in members.items()}})

    # -- pieces of cards -------------------------------------------------------------------------------------------

    def card(
        self,
        key: str,
        *,
        lead: Sequence[Text] = (),
        facts: Sequence[Fact] = (),
        quotes: Sequence[Quote] = (),
        picks: Sequence[Button] = (),
        buttons: Sequence[Button] = (),
        files: Sequence[File] = (),
        small: Text = (),
        **names: object,
    ) -> Card:
        """The card whose words stand under `key`: title, body (optional), point (optional)."""
        return Card(
            title=clip(self(f"{key}.title", **names), 150),
            body=(*lead, *self.paragraphs(f"{key}.body", **names)),
            facts=tuple(fact for fact in facts if plain(fact.value)),
            quotes=tuple(quote for quote in quotes if quote.words),
            picks=tuple(picks),
            buttons=tuple(buttons),
            files=tuple(files),
            small=small,
            point=self(f"{key}.point", **names) if catalogue.has(f"{key}.point") else "",
        )

    def button(self, key: str, press: Command, *, main: bool = False, danger: bool = False, **names: object) -> Button:
        label = clip(self(f"button.{key}", **names), 34)
        return Button(label, press, "main" if main else "danger" if danger else "plain")

    def time_button(self, moment: datetime, press: Command, *, main: bool = False) -> Button:
        return Button(times.button(moment, self.zone, self.language), press, "main" if main else "plain")

    def time_options(self, slots: Iterable[datetime]) -> tuple[Option, ...]:
        return tuple(Option(write_time(slot), times.button(slot, self.zone, self.language)) for slot in slots)

    def fact(self, key: str, *value: Span) -> Fact:
        return Fact(self(f"fact.{key}"), tuple(value))

    def times(self, key: str, slots: Iterable[datetime]) -> Fact:
        spans: list[Span] = []
        for slot in slots:
            spans += [" · ", slot] if spans else [slot]
        return Fact(self(f"fact.{key}"), tuple(spans))

    def quote(self, key: str, words: str, **names: object) -> Quote:
        return Quote(self(f"quote.{key}", **names), words)

    def field(self, key: str, name: str, kind: str = "text", **rest: object) -> Field:
        """A form's field; its label, hint and example stand under `field.<key>`."""
        there = {
            part: self(f"field.{key}.{part}") for part in ("hint", "example") if catalogue.has(f"field.{key}.{part}")
        }
        return Field(key=name, label=self(f"field.{key}.label"), kind=kind, **{**there, **rest})  # type: ignore[arg-type]

    def options(self, key: str, values: Iterable[object]) -> tuple[Option, ...]:
        """Choices whose words stand under `option.<key>.<value>`, or `option.<key>` with {n} for numbers."""
        made = []
        for value in values:
            numbered = not catalogue.has(f"option.{key}.{value}")
            label = self(f"option.{key}", n=value) if numbered else self(f"option.{key}.{value}")
            made.append(Option(str(value), label))
        return tuple(made)


def clip(words: str, limit: int) -> str:
    return words if len(words) <= limit else words[: limit - 1].rstrip() + "…"
