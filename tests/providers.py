"""Providers of extensions as tests know them: servers that speak the documented APIs."""

from __future__ import annotations

import base64
import threading
from collections.abc import Callable, Sequence
from email import message_from_bytes
from time import monotonic
from types import TracebackType
from typing import Self

import orjson

from tests.client import Json
from tests.pictures import numbered
from tests.receivers import Answer, Posted, Receiver, Reply

CUT = numbered(99)
"""The picture that is left when the background is gone."""
LABELS = [("Cat", 0.9876), ("Pet", 0.7), ("Sofa", 0.42)]


def cut(_: Posted) -> Reply:
    """As remove.bg answers."""
    return 200, CUT


def saw(*labels: tuple[str, float]) -> Answer:
    """As both taggers answer, each in its own way; scores go from 0 to 1."""

    def answer(posted: Posted) -> Reply:
        if "x-amz-target" in posted.headers:
            found = [{"Name": name, "Confidence": 100 * score} for name, score in labels]
            return 200, orjson.dumps({"Labels": found[: posted.json["MaxLabels"]]})
        most = posted.json["requests"][0]["features"][0]["maxResults"]
        named = [{"mid": "/m/1", "description": name, "score": score} for name, score in labels]
        return 200, orjson.dumps({"responses": [{"labelAnnotations": named[:most]}]})

    return answer


def seen(posted: Posted) -> bytes:
    """The picture that a tagger was sent."""
    body = posted.json
    image = body.get("Image") or {"Bytes": body["requests"][0]["image"]["content"]}
    return base64.b64decode(image["Bytes"])


def form(posted: Posted) -> dict[str, bytes]:
    """The parts that remove.bg was sent."""
    head = f"Content-Type: {posted.headers['content-type']}\r\n\r\n".encode()
    message = message_from_bytes(head + posted.body)
    found = {}
    for part in message.walk():
        if part.is_multipart():
            continue
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        found[str(part.get_param("name", header="content-disposition"))] = content
    return found


class Provider(Receiver):
    """A receiver whose settings make a server ask it for everything."""

    @property
    def settings(self) -> dict[str, str]:
        """For a server that may ask it."""
        return {
            "REMOVE_BG_URL": self.url,
            "REMOVE_BG_KEY": "remove-key",
            "VISION_URL": self.url,
            "VISION_KEY": "vision-key",
            "REKOGNITION_URL": self.url,
            "REKOGNITION_KEY": "AKIDEXAMPLE:rekognition-secret",
        }


class Held:
    """An answer that is not given before `go_on`; a context manager that lets it go."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._may_go = threading.Event()

    def __call__(self, posted: Posted) -> Reply:
        self._may_go.wait(60)
        return self._answer(posted)

    def go_on(self) -> None:
        """Gives every answer, now and later."""
        self._may_go.set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.go_on()


def in_turn(*answers: Answer) -> Answer:
    """One answer after the other, the last one for ever."""
    left: list[Answer] = list(answers)

    def answer(posted: Posted) -> Reply:
        return (left.pop(0) if len(left) > 1 else left[0])(posted)

    return answer


def refusing(status: int, body: bytes = b"") -> Answer:
    """An answer that is none."""
    return lambda _: (status, body)


def asked(*extensions: object) -> str:
    """As a form has them."""
    return orjson.dumps(list(extensions)).decode()


def tagging(name: str = "google-auto-tagging", least: int = 50, most: int = 5) -> dict[str, object]:
    """An extension that tags."""
    return {"name": name, "minConfidence": least, "maxTags": most}


def names(tags: Sequence[dict[str, object]] | None) -> list[object]:
    """Of AI tags."""
    return [tag["name"] for tag in tags or []]


def outcome(hook: Receiver, file_id: str, count: int = 1) -> list[Json]:
    """What the hook is told of a file."""
    told = hook.wait(
        count,
        when=lambda each: file_id in (each.json.get("fileId"), _object(each.json).get("fileId")),
    )
    return [each.json for each in told]


def _object(body: Json) -> Json:
    found: Json = body.get("fileObject", {})
    return found


def wait_until(condition: Callable[[], bool], seconds: float = 30) -> None:
    """Asks again and again, for there is nobody to say when."""
    deadline = monotonic() + seconds
    while not condition():
        assert monotonic() < deadline, "it never came"
