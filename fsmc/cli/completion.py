"""`fsmc completion`: the name of a shell in, the script that makes it complete what is typed out."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from fsmc.cli.terminal import FINE, say

_SHELLS = ("bash", "zsh", "fish")


@click.command()
@click.argument("shell", metavar="bash|zsh|fish", type=click.Choice(_SHELLS))
def completion(shell: str) -> int:
    """Print a script that makes your shell complete commands, options, specs, and the names in them.

    \b
    Examples:
      eval "$(fsmc completion bash)"                       try it in this shell
      echo 'eval "$(fsmc completion bash)"' >> ~/.bashrc   from now on
      echo 'eval "$(fsmc completion zsh)"' >> ~/.zshrc     zsh, after compinit
      fsmc completion fish > ~/.config/fish/completions/fsmc.fish

    Bash must be 4.4 or newer.

    Exit status: 0 printed, 2 usage.
    """
    script = get_completion_class(shell)
    if script is None:
        raise click.UsageError(f"this version of click knows no {shell}.")
    commands = click.get_current_context().find_root().command
    say(script(commands, {}, "fsmc", "_FSMC_COMPLETE").source())
    return FINE
