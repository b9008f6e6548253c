"""`dlcatalog explain`."""

from __future__ import annotations

import click

from dlcatalog.checks.registry import all_rules
from dlcatalog.errors import UsageProblem
from dlcatalog.text import did_you_mean


@click.command("explain")
@click.argument("code", required=False)
def command(code: str | None) -> int:
    """Print the rule behind a CODE; without one, list all codes."""
    rules = all_rules()
    if code is None:
        width = max(len(c) for c in rules)
        for rule in rules.values():
            click.echo(f"{rule.code:<{width}}  {rule.severity}")
        return 0
    found = rules.get(code)
    if found is None:
        near = did_you_mean(code, rules)
        hint = f"; did you mean '{near}'?" if near else "; 'dlcatalog explain' lists all codes"
        raise UsageProblem(f"no rule has the code '{code}'{hint}")
    click.echo(f"{found.code} ({found.severity})\n\n{click.wrap_text(found.text, 80)}")
    if not found.fixed:
        click.echo(f"\nsite.yaml may change it: severity: {{{found.code}: error|warning|note|off}}")
    return 0
