"""The `kaiku` command: thin doors to the package."""

import os
import sys
from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn

import click

from kaiku_analysis.study import (
    KaikuError,
    Problem,
    Study,
    StudyNotFoundError,
    find_project,
    load_study,
)

PROBLEMS, WRONG_USE = 1, 2
DEMO = "te-toimistot"
LANGUAGE = click.Choice(["fi", "sv", "en"])


def _told(command: Callable[..., Any]) -> Callable[..., Any]:
    """Print what a person can fix as a list, and stop without a traceback."""

    @wraps(command)
    def careful(*arguments: Any, **options: Any) -> Any:
        try:
            return command(*arguments, **options)
        except KaikuError as error:
            wrong_use = isinstance(error, StudyNotFoundError)
            _stop(error.problems, WRONG_USE if wrong_use else PROBLEMS)

    return careful


def _stop(problems: Iterable[Problem], code: int = PROBLEMS) -> NoReturn:
    for problem in problems:
        click.echo(problem, err=True)
    sys.exit(code)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="kaiku-analysis")
def main() -> None:
    r"""From workplace surveys and feedback stories to an evaluation report.

    STUDY is a name under data/ or the path of a study's folder.

    \b
    kaiku demo                 see it work on made-up data
    kaiku new my-study         start a study of your own
    kaiku plan my-study        what will it be able to see?
    kaiku check my-study       what does not fit yet?
    kaiku run my-study         all notebooks and the report
    """


@main.command()
@click.argument("study")
@click.option(
    "--wave",
    "waves",
    multiple=True,
    metavar="NAME=FILE",
    help="An export to draft the codebook from; once for each survey.",
)
@click.option(
    "--language",
    "languages",
    type=LANGUAGE,
    multiple=True,
    default=("fi",),
    show_default=True,
    help="A language of the study; may be given several times.",
)
@_told
def new(study: str, waves: tuple[str, ...], languages: tuple[str, ...]) -> None:
    """Lay out a new STUDY: a commented plan, a codebook, and raw/ for the exports.

    With --wave, the items, answer options and scales are drafted from the exports,
    which are copied into raw/.
    """
    from kaiku_analysis.responses.drafts import write_new_study

    exports = dict(map(_named_file, waves))
    is_path = any(mark in study for mark in (os.sep, "/"))
    folder = Path(study) if is_path else find_project() / "data" / study
    write_new_study(folder, exports, tuple(dict.fromkeys(languages)))
    click.echo(f"{folder}: look through study.toml and codebook.csv,")
    click.echo(f"then run `kaiku check {study}`.")


def _named_file(text: str) -> tuple[str, Path]:
    name, equals, file = text.partition("=")
    if not (name and equals and file):
        message = f"{text!r} is not a wave and its export, such as initial=initial.csv"
        raise click.BadParameter(message, param_hint="--wave")
    if not Path(file).is_file():
        raise click.BadParameter(f"there is no file {file!r}", param_hint="--wave")
    return name, Path(file)


@main.command()
@click.argument("study")
@_told
def check(study: str) -> None:
    """List everything to fix in the plan, the codebook and the exports of STUDY."""
    plan = _checked(study)
    count = len(plan.codebook.items)
    click.echo(
        f"{plan.name}: {count} items, {len(plan.scales)} scales, nothing to fix."
    )


def _checked(study: str) -> Study:
    from kaiku_analysis.responses import check_responses

    plan = load_study(study)
    if problems := check_responses(plan):
        _stop(problems)
    return plan


@main.command()
@click.argument("study")
@click.option("--only", default="", metavar="QUESTION", help="One notebook: change.")
@click.option("--language", type=LANGUAGE, help="The report's; the study's first.")
@_told
def run(study: str, only: str, language: str | None) -> None:
    """Run the notebooks on STUDY, into reports/STUDY/."""
    from kaiku_analysis.runs import QUESTIONS, chosen_notebooks

    if not chosen_notebooks(only):
        message = f"{only!r} is none of {', '.join(QUESTIONS)}"
        raise click.BadParameter(message, param_hint="--only")
    plan = _checked(study)
    language = plan.spoken(language or "")
    _run(plan, only, language)
    report = plan.reports / f"evaluation.{language}.html"
    click.echo(report if report.exists() and not only else plan.reports)


def _run(plan: Study, only: str, language: str) -> None:
    from tqdm import tqdm

    from kaiku_analysis.runs import NotebookFailedError, chosen_notebooks, run_notebooks

    names = chosen_notebooks(only)
    with tqdm(total=len(names), unit="notebook", disable=None, leave=False) as bar:
        done = run_notebooks(
            plan, only=only, language=language, begun=bar.set_description
        )
        try:
            for _ in done:
                bar.update()
        except NotebookFailedError as error:
            bar.close()
            click.echo(error, err=True)
            sys.exit(PROBLEMS)


@main.command()
@click.argument("study")
@click.option("--language", type=LANGUAGE, help="The study's first if not given.")
@click.option(
    "--to", "form", type=click.Choice(["html"]), default="html", show_default=True
)
@_told
def report(study: str, language: str | None, form: str) -> None:
    """Write the evaluation report of STUDY, and the tables behind it."""
    from kaiku_analysis.report import write_report

    click.echo(write_report(_checked(study), language or ""))


SHARE = click.FloatRange(0, 1, min_open=True)


@main.command()
@click.argument("study")
@click.option("--response", type=SHARE, default=0.6, show_default=True)
@click.option("--again", type=click.FloatRange(0, 1), default=0.5, show_default=True)
@click.option(
    "--correlation", type=click.FloatRange(0, 0.99), default=0.5, show_default=True
)
@_told
def plan(study: str, response: float, again: float, correlation: float) -> None:
    """Say what change STUDY will be able to see, before data exist.

    RESPONSE is the share of the staff that answers each survey, AGAIN the share of the
    first survey's respondents found again in the last, CORRELATION how alike a person's
    two scores are.
    """
    from kaiku_analysis.change import Expectation, linked_needed, plan_change

    planned, expected = load_study(study), Expectation(response, again, correlation)
    outlooks, matters = plan_change(planned, expected), planned.plan.smallest_effect
    click.echo(
        "The smallest change found four times out of five, in standard deviations"
    )
    click.echo(f"(a change of {matters:g} is the smallest that matters):")
    for one in outlooks:
        told = "too few to be shown" if one.smallest is None else f"{one.smallest:.2f}"
        click.echo(f"  {one.group or 'everyone':12} staff {one.staff:5}  {told}")
    needed = linked_needed(planned, expected)
    click.echo(f"To find a change of {matters:g} you need {needed} linked answers,")
    click.echo("or fewer if people who answer only once are many.")


@main.command()
@click.argument("study")
@click.option("--seed", type=int, default=1, show_default=True)
@_told
def simulate(study: str, seed: int) -> None:
    """Write made-up exports for the plan of STUDY, to rehearse the evaluation.

    Files that are there already are never overwritten.
    """
    from kaiku_analysis.simulation import simulate_exports

    for path in simulate_exports(load_study(study), seed=seed):
        click.echo(path)


@main.command()
@click.option("--language", type=LANGUAGE, default="fi", show_default=True)
@_told
def demo(language: str) -> None:
    """Run the main job on a shipped study; it ends by saying where the report is."""
    from kaiku_analysis.report import write_report

    plan = _checked(str(find_project() / "data" / DEMO))
    _run(plan, "", language)
    others = [one for one in plan.plan.languages if one != language]
    pages = [plan.reports / f"evaluation.{language}.html"]
    pages += [write_report(plan, one) for one in others]
    click.echo("The report:")
    for page in pages:
        click.echo(f"  {page}")
