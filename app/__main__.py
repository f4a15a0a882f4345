"""`python -m app`: serve, with options made from the table of settings."""

import sys

from pydantic import ValidationError
from pydantic_settings import CliApp, SettingsError

from app.server import serve
from app.settings import Settings


def main(arguments: list[str]) -> None:
    """Read the settings, then serve; a setting that cannot be is told in a sentence."""
    try:
        settings = CliApp.run(Settings, cli_args=arguments)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else "settings"
        option = f"--{name.replace('_', '-')} (UNROLLED_{name.upper()})"
        sys.exit(f"{option} cannot be {first['input']!r}: {first['msg']}")
    except SettingsError as error:
        sys.exit(str(error))
    try:
        serve(settings)
    except OSError as error:
        sys.exit(f"Cannot listen on {settings.host}:{settings.port}: {error.strerror}. Another --port may be free.")
    except KeyboardInterrupt:  # Ctrl+C, after everything has ended in good order
        sys.exit(130)


if __name__ == "__main__":
    main(sys.argv[1:])
