"""Whether the plan's [simulation] speaks of what is there, and can be written."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from kaiku_analysis.simulation.settings import simulation_of, trait_names
from kaiku_analysis.study import Problem, Study

ENDINGS = (".csv", ".tsv", ".txt", ".xlsx")


def check_simulation(study: Study) -> tuple[Problem, ...]:
    """List everything that keeps exports from being simulated."""
    return (*_names(study), *_codes(study), *_shares(study), *_files(study))


def _names(study: Study) -> Iterator[Problem]:
    simulation = simulation_of(study)
    waves = [wave.name for wave in study.plan.waves]
    units = [unit.name for unit in study.plan.units]
    traits = trait_names(study)
    items = study.codebook.names
    yield from _unknown(study, "change] effects", simulation.change.effects, traits)
    yield from _unknown(study, "change] growth", simulation.change.growth, waves)
    yield from _unknown(study, "response] rates", simulation.response.rates, waves)
    yield from _unknown(study, "response] selects", simulation.response.selects, traits)
    yield from _unknown(study, "response] loses", simulation.response.loses, traits)
    yield from _unknown(study, "people] in_units", simulation.people.in_units, units)
    for group in simulation.groups:
        asked = filter(None, [group.item])
        yield from _unknown(study, "groups] item", asked, items)
        yield from _unknown(study, "groups] starts", group.starts, traits)
        yield from _unknown(study, "groups] adds", group.adds, traits)
    scales = [*simulation.change.effects, *(scale.name for scale in study.scales)]
    for one in simulation.items:
        yield from _unknown(study, "items] items", one.items, items)
        followed = filter(None, [one.follows])
        yield from _unknown(study, "items] follows", followed, scales)
    for spoken in (simulation.people.languages, *simulation.people.in_units.values()):
        yield from _unknown(study, "people] languages", spoken, study.plan.languages)


def _unknown(
    study: Study, key: str, names: Iterable[str], known: Iterable[str]
) -> Iterator[Problem]:
    for name in names:
        if name not in known:
            where = f"{study.name}/study.toml, [simulation.{key}"
            what = f"there is no {name!r}, only {', '.join(known)}"
            yield Problem(where, what, "name one of these, or take it out")


def _codes(study: Study) -> Iterator[Problem]:
    simulation = simulation_of(study)
    told = [(group.item, code) for group in simulation.groups for code in group.codes]
    for one in simulation.items:
        codes = [*one.shares, *filter(None, [one.otherwise])]
        told += [(item, code) for item in one.items for code in codes]
    for item, code in told:
        if item in study.codebook.names and study.codebook[item].options:
            key = f"items] {item}"
            yield from _unknown(study, key, [code], study.options_of(item).labels)


def _shares(study: Study) -> Iterator[Problem]:
    simulation = simulation_of(study)
    for key, shares in (
        ("response] rates", simulation.response.rates),
        ("groups] share", {group.item: group.share for group in simulation.groups}),
        ("texts] share", {"texts": simulation.texts.share}),
    ):
        for name, share in shares.items():
            if not 0 <= share <= 1:
                where = f"{study.name}/study.toml, [simulation.{key}, {name}"
                fix = "0.6 means 6 of 10"
                yield Problem(where, f"{share:g} is not between 0 and 1", fix)


def _files(study: Study) -> Iterator[Problem]:
    files = dict.fromkeys(file for wave in study.plan.waves for file in wave.files)
    for file in files:
        if Path(file).suffix.casefold() not in ENDINGS:
            where = f"{study.name}/study.toml, files"
            what = f"{file!r} is no format that can be simulated"
            yield Problem(where, what, f"let it end in {', '.join(ENDINGS)}")
        elif (study.raw / file).exists():
            yield Problem(
                f"{study.name}/raw/{file}",
                "is there already, and is never overwritten",
                "simulate into a copy of the study, or move this file away yourself",
            )
