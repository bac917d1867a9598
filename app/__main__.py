"""`python -m app` is the `pentimento` command."""

import sys

from app.cli import main

sys.exit(main())
