"""Alembic's way in: runs on the connection, and in the transaction, that `storage.migrating` hands over."""

from alembic import context

from storage.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
