"""Alembic's environment: runs on the connection the desk hands over, in one transaction."""

from alembic import context

from saldo.desk.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transaction_per_migration=False,
)
context.run_migrations()
