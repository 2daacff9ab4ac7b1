"""Half Hour on Discord: slash commands, modals, Components V2 cards in direct messages."""
