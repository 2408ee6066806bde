"""What an index keeps: the catalog, which alone is true, and the caches made from it."""
