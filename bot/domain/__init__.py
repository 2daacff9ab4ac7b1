"""What is true: pure rules about people, chats, mentors, hours, matching and nudges. No await, no clock, no I/O."""
