"""Every table. A row belongs to a community, and columns are named after the fields they hold."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.domain.chats import Consent, Status
from bot.domain.nudges import Kind
from storage.types import (
    AwayDates,
    Choice,
    Instant,
    Moments,
    Names,
    Overrides,
    People,
    Private,
    Promised,
    Spans,
    Trips,
    Who,
    Windows,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

WAITING = text("state = 'waiting'")
"""Literal, because neither database uses a partial index for a bound parameter."""


def _community(*, key: bool = True) -> Column[str]:
    return Column("community", String, ForeignKey("communities.id"), primary_key=key, nullable=False)


# -- where and who -----------------------------------------------------------------------------------------------------

communities = Table(
    "communities",
    metadata,
    Column("id", String, primary_key=True),
    Column("rules", Text, nullable=False),
    Column("since", Instant, nullable=False),
)

places = Table(
    "places",
    metadata,
    Column("platform", String, primary_key=True),
    Column("id", String, primary_key=True),
    _community(key=False),
)

members = Table(
    "members",
    metadata,
    _community(),
    Column("person", Who, primary_key=True),
    Column("name", Text, nullable=False),
    Column("locale", String),
    Column("language", String),
    Column("zone", String),
    Column("told_zone", String),
    Column("organiser", Boolean, nullable=False),
    Column("guest", Boolean, nullable=False),
    Column("bot", Boolean, nullable=False),
    Column("gone", Boolean, nullable=False),
    Column("excluded", Boolean, nullable=False),
    Column("unreachable", Boolean, nullable=False),
    Column("quiet_from", Integer),
    Column("quiet_to", Integer),
    Column("stopped", Names, nullable=False),
    Column("seen_at", Instant),
)

blocks = Table(
    "blocks",
    metadata,
    _community(),
    Column("who", Who, primary_key=True),
    Column("whom", Who, primary_key=True),
    Index("ix_blocks_whom", "community", "whom"),
)

barred = Table(
    "barred",
    metadata,
    _community(),
    Column("digest", String, primary_key=True),
    Column("by", String, primary_key=True),  # who blocked them; empty for the organisers, who excluded them
)
"""People who asked to be forgotten, as fingerprints without a name: what others decided holds when they come back."""

mentors = Table(
    "mentors",
    metadata,
    _community(),
    Column("person", Who, primary_key=True),
    Column("headline", Text, nullable=False),
    Column("topics", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("languages", Text, nullable=False),
    Column("link", Private, nullable=False),
    Column("hours", Text, nullable=False),
    Column("windows", Windows, nullable=False),
    Column("chats_a_month", Integer, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("reply_hours", Integer, nullable=False),
    Column("paused_until", Date),
    Column("stopped", Boolean, nullable=False),
    Column("since", Instant),
    Column("referrals", Boolean, nullable=False),
    Column("pinned", Text, nullable=False),
    Column("banned", Names, nullable=False),
    Column("exceptions", Text, nullable=False),
    Column("trips", Trips, nullable=False),
    Column("overrides", Overrides, nullable=False),
    Column("away", AwayDates, nullable=False),
    Column("closed", Spans, nullable=False),
    Column("buffer_before", Integer, nullable=False),
    Column("buffer_after", Integer, nullable=False),
    Column("notice_hours", Integer),
    Column("horizon_days", Integer),
    Column("a_day", Integer),
    Column("a_week", Integer),
    Column("week_start", Integer, nullable=False),
)

accounts = Table(
    "accounts",
    metadata,
    _community(),
    Column("account", Who, primary_key=True),
    Column("person", Who, nullable=False),
    Column("linked_at", Instant, nullable=False),
    Index("ix_accounts_person", "community", "person"),
)
"""Somebody who is here twice, on two platforms, is one person: what `account` does, `person` does."""

account_codes = Table(
    "account_codes",
    metadata,
    Column("digest", String, primary_key=True),
    _community(key=False),
    Column("person", Who, nullable=False),
    Column("made_at", Instant, nullable=False),
)
"""With which somebody links their other account: shown once, kept as a digest, good for an hour."""

addresses = Table(
    "addresses",
    metadata,
    _community(),
    Column("person", Who, primary_key=True),
    Column("address", Private, nullable=False),
    Column("code", Private, nullable=False),  # that was sent there, until it is confirmed
    Column("asked_at", Instant, nullable=False),
    Column("since", Instant, nullable=False),
    Column("codes", Integer, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("confirmed_at", Instant),
)
"""Where somebody wants invitations by e-mail."""

subscriptions = Table(
    "subscriptions",
    metadata,
    _community(),
    Column("person", Who, primary_key=True),
    Column("digest", String, nullable=False, unique=True),
    Column("token", Private, nullable=False),
    Column("made_at", Instant, nullable=False),
)
"""The secret address of somebody's own calendar of chats."""

calendars = Table(
    "calendars",
    metadata,
    _community(),
    Column("person", Who, primary_key=True),
    Column("link", Private, nullable=False),
    Column("owner", Private, nullable=False),  # the e-mail address to which invitations to this calendar go
    Column("etag", Text, nullable=False),
    Column("modified", Text, nullable=False),
    Column("busy", Private, nullable=False),  # the last good copy: JSON pairs of seconds since 1970
    Column("until", Instant),  # how far the last good copy reaches
    Column("clock", String, nullable=False),  # the zone, and the release of its rules, by which it was read
    Column("read_at", Instant),
    Column("tried_at", Instant),
    Column("next_at", Instant, nullable=False),
    Column("failing_since", Instant),
    Column("trouble", String, nullable=False),
    Column("told", Boolean, nullable=False),
    Column("claimed_until", Instant),
    Index("ix_calendars_next_at", "next_at"),
)
"""When mentors are busy, from the secret link of their own calendar."""

codes = Table(
    "codes",
    metadata,
    Column("digest", String, primary_key=True),
    _community(key=False),
    Column("made_at", Instant, nullable=False),
)
"""With which an organiser links another place: shown once, kept as a digest, good for an hour."""

# -- chats -------------------------------------------------------------------------------------------------------------

chats = Table(
    "chats",
    metadata,
    _community(),
    Column("id", String, primary_key=True),
    Column("mentor", Who, nullable=False),
    Column("mentee", Who, nullable=False),
    Column("topic", Text, nullable=False),
    Column("note", Private, nullable=False),
    Column("questions", Private, nullable=False),
    Column("slots", Moments, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("answer_by", Instant, nullable=False),
    Column("status", Choice(Status), nullable=False),
    Column("asked_first", Private, nullable=False),
    Column("answered", Private, nullable=False),
    Column("offered", Moments, nullable=False),
    Column("starts_at", Instant),
    Column("booked_at", Instant),
    Column("sequence", Integer, nullable=False),
    Column("link", Private, nullable=False),
    Column("moving_by", Who),
    Column("moving_to", Moments, nullable=False),
    Column("confirmed", People, nullable=False),
    Column("ended_at", Instant),
    Column("ended_by", Who),
    Column("reason", String, nullable=False),
    Column("words", Private, nullable=False),
    Column("suggested", Who),
    Column("mentor_says", Boolean),
    Column("mentee_says", Boolean),
    Column("absent", Private, nullable=False),
    Column("takeaway", Private, nullable=False),
    Column("thanks", Private, nullable=False),
    Column("thanked_at", Instant),
    Column("outcome", Private, nullable=False),
    Column("outcome_at", Instant),
    Column("passed_from", String, nullable=False),
    Column("replied_at", Instant),
    Column("listened", String, nullable=False),
    Column("rounds", Integer, nullable=False),
    Column("held_until", Instant),
    Column("promise", Promised),
    Index("ix_chats_mentor", "community", "mentor", "asked_at"),
    Index("ix_chats_mentee", "community", "mentee", "asked_at"),
    Index("ix_chats_passed_from", "community", "passed_from"),
)

bookings = Table(
    "bookings",
    metadata,
    _community(),
    Column("id", String, primary_key=True),
    Column("person", Who, primary_key=True),
    Column("chat", String, nullable=False),
    Column("starts_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("first_at", Instant, nullable=False),  # what it was first booked for, to know a repeated word again
    Column("state", String, nullable=False),  # accepted, held or gone
    Column("until", Instant),  # when what is held runs out
    Index("ix_bookings_person", "community", "person", "starts_at"),
    Index("ix_bookings_chat", "community", "chat"),
)
"""What takes whose time: booked chats, and times that are held while two people agree. One row for each person."""

cells = Table(
    "cells",
    metadata,
    _community(),
    Column("person", Who, primary_key=True),
    Column("cell", Integer, primary_key=True),  # five minutes, counted since 1970
    Column("booking", String, nullable=False),
    ForeignKeyConstraint(
        ["community", "booking", "person"],
        ["bookings.community", "bookings.id", "bookings.person"],
        ondelete="CASCADE",
    ),
    Index("ix_cells_booking", "community", "booking"),
)
"""The promise that nobody is booked twice: one row for each person and five minutes of a live booking, buffers and
all."""

introductions = Table(
    "introductions",
    metadata,
    _community(),
    Column("id", String, primary_key=True),
    Column("chat", String, nullable=False),
    Column("mentor", Who, nullable=False),
    Column("mentee", Who, nullable=False),
    Column("third", Who, nullable=False),
    Column("why", Private, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("consent", Choice(Consent), nullable=False),
)

drafts = Table(
    "drafts",
    metadata,
    _community(),
    Column("id", String, primary_key=True),
    Column("person", Who, nullable=False),
    Column("words", Private, nullable=False),
    Column("kept_at", Instant, nullable=False),
)

reports = Table(
    "reports",
    metadata,
    _community(),
    Column("id", String, primary_key=True),
    Column("chat", String, nullable=False),
    Column("by", Who, nullable=False),
    Column("words", Private, nullable=False),
    Column("made_at", Instant, nullable=False),
)

# -- etiquette ---------------------------------------------------------------------------------------------------------

firings = Table(
    "firings",
    metadata,
    _community(),
    Column("rule", String, primary_key=True),
    Column("shown", Integer, nullable=False),
    Column("dismissed", Integer, nullable=False),
)
"""How often a rule spoke, and how often its writer said that all was well. Counts only: no texts, nobody's name."""

appeals = Table(
    "appeals",
    metadata,
    _community(),
    Column("id", String, primary_key=True),
    Column("person", Who, nullable=False),
    Column("mentor", Who, nullable=False),
    Column("rule", String, nullable=False),
    Column("words", Private, nullable=False),  # the request, as drafts are kept
    Column("why", Private, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("passed", Boolean),  # NULL until an organiser has decided
)

# -- messages ----------------------------------------------------------------------------------------------------------

nudges = Table(
    "nudges",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    _community(key=False),
    Column("key", String, nullable=False),
    Column("kind", Choice(Kind), nullable=False),
    Column("to", Who, nullable=False),
    Column("subject", String, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("stale_at", Instant),
    Column("platform", String, nullable=False),
    Column("place", String, nullable=False),
    Column("state", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("claimed_by", String),
    Column("claimed_until", Instant),
    Column("receipt", String, nullable=False),
    Column("live", Boolean, nullable=False),
    Column("settled_at", Instant),
    UniqueConstraint("community", "key"),
    Index("ix_nudges_due", "platform", "due_at", "id", sqlite_where=WAITING, postgresql_where=WAITING),
    Index("ix_nudges_coming", "place", "due_at", "id", sqlite_where=WAITING, postgresql_where=WAITING),
    Index("ix_nudges_subject", "community", "subject", "to"),
    sqlite_autoincrement=True,  # an id is never used twice: a late worker must not settle another nudge
)

holds = Table(
    "holds",
    metadata,
    Column("place", String, primary_key=True),
    Column("until", Instant, nullable=False),
)

deliveries = Table(
    "deliveries",
    metadata,
    _community(),
    Column("id", String, primary_key=True),
    Column("noted_at", Instant, nullable=False),
)
