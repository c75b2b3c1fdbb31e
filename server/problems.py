"""Errors as problem details (RFC 9457), ``application/problem+json``."""

import json
import logging
from collections.abc import Mapping
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from domain.errors import (
    CollectionError,
    DatelineError,
    DraftTooLong,
    LibraryBusy,
    ModelError,
    NoteError,
    QuestionTooLong,
    SourceError,
    Stopping,
    TooManyQuestions,
    UnknownArticle,
    UnknownCollection,
    UnknownEvent,
    UnknownJob,
    UnknownNote,
    UnknownQuestion,
)

MEDIA_TYPE = "application/problem+json"
BUSY_S = 5
"""After how many seconds a client may retry when the library was busy or too many questions were asked."""

_STATUS: tuple[tuple[type[DatelineError], HTTPStatus], ...] = (
    (UnknownArticle, HTTPStatus.NOT_FOUND),
    (UnknownJob, HTTPStatus.NOT_FOUND),
    (UnknownCollection, HTTPStatus.NOT_FOUND),
    (UnknownNote, HTTPStatus.NOT_FOUND),
    (UnknownQuestion, HTTPStatus.NOT_FOUND),
    (UnknownEvent, HTTPStatus.NOT_FOUND),
    (CollectionError, HTTPStatus.UNPROCESSABLE_ENTITY),
    (NoteError, HTTPStatus.UNPROCESSABLE_ENTITY),
    (QuestionTooLong, HTTPStatus.UNPROCESSABLE_ENTITY),
    (DraftTooLong, HTTPStatus.UNPROCESSABLE_ENTITY),
    (SourceError, HTTPStatus.UNPROCESSABLE_ENTITY),
    (LibraryBusy, HTTPStatus.SERVICE_UNAVAILABLE),
    (TooManyQuestions, HTTPStatus.SERVICE_UNAVAILABLE),
    (Stopping, HTTPStatus.SERVICE_UNAVAILABLE),
    (ModelError, HTTPStatus.BAD_GATEWAY),
)

log = logging.getLogger(__name__)


def problem(detail: str, status: int, *, headers: Mapping[str, str] | None = None, **more: object) -> Response:
    """Return a problem as a response; ``more`` are further members of its JSON object."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail, **more}
    return Response(
        json.dumps(body, ensure_ascii=False), status_code=status, media_type=MEDIA_TYPE, headers=dict(headers or {})
    )


def add_problems(app: FastAPI) -> None:
    """Register handlers that respond to every error of an application with problem details."""
    app.add_exception_handler(DatelineError, _dateline)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(Exception, _unexpected)


def _dateline(_request: Request, error: Exception) -> Response:
    assert isinstance(error, DatelineError)
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), HTTPStatus.INTERNAL_SERVER_ERROR)
    headers = {"Retry-After": str(BUSY_S)} if status == HTTPStatus.SERVICE_UNAVAILABLE else None
    return problem(error.args[0], status, headers=headers, hint=error.hint)


def _http(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return problem(error.detail, error.status_code, headers=error.headers)


def _invalid(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    places = [{"at": ".".join(map(str, one["loc"])), "error": one["msg"]} for one in error.errors()]
    detail = "; ".join(f"{place['at']}: {place['error']}" for place in places)
    return problem(f"The request cannot be read: {detail}.", HTTPStatus.UNPROCESSABLE_ENTITY, errors=places)


def _unexpected(_request: Request, error: Exception) -> Response:
    log.error("Unexpected error", exc_info=error)
    return problem(
        "Something went wrong inside Dateline; the terminal that runs it shows the details.",
        HTTPStatus.INTERNAL_SERVER_ERROR,
    )
