"""The books of a community: people, chats and the words around them."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "communities",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_communities"),
    )
    op.create_table(
        "places",
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("community", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["community"], ["communities.id"], name="fk_places_community_communities"),
        sa.PrimaryKeyConstraint("platform", "id", name="pk_places"),
    )
    op.create_table(
        "members",
        sa.Column("community", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("locale", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("zone", sa.String(), nullable=True),
        sa.Column("told_zone", sa.String(), nullable=True),
        sa.Column("organiser", sa.Boolean(), nullable=False),
        sa.Column("guest", sa.Boolean(), nullable=False),
        sa.Column("bot", sa.Boolean(), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.Column("excluded", sa.Boolean(), nullable=False),
        sa.Column("unreachable", sa.Boolean(), nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=True),
        sa.Column("quiet_to", sa.Integer(), nullable=True),
        sa.Column("stopped", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["community"], ["communities.id"], name="fk_members_community_communities"),
        sa.PrimaryKeyConstraint("community", "person", name="pk_members"),
    )
    op.create_table(
        "blocks",
        sa.Column("community", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("whom", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["community"], ["communities.id"], name="fk_blocks_community_communities"),
        sa.PrimaryKeyConstraint("community", "who", "whom", name="pk_blocks"),
    )
    op.create_index("ix_blocks_whom", "blocks", ["community", "whom"], unique=False)
    op.create_table(
        "mentors",
        sa.Column("community", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("headline", sa.Text(), nullable=False),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("languages", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("hours", sa.Text(), nullable=False),
        sa.Column("windows", sa.Text(), nullable=False),
        sa.Column("chats_a_month", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("reply_hours", sa.Integer(), nullable=False),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("stopped", sa.Boolean(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["community"], ["communities.id"], name="fk_mentors_community_communities"),
        sa.PrimaryKeyConstraint("community", "person", name="pk_mentors"),
    )
    op.create_table(
        "chats",
        sa.Column("community", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("mentor", sa.String(), nullable=False),
        sa.Column("mentee", sa.String(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("questions", sa.Text(), nullable=False),
        sa.Column("slots", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("asked_first", sa.Text(), nullable=False),
        sa.Column("answered", sa.Text(), nullable=False),
        sa.Column("offered", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("moving_by", sa.String(), nullable=True),
        sa.Column("moving_to", sa.Text(), nullable=False),
        sa.Column("confirmed", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("suggested", sa.String(), nullable=True),
        sa.Column("mentor_says", sa.Boolean(), nullable=True),
        sa.Column("mentee_says", sa.Boolean(), nullable=True),
        sa.Column("absent", sa.Text(), nullable=False),
        sa.Column("takeaway", sa.Text(), nullable=False),
        sa.Column("thanks", sa.Text(), nullable=False),
        sa.Column("thanked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("outcome_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("passed_from", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["community"], ["communities.id"], name="fk_chats_community_communities"),
        sa.PrimaryKeyConstraint("community", "id", name="pk_chats"),
    )
    op.create_index("ix_chats_mentor", "chats", ["community", "mentor", "asked_at"], unique=False)
    op.create_index("ix_chats_mentee", "chats", ["community", "mentee", "asked_at"], unique=False)
    op.create_index("ix_chats_passed_from", "chats", ["community", "passed_from"], unique=False)
    op.create_table(
        "cells",
        sa.Column("community", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("cell", sa.Integer(), nullable=False),
        sa.Column("chat", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community", "chat"],
            ["chats.community", "chats.id"],
            name="fk_cells_community_chat_chats",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["community"], ["communities.id"], name="fk_cells_community_communities"),
        sa.PrimaryKeyConstraint("community", "person", "cell", name="pk_cells"),
    )
    op.create_index("ix_cells_chat", "cells", ["community", "chat"], unique=False)
    op.create_table(
        "introductions",
        sa.Column("community", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("mentor", sa.String(), nullable=False),
        sa.Column("mentee", sa.String(), nullable=False),
        sa.Column("third", sa.String(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("consent", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["community"], ["communities.id"], name="fk_introductions_community_communities"),
        sa.PrimaryKeyConstraint("community", "id", name="pk_introductions"),
    )
    op.create_table(
        "drafts",
        sa.Column("community", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["community"], ["communities.id"], name="fk_drafts_community_communities"),
        sa.PrimaryKeyConstraint("community", "id", name="pk_drafts"),
    )
    op.create_table(
        "reports",
        sa.Column("community", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["community"], ["communities.id"], name="fk_reports_community_communities"),
        sa.PrimaryKeyConstraint("community", "id", name="pk_reports"),
    )
    op.create_table(
        "deliveries",
        sa.Column("community", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["community"], ["communities.id"], name="fk_deliveries_community_communities"),
        sa.PrimaryKeyConstraint("community", "id", name="pk_deliveries"),
    )
