"""Pure linking: records and vocabularies in, one Catalog of ids and indexes out. No files, no pages."""
