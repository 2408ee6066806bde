"""What word processors' formats share: runs, paragraphs, numbers, formulas, fields."""
