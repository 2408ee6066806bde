"""The pages of the browser front end: each shows what `index` answers, and decides nothing."""
