"""Webhook deliveries: what was told to others about files, or could not be told yet."""

from __future__ import annotations

from enum import Enum
from typing import Annotated

import orjson
import strawberry

from app.graphql import ids
from app.graphql.context import Info
from app.graphql.fields import argument, field, value
from app.graphql.ids import Kind
from app.graphql.nodes import Node
from app.graphql.pagination import Shape
from app.graphql.scalars import JSON, URL, DateTime
from app.graphql.types import File
from app.library.events import EventRow, Status

DELIVERY_KEY = Shape((int,))


@strawberry.enum(description="How far the delivery of a webhook has come.")
class WebhookDeliveryStatus(Enum):
    """Its values are the library's."""

    PENDING = value(Status.PENDING, "It will be tried, or tried again.")
    DELIVERED = value(Status.DELIVERED, "Its receiver took it.")
    FAILED = value(Status.FAILED, "Its receiver did not take it within a day; it was given up.")


WithStatus = Annotated[
    WebhookDeliveryStatus | None, argument("Only those that have come so far; null: all.")
]


@strawberry.type(
    description=(
        "Something that has happened to a file, and what became of telling it. The deliveries of"
        " one file come in the order of what happened. They are kept for a week, or for a month"
        " when they failed."
    )
)
class WebhookDelivery(Node):
    """An event, held as its row."""

    row: strawberry.Private[EventRow]

    @classmethod
    def of(cls, row: EventRow) -> WebhookDelivery:
        """The delivery of this event."""
        return cls(row=row)

    @field("Opaque.")
    def id(self) -> strawberry.ID:
        return ids.spell(Kind.DELIVERY, self.row.id)

    @field("The id that its receiver sees, in the body and in `webhook-id`; the same each time.")
    def event_id(self) -> strawberry.ID:
        return strawberry.ID(self.row.id)

    @field(
        "What has happened: `file.created`, `file.updated`, `file.deleted`,"
        " `file-version.created`, `file-version.deleted`, `upload.pre-transform.success`,"
        " `upload.pre-transform.error`, `upload.post-transform.success`,"
        " `upload.post-transform.error` or `extension.finished`."
    )
    def type(self) -> str:
        return str(self.row.kind)

    @field("Where it goes; null: to the webhook of the server's settings.")
    def url(self) -> URL | None:
        return None if self.row.url is None else URL(self.row.url)

    @field("How far it has come.")
    def status(self) -> WebhookDeliveryStatus:
        return WebhookDeliveryStatus(self.row.status)

    @field("How often it was tried, since it was last asked for.")
    def attempts(self) -> int:
        return self.row.attempts

    @field("Why the last attempt failed; null when it did not.")
    def last_error(self) -> str | None:
        return self.row.error

    @field("When it will be tried at the earliest; null when it is over.")
    def next_attempt_at(self) -> DateTime | None:
        is_pending = self.row.status is Status.PENDING
        return DateTime(self.row.due_at) if is_pending else None

    @field("When its receiver took it.")
    def delivered_at(self) -> DateTime | None:
        is_delivered = self.row.status is Status.DELIVERED
        return DateTime(self.row.due_at) if is_delivered else None

    @field("When it happened.")
    def created_at(self) -> DateTime:
        return DateTime(self.row.created_at)

    @field("The file; null when it is gone, or was never made.")
    async def file(self, info: Info) -> File | None:
        row = await info.context.loaders.files.load(self.row.file_id)
        return File.of(row) if row else None

    @field("The body that is sent.")
    def payload(self, info: Info) -> JSON:
        return JSON(orjson.loads(info.context.state.webhooks.render(self.row)))


@strawberry.input(description="Input of `resendWebhook`.")
class ResendWebhookInput:
    """Input of `resendWebhook`."""

    delivery_id: strawberry.ID = strawberry.field(
        description="The delivery, whatever became of it."
    )


@strawberry.type(description="What `resendWebhook` changed.")
class ResendWebhookPayload:
    """What `resendWebhook` changed."""

    delivery: WebhookDelivery = strawberry.field(
        description="The delivery, to be tried at once and for a day."
    )
