"""One folder a platform, the same four names in each: app, parse, render, messenger."""
