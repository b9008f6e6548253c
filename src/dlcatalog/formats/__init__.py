"""Bibliographic formats, one module each: a `Reference` to text, and foreign text to `Draft`s. No files, no network."""
