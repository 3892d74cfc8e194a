"""The columns of a record against its body, as bytes: canonical JSON has one spelling only.

Comparing bytes instead of parsing JSON is what lets an audit of a million records take seconds; only what does not
match at once is parsed, to be sure.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

SHANGHAI = dt.timedelta(hours=8)
SUBJECTS = '"subjects":['
# …"happened_on":"2026-09-15","nonce":"32 digits","subjects":[{"commitment":"64 digits","kind":"…
NONCE = len('"nonce":"",') + 32
HAPPENED = len('"happened_on":"2026-09-15",')
FIRST = len(SUBJECTS) + len('{"commitment":"",') + 64
MOST_MINUTES = 100_000
WHOLE_SECOND = len("2026-09-15 02:00:00")
JOINT = '","ref":"'


class Columns:
    """Compares; keeps the beginnings of bodies and the minutes it has spelled before."""

    def __init__(self) -> None:
        self._beginnings: dict[tuple[str, str], str] = {}
        self._minutes: dict[str, str] = {}

    def agree(self, body: str, act: str, actor: str, subject: str, days: tuple[str | None, str]) -> bool:
        """Tell whether act, actor, first subject, day and moment are those of the body.

        `days` are `happened_on`, an ISO date or None, and `recorded_at`, UTC as a database writes it
        (`2026-09-15 02:00:00.123`, whatever follows the milliseconds being zeros).
        """
        happened_on, recorded_at = days
        moment = self._moment(recorded_at)
        beginning = self._beginnings.get((act, actor)) or self._begin(act, actor)
        if body.startswith(beginning + moment):
            place = body.rfind(SUBJECTS)
            day = place - NONCE - HAPPENED
            if body.startswith(
                f'"happened_on":"{happened_on}",' if happened_on else '"happened_on":', day
            ) == bool(happened_on) and body.startswith(
                f'"kind":"{subject.replace(":", JOINT, 1)}"}}', place + FIRST
            ):
                return True
        return self._parsed(body) == (act, actor, subject, happened_on, moment)

    def _begin(self, act: str, actor: str) -> str:
        made = f'{{"act":"{act}","actor":{{"kind":"{actor.replace(":", JOINT, 1)}"}},"at":"'
        self._beginnings[act, actor] = made
        return made

    def _moment(self, text: str) -> str:
        """Return a moment in Shanghai as a body spells it; the text itself where it is none."""
        minute = self._minutes.get(text[:16]) or self._minute(text[:16])
        if len(text) == WHOLE_SECOND:
            return f"{minute}{text[16:]}.000+08:00"
        return f"{minute}{text[16:19]}.{text[20:].removesuffix('+00').rstrip('0'):0<3}+08:00"

    def _minute(self, text: str) -> str:
        try:
            local = dt.datetime.fromisoformat(text) + SHANGHAI
        except ValueError:
            return text
        if len(self._minutes) > MOST_MINUTES:
            self._minutes.clear()
        made = self._minutes[text] = f"{local:%Y-%m-%dT%H:%M}"
        return made

    @staticmethod
    def _parsed(body: str) -> tuple[Any, ...]:
        try:
            found = json.loads(body)
            actor, subjects = found["actor"], found["subjects"]
            return (
                found["act"],
                f"{actor['kind']}:{actor['ref']}",
                f"{subjects[0]['kind']}:{subjects[0]['ref']}" if subjects else "",
                found.get("happened_on"),
                found["at"],
            )
        except (ValueError, KeyError, TypeError, IndexError):
            return ()
