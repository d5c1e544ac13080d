"""Reads: values out."""
