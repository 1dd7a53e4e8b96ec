"""What the plan says of the simulation, with defaults for what it leaves out."""

from kaiku_analysis.study import Item, Kind, SimulatedItem, Simulation, Study, Wave

MEASURED: tuple[Kind, ...] = ("item", "rating", "contact")


def simulation_of(study: Study) -> Simulation:
    """Give the plan's [simulation], or what holds for a plan without one."""
    return study.plan.simulation or Simulation()


def peculiarities(study: Study, item: str) -> SimulatedItem:
    """Give what the plan says of how `item` is answered."""
    return next(
        (one for one in simulation_of(study).items if item in one.items),
        SimulatedItem((item,)),
    )


def measured_items(study: Study) -> tuple[Item, ...]:
    """Collect the items whose answers are more or less of something, in numbers."""
    return tuple(
        item
        for item in study.codebook.of_kind(*MEASURED)
        if (options := study.options_of(item.name)).ends or options.numbers
    )


def trait_of(study: Study, item: Item) -> str:
    """Name the true score that moves the answers to `item`."""
    return peculiarities(study, item.name).follows or item.scale or item.name


def trait_names(study: Study) -> tuple[str, ...]:
    """Name every true score of a person: one a scale, and one a question alone."""
    named = [trait_of(study, item) for item in measured_items(study)]
    followed = [one.follows for one in simulation_of(study).items if one.follows]
    return tuple(dict.fromkeys([*named, *followed]))


def growth_at(study: Study, wave: Wave) -> float:
    """Give the share of the effects that is reached by `wave`."""
    places = [one.name for one in study.plan.waves]
    evenly = places.index(wave.name) / max(len(places) - 1, 1)
    return simulation_of(study).change.growth.get(wave.name, evenly)
