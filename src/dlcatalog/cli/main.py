"""The entry point: arguments to commands, exceptions to one line and an exit code."""

from __future__ import annotations

import gc
import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from typing import Final

import click

from dlcatalog import __version__
from dlcatalog.errors import DlcatalogError
from dlcatalog.text import did_you_mean, printable

# Command -> module; a module is imported when its command is asked for, for start-up time counts.
COMMANDS: Final = {
    "build": "dlcatalog.cli.build",
    "check": "dlcatalog.cli.check",
    "export": "dlcatalog.cli.export",
    "links": "dlcatalog.cli.links",
    "schema": "dlcatalog.cli.schema",
    "explain": "dlcatalog.cli.explain",
    "init": "dlcatalog.cli.init",
}
EXIT_PROBLEMS: Final = 1
EXIT_USAGE: Final = 2
EXIT_ENVIRONMENT: Final = 3
EXIT_BUG: Final = 70
EXIT_INTERRUPTED: Final = 130


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's
        module = COMMANDS.get(cmd_name)
        command = import_module(module).command if module else None
        return command if isinstance(command, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            near = did_you_mean(args[0], COMMANDS)
            hint = f"; did you mean '{near}'?" if near else f"; there are {', '.join(COMMANDS)}"
            raise click.UsageError(f"no command is named '{printable(args[0])}'{hint}")
        return super().resolve_command(ctx, args)


_EPILOG = """\b
A catalogue is a folder with site.yaml, topics.yaml, venues.yaml and papers/<year>/<id>.yaml.
New here? Make one and look at it:
  dlcatalog init my-catalogue
  dlcatalog build --catalog my-catalogue --out site
"""


@click.group(
    cls=_Commands,
    invoke_without_command=True,
    epilog=_EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="dlcatalog")
@click.pass_context
def command(ctx: click.Context) -> None:
    """Turn a folder of YAML records, one per paper, into a searchable static site."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
        if not os.path.isdir("catalog"):  # noqa: PTH112
            click.echo("\nThis folder holds no 'catalog' folder.")


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    # Hundreds of thousands of live values and hardly any rings: the default collects all the time and finds nothing.
    gc.set_threshold(100_000, 20, 100)
    try:
        result = command.main(list(arguments), prog_name="dlcatalog", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.Abort:
        return EXIT_INTERRUPTED
    except KeyboardInterrupt:
        click.echo("dlcatalog: interrupted", err=True)
        return EXIT_INTERRUPTED
    except click.ClickException as fault:
        return _say(fault.format_message(), EXIT_USAGE)
    except DlcatalogError as fault:
        return _say(str(fault), fault.exit_code)
    except BrokenPipeError:
        # Whoever read our output has gone; there is nobody left to tell.
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
        return EXIT_PROBLEMS
    except OSError as fault:
        where = f" '{fault.filename}'" if fault.filename else ""
        return _say(f"the system refuses{where}: {fault.strerror or fault}", EXIT_ENVIRONMENT)
    except Exception:  # noqa: BLE001 - the last resort: a bug must look like one, and say where to report it
        traceback.print_exc()
        return _say("this is a bug; please report it with the lines above", EXIT_BUG)


def _say(message: str, code: int) -> int:
    click.echo(f"dlcatalog: {' '.join(printable(message.strip()).split())}", err=True)
    return code


def main() -> None:
    """Run what the command line says."""
    sys.exit(run(sys.argv[1:]))
