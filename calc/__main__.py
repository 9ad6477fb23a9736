"""`python -m calc` is `leverage-calc`."""

import sys

from calc.cli import main

sys.exit(main())
