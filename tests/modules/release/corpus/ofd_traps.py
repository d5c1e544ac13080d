"""OFD documents that hide something, each with a twin that looks the same and hides nothing."""

from typing import Any

from tests.modules.release.corpus.building import NUMBER, Ofd, line, ofd_part, png
from tests.modules.release.corpus.trap import Make, Trap
from tests.modules.release.corpus.trap import trap_of as _trap

from gongkai.release.rules.findings import FindingKind

_K = FindingKind
_TITLE = line("关于云台水库供水情况的通知", 20)
_SECRET = f"身份证号：{NUMBER}"


def page(*inner: str, **more: Any) -> Make:
    """Return how to make a document with one page."""
    return lambda: Ofd(pages=[_TITLE + "".join(inner)], **more).content()


def _filled(top: int, colour: str = "0 0 0", name: str = "PathObject") -> str:
    return (
        f'<ofd:{name} Boundary="18 {top} 170 8" Fill="true">'
        f'<ofd:FillColor Value="{colour}"/></ofd:{name}>'
    )


def _attached(content: bytes, name: str = "名单.txt") -> dict[str, str | bytes]:
    listed = (
        f'<ofd:Attachment ID="1" Name="{name}"><ofd:FileLoc>list.txt</ofd:FileLoc></ofd:Attachment>'
    )
    return {
        "Doc_0/Attachs/Attachments.xml": ofd_part("Attachments", listed),
        "Doc_0/Attachs/list.txt": content,
    }


def _noted(inner: str) -> Make:
    listed = "<ofd:Page PageID='1'><ofd:FileLoc>Annot_0.xml</ofd:FileLoc></ofd:Page>"
    return page(
        document="<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>",
        parts={
            "Doc_0/Annots/Annotations.xml": ofd_part("Annotations", listed),
            "Doc_0/Annots/Annot_0.xml": ofd_part("PageAnnot", inner),
        },
    )


def _beside(root: str, inner: str) -> Make:
    return page(
        document=f"<ofd:{root}>{root}.xml</ofd:{root}>",
        parts={f"Doc_0/{root}.xml": ofd_part(root, inner)},
    )


_TAGS = {
    "Doc_0/Tags/CustomTags.xml": ofd_part(
        "CustomTags", "<ofd:CustomTag><ofd:FileLoc>Tag_0.xml</ofd:FileLoc></ofd:CustomTag>"
    )
}


def _tagged(tags: str) -> Make:
    return page(
        document="<ofd:CustomTags>Tags/CustomTags.xml</ofd:CustomTags>",
        parts={**_TAGS, "Doc_0/Tags/Tag_0.xml": tags},
    )


_WHITE = '<ofd:FillColor Value="255 255 255"/>'
_VERSIONS = "<ofd:Versions>{}</ofd:Versions>"
_VERSION = '<ofd:Version ID="{0}" Index="{0}" BaseLoc="Doc_0/Document.xml"/>'

OFD_TRAPS: list[Trap] = [
    _trap("ofd-invisible-text.ofd", _K.HIDDEN_TEXT, page(line(_SECRET, 40, 'Visible="false"')),
          page(line("公开", 40, 'Visible="true"')), holds=NUMBER),
    _trap("ofd-clear-text.ofd", _K.HIDDEN_TEXT, page(line("内部", 40, 'Alpha="0"')),
          page(line("公开", 40, 'Alpha="255"'))),
    _trap("ofd-white-text.ofd", _K.HIDDEN_TEXT, page(line("内部", 40, inner=_WHITE)),
          page(_filled(39, "31 78 121"), line("公开", 40, inner=_WHITE))),
    _trap("ofd-neither-filled-nor-drawn.ofd", _K.HIDDEN_TEXT,
          page(line("内部", 40, 'Fill="false"'))),
    _trap("ofd-tiny-text.ofd", _K.HIDDEN_TEXT, page(line("内部", 40, size=0.2))),
    _trap("ofd-off-the-page.ofd", _K.HIDDEN_TEXT, page(line("内部", 400))),
    _trap("ofd-black-box.ofd", _K.COVERED_TEXT, page(line(_SECRET, 40), _filled(39)),
          page(_filled(39, "240 240 240"), line("公开", 40)), holds=NUMBER),
    _trap("ofd-white-box.ofd", _K.COVERED_TEXT, page(line("内部", 40), _filled(39, "255 255 255"))),
    _trap("ofd-picture-over-text.ofd", _K.COVERED_TEXT,
          page(line("内部", 40), _filled(39, name="ImageObject")),
          page(line("公开", 40), _filled(80, name="ImageObject"))),
    _trap("ofd-annotation.ofd", _K.COMMENT,
          _noted("<ofd:Annot ID='1' Type='Highlight' Creator='王芳'><ofd:Remark>内部</ofd:Remark>"
                 "</ofd:Annot>"),
          _noted("<ofd:Annot ID='1' Type='Link'/>")),
    _trap("ofd-annotation-with-number.ofd", _K.COMMENT,
          _noted(f"<ofd:Annot ID='1' Type='Path'><ofd:Remark>{NUMBER}</ofd:Remark></ofd:Annot>"),
          holds=NUMBER),
    _trap("ofd-hidden-annotation.ofd", _K.COMMENT,
          _noted("<ofd:Annot ID='1' Type='Stamp' Visible='false'><ofd:Appearance>"
                 f"{line(_SECRET, 9)}</ofd:Appearance></ofd:Annot>"), holds=NUMBER),
    _trap("ofd-attachment.ofd", _K.EMBEDDED_FILE,
          page(document="<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>",
               parts=_attached(_SECRET.encode())), page(), holds=NUMBER),
    _trap("ofd-attachment-in-gbk.ofd", _K.EMBEDDED_FILE,
          page(document="<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>",
               parts=_attached(_SECRET.encode("gb18030"))), holds=NUMBER),
    _trap("ofd-attached-program-data.ofd", _K.EMBEDDED_FILE,
          page(document="<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>",
               parts=_attached(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "表.et"))),
    _trap("ofd-author.ofd", _K.PROPERTIES, page(info="<ofd:Author>王芳</ofd:Author>"),
          page(info="<ofd:Creator>数科阅读器</ofd:Creator>")),
    _trap("ofd-old-title.ofd", _K.PROPERTIES,
          page(info="<ofd:Title>关于王芳信访事项的答复</ofd:Title>"),
          page(info="<ofd:Title>关于云台水库供水情况的通知</ofd:Title>")),
    _trap("ofd-custom-data.ofd", _K.PROPERTIES,
          page(info=f"<ofd:CustomDatas><ofd:CustomData Name='经办'>{_SECRET}</ofd:CustomData>"
                    "</ofd:CustomDatas>"), holds=NUMBER),
    _trap("ofd-tag.ofd", _K.HIDDEN_TEXT,
          _tagged(f"<标引>{_SECRET}</标引>"),
          _tagged("<标引><标题>关于云台水库供水情况的通知</标题><r>20</r></标引>"), holds=NUMBER),
    _trap("ofd-extension.ofd", _K.HIDDEN_TEXT,
          _beside("Extensions", f"<ofd:Extension><ofd:Data>{_SECRET}</ofd:Data></ofd:Extension>"),
          _beside("Extensions", "<ofd:Extension AppName='阅读器'/>"), holds=NUMBER),
    _trap("ofd-versions.ofd", _K.EARLIER_STATE,
          page(body=_VERSIONS.format(_VERSION.format(1) + _VERSION.format(2))),
          page(body=_VERSIONS.format(_VERSION.format(1)))),
    _trap("ofd-page-nobody-lists.ofd", _K.EARLIER_STATE,
          page(parts={"Doc_0/Pages/Old/Old.xml":
                      ofd_part("Page", f"<ofd:Content>{line(_SECRET, 9)}</ofd:Content>")}),
          holds=NUMBER),
    _trap("ofd-picture-nobody-uses.ofd", _K.EARLIER_STATE, page(parts={"Doc_0/Res/a.png": png()})),
    _trap("ofd-scanned-page.ofd", _K.UNREADABLE,
          lambda: Ofd(pages=[_filled(20, name="ImageObject")]).content(),
          lambda: Ofd(pages=[_TITLE, ""]).content()),
    _trap("ofd-number-over-objects.ofd", _K.IDENTITY_NUMBER,
          page('<ofd:TextObject Boundary="20 40 40 6" Size="5"><ofd:TextCode>'
               f'{NUMBER[:9]}</ofd:TextCode></ofd:TextObject><ofd:TextObject Boundary="60 40 40 6" '
               f'Size="5"><ofd:TextCode>{NUMBER[9:]}</ofd:TextCode></ofd:TextObject>'),
          holds=NUMBER),
    _trap("ofd-number-in-outline.ofd", _K.IDENTITY_NUMBER,
          page(document=f"<ofd:Outlines><ofd:OutlineElem Title='{NUMBER}'/></ofd:Outlines>"),
          page(document="<ofd:Outlines><ofd:OutlineElem Title='一、总体情况'/></ofd:Outlines>"),
          holds=NUMBER),
]  # fmt: skip
