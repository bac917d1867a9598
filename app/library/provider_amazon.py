"""Tags by Amazon Rekognition: DetectLabels, signed as AWS Signature Version 4 says."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlsplit

import orjson

from app.library.providers import Picture, Refused, Tag, ask
from app.remote import Remote

_MAX_ANSWER: Final = 1024 * 1024
_ALGORITHM: Final = "AWS4-HMAC-SHA256"
_REGION: Final = re.compile(r"//rekognition[a-z-]*\.([a-z0-9-]+)\.")


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who signs, and for which region and service."""

    key_id: str
    secret: str
    region: str
    service: str = "rekognition"


class Rekognition:
    """The service at a URL."""

    def __init__(self, trusted: Remote, *, url: str, key_id: str, secret: str) -> None:
        self._trusted = trusted
        self._url = url
        found = _REGION.search(url)
        self._credentials = Credentials(key_id, secret, found[1] if found else "us-east-1")

    async def tags(self, picture: Picture, *, most: int) -> list[Tag]:
        """Its labels."""
        asked = {
            "Image": {"Bytes": base64.b64encode(picture.content).decode()},
            "MaxLabels": most,
            "MinConfidence": 0,
        }
        body = orjson.dumps(asked)
        headers = {
            "Content-Type": "application/x-amz-json-1.1",
            "X-Amz-Target": "RekognitionService.DetectLabels",
        }
        headers |= signed(self._credentials, self._url, headers, body, datetime.now(UTC))
        answer = await ask(self._trusted, self._url, body, headers, limit=_MAX_ANSWER)
        try:
            labels = orjson.loads(answer)["Labels"]
            return [Tag(str(each["Name"]), float(each["Confidence"])) for each in labels]
        except (ValueError, KeyError, TypeError) as error:
            raise Refused("The provider's answer cannot be read.") from error


def signed(
    credentials: Credentials, url: str, headers: Mapping[str, str], body: bytes, at: datetime
) -> dict[str, str]:
    """The headers that sign a POST of the body with these headers to a URL without a query."""
    target = urlsplit(url)
    time = f"{at:%Y%m%dT%H%M%SZ}"
    scope = f"{time[:8]}/{credentials.region}/{credentials.service}/aws4_request"
    covered = {"host": target.netloc, "x-amz-date": time}
    covered |= {name.lower(): value.strip() for name, value in headers.items()}
    names = ";".join(sorted(covered))
    lines = [f"{name}:{covered[name]}" for name in sorted(covered)]
    request = ["POST", target.path or "/", "", *lines, "", names, _hash(body)]
    text = "\n".join([_ALGORITHM, time, scope, _hash("\n".join(request).encode())])
    key = f"AWS4{credentials.secret}".encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    signature = hmac.digest(key, text.encode(), "sha256").hex()
    credential = f"{credentials.key_id}/{scope}"
    authorization = (
        f"{_ALGORITHM} Credential={credential}, SignedHeaders={names}, Signature={signature}"
    )
    return {"X-Amz-Date": time, "Authorization": authorization}


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
