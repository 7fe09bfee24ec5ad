"""Sign-in through the organisation's own service: a small real one runs beside the test."""

import base64
import hashlib
import json
import shutil
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256

from tests.project.installation import Installation

CLIENT = "pingyi-office"
SIGN_IN = """
import urllib.request, http.cookiejar
from urllib.parse import urlsplit
from django.test import Client
from pingyi.accounts.models import Staff
from pingyi.accounts.actions import add_staff, deactivate_staff
from pingyi.journal.models import JournalEntry
for name, gone in (("lan", False), ("zhu", True)):
    staff = add_staff(name, name=name, password=None, by=None)
    if gone:
        deactivate_staff(staff, by=None)
client = Client(SERVER_NAME="localhost")
policy = client.get("/office/account/login/").headers["Content-Security-Policy"]
away = client.post("/office/account/oidc/organisation/login/").headers["Location"]
with urllib.request.urlopen(away) as back:
    told = back.read().decode()
answer = client.get(told.replace("http://localhost", ""))
print(json.dumps({
    "away": away,
    "policy": policy,
    "to": answer.headers.get("Location"),
    "in": client.get("/office/account/safety/").status_code == 200,
    "who": client.session.get("_auth_user_id") and Staff.objects.get(pk=client.session["_auth_user_id"]).username,
    "staff": Staff.objects.count(),
    "said": "您还没有本系统的账号" in client.get("/office/account/login/").content.decode(),
}))
"""


def packed(content):
    """Return base64 without padding, as JWTs want it."""
    content = content if isinstance(content, bytes) else json.dumps(content).encode()
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


class Service(ThreadingHTTPServer):
    """An OpenID Connect service that says everybody is `person`, and checks the proof key of the exchange."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answers)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.person, self.asked = "lan", {}

    def id_token(self):
        """Return the signed claims."""
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT, "sub": f"sub-{self.person}", "iat": now, "exp": now + 60}
        claims["preferred_username"] = self.person
        if "nonce" in self.asked:
            claims["nonce"] = self.asked["nonce"]
        text = f"{packed({'alg': 'RS256', 'kid': '1', 'typ': 'JWT'})}.{packed(claims)}"
        return f"{text}.{packed(self.key.sign(text.encode(), padding.PKCS1v15(), SHA256()))}"

    def keys(self):
        """Return the public key."""
        numbers = self.key.public_key().public_numbers()
        parts = {"n": packed(numbers.n.to_bytes(256, "big")), "e": packed(numbers.e.to_bytes(3, "big"))}
        return {"keys": [{"kty": "RSA", "kid": "1", "alg": "RS256", "use": "sig", **parts}]}


class Answers(BaseHTTPRequestHandler):
    """The five addresses of the service."""

    def log_message(self, *words):
        """Say nothing."""

    def tell(self, content):
        """Answer JSON or text."""
        body = content.encode() if isinstance(content, str) else json.dumps(content).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/plain" if isinstance(content, str) else "application/json")
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        """Discovery, keys, the person's consent, the person's claims."""
        service, path = self.server, urlsplit(self.path)
        if path.path.endswith("openid-configuration"):
            names = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
            known = {f"{name}_endpoint": f"{service.url}/{place}" for name, place in names.items()}
            self.tell({"issuer": service.url, "jwks_uri": f"{service.url}/keys", **known})
        elif path.path == "/authorize":
            service.asked = {name: values[0] for name, values in parse_qs(path.query).items()}
            self.tell(f"{service.asked['redirect_uri']}?code=c&state={service.asked['state']}")
        elif path.path == "/userinfo":
            self.tell({"sub": f"sub-{service.person}", "preferred_username": service.person})
        else:
            self.tell(service.keys())

    def do_POST(self):
        """The exchange of the code, with its proof key."""
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        proof = packed(hashlib.sha256(form["code_verifier"][0].encode()).digest())
        assert proof == self.server.asked["code_challenge"]
        self.tell({"access_token": "a", "token_type": "Bearer", "id_token": self.server.id_token()})


@pytest.fixture
def service():
    """The service, running."""
    with Service() as service:
        threading.Thread(target=service.serve_forever, daemon=True).start()
        yield service
        service.shutdown()


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    """A folder with the tables this door needs, made once."""
    said = {"PINGYI_OIDC_ISSUER": "x", "PINGYI_OIDC_CLIENT_ID": "x", "PINGYI_OIDC_CLIENT_SECRET": "x"}
    return Installation(tmp_path_factory.mktemp("organisation"), said).build().var


@pytest.fixture
def told(tables, service, tmp_path):
    """Return a function that signs a person in and tells what happened."""
    shutil.copytree(tables, tmp_path / "var")
    said = {"PINGYI_OIDC_ISSUER": service.url + "/", "PINGYI_OIDC_CLIENT_ID": CLIENT, "PINGYI_OIDC_CLIENT_SECRET": "s"}
    installation = Installation(tmp_path / "var", said)

    def sign_in(person):
        service.person = person
        return installation.ask(SIGN_IN)

    return sign_in


def test_who_is_staff_comes_in(told, service):
    happened = told("LAN")
    assert (happened["in"], happened["who"], happened["staff"]) == (True, "lan", 2)
    assert happened["to"] == "/office/"
    assert service.asked["code_challenge_method"] == "S256"
    assert f"form-action 'self' {service.url}" in happened["policy"]


@pytest.mark.parametrize("person", ["zhu", "stranger"])
def test_who_is_not_or_no_longer_staff_stays_out_and_gets_no_account(told, person):
    happened = told(person)
    assert (happened["in"], happened["who"], happened["staff"]) == (False, None, 2)
    assert happened["to"] == "/office/account/login/"
    assert happened["said"]


def test_without_the_settings_there_is_no_such_door(installation):
    installation.said = {"PINGYI_OIDC_ISSUER": "https://id.example.org"}
    code = (
        "from django.urls import resolve, Resolver404\ntry:\n    resolve('/office/account/oidc/organisation/login/')\n"
    )
    assert installation.ask(code + "    print('true')\nexcept Resolver404:\n    print('false')") is False
