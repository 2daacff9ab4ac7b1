"""What happens: every handler loads, decides, keeps and says."""
