"""The only place that knows SQL: the ports Storage, Books and Outbox on SQLite and PostgreSQL."""

from storage.engine import Storage, UnknownDatabase, open_storage
from storage.migrating import NewerDatabase, current, migrate
from storage.vault import WrongKey

__all__ = ["NewerDatabase", "Storage", "UnknownDatabase", "WrongKey", "current", "migrate", "open_storage"]
