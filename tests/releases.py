"""Another release of the zone rules: tzdata 2025.2 (IANA 2025b, which is in the public domain), packed as it came.
Since then Manitoba, Alberta, British Columbia, Morocco and Cuba have changed their clocks for the winter of 2026."""

import zipfile
from pathlib import Path

from bot.domain.zones import Release

OLD = Release("2025.2", zipfile.Path(Path(__file__).parent / "availability" / "tzdata-2025.2.zip"))
"""`with zones.under(OLD):` is how things were before."""
