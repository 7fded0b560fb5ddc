"""Assembly: a plan's figures and the formula files put together into one model.

Each module builds one kind of block: rates, tables, drivers and operating lines, postings, checks.
"""
