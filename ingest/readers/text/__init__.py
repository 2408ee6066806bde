"""What text files share: encodings, columns, records, properties at the top."""
