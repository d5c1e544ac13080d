"""Gongkai (公开): government information disclosure for a province or a city."""

__version__ = "0.1.0"
