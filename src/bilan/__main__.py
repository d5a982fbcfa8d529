"""Run Bilan as a command: ``python -m bilan``."""

from bilan.cli.main import main

if __name__ == "__main__":
    main()
