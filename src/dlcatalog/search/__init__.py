"""The search index: its writer, its reader, and the scorer that golden queries run against."""
