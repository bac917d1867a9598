"""Delivery URLs: signing and verifying by the tables of delivery.md §1.6, and hostile spellings."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import AppError, Unauthorized
from app.library.delivery_url import DeliveryURL
from app.library.signatures import NEVER, SKEW, sign
from app.library.urls import Urls

SDK_KEY = "dummy-key"
OUR_KEY = "private_test_key_123"
HINDI = "sdk-testing-files/%E0%A4%B9%E0%A4%BF%E0%A4%A8%E0%A5%8D%E0%A4%A6%E0%A5%80.png"
LAYER = (
    "l-text,ie-4KS54KS%2F4KSo4KWN4KSm4KWA,co-red,fs-32,"
    "ff-sdk-testing-files@@Poppins-Regular_Q15GrYWmL.ttf,l-end"
)
PINNED = "bREnN9Z5VQQ5OOZCSvaXcO9SW.su4QLu"
MAY = 1700000000


class Vector(NamedTuple):
    """A row of the tables: the URL after the endpoint, its expiry, and the signature."""

    name: str
    key: str
    text: str
    expiry: int
    signature: str

    @property
    def query(self) -> str:
        """The query, with `?`, that a client sends for it."""
        bare = self.text.partition("?")[2].replace(" ", "%20")
        end = "" if self.expiry == NEVER else f"ik-t={self.expiry}&"
        return f"{bare}{'&' if bare else ''}{end}ik-s={self.signature}"

    @property
    def path(self) -> str:
        """The path that a client sends for it."""
        return self.text.partition("?")[0]


def sdk(name: str, text: str, signature: str) -> Vector:
    return Vector(name, SDK_KEY, text, NEVER, signature)


def ours(name: str, text: str, expiry: int, signature: str) -> Vector:
    return Vector(name, OUR_KEY, text, expiry, signature)


FUTURE = "sdk-testing-files/future-search.png"
VECTORS = [
    sdk("S1", FUTURE, "32dbbbfc5f945c0403c71b54c38e76896ef2d6b0"),
    sdk("S2", HINDI, "3fff2f31da1f45e007adcdbe95f88c8c330e743c"),
    sdk("S3", f"{HINDI}?tr={LAYER}", "ac9f24a03080102555e492185533c1ae6bd93fa7"),
    sdk("S4", f"tr:{LAYER}/{HINDI}", "69f2ecbb7364bbbad24616e1f7f1bac5a560fc71"),
    sdk("S5", f"{FUTURE}?version=1.0&cache=false", "f2e5a1b8b6a0b03fd63789dfc6413a94acef9fd8"),
    sdk("S6", f"{FUTURE}?version=2.0&tr=w-300,h-200", "601d97a7834b7554f4dabf0d3fc3a219ceeb6b31"),
    sdk("S7", f"tr:w-300,h-200/{FUTURE}?version=2.0", "dd1ee8f83d019bc59fd57a5fc4674a11eb8a3496"),
    ours("M1", "photos/a.jpg", NEVER, "9959926ef9da88c50640689f5812a5a106736218"),
    ours("M2", "photos/a.jpg", MAY, "16860dbb80bac42e52a542c8d8d84533a792258a"),
    ours("M3", "photos/a.jpg?tr=w-300,h-200", MAY, "9f5ee5122f667e0815186509feb377c56c177a51"),
    ours("M4", "tr:w-300,h-200/photos/a.jpg", MAY, "ab5616a4039dc440096933a72adf612b2ee4d857"),
    ours(
        "M5",
        f"photos/a.jpg?ik-obj-version={PINNED}&tr=w-300",
        MAY,
        "1af17c4128cd7b189b647ec9c29f7b047a748745",
    ),
    ours(
        "M6",
        f"photos/a.jpg?ik-obj-version={PINNED}&updatedAt=1566630881313&tr=n-ik_ml_thumbnail",
        NEVER,
        "5db32e7b822c2f71b136820fde0c8e7d3b63753e",
    ),
    ours(
        "M7",
        "photos/a.jpg?tr=orig-true&ik-attachment=true",
        MAY,
        "f3f3c633f13d8aae929dc071ea52892725a61ec3",
    ),
    ours("M8", "photos/a%20b.jpg", MAY, "65c1e7794c790beea74a8d17e2f4e7ddf9f339dc"),
    ours("M9", "photos/caf%C3%A9.jpg?v=2", MAY, "90f4e52b3d293455ae5e13068bfaaf1f9a75c887"),
    ours("M10", "photos/a/seo-name.jpg", MAY, "46b9be3f6bcb428bdeee8b1716550ac1e17c5e32"),
    ours("M11", "a.jpg?x=a b", NEVER, "2c0c30499ad84bfb765e19229b10bced3654ae1d"),
    ours(
        "M12",
        "a.jpg?ik-obj-version=AB.c&updatedAt=5&tr=w-300",
        NEVER,
        "1f366f355147e7ae8f81b5577f7122191cde5c71",
    ),
]
URLS = {key: Urls("http://localhost:8080/acme", key.__str__) for key in (SDK_KEY, OUR_KEY)}

vectors = pytest.mark.parametrize("vector", VECTORS, ids=[vector.name for vector in VECTORS])


def opened(path: str, query: str = "", *, key: str = OUR_KEY, now: float = MAY) -> DeliveryURL:
    return URLS[key].open(path, query, now)


def is_accepted(path: str, query: str, key: str) -> bool:
    """Whether it counts as signed; without its `ik-s` it may be good, but not for that."""
    try:
        return opened(path, query, key=key).is_signed
    except AppError:
        return False


def signed(path: str, query: str = "", expiry: int | None = None) -> tuple[str, str]:
    """Path and query with the signature our key gives them."""
    endpoint = URLS[OUR_KEY].endpoint
    url = URLS[OUR_KEY].sign(f"{endpoint}/{path}{'?' * bool(query)}{query}", expiry)
    path, _, query = url.removeprefix(endpoint + "/").partition("?")
    return path, query


@vectors
def test_signing_computes_what_the_sdks_compute(vector: Vector) -> None:
    urls = URLS[vector.key]
    expires_at = None if vector.expiry == NEVER else vector.expiry

    url = urls.sign(f"{urls.endpoint}/{vector.text}", expires_at)

    assert url.endswith(f"ik-s={vector.signature}")
    assert (f"ik-t={vector.expiry}&" in url) == (vector.expiry != NEVER)


@vectors
def test_verifying_accepts_what_the_sdks_sign(vector: Vector) -> None:
    url = opened(vector.path, vector.query, key=vector.key)

    assert url.is_signed
    assert url.expires_at == (None if vector.expiry == NEVER else vector.expiry)


@vectors
def test_verifying_refuses_another_key(vector: Vector) -> None:
    other = OUR_KEY if vector.key == SDK_KEY else SDK_KEY

    with pytest.raises(Unauthorized):
        opened(vector.path, vector.query, key=other)


@vectors
def test_a_signature_expires_after_the_skew(vector: Vector) -> None:
    last = vector.expiry + SKEW

    assert opened(vector.path, vector.query, key=vector.key, now=last).is_signed
    with pytest.raises(Unauthorized):
        opened(vector.path, vector.query, key=vector.key, now=last + 1)


@vectors
def test_no_character_can_be_changed(vector: Vector) -> None:
    sent = f"{vector.path}?{vector.query}"

    for place, character in enumerate(sent):
        other = "b" if character == "a" else "a"
        path, _, query = (sent[:place] + other + sent[place + 1 :]).partition("?")
        assert not is_accepted(path, query, vector.key), f"{other} at {place}"


M2 = "16860dbb80bac42e52a542c8d8d84533a792258a"
M3 = "9f5ee5122f667e0815186509feb377c56c177a51"


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("photos/a.jpg", "ik-t=1700000000&ik-s="),
        ("photos/a.jpg", f"ik-t=1700000000&ik-s={M2}&ik-s={M2}"),
        ("photos/a.jpg", f"ik-t=1700000000&ik-t=1700000000&ik-s={M2}"),
        ("photos/a.jpg", f"ik-t=1700000000&ik-t=9999999999&ik-s={M2}"),
        ("photos/a.jpg", f"ik-t=&ik-s={M2}"),
        ("photos/a.jpg", f"ik-t=never&ik-s={M2}"),
        ("photos/a.jpg", f"ik-t=%31700000000&ik-s={M2}"),
        ("photos/a.jpg", f"ik-t=+1700000000&ik-s={M2}"),
        ("photos/a.jpg", f"ik-t=01700000000&ik-s={M2}"),
        ("photos/a.jpg", f"ik-t=1700000000.5&ik-s={M2}"),
        ("photos/a.jpg", f"ik-t=\uff11700000000&ik-s={M2}"),
        ("photos/a.jpg", f"ik-t=1800000000&ik-s={M2}"),
        ("photos/a.jpg", f"ik-s={M2}"),
        ("photos/a.jpg", f"ik-t=1700000000&ik-s={M2.upper()}"),
        ("photos/a.jpg", f"ik-t=1700000000&ik-s={M2}0"),
        ("photos/a.jpg", "ik-t=1700000000&ik-s=é"),
        ("photos/a.jpg", f"v=1&ik-t=1700000000&ik-s={M2}"),
        ("photos/a.jpg", f"ik-t=1700000000&ik-s={M2}&tr=w-300"),
        ("photos/a.jpg", f"ik-t=1700000000&ik-s={M2}&&"),
        ("tr:w-9/photos/a.jpg", f"ik-t=1700000000&ik-s={M2}"),
        ("photos/tr:orig-true/a.jpg", f"ik-t=1700000000&ik-s={M2}"),
        ("photos//a.jpg", f"ik-t=1700000000&ik-s={M2}"),
        ("photos/b/../a.jpg", f"ik-t=1700000000&ik-s={M2}"),
        ("photos%2Fa.jpg", f"ik-t=1700000000&ik-s={M2}"),
        ("photos/a.jpg", f"tr=w-300%2Ch-20&ik-t=1700000000&ik-s={M3}"),
        ("photos/a.jpg", f"TR=w-300,h-200&ik-t=1700000000&ik-s={M3}"),
        ("photos/a.jpg", f"tr=h-200,w-300&ik-t=1700000000&ik-s={M3}"),
        ("photos/a.jpg", f"tr=w-300,h-200&tr=w-300,h-200&ik-t=1700000000&ik-s={M3}"),
        ("photos/a.jpg", f"ik-obj-version={PINNED}&tr=w-300,h-200&ik-t=1700000000&ik-s={M3}"),
    ],
)
def test_a_tampered_url_is_refused(path: str, query: str) -> None:
    with pytest.raises(Unauthorized):
        opened(path, query)


def test_digits_cannot_move_between_the_url_and_its_expiry() -> None:
    """What is signed is the URL and its expiry with nothing in between."""
    path, query = signed("photos/a.jpg", "updatedAt=1710334642118", MAY)
    signature = query.rpartition("=")[2]
    assert opened(path, query).is_signed

    for moved in range(1, 14):
        kept, digits = "1710334642118"[:-moved], "1710334642118"[-moved:]
        forged = f"updatedAt={kept}&ik-t={digits}{MAY}&ik-s={signature}"
        with pytest.raises(Unauthorized):
            opened(path, forged)
    for moved in range(1, 10):
        digits, kept = str(MAY)[:moved], str(MAY)[moved:]
        forged = f"updatedAt=1710334642118{digits}&ik-t={kept}&ik-s={signature}"
        with pytest.raises(Unauthorized):
            opened(path, forged)


def test_a_signature_holds_wherever_it_stands_in_the_query() -> None:
    query = f"ik-s={M3}&tr=w-300,h-200&ik-t=1700000000"

    assert opened("photos/a.jpg", query).is_signed


def test_any_key_that_is_named_may_have_signed() -> None:
    urls = Urls("http://localhost", lambda: "new key")

    assert urls.open("photos/a.jpg", f"ik-t={MAY}&ik-s={M2}", MAY, keys=["x", OUR_KEY]).is_signed


def test_an_expiry_without_a_signature_signs_nothing() -> None:
    assert not opened("photos/a.jpg", "ik-t=1700000000").is_signed


@pytest.mark.parametrize(
    ("sent", "bare"),
    [
        ("my%20photos/a%20b.jpg", "my photos/a b.jpg"),
        ("caf%C3%A9.jpg", "café.jpg"),
        ("caf%C3%A9%20b.jpg", "caf%C3%A9 b.jpg"),
        ("caf%C3%A9%20b.jpg", "café b.jpg"),
        ("a.jpg?tr=w-1%2Ch-1", "a.jpg?tr=w-1,h-1"),
        ("a%20b.jpg?tr=w-1%2Ch-1", "a b.jpg?tr=w-1%2Ch-1"),
        ("ik-seo/a%20b/c.jpg", "a b/c.jpg"),
    ],
)
def test_what_clients_encode_after_signing_is_accepted(sent: str, bare: str) -> None:
    path, _, query = sent.partition("?")
    signature = sign(OUR_KEY, bare)

    assert opened(path, f"{query}{'&' * bool(query)}ik-s={signature}").is_signed


@pytest.mark.parametrize("reserved", ["%2F", "%2B", "%3D", "%26", "%25", "%3F", "%23", "%5C"])
def test_what_means_something_in_a_url_is_not_respelt(reserved: str) -> None:
    literal = bytes.fromhex(reserved[1:]).decode()
    signature = sign(OUR_KEY, f"a{literal}b.jpg")

    with pytest.raises(Unauthorized):
        opened(f"a{reserved}b.jpg", f"ik-s={signature}")


def test_the_spelling_that_was_signed_is_the_one_that_is_obeyed() -> None:
    """A layer that was signed cannot be hidden from the parser by encoding some of its commas."""
    chain = "di-a.jpg,l-image,i-logo.png,l-end,w-300"
    path, query = signed("a.jpg", f"tr={chain}")

    url = opened(path, query.replace("l-image,i-logo.png,", "l-image%2Ci-logo.png%2C"))

    assert url.transformation == chain


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_nothing_unsigned_passes_for_signed(path: str, query: str, signature: str) -> None:
    with pytest.raises(Unauthorized):
        opened(path, f"{query}&ik-s={signature}")


pieces = st.lists(st.sampled_from(["a", "/", "%20", ",", "%2C", ":", "~", "é", "%C3%A9", "%2B"]))


@given(pieces, pieces, st.integers(MAY, NEVER))
def test_what_is_signed_verifies(path: list[str], query: list[str], expiry: int) -> None:
    target, tail = "".join(path), "".join(query)
    signature = sign(OUR_KEY, f"{target}?{tail}" if tail else target, expiry)

    seal = f"ik-t={expiry}&ik-s={signature}"
    assert opened(target, f"{tail}&{seal}" if tail else seal).is_signed
