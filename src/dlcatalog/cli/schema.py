"""`dlcatalog schema`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from dlcatalog.source.schema import SCHEMAS, schema_of


@click.command("schema")
@click.argument("kind", type=click.Choice(list(SCHEMAS)), default="paper")
@click.option("--out", type=click.Path(path_type=Path), help="Write the schemas of all kinds into this folder instead.")
def command(kind: str, out: Path | None) -> int:
    """Print the JSON Schema of a KIND of file, that of a paper if none is named.

    An editor with a YAML server uses it when a record starts with:
    # yaml-language-server: $schema=PATH
    """
    if out is None:
        click.echo(_text(kind))
        return 0
    out.mkdir(parents=True, exist_ok=True)
    for name in SCHEMAS:
        (out / f"{name}.json").write_text(_text(name) + "\n", encoding="utf-8")
        click.echo(out / f"{name}.json")
    return 0


def _text(kind: str) -> str:
    return json.dumps(schema_of(kind), indent=2, ensure_ascii=False)
