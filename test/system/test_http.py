# SPDX-License-Identifier: BSD-2-Clause
"""The web server's HTTP, seen from a real client: what each kind of request is answered with."""

import hashlib
import subprocess

import pytest

import nemea

SITE = nemea.ROOT / "test" / "system" / "testsite" / "site"
FOX = (SITE / "fox.txt").read_bytes()
LARGE = nemea.ROOT / "build" / "test" / "testsite" / "large.bin"


def test_root_is_the_index_page(web):
    answer = web.get("/")
    assert answer.status == 200
    assert answer.body == (SITE / "index.html").read_bytes()
    assert answer.field("content-type") == "text/html; charset=utf-8"


def test_curl_agrees(web):
    done = subprocess.run(["curl", "-sS", "-m", "20", "-w", "%{http_code} %{content_type}", "-o", "/dev/null",
                           web.url + "/fox.txt"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("200 text/plain")


@pytest.mark.parametrize("path, content_type", [
    ("/fox.txt", "text/plain"), ("/style.css", "text/css"), ("/data.json", "application/json"),
    ("/large.bin", "application/octet-stream"),
])
def test_content_types(web, path, content_type):
    answer = web.fetch("HEAD", path)
    assert answer.status == 200
    assert answer.field("content-type").startswith(content_type)


def test_head_has_the_fields_of_get_and_no_body(web):
    with web.connect() as connection:
        connection.request("HEAD", "/fox.txt")
        head = connection.response(head_only=True)
        connection.request("GET", "/fox.txt")
        whole = connection.response()
    assert head.status == whole.status == 200
    assert head.field("content-length") == whole.field("content-length") == str(len(FOX))
    assert head.field("etag") == whole.field("etag")
    assert whole.body == FOX


def test_an_empty_file(web):
    answer = web.get("/empty.txt")
    assert (answer.status, answer.body, answer.field("content-length")) == (200, b"", "0")


def test_an_escaped_name(web):
    assert web.get("/a%20name.txt").body == (SITE / "a name.txt").read_bytes()


def test_a_folder_shows_its_index(web):
    assert web.get("/sub/").body == (SITE / "sub" / "index.html").read_bytes()


def test_a_folder_without_slash_redirects(web):
    answer = web.get("/sub")
    assert answer.status == 301
    assert answer.field("location") == "/sub/"


def test_an_unknown_path_is_not_found(web):
    answer = web.get("/no/such/file")
    assert answer.status == 404


@pytest.mark.parametrize("target", ["/../fox.txt", "/sub/../fox.txt", "/%2e%2e/fox.txt", "/./fox.txt", "/sub%2findex.html"])
def test_dot_segments_name_nothing(web, target):
    assert web.get(target).status == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"])
def test_other_methods_are_not_allowed(web, method):
    answer = web.fetch(method, "/", [("Content-Length", "0")])
    assert answer.status == 405
    assert answer.field("allow") == "GET, HEAD"


def test_an_unknown_method(web):
    assert web.fetch("BREW", "/").status == 501


def test_a_known_tag_is_not_modified(web):
    tag = web.get("/fox.txt").field("etag")
    answer = web.get("/fox.txt", [("If-None-Match", tag)])
    assert answer.status == 304
    assert answer.field("etag") == tag
    assert web.get("/fox.txt", [("If-None-Match", f'"other", {tag}')]).status == 304
    assert web.get("/fox.txt", [("If-None-Match", "*")]).status == 304
    assert web.get("/fox.txt", [("If-None-Match", '"other"')]).status == 200


@pytest.mark.parametrize("range_, expected, content_range", [
    ("bytes=4-8", FOX[4:9], f"bytes 4-8/{len(FOX)}"),
    ("bytes=40-", FOX[40:], f"bytes 40-{len(FOX) - 1}/{len(FOX)}"),
    ("bytes=-5", FOX[-5:], f"bytes {len(FOX) - 5}-{len(FOX) - 1}/{len(FOX)}"),
    ("bytes=0-100000", FOX, f"bytes 0-{len(FOX) - 1}/{len(FOX)}"),
])
def test_ranges(web, range_, expected, content_range):
    answer = web.get("/fox.txt", [("Range", range_)])
    assert (answer.status, answer.body, answer.field("content-range")) == (206, expected, content_range)


def test_a_range_outside_the_file(web):
    answer = web.get("/fox.txt", [("Range", "bytes=1000-2000")])
    assert answer.status == 416
    assert answer.field("content-range") == f"bytes */{len(FOX)}"


def test_a_range_of_another_version_is_the_whole(web):
    answer = web.get("/fox.txt", [("Range", "bytes=4-8"), ("If-Range", '"other"')])
    assert (answer.status, answer.body) == (200, FOX)


def test_a_range_deep_in_a_large_file(web):
    answer = web.get("/large.bin", [("Range", "bytes=33333333-33343332")])
    assert answer.status == 206
    assert answer.body == LARGE.read_bytes()[33333333:33343333]


def test_a_connection_is_kept(web):
    with web.connect() as connection:
        for _ in range(50):
            connection.request("GET", "/fox.txt")
            assert connection.response().body == FOX


def test_close_is_honoured(web):
    with web.connect() as connection:
        connection.request("GET", "/fox.txt", [("Connection", "close")])
        answer = connection.response()
        assert answer.field("connection") == "close"
        assert connection.at_end()


def test_http_1_0_closes(web):
    with web.connect() as connection:
        connection.send("GET /fox.txt HTTP/1.0\r\n\r\n")
        assert connection.response().body == FOX
        assert connection.at_end()


def test_pipelined_requests_are_answered_in_order(web):
    paths = ["/fox.txt", "/data.json", "/missing", "/style.css", "/fox.txt"] * 10
    with web.connect() as connection:
        connection.send("".join(f"GET {path} HTTP/1.1\r\nHost: nemea\r\n\r\n" for path in paths))
        statuses = [connection.response().status for _ in paths]
    assert statuses == [404 if path == "/missing" else 200 for path in paths]


def test_a_request_in_single_bytes(web):
    with web.connect() as connection:
        for byte in b"GET /fox.txt HTTP/1.1\r\nHost: nemea\r\n\r\n":
            connection.send(bytes([byte]))
        assert connection.response().body == FOX


def test_the_absolute_form(web):
    with web.connect() as connection:
        connection.send("GET http://nemea/fox.txt HTTP/1.1\r\nHost: nemea\r\n\r\n")
        assert connection.response().body == FOX


@pytest.mark.parametrize("request_, status", [
    ("GET / HTTP/1.1\r\n\r\n", 400),
    ("GET /\r\n\r\n", 400),
    ("GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: a\r\nBad\x00Name: 1\r\n\r\n", 400),
    ("GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    ("GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000000\r\n\r\n", 413),
    ("GET /" + "a" * 3000 + " HTTP/1.1\r\nHost: a\r\n\r\n", 414),
    ("GET / HTTP/1.1\r\nHost: a\r\nX: " + "y" * 20000 + "\r\n\r\n", 431),
    ("GET / HTTP/1.1\r\nHost: a\r\n" + "X: y\r\n" * 200 + "\r\n", 431),
])
def test_malformed_requests(web, request_, status):
    assert web.raw(request_.encode("latin-1")).status == status
    assert web.serves()


def test_the_status_counts_requests(web):
    before = web.status()["http"]["requests"]
    for _ in range(5):
        web.get("/fox.txt")
    assert web.status()["http"]["requests"] == before + 6


def test_a_large_file_arrives_whole(web):
    answer = web.get("/large.bin")
    assert answer.status == 200
    assert hashlib.sha256(answer.body).digest() == hashlib.sha256(LARGE.read_bytes()).digest()
