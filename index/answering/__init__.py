"""From a question to an answer: found, fused, read, marked, and how sure."""
