"""The control words of Rich Text that are read, and what each of them does."""

from collections.abc import Callable
from functools import partial

from ingest.readers.rtf import groups
from ingest.readers.rtf.encodings import page_name
from ingest.readers.rtf.head import outline
from ingest.readers.rtf.reader import SIGNS, Reader, Vocabulary


def _off(number: int | None) -> bool:
    return number != 0


WORDS: dict[str, Callable[[Reader, int | None], None]] = {
    "u": Reader.write_number,
    "uc": lambda reader, number: setattr(reader.state, "blanks", max(0, number or 0)),
    "f": Reader.set_font,
    "plain": Reader.set_plain,
    "b": lambda reader, number: reader.state.set_text(bold=_off(number)),
    "strike": lambda reader, number: reader.state.set_text(struck=_off(number)),
    "striked": lambda reader, number: reader.state.set_text(struck=_off(number)),
    "super": lambda reader, number: reader.state.set_text(place=int(_off(number))),
    "sub": lambda reader, number: reader.state.set_text(place=-int(_off(number))),
    "nosupersub": lambda reader, number: reader.state.set_text(place=0),
    "up": lambda reader, number: reader.set_off_line(6 if number is None else number),
    "dn": lambda reader, number: reader.set_off_line(-6 if number is None else -number),
    "v": lambda reader, number: reader.state.set_text(hidden=_off(number)),
    "deleted": lambda reader, number: setattr(reader.state, "gone", _off(number)),
    "mvf": lambda reader, number: setattr(reader.state, "gone", _off(number)),
    "par": Reader.end_paragraph,
    "sect": Reader.end_paragraph,
    "pard": lambda reader, number: reader.state.reset_paragraph(),
    "s": lambda reader, number: setattr(reader.state, "style", number or 0),
    "outlinelevel": lambda reader, number: setattr(reader.state, "level", outline(number)),
    "intbl": lambda reader, number: setattr(
        reader.state, "depth", max(1, reader.state.depth) if _off(number) else 0
    ),
    "itap": lambda reader, number: setattr(reader.state, "depth", max(0, min(number or 0, 20))),
    "ls": lambda reader, number: setattr(reader.state, "is_listed", bool(number)),
    "trowd": Reader.begin_row,
    "trhdr": lambda reader, number: setattr(reader.row(), "is_head", True),
    "cellx": Reader.place_cell,
    "clvmrg": lambda reader, number: setattr(reader.row(), "goes_down", True),
    "clmrg": lambda reader, number: setattr(reader.row(), "goes_across", True),
    "cell": lambda reader, number: reader.end_cell(1),
    "row": lambda reader, number: reader.end_row(1),
    "nestcell": lambda reader, number: reader.end_cell(max(2, reader.state.depth)),
    "nestrow": lambda reader, number: reader.end_row(max(2, reader.state.depth)),
    "chftn": groups.write_mark,
    "ftnalt": groups.set_note_at_end,
    "ftnstart": lambda reader, number: groups.start_notes(reader, "", number),
    "aftnstart": lambda reader, number: groups.start_notes(reader, "a", number),
    **{
        f"{section}{kind}ftnn{way}": partial(groups.number_notes, kind=kind, way=way)
        for section in ("", "s")
        for kind in ("", "a")
        for way in groups.WRITERS
    },
    "ansicpg": lambda reader, number: setattr(reader.head, "page", page_name(number)),
    "mac": lambda reader, number: setattr(reader.head, "page", "mac-roman"),
    "pc": lambda reader, number: setattr(reader.head, "page", "cp437"),
    "pca": lambda reader, number: setattr(reader.head, "page", "cp850"),
    "deff": lambda reader, number: setattr(reader.head, "usual_font", number),
    "fcharset": lambda reader, number: reader._describe_font("charset", number),
    "cpg": lambda reader, number: reader._describe_font("page", number),
    "yr": groups.date_part,
    "mo": groups.date_part,
    "dy": groups.date_part,
    "fftype": lambda reader, number: groups.form_value(reader, "fftype", number),
    "ffres": lambda reader, number: groups.form_value(reader, "ffres", number),
    "ffdefres": lambda reader, number: groups.form_value(reader, "ffdefres", number),
}
GROUPS: dict[str, Callable[[Reader], None]] = {
    "fonttbl": groups.begin_fonts,
    "stylesheet": groups.begin_styles,
    "info": lambda reader: setattr(reader.state, "kind", "info"),
    "creatim": groups.begin_date,
    "listtext": groups.begin_marker,
    "pntext": groups.begin_marker,
    "pict": groups.begin_picture,
    "object": groups.begin_object,
    "objclass": groups.begin_object_name,
    "result": groups.begin_result,
    "nesttableprops": groups.begin_row_properties,
    "moMath": groups.begin_formula,
    "field": groups.begin_field,
    "fldinst": groups.begin_instruction,
    "formfield": groups.hold,
    "ffl": groups.begin_entry,
    "footnote": groups.begin_note,
    "shptxt": groups.begin_box,
    "dptxbxtext": groups.begin_box,
    "upr": groups.hold,
    "ud": lambda reader: setattr(reader.state, "kind", reader.stack[-2].kind),
    **{
        name: partial(groups.begin_info, name=name)
        for name in ("title", "subject", "author", "keywords")
    },
    **dict.fromkeys(("shpinst", "shppict", "do", "moMathPara", "mmath"), groups.enter),
    **dict.fromkeys(
        "colortbl filetbl header headerl headerr headerf footer footerl footerr footerf ftnsep "
        "ftnsepc ftncn aftnsep aftnsepc aftncn xe tc rxe txe pntxta pntxtb sp nonshppict shprslt "
        "nonesttables mmathPict objdata objalias objsect objname annotation atnid atnauthor atnref "
        "atntime atndate atnicn atnparent atrfstart atrfend bkmkstart bkmkend revtim printim "
        "buptim private background datafield listtable listoverridetable revtbl rsidtbl".split(),
        groups.skip,
    ),
}
VOCABULARY = Vocabulary(WORDS, GROUPS, frozenset((*WORDS, *GROUPS, *SIGNS)))
