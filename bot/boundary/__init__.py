"""What crosses the line between the core and a platform. The only part of the core that an adapter imports."""
