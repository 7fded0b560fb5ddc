"""`python -m budgetplan`."""

from .cli import main

raise SystemExit(main())
