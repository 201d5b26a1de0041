"""How a deck looks: colours, typefaces, theme. No default blue anywhere."""

from lxml import etree
from pptx.dml.color import RGBColor
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.presentation import Presentation
from pptx.table import Table, _Cell
from pptx.util import Pt

COLOURS = {
    "ink": "221D17",
    "paper": "FAF7F1",
    "accent": "D43D2A",
    "jade": "2C7A59",
    "strategy": "7A4B8F",
    "content": "B3592B",
    "channels": "2F6F8F",
    "insight": "4A7A3A",
    "quiet": "6F665B",
    "line": "DDD4C6",
    "band": "F1EBE0",
}
# Vermilion means “now” or “urgent” in the product, so it comes last among series.
SERIES = ("channels", "content", "strategy", "jade", "insight", "accent")
LATIN_TITLE, LATIN_TEXT = "Georgia", "Arial"
EAST_ASIAN = "Microsoft YaHei"


def rgb(name: str) -> RGBColor:
    """A colour by its name in COLOURS."""
    return RGBColor.from_string(COLOURS[name])


def set_east_asian(properties: etree._Element) -> None:
    """Name the typeface for Chinese, in the place the schema wants it: right after a:latin."""
    for old in properties.findall(qn("a:ea")):
        properties.remove(old)
    ea = etree.SubElement(properties, qn("a:ea"))
    ea.set("typeface", EAST_ASIAN)
    latin = properties.find(qn("a:latin"))
    if latin is not None:
        latin.addnext(ea)


def plain_table_style(table: Table) -> None:
    """“No style, no grid” in place of the default blue bands."""
    style = table._tbl.tblPr.find(qn("a:tableStyleId"))
    style.text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"


def bottom_line(cell: _Cell) -> None:
    """A hairline below a table cell; the only grid there is."""
    properties = cell._tc.get_or_add_tcPr()
    line = etree.Element(qn("a:lnB"), w=str(Pt(0.75)))
    fill = etree.SubElement(etree.SubElement(line, qn("a:solidFill")), qn("a:srgbClr"))
    fill.set("val", COLOURS["line"])
    properties.insert(0, line)


def own_theme(deck: Presentation) -> None:
    """Our colours and typefaces in the theme too, so what people add later fits in."""
    part = deck.slide_masters[0].part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme = etree.fromstring(part.blob)
    palette = {
        "dk1": "ink",
        "lt1": "paper",
        "dk2": "quiet",
        "lt2": "band",
        **{f"accent{i}": name for i, name in enumerate(SERIES, start=1)},
        "hlink": "channels",
        "folHlink": "strategy",
    }
    scheme = theme.find(f".//{qn('a:clrScheme')}")
    for slot, name in palette.items():
        entry = scheme.find(qn(f"a:{slot}"))
        entry.clear()
        etree.SubElement(entry, qn("a:srgbClr")).set("val", COLOURS[name])
    for group, latin in (("majorFont", LATIN_TITLE), ("minorFont", LATIN_TEXT)):
        fonts = theme.find(f".//{qn(f'a:{group}')}")
        fonts.find(qn("a:latin")).set("typeface", latin)
        fonts.find(qn("a:ea")).set("typeface", EAST_ASIAN)
    part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)
