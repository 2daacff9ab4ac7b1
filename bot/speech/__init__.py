"""What is said: one .toml a language, one function a card or form."""
