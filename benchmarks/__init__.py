"""What speed and relevance are claimed, and the commands that show them."""
