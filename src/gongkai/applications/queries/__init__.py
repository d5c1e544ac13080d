"""What can be read of applications."""
