"""PDF files that hide something, each in its own way, and their clean twins."""

from functools import partial

from pikepdf import String
from tests.modules.release.corpus import pdf_changes as change
from tests.modules.release.corpus.papers import SECRET
from tests.modules.release.corpus.trap import Trap

from gongkai.release.rules.findings import FindingKind

Kind = FindingKind

_CAPTION = (
    "BT /Plain 9 Tf 90 700 Td (The dam in March, seen from the north side; details in the list.) "
    "Tj ET"
)
_SCAN = frozenset({Kind.UNREADABLE})
_clean_scan = change.altered(change.scanned_page)

TRAPS: list[Trap] = [
    Trap(
        name="white-text.pdf",
        build=change.painted("1 g " + change.SHOW),
        finds=Kind.HIDDEN_TEXT,
        clean=change.write_paper,
        holds=SECRET,
    ),
    Trap(
        name="white-chinese-text.pdf",
        build=change.set_below(f"#text(fill: white)[身份证号：{SECRET}]"),
        finds=Kind.HIDDEN_TEXT,
        clean=change.set_below("#text(fill: gray)[联系电话：0871-65114433]"),
        holds=SECRET,
    ),
    Trap(
        name="black-on-black.pdf",
        build=change.painted("0 g 60 290 300 40 re f " + change.SHOW),
        finds=Kind.HIDDEN_TEXT,
        clean=change.altered(change.seen_on_a_frame),
        holds=SECRET,
    ),
    Trap(
        name="invisible-mode.pdf",
        build=change.painted("BT 3 Tr /Plain 12 Tf 90 300 Td (NUMBER) Tj ET"),
        finds=Kind.HIDDEN_TEXT,
        holds=SECRET,
    ),
    Trap(
        name="tiny-text.pdf",
        build=change.painted("BT /Plain 1 Tf 90 300 Td (NUMBER) Tj ET"),
        finds=Kind.HIDDEN_TEXT,
        clean=change.painted("BT /Plain 6 Tf 90 300 Td (2026-03-16) Tj ET"),
        holds=SECRET,
    ),
    Trap(
        name="beside-the-page.pdf",
        build=change.painted("BT /Plain 12 Tf 900 300 Td (NUMBER) Tj ET"),
        finds=Kind.HIDDEN_TEXT,
        holds=SECRET,
    ),
    Trap(
        name="cropped-page.pdf",
        build=change.altered(change.number_off_the_crop),
        finds=Kind.HIDDEN_TEXT,
        clean=change.altered(change.small_page),
        holds=SECRET,
    ),
    Trap(
        name="clipped-text.pdf",
        build=change.painted("q 0 0 5 5 re W n " + change.SHOW + " Q"),
        finds=Kind.HIDDEN_TEXT,
        clean=change.painted("q 0 0 595 842 re W n BT /Plain 12 Tf 90 300 Td (2026) Tj ET Q"),
        holds=SECRET,
    ),
    Trap(
        name="black-box.pdf",
        build=change.painted(change.SHOW + "0 g 80 290 300 30 re f"),
        finds=Kind.COVERED_TEXT,
        clean=change.painted("0 g 80 290 300 30 re f"),
        holds=SECRET,
    ),
    Trap(
        name="black-box-turned.pdf",
        build=change.altered(change.box_on_a_turned_page),
        finds=Kind.COVERED_TEXT,
        clean=change.altered(change.turned_page),
        holds=SECRET,
    ),
    Trap(
        name="typeset-box-over-name.pdf",
        build=change.set_below(
            f"#box[身份证号：{SECRET}#place(top + left, dx: -2pt, dy: -4pt, "
            "rect(width: 320pt, height: 24pt, fill: black))]"
        ),
        finds=Kind.COVERED_TEXT,
        clean=change.set_below("#rect(width: 320pt, height: 24pt, fill: black)"),
        holds=SECRET,
    ),
    Trap(
        name="white-box-with-label.pdf",
        build=change.painted(
            change.SHOW
            + "1 g 80 290 300 30 re f 0 g BT /Plain 12 Tf 90 300 Td (withheld by law) Tj ET"
        ),
        finds=Kind.COVERED_TEXT,
        clean=change.painted(
            "1 g 80 290 300 30 re f 0 g BT /Plain 12 Tf 90 300 Td (withheld by law) Tj ET"
        ),
        holds=SECRET,
    ),
    Trap(
        name="note-over-text.pdf",
        build=change.altered(change.black_note_over_text),
        finds=Kind.COVERED_TEXT,
        holds=SECRET,
    ),
    Trap(
        name="redaction-not-applied.pdf",
        build=change.altered(change.redaction_not_applied),
        finds=Kind.COVERED_TEXT,
        holds=SECRET,
    ),
    Trap(
        name="box-over-a-scan.pdf",
        build=change.altered(partial(change.scanned_page, after="0 g 100 600 200 30 re f")),
        finds=Kind.COVERED_TEXT,
        clean=_clean_scan,
        allowed=_SCAN,
    ),
    Trap(
        name="text-under-a-scan.pdf",
        build=change.altered(
            partial(change.scanned_page, after="BT 3 Tr /Plain 12 Tf 90 300 Td (NUMBER) Tj ET")
        ),
        finds=Kind.HIDDEN_TEXT,
        clean=_clean_scan,
        allowed=_SCAN,
        holds=SECRET,
    ),
    Trap(name="scan.pdf", build=_clean_scan, finds=Kind.UNREADABLE, clean=change.write_paper),
    Trap(
        name="scan-with-page-number.pdf",
        build=change.altered(
            partial(change.scanned_page, after="BT /Plain 9 Tf 280 20 Td (- 12 -) Tj ET")
        ),
        finds=Kind.UNREADABLE,
        clean=change.altered(change.empty_page),
    ),
    Trap(
        name="half-page-picture.pdf",
        build=change.altered(
            partial(change.scanned_page, size="400 0 0 300 90 90", after=_CAPTION)
        ),
        finds=Kind.UNREADABLE,
    ),
    Trap(
        name="scan-with-camera-data.pdf",
        build=change.altered(lambda pdf: change.scanned_page(pdf, exif=change.camera_exif())),
        finds=Kind.PICTURE_DATA,
        clean=_clean_scan,
        allowed=_SCAN,
    ),
    Trap(
        name="thumbnail.pdf",
        build=change.altered(change.put_thumbnail),
        finds=Kind.PICTURE_DATA,
        clean=change.write_paper,
    ),
    Trap(
        name="cut-picture.pdf",
        build=change.altered(partial(change.scanned_page, size="1000 0 0 842 0 0")),
        finds=Kind.CUT_PICTURE,
        clean=_clean_scan,
        allowed=_SCAN,
    ),
    Trap(
        name="clipped-picture.pdf",
        build=change.altered(
            partial(change.scanned_page, size="0 0 300 400 re W n 595 0 0 842 0 0")
        ),
        finds=Kind.CUT_PICTURE,
        clean=_clean_scan,
        allowed=_SCAN,
    ),
    Trap(
        name="unpainted-picture.pdf",
        build=change.altered(change.unpainted_picture),
        finds=Kind.CUT_PICTURE,
        clean=change.write_paper,
    ),
    Trap(
        name="comment.pdf",
        build=change.altered(
            change.note_with("Text", Contents=String(f"查 {SECRET}"), T=String("欧阳娜"))
        ),
        finds=Kind.COMMENT,
        clean=change.altered(change.plain_link),
        holds=SECRET,
    ),
    Trap(
        name="highlight-with-words.pdf",
        build=change.altered(
            change.note_with("Highlight", Contents=String(SECRET), QuadPoints=[100, 330, 300, 330])
        ),
        finds=Kind.COMMENT,
        holds=SECRET,
    ),
    Trap(
        name="popup.pdf",
        build=change.altered(change.note_with("Popup", Contents=String(SECRET))),
        finds=Kind.COMMENT,
        holds=SECRET,
    ),
    Trap(
        name="form-value.pdf",
        build=change.altered(lambda pdf: change.form_with(pdf, V=String(SECRET))),
        finds=Kind.FORM_DATA,
        clean=change.altered(change.form_with),
        holds=SECRET,
    ),
    Trap(
        name="form-default.pdf",
        build=change.altered(lambda pdf: change.form_with(pdf, DV=String(SECRET))),
        finds=Kind.FORM_DATA,
        clean=change.altered(change.form_with),
        holds=SECRET,
    ),
    Trap(
        name="form-xfa.pdf",
        build=change.altered(change.xfa_form),
        finds=Kind.FORM_DATA,
        holds=SECRET,
    ),
    Trap(
        name="attachment.pdf",
        build=change.altered(change.attach),
        finds=Kind.EMBEDDED_FILE,
        clean=change.write_paper,
        holds=SECRET,
    ),
    Trap(
        name="attachment-on-page.pdf",
        build=change.altered(change.attachment_on_page),
        finds=Kind.EMBEDDED_FILE,
        holds=SECRET,
    ),
    Trap(
        name="associated-file.pdf",
        build=change.altered(change.associate),
        finds=Kind.EMBEDDED_FILE,
        holds=SECRET,
    ),
    Trap(
        name="behind-the-end.pdf",
        build=change.followed,
        finds=Kind.EMBEDDED_FILE,
        clean=change.write_paper,
        holds=SECRET,
    ),
    Trap(
        name="layer-off.pdf",
        build=change.altered(partial(change.layer_with, is_off=True)),
        finds=Kind.LAYER,
        clean=change.write_paper,
        holds=SECRET,
    ),
    Trap(
        name="layer-on.pdf",
        build=change.altered(partial(change.layer_with, is_off=False)),
        finds=Kind.LAYER,
        holds=SECRET,
    ),
    Trap(
        name="layer-of-a-form.pdf",
        build=change.altered(change.layer_of_a_form),
        finds=Kind.LAYER,
        holds=SECRET,
    ),
    Trap(
        name="author.pdf",
        build=change.altered(partial(change.put_information, Author="欧阳娜")),
        finds=Kind.PROPERTIES,
        clean=change.altered(partial(change.put_information, Producer="Yunmeng Writer 3")),
    ),
    Trap(
        name="own-property.pdf",
        build=change.altered(partial(change.put_information, Dossier=SECRET)),
        finds=Kind.PROPERTIES,
        clean=change.altered(partial(change.put_information, Title="二〇二六年防汛工作的通知")),
        holds=SECRET,
    ),
    Trap(
        name="xmp-creator.pdf",
        build=change.altered(change.put_xmp),
        finds=Kind.PROPERTIES,
        clean=change.write_paper,
    ),
    Trap(
        name="saved-behind.pdf",
        build=change.appended(change.empty_page),
        finds=Kind.EARLIER_STATE,
        clean=change.altered(change.empty_page),
        holds=SECRET,
    ),
    Trap(
        name="turned-behind.pdf",
        build=change.appended(change.turned_page),
        finds=Kind.EARLIER_STATE,
        holds=SECRET,
    ),
    Trap(
        name="written-twice.pdf",
        build=change.saved_twice,
        finds=Kind.EARLIER_STATE,
        clean=change.write_paper,
    ),
    Trap(
        name="page-taken-out.pdf",
        build=change.altered(change.page_taken_out),
        finds=Kind.HIDDEN_TEXT,
        clean=change.write_paper,
        holds=SECRET,
    ),
    Trap(
        name="unpainted-form.pdf",
        build=change.altered(change.unpainted_form),
        finds=Kind.HIDDEN_TEXT,
        clean=change.write_paper,
        holds=SECRET,
    ),
    Trap(
        name="script.pdf",
        build=change.altered(change.run_script),
        finds=Kind.ACTIVE_CONTENT,
        clean=change.altered(change.plain_link),
    ),
    Trap(
        name="starts-a-program.pdf",
        build=change.altered(change.start_program),
        finds=Kind.ACTIVE_CONTENT,
    ),
    Trap(
        name="calls-home.pdf", build=change.altered(change.sends_itself), finds=Kind.ACTIVE_CONTENT
    ),
    Trap(
        name="language-that-tells.pdf",
        build=change.altered(change.replacement_text),
        finds=Kind.IDENTITY_NUMBER,
        clean=change.write_paper,
        holds=SECRET,
    ),
]
