"""A grammar of short stories for children: words, the shape of a story, and the plots."""
