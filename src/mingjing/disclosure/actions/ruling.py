"""An agency's disclosure rules: adopted as data, a new version beside the old (244号6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mingjing import clock
from mingjing.disclosure import acts
from mingjing.disclosure.models import DisclosureRule
from mingjing.records.actions import open_dossier
from mingjing.records.deeds import deed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mingjing.records.actors import Actor
    from mingjing.registry.models import Agency


def adopt_rules(*, actor: Actor, agency: Agency, rules: Iterable[Mapping[str, Any]]) -> list[DisclosureRule]:
    """Adopt rules for an agency; `rules` hold the columns of `DisclosureRule` by name. One record for all."""
    dossier = open_dossier(kind="disclosure-rules", ref=agency.ref, agency=agency.ref)
    made: list[DisclosureRule] = []
    with deed(dossier=dossier, act=acts.RULED, actor=actor) as work:
        for told in rules:
            earlier = DisclosureRule.objects.filter(
                agency=agency, category=told["category"], party_kind=told["party_kind"]
            )
            made.append(
                work.add(
                    DisclosureRule(
                        agency=agency, version=earlier.count() + 1, adopted_on=clock.today(), **told
                    )
                )
            )
    return made
