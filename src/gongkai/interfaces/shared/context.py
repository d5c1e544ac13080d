"""What every page knows: the site's facts, the languages, the reader's size of text."""

from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.translation import get_language

from gongkai.interfaces.shared.audience import viewer_of
from gongkai.interfaces.shared.reading import TextSize, text_size_of


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """What a government site has to say of itself (国办发〔2017〕47号: tags and footer)."""

    name: str
    domain: str
    id_code: str
    sponsor: str
    icp: str
    police: str
    contact: str
    is_demo: bool


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """The same page in a language."""

    code: str
    html_lang: str
    name: str
    url: str
    is_current: bool


# Shared pages show the portal's menu without knowing the portal: the first that exists is taken.
NAVIGATION_TEMPLATES = ("portal/navigation.html", "gongkai/components/no_navigation.html")
HTML_LANGUAGES = {"zh-hans": "zh-Hans", "en": "en"}


def site_facts() -> SiteFacts:
    """Return the facts of this installation."""
    return SiteFacts(
        name=settings.SITE_NAME,
        domain=urlsplit(settings.SITE_ADDRESS).netloc,
        id_code=settings.SITE_ID_CODE,
        sponsor=settings.SITE_SPONSOR,
        icp=settings.SITE_ICP,
        police=settings.SITE_POLICE,
        contact=settings.SITE_CONTACT,
        is_demo=settings.DEMO,
    )


def language_links(request: HttpRequest) -> list[LanguageLink]:
    """Return the page's address in each language; the home page where it has no other address."""
    current = get_language() or settings.LANGUAGE_CODE
    return [
        LanguageLink(
            code=code,
            html_lang=HTML_LANGUAGES[code],
            name=name,
            url=_address_in(code, request) if code != current else request.get_full_path(),
            is_current=code == current,
        )
        for code, name in settings.LANGUAGES
    ]


def text_size_link(request: HttpRequest, wanted: TextSize) -> str:
    """Return the address that sets the size of text and comes back to this page."""
    query = urlencode({"next": request.get_full_path()})
    return f"{reverse('text_size', args=[wanted])}?{query}"


def site(request: HttpRequest) -> dict[str, object]:
    """Return the context of every template."""
    current = text_size_of(request)
    other = TextSize.NORMAL if current is TextSize.LARGE else TextSize.LARGE
    return {
        # Not "site": the sign-in views bring a thing of that name.
        "this_site": site_facts(),
        "html_lang": HTML_LANGUAGES.get(get_language() or "", "zh-Hans"),
        "language_links": language_links(request),
        "text_size": current,
        "text_size_url": text_size_link(request, other),
        "navigation_templates": NAVIGATION_TEMPLATES,
        "viewer": viewer_of(request),
        "page_url": f"{settings.SITE_ADDRESS}{request.path}",
    }


def _address_in(code: str, request: HttpRequest) -> str:
    here = request.get_full_path()
    there = translate_url(here, code)
    if there != here:
        return there
    # An address without a page (404): the way to the other language leads home.
    return "/" if code == settings.LANGUAGE_CODE else f"/{code}/"
