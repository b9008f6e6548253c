"""`dlcatalog init`."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from dlcatalog.errors import UsageProblem

_FILES: Final = {
    "site.yaml": """\
title: My catalogue
description: |
  What this catalogue holds, and how its papers were chosen.
language: en
# Where the site will stand; feeds and the sitemap need it.
# base_url: https://example.org/my-catalogue/
# edit_url: https://github.com/OWNER/REPOSITORY/edit/main/catalog/
""",
    "topics.yaml": """\
# id -> {name, description, parent, aliases}; the order is the order of display.
methods:
  name: Methods
  description: How things are done.
""",
    "venues.yaml": """\
# id -> {name, short, kind: conference|journal|workshop|repository|other, url}
arxiv:
  name: arXiv
  kind: repository
  url: https://arxiv.org/
""",
    "papers/2020/example2020first.yaml": """\
# The file's name is the paper's id, the folder its year.
title: The First Paper of This Catalogue
authors: [Ada Example, "Byte, Bob"]
year: 2020
area: methods
venue: arxiv
summary: |
  What problem it is about, what its idea is, and what came of it. Markdown, $x^2$ and
  [[example2020first|links between papers]] work.
links:
  paper: https://example.org/first
""",
}


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path))
def command(folder: Path) -> int:
    """Make a new catalogue in FOLDER, with one example paper."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageProblem(f"the folder '{folder}' exists and is not empty; name a new one")
    for name, text in _FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        click.echo(path)
    click.echo(f"\nNow change them, and build the site:\n  dlcatalog build --catalog {folder} --out site")
    return 0
