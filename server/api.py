"""The HTTP interface: its routes, the rights that they need, and the middleware in front of them."""

from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Annotated, Any

import anyio
from anyio import to_thread
from fastapi import Depends, FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from pydantic import TypeAdapter, ValidationError
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from answering.export.citing import MEDIA_TYPES
from answering.export.digest import POLICY
from assembly import VERSION, Services
from domain.jobs import Order
from domain.tokens import Right, Token
from domain.values import Scope as ArticleScope
from ingest.fetch.files import printable
from server.access import MAX_ARTICLE_BYTES, MAX_DRAFT_BYTES, Access, RequestIds, RequestRates, too_many
from server.adding import MAX_FILES, filed, order_address, order_files, order_html, order_text
from server.capture import PAGE as CAPTURE
from server.capture import POLICY as CAPTURE_POLICY
from server.guard import RequestGuard
from server.operations import MAX_PAGE_ARTICLES, PAGE_ARTICLES, DigestForm, Json, Operations, Part
from server.page import interface_page
from server.problems import MEDIA_TYPE, add_problems, problem
from server.requests import (
    AddRequest,
    AskRequest,
    ChangedNoteRequest,
    CheckRequest,
    CiteRequest,
    CollectionRequest,
    FollowRequest,
    NoteRequest,
    PairingRequest,
    QuestionRequest,
    ScopedRequest,
    SearchRequest,
    SeenRequest,
    VerifyRequest,
)
from server.threads import ModelThreads
from server.tokens import token_for_code
from server.tools import http_handler, make_tools

MAX_WAIT_S = 30.0
LOOK_AGAIN_S = 0.2
REMEMBERED_JOBS = 10_000
CODES_PER_S, CODES_AT_ONCE = 1 / 6, 5
"""The rate limit of pairing codes, of all clients together: ten a minute, in bursts of five."""

Wait = Annotated[float, Query(ge=0, le=MAX_WAIT_S, description="Seconds to wait at most until the job is done.")]

_DIGEST_TYPES: dict[DigestForm, str] = {
    "json": "application/json",
    "html": "text/html; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
}
_JSON: TypeAdapter[Any] = TypeAdapter(Any)
_OPEN_PATHS = frozenset({"/", "/openapi.json", "/capture", "/pairing"})
_BODY_BYTES = {
    **dict.fromkeys(("/articles", "/feeds/opml", "/reading-lists"), MAX_ARTICLE_BYTES),
    **dict.fromkeys(("/check", "/mcp"), MAX_DRAFT_BYTES),
}
_ADD_BODY = {
    "required": True,
    "content": {
        "application/json": {"schema": AddRequest.model_json_schema()},
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["file"],
                "properties": {
                    "file": {
                        "type": "array",
                        "items": {"type": "string", "format": "binary"},
                        "description": f"Up to {MAX_FILES} files of the kinds that the page takes.",
                    }
                },
            }
        },
    },
}
_DESCRIPTION = """\
Every request but this page and its description needs a token: Authorization: Bearer dl_… With one person at a \
machine it is in the file api-token of the library's folder; python -m server token make makes others.

Errors are problem details (RFC 9457, application/problem+json) whose detail says what happened and whose hint says \
what to do. Offsets count code points. More than 20 requests a second are answered by 429 with Retry-After."""


def create_app(
    services: Services,
    *,
    rates: RequestRates | None = None,
    code_rates: RequestRates | None = None,
    works: bool = True,
) -> FastAPI:
    """Build the application over the services; nothing is loaded before the first request that needs it.

    Args:
        services: the library.
        rates: how many requests may come.
        code_rates: how many codes may be tried.
        works: whether it does the jobs while it lives; else another part of the process does.
    """
    operations, questions = Operations(services), ModelThreads()
    tools = make_tools(operations, questions, version=VERSION, may_add=_may_add, user_of=_user_of, editor_of=_editor_of)
    mcp = http_handler(tools)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        if works:
            services.background.start_work()
        async with mcp.run():
            yield
        if works:
            services.background.stop_work()

    app = FastAPI(
        title="Dateline",
        version=VERSION,
        description=_DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=lifespan,
        middleware=[
            Middleware(RequestIds),
            Middleware(RequestGuard, hosts=services.settings.host_names, api_path="", refuse=problem),
            Middleware(
                Access,
                tokens=lambda: services.parts.store().tokens,
                open_paths=_OPEN_PATHS,
                body_bytes=_BODY_BYTES,
                rates=rates,
            ),
        ],
    )
    add_problems(app)
    _add_description(app)
    _add_pairing(app, services, code_rates or RequestRates(CODES_PER_S, at_once=CODES_AT_ONCE))
    _add_questions(app, operations, questions)
    _add_articles(app, operations)
    _add_feeds(app, operations)
    _add_collections(app, operations)
    _add_notes(app, operations)
    _add_digest(app, operations, questions)
    app.router.routes.append(Route("/mcp", _ForReaders(mcp.handle_request)))
    return app


def token_of(request: Request) -> Token:
    """Return the token of an authenticated request."""
    token: Token = request.state.token
    return token


def needs(right: Right) -> Any:
    """Return a FastAPI dependency that requires a right; a token with the right "all" has every right."""

    async def check(request: Request) -> None:  # else FastAPI would run it in a thread
        if token_of(request).right not in (right, "all"):
            raise HTTPException(HTTPStatus.FORBIDDEN, f"This needs a token with the right “{right}” or “all”.")

    return Depends(check)


class _ForReaders:
    """ASGI application that passes on the requests of tokens with the right to read."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["state"]["token"].right not in ("read", "all"):
            refusal = problem("This needs a token with the right “read” or “all”.", HTTPStatus.FORBIDDEN)
            await refusal(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _may_add(context: Any) -> bool:
    """Return whether the token of a tool call may add articles."""
    return bool(token_of(context.request_context.request).right == "all")


def _user_of(context: Any) -> str:
    """Return the user of the token of a tool call."""
    return token_of(context.request_context.request).user


def _editor_of(context: Any) -> str:
    """Return the name that is stored with what a tool's call adds."""
    return token_of(context.request_context.request).editor


def _add_description(app: FastAPI) -> None:
    @app.get("/", include_in_schema=False)
    def page() -> Response:
        return HTMLResponse(interface_page(_description(app)), headers={"Content-Security-Policy": POLICY})

    @app.get("/capture", include_in_schema=False)
    def capture() -> Response:
        headers = {"Content-Security-Policy": CAPTURE_POLICY, "Referrer-Policy": "no-referrer"}
        return HTMLResponse(CAPTURE, headers=headers)

    @app.get("/openapi.json", include_in_schema=False)
    def description() -> Response:
        return JSONResponse(_description(app))


def _description(app: FastAPI) -> Json:
    """Build the OpenAPI description, in which each operation needs a token and has problem details for errors."""
    made = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
    made["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    made["security"] = [{"token": []}]
    problems = {"description": "What happened and what to do.", "content": {MEDIA_TYPE: {"schema": {"type": "object"}}}}
    for operations in made["paths"].values():
        for operation in operations.values():
            operation["responses"] = {**operation["responses"], "422": problems, "default": problems}
    return made


def _add_pairing(app: FastAPI, services: Services, rates: RequestRates) -> None:
    @app.post("/pairing", status_code=201)
    def pair(asked: PairingRequest) -> Response:
        """Exchange a code that Dateline shows, which is valid once and for five minutes, for a token that may add."""
        if wait_s := rates.wait_s("codes"):
            return too_many("Too many codes were tried.", wait_s)
        token = token_for_code(services.parts.store().tokens, asked.code)
        if token is None:
            hint = "Make a new one on Dateline's page, under Library, Other programs."
            return problem("This code is not valid, or not any more.", HTTPStatus.FORBIDDEN, hint=hint)
        return _json({"token": token}, status=201, headers={"Cache-Control": "no-store"})


def _add_questions(app: FastAPI, operations: Operations, questions: ModelThreads) -> None:
    reads = [needs("read")]

    @app.post("/ask", dependencies=reads)
    async def ask(request: Request, asked: AskRequest) -> Response:
        """Answer a question with exact quotes, or in the words of a language model; a refusal is an answer too."""

        def work() -> Json:
            scope = _scope(operations, asked, request)
            return operations.ask(asked.question, mode=asked.mode, scope=scope, form=asked.cite, trace=asked.trace)

        return _json(await questions.run(work))

    @app.post("/search", dependencies=reads)
    async def search(request: Request, asked: SearchRequest) -> Response:
        """Find passages by meaning and by words, best first."""

        def work() -> Json:
            return operations.search(asked.query, limit=asked.limit, scope=_scope(operations, asked, request))

        return _json(await questions.run(work))

    @app.post("/verify", dependencies=reads)
    async def verify(request: Request, asked: VerifyRequest) -> Response:
        """Check a quote (is it word for word in the articles, and if not, what differs), a statement or a draft."""

        def work() -> Json:
            return operations.verify(asked.text, asked.kind, scope=_scope(operations, asked, request))

        return _json(await questions.run(work))

    @app.post("/check", dependencies=reads)
    async def check(request: Request, asked: CheckRequest) -> Response:
        """Check a draft: each quotation and each statement against the articles."""

        def work() -> Json:
            return operations.verify(asked.text, "draft", scope=_scope(operations, asked, request), form=asked.cite)

        return _json(await questions.run(work))

    @app.post("/cite", dependencies=reads)
    def cite(asked: CiteRequest) -> Response:
        """Return articles or quotes as CSL-JSON, BibTeX or RIS, for reference managers."""
        parts = [Part(article_id=one.article, start=one.start, end=one.end) for one in asked.items]
        return Response(operations.cite(parts, asked.form), media_type=f"{MEDIA_TYPES[asked.form]}; charset=utf-8")


def _add_articles(app: FastAPI, operations: Operations) -> None:
    reads, adds = [needs("read")], [needs("add")]
    added: OrderedDict[int, str] = OrderedDict()
    """The ids of the tokens that added something, by job: a token that may only add sees its own jobs."""

    def remember(number: int, token: Token) -> None:
        added[number] = token.id
        if len(added) > REMEMBERED_JOBS:
            added.popitem(last=False)

    @app.get("/articles", dependencies=reads)
    def articles(
        after: Annotated[int, Query(ge=0, description="`next` of the part before.")] = 0,
        limit: Annotated[int, Query(ge=1, le=MAX_PAGE_ARTICLES)] = PAGE_ARTICLES,
        since: Annotated[str | None, Query(description="Only what came in or changed at that time or later.")] = None,
    ) -> Response:
        """List the articles in the order they came in, part by part."""
        return _json(operations.articles(after=after, limit=limit, since=since))

    @app.get("/articles/{article_id}", dependencies=reads)
    def article(
        article_id: str,
        version: Annotated[str | None, Query(description="The digest of a text that it had before.")] = None,
    ) -> Response:
        """Return one article: its text, its source and where its passages stand."""
        return _json(operations.article(article_id, version=version))

    @app.get("/articles/{article_id}/event", dependencies=reads)
    def event_of(article_id: str) -> Response:
        """Return the event of an article: which articles of which outlets are about it, and where they disagree."""
        return _json(operations.event_of(article_id))

    @app.get("/events", dependencies=reads)
    def events(
        since: Annotated[
            str | None, Query(description="Only with an article that came in or changed at that time or later.")
        ] = None,
        limit: Annotated[int, Query(ge=1, le=MAX_PAGE_ARTICLES)] = PAGE_ARTICLES,
    ) -> Response:
        """List the events, what two articles or more are about, the one with the newest article first."""
        return _json(operations.events(since, limit=limit))

    @app.get("/articles/{article_id}/versions", dependencies=reads)
    def versions(article_id: str) -> Response:
        """Return the texts that an article had before, and what changed after each, the oldest first."""
        return _json(operations.versions(article_id))

    @app.post("/articles", dependencies=adds, status_code=202, openapi_extra={"requestBody": _ADD_BODY})
    async def add(
        request: Request,
        wait_s: Wait = 0,
        collection: Annotated[str | None, Query(description="A collection that the articles go into.")] = None,
    ) -> Response:
        """Add articles: a url, a page with its url, a text, or files; returns the job, done or not."""
        token = token_of(request)
        orders = filed(await _orders(request), collection, token.user)
        number = await to_thread.run_sync(lambda: operations.order(orders, by=token.editor))
        remember(number, token)
        job = await _waited(operations, number, wait_s)
        return _json(job, status=202, headers=_location(request, number))

    @app.post(
        "/reading-lists", dependencies=adds, status_code=202, openapi_extra={"requestBody": _bytes("application/*")}
    )
    async def import_list(
        request: Request, name: Annotated[str, Query(description="The name of the file.")] = "the reading list"
    ) -> Response:
        """Take in the export of a reading list, the request's body; returns the job, and what of the list is not used.

        Of Pocket, Instapaper, Omnivore, Wallabag, Readwise Reader, Karakeep and browsers; tags become collections.
        """
        data, token = await request.body(), token_of(request)
        job = await to_thread.run_sync(
            lambda: operations.import_list(data, printable(name), token.user, by=token.editor)
        )
        remember(job["number"], token)
        return _json(job, status=202, headers=_location(request, job["number"]))

    @app.get("/jobs", dependencies=reads)
    def jobs() -> Response:
        """List the jobs that are stored, the newest first."""
        return _json(operations.jobs())

    @app.get("/jobs/{number}")
    async def job(request: Request, number: int, wait_s: Wait = 0) -> Response:
        """Return one job: how far it is, and what became of each article."""
        token = token_of(request)
        if token.right == "add" and added.get(number) != token.id:
            raise HTTPException(HTTPStatus.FORBIDDEN, "A token with the right “add” sees the jobs that it added only.")
        return _json(await _waited(operations, number, wait_s))

    @app.delete("/jobs/{number}", dependencies=[needs("all")])
    def stop(number: int) -> Response:
        """Begin nothing more of a job."""
        return _json(operations.stop_job(number))


def _add_feeds(app: FastAPI, operations: Operations) -> None:
    reads, adds, manages = [needs("read")], [needs("add")], [needs("all")]

    @app.get("/feeds", dependencies=reads)
    def feeds() -> Response:
        """List the feeds that are followed."""
        return _json(operations.feeds())

    @app.post("/feeds", dependencies=adds, status_code=202)
    def follow(request: Request, asked: FollowRequest) -> Response:
        """Follow a feed; returns the job that fetches its entries."""
        return _json(operations.job(operations.follow([asked.url], by=token_of(request).editor)), status=202)

    @app.delete("/feeds", dependencies=manages, status_code=204)
    def unfollow(url: str) -> Response:
        """Forget a feed; its articles stay."""
        operations.unfollow(url)
        return Response(status_code=204)

    @app.get("/feeds/opml", dependencies=reads)
    def opml() -> Response:
        """Return the feeds as an OPML list, for other feed readers."""
        headers = {"Content-Disposition": 'attachment; filename="dateline.opml"'}
        return Response(operations.opml(), media_type="text/x-opml", headers=headers)

    @app.post(
        "/feeds/opml",
        dependencies=adds,
        status_code=202,
        openapi_extra={"requestBody": _bytes("text/x-opml")},
    )
    async def follow_opml(request: Request) -> Response:
        """Follow the feeds of an OPML list, the request's body; returns the job."""
        data, editor = await request.body(), token_of(request).editor

        def work() -> Json:
            return operations.job(operations.follow_opml(data, by=editor))

        return _json(await to_thread.run_sync(work), status=202)


def _add_collections(app: FastAPI, operations: Operations) -> None:
    reads, manages = [needs("read")], [needs("all")]

    @app.get("/collections", dependencies=reads)
    def collections(request: Request) -> Response:
        """List the collections that the token's user sees."""
        return _json(operations.collections(token_of(request).user))

    @app.get("/collections/{name:path}", dependencies=reads)
    def collection(request: Request, name: str) -> Response:
        """Return a collection with the ids of its articles, in the order they were added."""
        return _json(operations.collection(name, token_of(request).user))

    @app.post("/collections/{name:path}", dependencies=manages)
    def change(request: Request, name: str, asked: CollectionRequest) -> Response:
        """Make or change a collection: put articles in, take them out, rename or share it."""
        user = token_of(request).user
        return _json(
            operations.change_collection(
                name, user, add=asked.add, remove=asked.remove, new_name=asked.name, shared=asked.shared
            )
        )

    @app.delete("/collections/{name:path}", dependencies=manages, status_code=204)
    def delete(request: Request, name: str) -> Response:
        """Delete a collection; its articles stay."""
        operations.delete_collection(name, token_of(request).user)
        return Response(status_code=204)


def _add_notes(app: FastAPI, operations: Operations) -> None:
    reads, manages = [needs("read")], [needs("all")]

    @app.get("/notes", dependencies=reads)
    def notes(request: Request) -> Response:
        """List the notes and highlights of the token's user, the oldest first."""
        return _json(operations.notes(token_of(request).user))

    @app.get("/articles/{article_id}/notes", dependencies=reads)
    def notes_on(request: Request, article_id: str) -> Response:
        """List the notes and highlights of the token's user on an article, the oldest first."""
        return _json(operations.notes(token_of(request).user, article_id))

    @app.post("/articles/{article_id}/notes", dependencies=manages, status_code=201)
    def add(request: Request, article_id: str, asked: NoteRequest) -> Response:
        """Store a note on an article, or a highlight of its characters."""
        return _json(operations.add_note(token_of(request).user, article_id, asked.text, asked.span), status=201)

    @app.put("/notes/{note_id}", dependencies=manages)
    def change(request: Request, note_id: int, asked: ChangedNoteRequest) -> Response:
        """Write another text of a note."""
        return _json(operations.change_note(token_of(request).user, note_id, asked.text))

    @app.delete("/notes/{note_id}", dependencies=manages, status_code=204)
    def delete(request: Request, note_id: int) -> Response:
        """Delete a note."""
        operations.delete_note(token_of(request).user, note_id)
        return Response(status_code=204)


def _add_digest(app: FastAPI, operations: Operations, questions: ModelThreads) -> None:
    reads, manages = [needs("read")], [needs("all")]

    @app.get("/questions", dependencies=reads)
    def standing(request: Request) -> Response:
        """List the questions that are asked of new articles."""
        return _json(operations.questions(token_of(request).user))

    @app.post("/questions", dependencies=manages, status_code=201)
    def keep_asking(request: Request, asked: QuestionRequest) -> Response:
        """Ask a question of every article that comes in from now on."""
        return _json(operations.keep_asking(token_of(request).user, asked.question), status=201)

    @app.delete("/questions/{question_id}", dependencies=manages, status_code=204)
    def stop_asking(request: Request, question_id: int) -> Response:
        """No longer ask a question; its answers are forgotten."""
        operations.stop_asking(token_of(request).user, question_id)
        return Response(status_code=204)

    @app.get("/digest", dependencies=reads)
    async def digest(
        request: Request,
        form: Annotated[DigestForm, Query(description="JSON, one HTML file, or an Atom feed.")] = "json",
        since: Annotated[str | None, Query(description="A time; unset: what has not been seen.")] = None,
    ) -> Response:
        """Return what is new: answers to standing questions, articles by outlet, and what could not be looked at."""
        user = token_of(request).user
        made = await questions.run(lambda: operations.digest_as(operations.digest(user, since), form))
        headers = {"Content-Security-Policy": POLICY} if form == "html" else None
        return Response(made, media_type=_DIGEST_TYPES[form], headers=headers)

    @app.post("/digest/seen", dependencies=manages, status_code=204)
    def seen(request: Request, asked: SeenRequest) -> Response:
        """Note that what is new has been seen up to a time: the next digest begins there."""
        operations.mark_seen(token_of(request).user, asked.until)
        return Response(status_code=204)


def _bytes(media_type: str) -> Json:
    """Return the description of a request whose body is a file."""
    return {"required": True, "content": {media_type: {"schema": {"type": "string"}}}}


async def _orders(request: Request) -> list[Order]:
    """Return the tasks that a request to add articles asks for."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        async with request.form(max_files=MAX_FILES, max_fields=0) as form:
            uploads = [one for one in form.getlist("file") if isinstance(one, UploadFile)]
            files = [(upload.filename or "", await upload.read()) for upload in uploads]
        if not files:
            raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY, "The form has no file; name its field “file”.")
        return order_files(files)
    if kind != "application/json":
        raise HTTPException(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Send application/json, or files as multipart/form-data."
        )
    try:
        asked = AddRequest.model_validate_json(await request.body())
    except ValidationError as error:
        raise RequestValidationError(error.errors(include_url=False, include_input=False)) from error
    if asked.text is not None:
        return [order_text(asked.text, asked.title)]
    if asked.html is not None:
        return [order_html(asked.html, asked.url or "")]
    return [order_address(asked.url or "")]


async def _waited(operations: Operations, number: int, wait_s: float) -> Json:
    """Return a job, once it is done or the time is over."""
    with anyio.move_on_after(wait_s):
        while (await to_thread.run_sync(operations.job, number))["state"] == "open":
            await anyio.sleep(LOOK_AGAIN_S)
    return await to_thread.run_sync(operations.job, number)


def _location(request: Request, job: int) -> dict[str, str]:
    """Return the header that names where a job is seen, also where the application is mounted under a path."""
    return {"Location": f"{request.scope.get('root_path', '')}/jobs/{job}"}


def _scope(operations: Operations, asked: ScopedRequest, request: Request) -> ArticleScope:
    since, until = (day.isoformat() if day else None for day in (asked.since, asked.until))
    return operations.scope(asked.within, since, until, user=token_of(request).user)


def _json(value: Json, *, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return Response(_JSON.dump_json(value), status_code=status, media_type="application/json", headers=headers)
