"""A composed document on paper: PDF for reading and printing, DOCX for working on."""

from gongkai.guides.papers.docx_paper import as_docx
from gongkai.guides.papers.pdf_paper import as_pdf

__all__ = ["as_docx", "as_pdf"]
