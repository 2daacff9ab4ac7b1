"""Hours, bookings and invitations: what takes whose time, exceptions and limits of mentors, calendars, addresses, and
people who are here twice."""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _new_columns()
    _bookings()
    _person_table(
        "calendars",
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=False),
        sa.Column("modified", sa.Text(), nullable=False),
        sa.Column("busy", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("clock", sa.String(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trouble", sa.String(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
    )
    op.create_index("ix_calendars_next_at", "calendars", ["next_at"], unique=False)
    _person_table(
        "addresses",
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("codes", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
    )
    _person_table(
        "subscriptions",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("digest", name="uq_subscriptions_digest"),
    )
    op.create_table(
        "accounts",
        sa.Column("community", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["community"], ["communities.id"], name="fk_accounts_community_communities"),
        sa.PrimaryKeyConstraint("community", "account", name="pk_accounts"),
    )
    op.create_index("ix_accounts_person", "accounts", ["community", "person"], unique=False)
    op.create_table(
        "account_codes",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("community", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["community"], ["communities.id"], name="fk_account_codes_community_communities"),
        sa.PrimaryKeyConstraint("digest", name="pk_account_codes"),
    )


def _new_columns() -> None:
    # plain ADD COLUMN: making SQLite's table anew would let go of what points to it
    for name in ("exceptions", "trips", "overrides", "away", "closed"):
        empty = "" if name == "exceptions" else "[]"
        op.add_column("mentors", sa.Column(name, sa.Text(), nullable=False, server_default=empty))
    for name in ("buffer_before", "buffer_after", "week_start"):
        op.add_column("mentors", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    for name in ("notice_hours", "horizon_days", "a_day", "a_week"):
        op.add_column("mentors", sa.Column(name, sa.Integer(), nullable=True))
    op.add_column("chats", sa.Column("rounds", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("chats", sa.Column("held_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("chats", sa.Column("promise", sa.Text(), nullable=True))


def _bookings() -> None:
    """The cells of booked chats become those of bookings, which say what takes the time."""
    connection = op.get_bind()
    instant = sa.DateTime(timezone=True)
    chats = sa.table(
        "chats", sa.column("community"), sa.column("id"), sa.column("starts_at", instant), sa.column("minutes")
    )
    kept = sa.table("cells", sa.column("community"), sa.column("person"), sa.column("cell"), sa.column("chat"))
    taken = connection.execute(sa.select(kept)).all()
    times = {
        (row.community, row.id): (row.starts_at, row.starts_at + timedelta(minutes=row.minutes))
        for row in connection.execute(sa.select(chats).where(chats.c.starts_at.is_not(None)))
    }
    op.drop_index("ix_cells_chat", table_name="cells")
    op.drop_table("cells")
    bookings = op.create_table(
        "bookings",
        sa.Column("community", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("starts_at", instant, nullable=False),
        sa.Column("ends_at", instant, nullable=False),
        sa.Column("first_at", instant, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("until", instant, nullable=True),
        sa.ForeignKeyConstraint(["community"], ["communities.id"], name="fk_bookings_community_communities"),
        sa.PrimaryKeyConstraint("community", "id", "person", name="pk_bookings"),
    )
    op.create_index("ix_bookings_person", "bookings", ["community", "person", "starts_at"], unique=False)
    op.create_index("ix_bookings_chat", "bookings", ["community", "chat"], unique=False)
    cells = op.create_table(
        "cells",
        sa.Column("community", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("cell", sa.Integer(), nullable=False),
        sa.Column("booking", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["community"], ["communities.id"], name="fk_cells_community_communities"),
        sa.ForeignKeyConstraint(
            ["community", "booking", "person"],
            ["bookings.community", "bookings.id", "bookings.person"],
            name="fk_cells_community_booking_person_bookings",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("community", "person", "cell", name="pk_cells"),
    )
    op.create_index("ix_cells_booking", "cells", ["community", "booking"], unique=False)
    booked = sorted({(row.community, row.chat, row.person) for row in taken})
    rows = [
        {
            "community": community, "id": chat, "person": person, "chat": chat, "state": "accepted",
            "starts_at": times[community, chat][0], "ends_at": times[community, chat][1],
            "first_at": times[community, chat][0],
        }
        for community, chat, person in booked
    ]  # fmt: skip
    if rows:
        op.bulk_insert(bookings, rows)
        op.bulk_insert(
            cells,
            [
                {"community": row.community, "person": row.person, "cell": row.cell, "booking": row.chat}
                for row in taken
            ],
        )


def _person_table(name: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        sa.Column("community", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["community"], ["communities.id"], name=f"fk_{name}_community_communities"),
        sa.PrimaryKeyConstraint("community", "person", name=f"pk_{name}"),
    )
