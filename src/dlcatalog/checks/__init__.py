"""Rules that records must satisfy together: `Catalog -> Iterator[Finding]`. A check's docstring is the rule that users read."""
