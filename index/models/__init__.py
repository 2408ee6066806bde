"""What reads and encodes: texts → vectors, question and text → scores."""
