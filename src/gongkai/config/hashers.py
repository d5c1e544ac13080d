"""Password hashing for the demo only."""

from django.contrib.auth.hashers import PBKDF2PasswordHasher


class DemoPasswordHasher(PBKDF2PasswordHasher):
    """Few rounds: the demo prints its passwords on its log-in page and signs a thousand times.

    Settings choose it only where GONGKAI_DEMO is on; nothing secret is ever hashed by it.
    """

    algorithm = "pbkdf2_demo"
    iterations = 1000
