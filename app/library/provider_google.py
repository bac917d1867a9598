"""Tags by Google Cloud Vision: `images:annotate` with LABEL_DETECTION."""

from __future__ import annotations

import base64
from typing import Final

import orjson

from app.library.providers import Picture, Refused, Tag, ask
from app.remote import Remote

_MAX_ANSWER: Final = 1024 * 1024


class GoogleVision:
    """The service at a URL, by a key."""

    def __init__(self, trusted: Remote, *, url: str, key: str) -> None:
        self._trusted = trusted
        self._url = url
        self._key = key

    async def tags(self, picture: Picture, *, most: int) -> list[Tag]:
        """Its labels; their scores go from 0 to 1."""
        asked = {
            "image": {"content": base64.b64encode(picture.content).decode()},
            "features": [{"type": "LABEL_DETECTION", "maxResults": most}],
        }
        headers = {"Content-Type": "application/json", "X-Goog-Api-Key": self._key}
        body = orjson.dumps({"requests": [asked]})
        answer = await ask(self._trusted, self._url, body, headers, limit=_MAX_ANSWER)
        try:
            (said,) = orjson.loads(answer)["responses"]
            if "error" in said:
                raise Refused(f"The provider refused the picture: {said['error'].get('message')}")
            labels = said.get("labelAnnotations", [])
            return [Tag(str(each["description"]), 100 * float(each["score"])) for each in labels]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Refused("The provider's answer cannot be read.") from error
