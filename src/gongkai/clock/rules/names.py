"""Names of the holidays, as the notices write them and in English."""

ENGLISH = {
    "元旦": "New Year's Day",
    "春节": "Spring Festival",
    "清明节": "Tomb-sweeping Day",
    "劳动节": "Labour Day",
    "端午节": "Dragon Boat Festival",
    "中秋节": "Mid-Autumn Festival",
    "国庆节": "National Day",
    "抗战胜利纪念日": "Victory Day",
}


def english_name(name: str) -> str:
    """Return the name in English; joint holidays joined, an unknown name as it is.

    >>> english_name("国庆节、中秋节")
    'National Day, Mid-Autumn Festival'
    """
    return ", ".join(ENGLISH.get(part, part) for part in name.split("、"))
