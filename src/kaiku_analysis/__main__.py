"""Run the `kaiku` command by ``python -m kaiku_analysis``."""

from kaiku_analysis.cli import main

main(prog_name="kaiku")
