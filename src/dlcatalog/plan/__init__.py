"""Catalog to SitePlan: which pages there are and what each shows, as plain data. Reads no file, writes none."""
