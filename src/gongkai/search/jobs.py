"""Scheduled work of the index."""

from procrastinate.contrib.django import app

from gongkai.search.operations import refresh_vocabulary, refresh_when_grown


@app.periodic(cron="41 2 * * *")
@app.task(name="gongkai.search.count_words", queueing_lock="count_words")
def count_words(timestamp: int) -> None:
    """Count the words of the index every night."""
    refresh_vocabulary()


@app.periodic(cron="*/10 * * * *")
@app.task(name="gongkai.search.count_words_when_grown", queueing_lock="count_words_when_grown")
def count_words_when_grown(timestamp: int) -> None:
    """Count them by day too when an import changed the collection."""
    refresh_when_grown()
