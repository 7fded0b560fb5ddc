"""Results for people and programs: tables of postings, explanations."""
