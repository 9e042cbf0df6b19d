"""Commands for operators, tests and load runs: `flask --app wsgi …` (protocol, "Command line")."""

import json
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from app import keys
from app.circle.catalogue import catalogue
from app.circle.format import Format
from app.circle.format_file import FormatFault, parse
from app.forgetting import forget_due
from app.pages.access import services
from app.records import council
from app.store import lookup, migrate


def register(app: Flask) -> None:
    app.cli.add_command(circles)
    app.cli.add_command(formats_group)
    app.cli.add_command(templates_group)
    app.cli.add_command(migrate_command)
    app.cli.add_command(forget_command)


circles = AppGroup("circles", help="Make circles from the command line.")
formats_group = AppGroup("formats", help="Check format files.")
templates_group = AppGroup("templates", help="Check the council's own Word templates and boxes.")


@circles.command("create")
@click.option(
    "--format", "format_key", required=True, help="solution, success or the key of your own format."
)
@click.option("--team", default="Default", help="The team's name; it is made where there is none.")
@click.option("--count", default=1, type=click.IntRange(1, 10_000), help="How many circles to make.")
@click.option("--title", default="", help="A title for the circle.")
@click.option("--base-url", default=None, help="The address people open, where it differs from BASE_URL.")
def create(format_key: str, team: str, count: int, title: str, base_url: str | None) -> None:
    """Make circles and print one JSON object a line with all their links and tokens."""
    known = services()
    try:
        migrate.prepare(known.config.database_url)
    except migrate.NotReady as reason:
        raise click.ClickException(str(reason)) from None
    at_hand = catalogue(known.config.own_formats)
    if format_key not in at_hand.formats:
        raise click.ClickException(
            f"There is no format “{format_key}”. Known are: {', '.join(at_hand.formats)}."
        )
    with known.store.writing() as tx:
        team_id = lookup.team_named(tx.db, team)
    for _ in range(count):
        click.echo(json.dumps(_made(at_hand.formats[format_key], team_id, title, base_url)))


def _made(form: Format, team_id: int, title: str, base_url: str | None) -> dict[str, str]:
    known = services()
    base = (base_url or known.config.base_url).rstrip("/")
    circle = known.conduct.create(form, team_id, title=title)
    facilitator = known.conduct.give(circle.id, "facilitator")
    screen = known.conduct.give(circle.id, "screen")
    keyring = known.store.keyring
    join_key = keyring.long_key("join-key", circle.id, circle.code_generation)
    return {
        "circle": circle.id,
        "join_code": keys.spoken(keyring.code("join-code", circle.id, circle.code_generation)),
        "join_url": f"{base}/j#{join_key}",
        "facilitator_token": facilitator,
        "facilitator_url": f"{base}/enter#{facilitator}",
        "screen_token": screen,
        "screen_url": f"{base}/screen/{circle.id}#{screen}",
    }


@formats_group.command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check(file: Path) -> None:
    """Say whether a format FILE is sound, or what is wrong with it and on which line."""
    try:
        form = parse(file.read_text(encoding="utf-8"))
    except FormatFault as fault:
        raise click.ClickException(str(fault)) from None
    except UnicodeDecodeError:
        raise click.ClickException("The file is not UTF-8 text. Save it as UTF-8 and try again.") from None
    click.echo(f"“{form.title}” is sound: {len(form.stages)} stages.")


@templates_group.command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check_template(file: Path) -> None:
    """Say whether a template FILE is sound and what it fills, or what is wrong with it."""
    try:
        click.echo(council.check(file))
    except council.TemplateFault as fault:
        raise click.ClickException(str(fault)) from None


@click.command("migrate", help="Bring the database to the present shape.")
def migrate_command() -> None:
    migrate.upgrade(current_app.extensions["circlekeeper"].config.database_url)
    click.echo("The database is up to date.")


@click.command("forget", help="Remove the words of circles whose day has come, as the server does each hour.")
def forget_command() -> None:
    known = services()
    try:
        migrate.prepare(known.config.database_url)
    except migrate.NotReady as reason:
        raise click.ClickException(str(reason)) from None
    click.echo(f"Circles forgotten: {forget_due(known.store, known.clock.now_ms())}.")
