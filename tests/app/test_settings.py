"""Settings: one table, which options, environment and --help all follow."""

import pytest
from pydantic import ValidationError
from pydantic_settings import CliApp

from app.__main__ import main
from app.settings import Settings


def options(*arguments: str) -> Settings:
    return CliApp.run(Settings, cli_args=list(arguments))


def test_every_setting_is_described() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_an_option_and_an_environment_variable(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    default = Settings.model_fields[name].default
    text, value = {
        "host": ("0.0.0.0", "0.0.0.0"),
        "root_path": ("/unrolled/", "/unrolled"),
        "trusted_proxies": ("10.0.0.0/8, ::1", ("10.0.0.0/8", "::1")),
        "allowed_origins": (
            "https://a.example,https://b.example",
            ("https://a.example", "https://b.example"),
        ),
        "frame_ancestors": ("https://a.example,'self'", ("https://a.example", "'self'")),
        "access_log": ("true", True),
        "stop_seconds": ("1", 1.0),
    }.get(name, (str(default + 1), default + 1) if not isinstance(default, bool | str | tuple) else ("", None))
    assert value is not None, f"this test needs a value for {name}"
    option = f"--{name.replace('_', '-')}"
    arguments = [option] if value is True else [option, text]
    assert getattr(options(*arguments), name) == value
    monkeypatch.setenv(f"UNROLLED_{name.upper()}", text)
    assert getattr(options(), name) == value


def test_an_option_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNROLLED_PORT", "1")
    assert options("--port", "2").port == 2


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("port", "70000"),
        ("port", "http"),
        ("root_path", "unrolled"),
        ("trusted_proxies", "everyone"),
        ("allowed_origins", "example.org"),
        ("allowed_origins", "https://example.org/page"),
        ("frame_ancestors", "x; script-src *"),
        ("max_runs", "0"),
        ("hello_seconds", "-1"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(name: str, text: str) -> None:
    with pytest.raises(ValidationError):
        options(f"--{name.replace('_', '-')}", text)
    with pytest.raises(SystemExit) as told:
        main([f"--{name.replace('_', '-')}", text])
    assert f"UNROLLED_{name.upper()}" in str(told.value.code)
