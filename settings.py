"""All settings of Dateline, typed and frozen. Each is set by an environment variable DATELINE_<NAME>."""

import os
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from platformdirs import user_cache_path
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from domain.errors import SettingError
from domain.versions import KEPT_VERSIONS

PREFIX = "DATELINE_"
_STATED = ("model", "embedder", "answer_threshold", "aged_after_days")
"""The settings that an exported answer states."""
Network = IPv4Network | IPv6Network


class Settings(BaseSettings):
    """The settings, read once by ``load`` when a process starts. Packages below services/ take plain arguments."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    library: Path = Field(Path("library"), description="Folder of the library; made when missing.")
    cache: Path = Field(
        user_cache_path("dateline"),
        description="Folder for what can be made again: the exported models, the table of words, fitted calibrations.",
    )
    embedder: str = Field(
        "all-MiniLM-L6-v2",
        description="Embedding model: the bundled one, multilingual-e5-small-4bit for articles in other languages, or"
        " any sentence-transformers name or folder.",
    )
    reader: str = Field(
        "bundled",
        description="Model that reads a question with passages: the bundled one, or any cross-encoder or span marker by"
        " name or folder.",
    )
    checker: str = Field(
        "bundled",
        description="Model that judges whether a written statement is supported: the bundled one, or any cross-encoder"
        " trained for inference or fact checking, by name or folder.",
    )
    database_url: SecretStr | None = Field(
        None,
        description="PostgreSQL database that holds the library, such as `postgresql://news@db.example.org/news`; each"
        " process then keeps a copy in the folder of the library. Needs a Chroma server too. Unset: one file.",
    )
    chroma_url: str | None = Field(None, description="Address of a Chroma server; unset: Chroma runs inside Dateline.")
    answer_threshold: float = Field(
        0.5,
        ge=0,
        le=1,
        description="How probable it must be that the articles answer a question, 0 to 1; higher refuses more.",
    )
    aged_after_days: int = Field(
        7,
        ge=0,
        description="Days after which an answer about current things says how old its articles are.",
    )
    allow_addresses: str | None = Field(
        None,
        description="Networks that pages may be fetched from although they are not public, such as `10.1.0.0/16`,"
        " separated by commas.",
    )
    model: str | None = Field(
        None,
        description="Language model that writes answers, such as `openai:gpt-5.5`, `anthropic:claude-sonnet-4-5` or"
        " `ollama:llama3.2`; unset: answers are quoted.",
    )
    model_url: str | None = Field(
        None, description="Address of a server that speaks OpenAI's protocol, such as `http://127.0.0.1:8080/v1`."
    )
    model_key: SecretStr | None = Field(
        None, description="Key for the model; unset: the provider's own variable, such as `OPENAI_API_KEY`."
    )
    model_timeout_s: float = Field(120.0, gt=0, description="Seconds to wait for the model's next words.")
    model_budget_tokens: int = Field(
        3000, ge=200, description="Tokens of articles, and of the conversation, that the model is given at most."
    )
    model_prompt_tokens: int | None = Field(
        None,
        ge=300,
        description="Tokens of the prompt at most where the model chooses quotes; unset: 1,000 for a model on this"
        " machine, else 2,500.",
    )
    model_context_tokens: int | None = Field(
        None,
        ge=1000,
        description="Tokens that the model reads and writes at once, if they are few, such as 2048; unset: enough.",
    )
    model_search_s: float = Field(
        5.0,
        ge=0,
        description="Seconds that the model may take to write other searches for a question that hardly anything"
        " answers; one that takes longer is not asked again for ten minutes. 0: never.",
    )
    hide_unsupported: bool = Field(
        False, description="Leave out written statements that the articles do not support; the answer says how many."
    )
    ollama_url: str = Field(
        "http://127.0.0.1:11434", description="Where an Ollama is looked for and asked; empty: nowhere."
    )
    shared: bool = Field(
        False,
        description="Whether the page may listen to other machines (`HOST=0.0.0.0`): everybody who reaches it, and has"
        " logged in where a login is set up, reads, adds and removes articles.",
    )
    hosts: str | None = Field(
        None,
        description="Names and addresses, without port, by which other machines reach a shared page, such as"
        " `news.example.org`, separated by commas; any other is refused.",
    )
    api: bool = Field(
        False, description="Whether the page's server also serves the interface for other programs, under `/api`."
    )
    login: Literal["required", "none"] | None = Field(
        None,
        description="`required`: without a login the page is not served; `none`: a shared page may have a"
        " `secrets.toml` without one.",
    )
    ocr: bool = Field(
        False, description="Whether the words of scanned PDFs are recognised, with Debian's `tesseract`; slow."
    )
    ocr_languages: str = Field(
        "eng",
        pattern=r"^[A-Za-z_]+(\+[A-Za-z_]+)*$",
        description="Languages of scanned PDFs by Tesseract's names, such as `eng+deu`.",
    )
    read_ahead: bool = Field(
        True, description="Whether the page works through new articles while nobody asks, so that answers come at once."
    )
    refresh_every: str | None = Field(
        None,
        pattern=r"^[1-9][0-9]{0,4}[smhd]$",
        description="How often feeds and the pages of articles are looked at without being asked, such as `30m`, `6h`"
        " or `1d`; unset: only when asked.",
    )
    kept_versions: int = Field(
        KEPT_VERSIONS,
        ge=1,
        le=1000,
        description="How many former texts of an article that has changed are kept, so that an old quote opens at its"
        " words.",
    )
    editors: str | None = Field(
        None,
        description="Who may add, correct and remove articles, of those who log in: verified e-mail addresses, or"
        " issuer and subject (`https://id.example.org 8423`), separated by commas.",
    )
    administrators: str | None = Field(
        None, description="Who may also make tokens for other programs; named as in `DATELINE_EDITORS`."
    )
    role_claim: str | None = Field(
        None,
        description="Claim of the login that holds `editor` or `administrator`, or a list with one. With none of these"
        " three set, everybody who is logged in may do everything.",
    )
    metrics_port: int | None = Field(
        None,
        ge=1,
        le=65535,
        description="Port of this machine alone on which a worker serves figures for Prometheus; unset: none. A page"
        " serves them under `/metrics`.",
    )
    log_format: Literal["text", "json"] = Field(
        "text",
        description="`json`: a server's log is lines of JSON, one for each question with an id, its kind and seconds.",
    )
    log_questions: bool = Field(False, description="Whether the text of a question stands in those lines.")
    lock_timeout_s: float = Field(
        60.0, gt=0, description="Seconds to wait while another process writes to the library."
    )

    @field_validator("model_url")
    @classmethod
    def _is_a_bare_address(cls, value: str | None) -> str | None:
        parts = urlsplit(value or "http://127.0.0.1")
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("it has to begin with http:// or https://")
        if parts.username is not None or parts.password is not None:  # it is shown as the model's name
            raise ValueError("it must hold no name and no password; a key goes into DATELINE_MODEL_KEY")
        return value

    @field_validator("database_url")
    @classmethod
    def _is_a_database(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and urlsplit(value.get_secret_value()).scheme not in ("postgresql", "postgres"):
            raise ValueError("it has to begin with postgresql://")
        return value

    @field_validator("allow_addresses")
    @classmethod
    def _are_networks(cls, value: str | None) -> str | None:
        _networks(value)
        return value

    @property
    def stated(self) -> dict[str, str]:
        """The settings that answers depend on, by name, for exported answers; none of them is secret."""
        values = {f"{PREFIX}{name}".upper(): getattr(self, name) for name in _STATED}
        return {name: str(value) for name, value in values.items() if value is not None}

    @property
    def allowed_networks(self) -> tuple[Network, ...]:
        """The networks of ``allow_addresses``."""
        return _networks(self.allow_addresses)

    @property
    def refresh_every_s(self) -> float | None:
        """``refresh_every`` in seconds."""
        return None if self.refresh_every is None else _seconds(self.refresh_every)

    def names_of(self, role: Literal["editors", "administrators"]) -> frozenset[str]:
        """Return the users with a role, as ``domain.roles.role_of`` takes them; e-mail addresses in lower case."""
        names = (name.strip() for name in (getattr(self, role) or "").split(","))
        return frozenset(name if " " in name else name.lower() for name in names if name)

    @property
    def host_names(self) -> frozenset[str]:
        """The names of ``hosts``, in lower case and without brackets."""
        names = (name.strip().strip("[]").rstrip(".").lower() for name in (self.hosts or "").split(","))
        return frozenset(filter(None, names))


def load(**overrides: object) -> Settings:
    """Read the settings from the environment.

    Args:
        overrides: values that replace those of the environment; None replaces nothing.

    Raises:
        SettingError: a value is invalid, or an environment variable DATELINE_… is not known, which pydantic-settings
            alone would ignore.
    """
    known = {f"{PREFIX}{name}".upper() for name in Settings.model_fields}
    unknown = sorted(name for name in os.environ if name.upper().startswith(PREFIX) and name.upper() not in known)
    if unknown:
        raise SettingError(f"There is no setting {unknown[0]}.", hint=f"Known settings: {', '.join(sorted(known))}.")
    given = {name: value for name, value in overrides.items() if value is not None}
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = f"{PREFIX}{first['loc'][0]}".upper() if first["loc"] else PREFIX
        raise SettingError(f"{name} cannot be used: {first['msg']}.", hint="See the settings in README.md.") from error


def _seconds(written: str) -> float:
    return float(written[:-1]) * {"s": 1, "m": 60, "h": 3600, "d": 86_400}[written[-1]]


def _networks(value: str | None) -> tuple[Network, ...]:
    return tuple(ip_network(name.strip()) for name in (value or "").split(",") if name.strip())
