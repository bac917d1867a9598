"""Delivery URLs: what they ask for (delivery.md §1.1 to §1.4), and what the library builds."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Invalid, NotFound
from app.library.delivery_url import DeliveryURL
from app.library.rows import VersionRow
from app.library.signatures import Target
from app.library.urls import Urls

KEY = "private_test_key_123"
URLS = Urls("https://media.example.org/acme/", lambda: KEY)


def read(target: str) -> DeliveryURL:
    path, _, query = target.partition("?")
    return DeliveryURL.parse(Target(path, query))


def row(name: str = "cat.jpg", folder: str = "/pets", *, number: int = 2) -> VersionRow:
    """Version `number` of a file whose current version is number 2."""
    return VersionRow(
        id="v" * 24,
        number=number,
        version_created_at=10,
        version_updated_at=11,
        token="Zk3.tQ0vXy81mLr-Wc_9uHbE2sNaPd7G",  # noqa: S106 - it is in every URL
        mime="image/jpeg",
        size=1,
        width=1,
        height=1,
        alpha=0,
        orientation=1,
        embedded_metadata_json=None,
        tags_json=None,
        ai_tags_json=None,
        custom_metadata_json=None,
        custom_coordinates=None,
        description=None,
        private=0,
        published=1,
        blob_id="b" * 24,
        sha256="0" * 64,
        file_id="f" * 24,
        name=name,
        file_created_at=10,
        file_updated_at=20,
        current_number=2,
        last_number=2,
        folder_id="d" * 24,
        folder_path=folder,
    )


@pytest.mark.parametrize(
    ("target", "path", "transformation"),
    [
        ("a.jpg", "/a.jpg", ""),
        ("pets/a%20b.jpg", "/pets/a b.jpg", ""),
        ("pets//a.jpg", "/pets/a.jpg", ""),
        ("/pets/a.jpg/", "/pets/a.jpg", ""),
        ("caf%C3%A9.jpg", "/café.jpg", ""),
        ("cafe%CC%81.jpg", "/café.jpg", ""),
        ("a%2Bb+c.jpg", "/a+b+c.jpg", ""),
        ("%252e%252e/a.jpg", "/%2e%2e/a.jpg", ""),
        ("a.jpg?tr=w-300,h-200", "/a.jpg", "w-300,h-200"),
        ("tr:w-300,h-200/a.jpg", "/a.jpg", "w-300,h-200"),
        ("tr%3Aw-300/a.jpg", "/a.jpg", "w-300"),
        ("pets/tr:w-300/a.jpg", "/pets/a.jpg", "w-300"),
        ("tr:w-300:rt-90/a.jpg?tr=h-5", "/a.jpg", "w-300:rt-90:h-5"),
        ("tr:/a.jpg?tr=", "/a.jpg", ""),
        ("a.jpg?tr=w-300%2Ch-200%3Art-90", "/a.jpg", "w-300,h-200:rt-90"),
        ("a.jpg?tr=w-300%3Art-90", "/a.jpg", "w-300:rt-90"),
        ("a.jpg?tr=w-3,h-4%3Art-90", "/a.jpg", "w-3,h-4:rt-90"),
        ("a.jpg?tr=l-text,i-a%2Cb%3Ac,l-end", "/a.jpg", "l-text,i-a%2Cb%3Ac,l-end"),
        ("a.jpg?tr=l-text,i-a+b,l-end", "/a.jpg", "l-text,i-a+b,l-end"),
        ("tr:l-text,ie-YS8%2F,l-end/a.jpg", "/a.jpg", "l-text,ie-YS8%2F,l-end"),
        ("a.jpg?tr=l-image,i-/x/y.png,l-end", "/a.jpg", "l-image,i-/x/y.png,l-end"),
        ("a.jpg?tr=w-1&tr=w-2", "/a.jpg", "w-2"),
    ],
)
def test_path_and_transformation(target: str, path: str, transformation: str) -> None:
    url = read(target)

    assert url.path == path
    assert url.transformation == transformation


@pytest.mark.parametrize(
    "path",
    [
        "../a.jpg",
        "a/..",
        "%2e%2e/a.jpg",
        "a/%2E%2e/b.jpg",
        ".%2e/a.jpg",
        "./a.jpg",
        "a/%2E/b.jpg",
        "..%2fa.jpg",
        "..%5Ca.jpg",
        "a%2Fb.jpg",
        "a\\b.jpg",
        "a%00.jpg",
        "%FF.jpg",
        "%C0%AE%C0%AE/a.jpg",
        "%ED%A0%80.jpg",
        "tr:w-1/tr:w-2/a.jpg",
        "ik-seo/../a/b.jpg",
    ],
)
def test_a_path_no_file_can_have_is_invalid(path: str) -> None:
    with pytest.raises(Invalid):
        read(path)


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_path_never_leads_up_or_elsewhere(path: str, query: str) -> None:
    try:
        url = read(f"{path}?{query}")
    except (Invalid, NotFound):
        return

    assert url.path.startswith("/")
    assert "\0" not in url.path
    assert not {"", ".", ".."} & set(url.path.split("/")[1:-1])


names = st.text(
    st.characters(categories=("L", "N"), exclude_characters="."), min_size=1, max_size=8
)


@given(st.lists(names, min_size=1, max_size=4))
def test_what_the_library_builds_leads_back_to_the_file(segments: list[str]) -> None:
    *folders, name = segments
    file = row(name, "/" + "/".join(folders))
    relative = URLS.upload(file).removeprefix("https://media.example.org/acme/media/")

    assert relative.isascii()
    assert read(relative) == read(quote(file.path))


@pytest.mark.parametrize(
    ("target", "path", "slug"),
    [
        ("ik-seo/a/b/DSC1234/eiffel-tower.jpg", "/a/b/DSC1234.jpg", "eiffel-tower.jpg"),
        ("ik-seo/tr:w-300/a/b/slug.jpg", "/a/b.jpg", "slug.jpg"),
        ("ik-seo/a/tr:w-300/b/slug.jpg", "/a/b.jpg", "slug.jpg"),
        ("ik-seo/README/slug", "/README", "slug"),
        ("photos/ik-seo/b/slug.jpg", "/photos/ik-seo/b/slug.jpg", None),
    ],
)
def test_an_seo_name_stands_for_the_file_before_it(
    target: str, path: str, slug: str | None
) -> None:
    url = read(target)

    assert (url.path, url.slug) == (path, slug)


@pytest.mark.parametrize(
    ("query", "token", "updated_at", "is_attachment", "stem"),
    [
        ("", None, None, False, None),
        ("ik-obj-version=", None, None, False, None),
        ("ik-obj-version=AB.c&updatedAt=5", "AB.c", 5, False, None),
        ("updatedAt=x", None, None, False, None),
        ("updatedAt=99999999999999999999", None, None, False, None),
        ("v=1&&ik-sdk-version=2&IK-OBJ-VERSION=x", None, None, False, None),
        ("ik-attachment=false", None, None, False, None),
        ("ik-attachment=true&ik-attachment-filename=a%20b%26c", None, None, True, "a b&c"),
    ],
)
def test_parameters(
    query: str,
    token: str | None,
    updated_at: int | None,
    is_attachment: bool,
    stem: str | None,
) -> None:
    url = read(f"a.jpg?{query}")

    assert (url.token, url.updated_at) == (token, updated_at)
    assert (url.is_attachment, url.attachment_stem) == (is_attachment, stem)


@pytest.mark.parametrize("token", ["%00", "a%20b", "a/b", "%C3%A9", "x" * 65, "a%0A"])
def test_a_token_no_version_can_have_is_not_found(token: str) -> None:
    with pytest.raises(NotFound):
        read(f"a.jpg?ik-obj-version={token}")


@pytest.mark.parametrize(
    ("chain", "is_original", "is_named"),
    [
        ("", True, False),
        (":,:", True, False),
        ("orig-true", True, False),
        ("w-300,orig-true:rt-90", True, False),
        ("orig-true,orig-false", False, False),
        ("w-300", False, False),
        ("l-text,i-x,orig-true,l-end", False, False),
        ("n-ik_ml_thumbnail", False, True),
        ("n-a,n-b:n-c", False, True),
        ("n-a,w-5", False, False),
        ("n-a:orig-true", True, False),
        ("n-a,n-x%2Cw-5", False, False),
        ("n-", False, False),
    ],
)
def test_what_a_chain_asks_for(chain: str, is_original: bool, is_named: bool) -> None:
    url = read(f"a.jpg?tr={chain}")

    assert (url.is_original, url.is_named) == (is_original, is_named)


def test_a_stream_names_its_source() -> None:
    assert read("a/b.mp4").source is None
    source = read("a/b.mp4/ik-thumbnail.jpg?ik-obj-version=t").source
    assert source is not None
    assert (source.path, source.token) == ("/a/b.mp4", "t")


def test_urls_of_a_file() -> None:
    base = "https://media.example.org/acme/media"
    current, past = row("a b é.jpg"), row(number=1)
    token = past.token

    assert URLS.file(current) == f"{base}/pets/a%20b%20%C3%A9.jpg?updatedAt=20"
    assert URLS.file(past) == f"{base}/pets/cat.jpg?ik-obj-version={token}&updatedAt=11"
    assert URLS.version(row()) == f"{base}/pets/cat.jpg?ik-obj-version={token}&updatedAt=11"
    assert URLS.thumbnail(row()) == f"{base}/pets/cat.jpg?updatedAt=20&tr=n-ik_ml_thumbnail"
    assert URLS.thumbnail(past) == URLS.file(past) + "&tr=n-ik_ml_thumbnail"
    assert URLS.upload(row()) == f"{base}/pets/cat.jpg"
    assert URLS.upload_thumbnail(row()) == f"{base}/tr:n-ik_ml_thumbnail/pets/cat.jpg"
    assert URLS.upload(row(folder="/")) == f"{base}/cat.jpg"


@pytest.mark.parametrize("tr", ["w-300,h-200:rt-90", "l-text,i-a%2Cb é&c#d,l-end", "ar-4:3"])
def test_a_signed_url_with_a_transformation_is_good(tr: str) -> None:
    for url in (URLS.file(row(), tr, signed=True), URLS.version(row(), tr, expires_in=60)):
        parts = urlsplit(url)
        assert url.isascii()
        read_back = URLS.open(parts.path.removeprefix("/acme/media/"), parts.query, 0)

        assert read_back.is_signed
        assert read_back.path == "/pets/cat.jpg"
        assert read_back.transformation == quote(tr, safe="%,:-")


def test_seconds_sign_by_themselves_and_must_be_some() -> None:
    assert "&ik-t=" in URLS.file(row(), expires_in=60)
    assert "ik-t=9999999999&" in URLS.file(row(), expires_in=10**12)
    assert "ik-t" not in URLS.file(row(), signed=True)
    with pytest.raises(Invalid):
        URLS.file(row(), expires_in=0)
