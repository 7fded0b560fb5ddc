"""What a city exports, a payroll roster and an adopted budget, becomes a plan folder, by a mapping in YAML.

`city.import_city` does it all: it reads the mapping and the exports, turns rows into rows of the plan, holds them to
the control totals, has the program itself read the plan that would come of it, and only then writes, all or nothing.
"""
