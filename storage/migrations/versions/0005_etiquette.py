"""What the etiquette needs: counts of the rules, requests for the organisers to look at, a mentor's own questions, when
a mentor first answered, and the mentee's reflection."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "firings",
        sa.Column("community", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("shown", sa.Integer(), nullable=False),
        sa.Column("dismissed", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["community"], ["communities.id"], name="fk_firings_community_communities"),
        sa.PrimaryKeyConstraint("community", "rule", name="pk_firings"),
    )
    op.create_table(
        "appeals",
        sa.Column("community", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("mentor", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["community"], ["communities.id"], name="fk_appeals_community_communities"),
        sa.PrimaryKeyConstraint("community", "id", name="pk_appeals"),
    )
    # plain ADD COLUMN: making SQLite's table anew would let go of the booked cells that point to it
    op.add_column("chats", sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("chats", sa.Column("listened", sa.String(), nullable=False, server_default=""))
    op.add_column("mentors", sa.Column("referrals", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("mentors", sa.Column("pinned", sa.Text(), nullable=False, server_default=""))
    op.add_column("mentors", sa.Column("banned", sa.Text(), nullable=False, server_default="[]"))
