"""What holds when somebody who was forgotten comes back: other people's blocks, and an exclusion."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "barred",
        sa.Column("community", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["community"], ["communities.id"], name="fk_barred_community_communities"),
        sa.PrimaryKeyConstraint("community", "digest", "by", name="pk_barred"),
    )
