"""``python -m server``: serve the library to other programs over HTTP, or over MCP with ``--stdio``; make tokens."""

import argparse
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from domain.commands import SERVER
from domain.errors import DatelineError, SettingError
from domain.tokens import RIGHTS
from server.guard import PORT, is_loopback

if TYPE_CHECKING:
    from assembly import Services
    from domain.tokens import TokenBook

_CLOSE_S = 5
"""How long requests in progress may take to finish after the first Ctrl+C."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 0 at its end, 1 if something failed. argparse exits with 2 on wrong use."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.allow_add and not options.stdio:
        parser.error("--allow-add goes with --stdio; over HTTP the token decides")
    try:
        if options.command == "token":
            _token(options)
        elif options.stdio:
            _serve_stdio(options)
        else:
            _serve(options)
    except DatelineError as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:  # the way to end it
        return 0
    return 0


def _services(options: argparse.Namespace) -> "Services":
    import settings
    from assembly import build

    return build(settings.load(library=options.library))


def _serve(options: argparse.Namespace) -> None:
    """Serve HTTP until the process is ended. Raises SettingError for an address that the settings do not allow."""
    with closing(_services(options)) as services:
        _serve_http(options, services)


def _serve_http(options: argparse.Namespace, services: "Services") -> None:
    if not services.settings.shared and not is_loopback(options.host):
        raise SettingError(
            f"The library would be open to other machines (--host {options.host}), and nobody has said that it may.",
            hint="Set DATELINE_SHARED=yes if whoever has a token may use it from there; else leave --host out.",
        )
    import uvicorn

    from server.api import create_app
    from server.tokens import FIRST_TOKEN_FILE, make_first_token
    from services.logs import set_up_logs

    set_up_logs(services.settings)
    library = services.parts.store()
    made = None if services.settings.shared else make_first_token(library.tokens, library.file.parent)
    name = f"[{options.host}]" if ":" in options.host else options.host
    print(f"Dateline for programs: http://{name}:{options.port}/ (Ctrl+C ends it)")
    if made:
        print(f"A token that may do everything was made: {made}")
    elif not library.tokens.tokens():
        print(f"There is no token yet: {SERVER} token make")
    elif (file := library.file.parent / FIRST_TOKEN_FILE).exists():
        print(f"Your token is in {file}")
    sys.stdout.flush()
    uvicorn.run(
        create_app(services),
        host=options.host,
        port=options.port,
        ws="none",
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=_CLOSE_S,
    )


def _serve_stdio(options: argparse.Namespace) -> None:
    """Serve MCP over standard input and output until the input ends; nothing else is printed there."""
    import logging

    import anyio

    from assembly import VERSION
    from server.operations import Operations
    from server.threads import ModelThreads
    from server.tools import anybody, make_tools

    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    services = _services(options)
    may_add = anybody if options.allow_add else None
    tools = make_tools(Operations(services), ModelThreads(), version=VERSION, may_add=may_add)
    if options.allow_add:
        services.background.start_work()
    try:
        anyio.run(tools.run_stdio_async)
    finally:
        services.background.stop_work()
        services.close()


def _token(options: argparse.Namespace) -> None:
    with closing(_services(options)) as services:
        _change_tokens(options, services.parts.store().tokens)


def _change_tokens(options: argparse.Namespace, book: "TokenBook") -> None:
    from server.tokens import make_token

    if options.action == "make":
        print(make_token(book, options.right, name=options.name, user=options.user))
        print("It is shown this once only.", file=sys.stderr)
    elif options.action == "revoke":
        if not book.revoke(options.id):
            raise SettingError(f"There is no token {options.id}.", hint=f"See: {SERVER} token list")
        print(f"{options.id} is revoked.")
    else:
        for token in book.tokens():
            print(
                f"{token.id}  {token.right:<4}  {token.made}  {token.name}{f'  ({token.user})' if token.user else ''}"
            )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=SERVER,
        description="Serve the library to other programs: over HTTP, with the Model Context Protocol at /mcp, or over "
        "standard input and output.",
        epilog="Exit code: 0 done, 1 something failed and was named, 2 wrong use.",
    )
    library = argparse.ArgumentParser(add_help=False)
    library.add_argument("--library", type=Path, metavar="DIR", default=argparse.SUPPRESS, help="folder of the library")
    parser.add_argument("--library", type=Path, metavar="DIR", help="folder of the library")
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen to; others than this machine's need DATELINE_SHARED"
    )
    parser.add_argument("--port", type=int, default=PORT, help=f"default: {PORT}")
    parser.add_argument("--stdio", action="store_true", help="serve MCP over standard input and output instead")
    parser.add_argument("--allow-add", action="store_true", help="with --stdio: also the tool add_article")
    commands = parser.add_subparsers(dest="command", metavar="token")
    token = commands.add_parser("token", help="make, list and revoke tokens", parents=[library])
    actions = token.add_subparsers(dest="action", required=True)
    make = actions.add_parser("make", help="make a token and print it", parents=[library])
    make.add_argument("--right", choices=RIGHTS, default="read", help="read, add articles only, or all; default: read")
    make.add_argument("--name", default="", help="what it is for")
    make.add_argument("--user", default="", help="whose it is, where the page has a login")
    actions.add_parser("list", help="list the tokens that are valid", parents=[library])
    revoke = actions.add_parser("revoke", help="make a token invalid", parents=[library])
    revoke.add_argument("id", help="its id, as the list shows it")
    return parser


if __name__ == "__main__":
    sys.exit(main())
