"""How long the parts of a request and of the notes after it may be, in characters."""

TOPIC = 120
NOTE = 1200
QUESTIONS = 900
QUESTION = 300
ANSWER = 600
WORDS = 500
THANKS = 1500
TAKEAWAY = 400
HEADLINE = 100
TOPICS = 200
ABOUT = 600
LANGUAGES = 80
LINK = 300
HOURS = 300
MOST_SLOTS = 3
