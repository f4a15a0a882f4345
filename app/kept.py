"""What takes a second to make is made once and kept between starts, in the user's own cache folder.

Nothing depends on the folder: without one that is writable, and nobody else's, things are made anew at each start.
"""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path


def kept(name: str, make: Callable[[], bytes]) -> bytes:
    """The bytes that were made under this name before, or else those of `make`. The name must tell the content."""
    folder = own_folder()
    if folder is None:
        return make()
    try:
        return (folder / name).read_bytes()
    except OSError:
        made = make()
    try:
        _write(folder, name, made)
    except OSError:  # a full or read-only disk: next time again
        pass
    return made


def _write(folder: Path, name: str, content: bytes) -> None:
    """Put a file there whole, or not at all."""
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
        try:
            file.write(content)
            file.flush()
            os.replace(file.name, folder / name)
        except OSError:
            os.unlink(file.name)
            raise


def own_folder() -> Path | None:
    """Where to keep things; None where there is no folder that only this user can write."""
    try:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        folder = base / "unrolled"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        about = folder.stat()
    except (OSError, RuntimeError):
        return None
    ours = about.st_uid == os.getuid() and not about.st_mode & 0o022
    return folder if ours else None
