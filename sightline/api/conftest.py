"""A program with somebody's key, reading the feed of two small rounds."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from sightline.insight.conftest import rounds as rounds
from sightline.people.keys import rules
from sightline.people.keys.models import AccessKey
from sightline.people.models import User
from sightline.respond.register.conftest import raise_concern as raise_concern

ROOT = "/api/odata/v4/"


@dataclass
class Reader:
    """A small client of OData: follows nextLink and knows nothing else of the service."""

    user: User
    key: str
    client: Client = field(default_factory=Client)
    requests: int = 0

    @property
    def basic(self) -> str:
        shown = base64.b64encode(f"{self.user.email}:{self.key}".encode()).decode()
        return f"Basic {shown}"

    def get(self, path: str, **headers: str) -> Any:
        """An answer, of a path under the root or of a whole address."""
        self.requests += 1
        given = {"Authorization": self.basic, **headers}
        return self.client.get(path if path.startswith("/") else ROOT + path, headers=given)

    def json(self, path: str, **headers: str) -> dict[str, Any]:
        answer = self.get(path, **headers)
        assert answer.status_code == 200, (path, answer.content)
        found: dict[str, Any] = json.loads(answer.content)
        return found

    def rows(self, name: str, size: int | None = None, **options: str) -> Iterator[dict[str, Any]]:
        """Every row of a set, page by page."""
        query = "&".join(f"${option}={quote(value)}" for option, value in options.items())
        headers = {"Prefer": f"odata.maxpagesize={size}"} if size else {}
        page = self.json(f"{name}?{query}", **headers)
        while True:
            yield from page["value"]
            if "@odata.nextLink" not in page:
                return
            parts = urlsplit(page["@odata.nextLink"])
            page = self.json(f"{parts.path}?{parts.query}", **headers)

    def refusal(self, path: str) -> tuple[int, dict[str, str]]:
        answer = self.get(path)
        return answer.status_code, json.loads(answer.content)["error"]


def key_of(user: User, *, days: int = 30, name: str = "A program") -> str:
    new = rules.new_key()
    now = timezone.now()
    AccessKey.objects.create(
        user=user,
        name=name,
        public=new.public,
        hashed=rules.hashed(new.text),
        made_at=now,
        expires_at=now + timedelta(days=days),
        last_used_at=now,
    )
    return new.text


@pytest.fixture
def reader(db: None) -> Callable[[User], Reader]:
    cache.clear()

    def of(user: User) -> Reader:
        count = AccessKey.objects.filter(user=user).count()
        return Reader(user, key_of(user, name=f"Program {count + 1}"))

    return of
