"""What pages and books are made of: markup read as a plain tree, and what of it is the text."""
