"""Codes with which an organiser links another place to a community."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "codes",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("community", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["community"], ["communities.id"], name="fk_codes_community_communities"),
        sa.PrimaryKeyConstraint("digest", name="pk_codes"),
    )
