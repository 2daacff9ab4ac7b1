"""E-mail: invitations and what goes with them, over SMTP. It only carries; nobody is heard here."""
