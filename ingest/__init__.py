"""A folder of documents → the index: read, split into passages, embed, commit."""
