"""How the reader was made, again at any time: data, examples, training, eight-bit file, card."""
