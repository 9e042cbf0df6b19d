"""How Alembic reaches the database: with the app's own engine, so with all its pragmas."""

from alembic import context

from app.store import engine
from app.store.tables import metadata


def run() -> None:
    connected = engine.connect(context.config.attributes["url"])
    with connected.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=metadata,
            render_as_batch=True,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
    connected.dispose()


run()
