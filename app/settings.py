"""Every number and name that whoever runs the product may set: one table for options and environment.

A field here is at once an option of `python -m app` (`--max-runs 500`), an environment variable
(`UNROLLED_MAX_RUNS=500`) and, through its description, a line of `--help`. Options win.
"""

import ipaddress
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

MiB = 1 << 20


def _listed(value: Any) -> Any:
    """`a, b` from a command line or an environment variable as its parts."""
    if isinstance(value, str):
        value = value.split(",")
    if isinstance(value, list | tuple):
        return tuple(str(part).strip() for item in value for part in str(item).split(",") if part.strip())
    return value


Names = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed)]


class Settings(BaseSettings):
    """Serve Unrolled: neural networks that learn in front of you."""

    model_config = SettingsConfigDict(
        env_prefix="UNROLLED_",
        cli_prog_name="python -m app",
        cli_kebab_case=True,
        cli_hide_none_type=True,
        cli_avoid_json=True,
        cli_implicit_flags=True,
        frozen=True,
        extra="forbid",
    )

    # Where it is served
    host: str = Field(default="127.0.0.1", description="address to listen on; 0.0.0.0 is every one of this machine")
    port: int = Field(default=8000, ge=0, le=65535, description="port to listen on; 0 takes a free one")
    root_path: str = Field(default="", description="path under which a proxy shows the product, such as /unrolled")
    trusted_proxies: Names = Field(
        default=(),
        description="addresses or networks whose X-Forwarded-For, -Proto, -Host and -Prefix are believed",
    )
    allowed_origins: Names = Field(
        default=(),
        description="other origins whose pages may open a stream, such as https://course.example.org",
    )
    frame_ancestors: Names = Field(
        default=(), description="who may put /embed pages into a frame, as in a CSP; none named: everyone"
    )
    access_log: bool = Field(default=False, description="write a line for every request")

    # Who computes
    hosts: int = Field(default=0, ge=0, le=256, description="run-host processes; 0 is one per core")

    # How much is served
    max_runs: int = Field(default=900, ge=1, description="runs at once; a further one is refused with 503")
    max_viewers: int = Field(default=2_000, ge=1, description="streams at once; a further one is closed with 1013")
    run_bytes: int = Field(default=64 * MiB, ge=1, description="memory that one run may need")
    run_operations: int = Field(
        default=200_000_000, ge=1, description="multiplications that one update of one run may need"
    )
    server_bytes: int = Field(default=4_096 * MiB, ge=1, description="memory that all runs together may need")
    step_limit: int = Field(default=200_000, ge=1, le=10_000_000, description="updates after which a run is done")

    # Posters: pictures of a run for print
    poster_operations: int = Field(
        default=128_000_000, ge=1, description="multiplications that a poster's run may need up to its step"
    )
    poster_seconds: float = Field(default=10, gt=0, description="how long the drawing of one poster may take")
    poster_queue: int = Field(
        default=32, ge=1, description="posters that wait to be drawn; a further one is refused with 503"
    )
    poster_bytes: int = Field(default=32 * MiB, ge=0, description="memory for finished posters")

    # How long things last
    hello_seconds: float = Field(default=5, gt=0, description="a stream's first message must come within this")
    unattached_seconds: float = Field(
        default=15, gt=0, description="a run that nobody watches at first goes after this"
    )
    pause_seconds: float = Field(default=60, gt=0, description="a run without viewers pauses after this")
    drop_seconds: float = Field(default=600, gt=0, description="a run without viewers is dropped after this")
    data_seconds: float = Field(
        default=6 * 3600, gt=0, description="uploaded data are kept this long after their last use"
    )

    # How fast and how large a request may be
    requests_per_second: float = Field(
        default=500, gt=0, description="API calls a second from one address (a class may share one)"
    )
    request_burst: int = Field(default=5_000, ge=1, description="API calls at once from one address")
    messages_per_second: int = Field(default=60, ge=1, description="messages a second in one stream, acks not counted")
    header_bytes: int = Field(
        default=32 * 1024,
        ge=1024,
        description="greatest size of a request's line and headers; an address with about 1,200 changes of a knob fits "
        "(the page's own links end at 8,000 characters, about 325)",
    )
    json_bytes: int = Field(
        default=64 * 1024,
        ge=1024,
        description="greatest size of a JSON body and of a stream's message; a recipe with about 1,400 changes of a "
        "knob fits",
    )
    data_bytes: int = Field(default=2_000_000, ge=1024, description="greatest size of an uploaded file")
    data_store_bytes: int = Field(default=128 * MiB, ge=1024, description="memory for all uploaded data")
    header_seconds: float = Field(default=10, gt=0, description="a request's headers must be complete within this")
    body_seconds: float = Field(default=30, gt=0, description="a request's body must be complete within this")
    unread_seconds: float = Field(default=15, gt=0, description="a client that reads nothing for this long is cut off")
    stop_seconds: float = Field(default=2, gt=0, le=4, description="how long open requests may last once told to stop")

    @field_validator("root_path")
    @classmethod
    def _path(cls, value: str) -> str:
        value = value.rstrip("/")
        if value and not value.startswith("/"):
            raise ValueError("a path begins with a slash, such as /unrolled")
        return value

    @field_validator("trusted_proxies")
    @classmethod
    def _networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for network in value:
            ipaddress.ip_network(network, strict=False)
        return value

    @field_validator("allowed_origins")
    @classmethod
    def _origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for origin in value:
            parts = urlsplit(origin)
            if not parts.scheme or not parts.hostname or parts.path or parts.query:
                raise ValueError(f"“{origin}” is not an origin: write it as https://course.example.org")
        return value

    @field_validator("frame_ancestors")
    @classmethod
    def _sources(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for source in value:
            if any(letter in source for letter in "; \r\n"):
                raise ValueError(f"“{source}” is not one source of a Content-Security-Policy")
        return value
