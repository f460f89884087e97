"""Who is asking: in local mode the owner of this machine, under the name that a cookie keeps.

There is no login here; the cookie only remembers an id and a display name, signed so that nobody
else's words can be put under it. A browser is introduced when it comes first: it has an id of its
own from then on, and keeps that when somebody says their name. Cookies know no ports, so its name
carries the port: two servers on one machine keep their people apart.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Final

import orjson

from domain.access import Actor, Role
from domain.ids import IdSource, is_id
from domain.model.values import text_problem
from server.http.problems import refusal

LOCAL_OWNER: Final = Actor("local", "Local owner", Role.OWNER)
LONGEST_NAME: Final = 80
KEY_FILE: Final = "cookie.key"
_BIRDS: Final = (
    *("Avocet", "Bittern", "Blackbird", "Bullfinch", "Bunting", "Buzzard", "Chaffinch", "Coot"),
    *("Cormorant", "Crane", "Cuckoo", "Curlew", "Dipper", "Dove", "Dunlin", "Dunnock", "Eider"),
    *("Falcon", "Fieldfare", "Finch", "Gannet", "Goldcrest", "Goldfinch", "Goshawk", "Grebe"),
    *("Greenfinch", "Gull", "Harrier", "Heron", "Hoopoe", "Jackdaw", "Jay", "Kestrel"),
    *("Kingfisher", "Kite", "Lapwing", "Lark", "Linnet", "Magpie", "Martin", "Merlin"),
    *("Nightingale", "Nuthatch", "Oriole", "Osprey", "Owl", "Petrel", "Pipit", "Plover"),
    *("Puffin", "Raven", "Redstart", "Redwing", "Robin", "Rook", "Sandpiper", "Siskin"),
    *("Skua", "Snipe", "Sparrow", "Starling", "Stork", "Swallow", "Swan", "Swift", "Teal"),
    *("Tern", "Thrush", "Wagtail", "Warbler", "Waxwing", "Wigeon", "Woodcock", "Wren"),
)
_YEAR: Final = 365 * 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Identities:
    """Reads and writes the cookie that says who somebody is."""

    key: bytes = field(repr=False)
    ids: IdSource

    def actor_of(self, cookies: str | None, *, port: str) -> Actor:
        """Return who the Cookie header says it is; without a good cookie the local owner."""
        if not cookies:
            return LOCAL_OWNER
        jar: SimpleCookie = SimpleCookie()
        jar.load(cookies)
        kept = jar.get(_cookie_name(port))
        return LOCAL_OWNER if kept is None else self._actor(kept.value) or LOCAL_OWNER

    def introduced(self, actor: Actor) -> Actor:
        """Return `actor` as somebody of their own, as a guest who has said no name yet."""
        if actor != LOCAL_OWNER:
            return actor
        identity = self.ids.next_id()
        return Actor(identity, guest_name(identity), actor.role)

    def named(self, actor: Actor, name: str) -> Actor:
        """Return `actor` under a new name; the local owner becomes somebody of their own."""
        identity = self.ids.next_id() if actor == LOCAL_OWNER else actor.id
        return Actor(identity, accept_name(name), actor.role)

    def cookie(self, actor: Actor, *, port: str) -> str:
        """Return the Set-Cookie header that keeps who `actor` is."""
        body = base64.urlsafe_b64encode(orjson.dumps([actor.id, actor.name])).decode().rstrip("=")
        return (
            f"{_cookie_name(port)}={body}.{self._sign(body)}; Path=/; Max-Age={_YEAR}; "
            "HttpOnly; SameSite=Lax"
        )

    def _actor(self, cookie: str) -> Actor | None:
        body, _, signature = cookie.partition(".")
        if not hmac.compare_digest(signature.encode(), self._sign(body).encode()):
            return None
        try:
            identity, name = orjson.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
        except (ValueError, binascii.Error):
            return None
        return Actor(identity, name, Role.OWNER) if is_id(identity) else None

    def _sign(self, body: str) -> str:
        return hmac.new(self.key, b"who\0" + body.encode(), hashlib.sha256).hexdigest()


def guest_name(identity: str) -> str:
    """Return what somebody is called who has said no name, the same wherever they are met."""
    number = int.from_bytes(hashlib.sha256(identity.encode()).digest()[:4])
    return f"Guest {_BIRDS[number % len(_BIRDS)]}"


def is_named(actor: Actor) -> bool:
    """Tell whether somebody has said who they are."""
    return actor != LOCAL_OWNER and actor.name != guest_name(actor.id)


def accept_name(name: str) -> str:
    """Return a display name without the space around it; refuse what cannot be shown."""
    bare = " ".join(name.split())
    if not bare or len(bare) > LONGEST_NAME:
        raise refusal(
            "value-refused",
            f"a name of {len(bare)} characters is not kept; give 1 to {LONGEST_NAME}",
            attribute="name",
        )
    problem = text_problem(bare)
    if problem is not None or not bare.isprintable():
        raise refusal(
            "value-refused",
            f"the name {problem or 'holds characters that do not show'}; remove them",
            attribute="name",
        )
    return bare


def signing_key(data: Path, secret: str | None) -> bytes:
    """Return the key of cookies: from the setting, else kept in the data folder from now on."""
    if secret:
        return hashlib.sha256(b"schemaos cookie\0" + secret.encode()).digest()
    path = data / KEY_FILE
    try:
        return bytes.fromhex(path.read_text().strip())
    except (FileNotFoundError, ValueError):
        key = secrets.token_bytes(32)
        data.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(key.hex() + "\n")
        return key


def _cookie_name(port: str) -> str:
    return f"schemaos_{port}"
