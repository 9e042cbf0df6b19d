"""How Alembic reaches the database: with the app's own engine, so with all its pragmas."""

from alembic import context

from app.store import engine, postgres
from app.store.tables import metadata


def run() -> None:
    connected = engine.connect(context.config.attributes["url"], migrating=True)
    with connected.connect().execution_options(writes=True) as connection:
        if connected.dialect.name != "sqlite":
            postgres.alone_in_migrating(connection)
            connection.commit()
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
