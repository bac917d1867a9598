"""Error codes: the closed set of values of an error's `extensions.code`."""

from __future__ import annotations

from enum import Enum

import strawberry

from app.graphql.fields import value


@strawberry.enum(description="Why a request or one of its fields failed: an error's `code`.")
class ErrorCode(Enum):
    """Each with the sentence that the schema says about it."""

    NOT_FOUND = value("NOT_FOUND", "What was named does not exist.")
    ALREADY_EXISTS = value("ALREADY_EXISTS", "The name or path is taken.")
    INVALID = value("INVALID", "A value is not allowed; `field` says which.")
    STALE = value("STALE", "The file changed since the caller looked.")
    CONFLICT = value("CONFLICT", "It clashes with what is stored, in another way.")
    VERSION_IS_CURRENT = value(
        "VERSION_IS_CURRENT", "The current version of a file cannot be deleted."
    )
    VERSION_LIMIT_EXCEEDED = value(
        "VERSION_LIMIT_EXCEEDED", "The file would have more versions than are kept."
    )
    TOO_LARGE = value("TOO_LARGE", "Too many bytes, pixels or parts.")
    UNREADABLE = value("UNREADABLE", "Bytes that cannot be decoded.")
    UNSUPPORTED = value("UNSUPPORTED", "Understood, and not done here.")
    BUSY = value("BUSY", "Right, but not now; ask again later.")
    UNAUTHENTICATED = value("UNAUTHENTICATED", "The request has no private key.")
    FORBIDDEN = value("FORBIDDEN", "The key is not known here, has expired, or may only read.")
    BAD_REQUEST = value("BAD_REQUEST", "The HTTP request is not a GraphQL request.")
    CSRF = value("CSRF", "A page of another site may have made the request.")
    METHOD_NOT_ALLOWED = value("METHOD_NOT_ALLOWED", "Neither GET nor POST, or a mutation by GET.")
    NOT_ACCEPTABLE = value("NOT_ACCEPTABLE", "The `Accept` header leaves nothing that can be sent.")
    UNSUPPORTED_MEDIA_TYPE = value(
        "UNSUPPORTED_MEDIA_TYPE", "The body is neither JSON nor a multipart form."
    )
    TIMEOUT = value("TIMEOUT", "The rest of the body did not come in time.")
    GRAPHQL_PARSE_FAILED = value("GRAPHQL_PARSE_FAILED", "The document has a syntax error.")
    GRAPHQL_VALIDATION_FAILED = value(
        "GRAPHQL_VALIDATION_FAILED", "The document does not fit the schema."
    )
    BAD_USER_INPUT = value("BAD_USER_INPUT", "A variable or argument is not of its type.")
    OPERATION_NAME_REQUIRED = value(
        "OPERATION_NAME_REQUIRED",
        "The document has several operations; `operationName` must name one of them.",
    )
    LIMIT_TOKENS = value("LIMIT_TOKENS", "The document has too many tokens.")
    LIMIT_DEFINITIONS = value(
        "LIMIT_DEFINITIONS", "The document has too many operations and fragments."
    )
    LIMIT_DEPTH = value("LIMIT_DEPTH", "Fields lie too deep in one another.")
    LIMIT_FIELDS = value("LIMIT_FIELDS", "Too many fields, fragments spread out.")
    LIMIT_ALIASES = value("LIMIT_ALIASES", "Too many aliases.")
    LIMIT_DIRECTIVES = value("LIMIT_DIRECTIVES", "Too many directives.")
    LIMIT_ROOT_FIELDS = value("LIMIT_ROOT_FIELDS", "Too many fields at the root.")
    LIMIT_LIST_ITEMS = value("LIMIT_LIST_ITEMS", "A list has too many items.")
    LIMIT_COST = value(
        "LIMIT_COST",
        "The answer could get too large; the answer's `extensions.cost` counts.",
    )
    INTERNAL = value("INTERNAL", "A fault of the server, logged under the error's `errorId`.")
