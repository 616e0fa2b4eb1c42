"""Messages: what is said to whom, and when: mail made in the reader's words, and sent once."""
