"""Whether each format is read right: documents made in it by others' tools, and what they say."""
