"""Texts and files that somebody might send to make a book run, read, hide or break something."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

TEXTS: dict[str, str] = {
    # pages
    "script": "<script>alert(1)</script>",
    "script_src": "<script src=//example.org/x.js></script>",
    "image_handler": "<img src=x onerror=alert(1)>",
    "svg_handler": "<svg onload=alert(1)>",
    "svg_animate": "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "iframe": '<iframe src="javascript:alert(1)"></iframe>',
    "object": "<object data=javascript:alert(1)>",
    "base": "<base href=//example.org/>",
    "meta": '<meta http-equiv=refresh content="0;url=//example.org">',
    "style": "<style>*{display:none}</style>",
    "details": "<details open ontoggle=alert(1)>x</details>",
    "attribute": '" onmouseover="alert(1)',
    "attribute_single": "' autofocus onfocus=alert(1) x='",
    "closes_title": "</title><script>alert(1)</script>",
    "closes_script": "</script><script>alert(1)</script>",
    "closes_comment": "--><script>alert(1)</script>",
    "entity": "&lt;script&gt;alert(1)&lt;/script&gt;",
    "character_reference": "&#x3c;script&#x3e;alert(1)",
    "upper_case": "<ScRiPt>alert(1)</sCrIpT>",
    "half_open": "<img src=x onerror=alert(1)//",
    "data_address": "data:text/html,<script>alert(1)</script>",
    "template_literal": "${alert(1)}",
    # links
    "javascript_link": "[press](javascript:alert(1))",
    "javascript_mixed": "[press](JaVaScRiPt:alert(1))",
    "javascript_bare": "javascript:alert(1)",
    "autolink": "<javascript:alert(1)>",
    "image_link": "![x](https://example.org/track.png)",
    "bare_address": "https://example.org/phish",
    "reference_link": "[x][y]",
    # LaTeX
    "latex_shell": r"\write18{touch /tmp/owned}",
    "latex_reads": r"\input{/etc/passwd}",
    "latex_reads_too": r"\openin5=/etc/passwd \read5 to\x \x",
    "latex_writes": r"\newwrite\f\immediate\openout\f=owned.tex",
    "latex_loops": r"\def\x{\x}\x",
    "latex_loop": r"\loop\iftrue\repeat",
    "latex_ends": r"\end{document}",
    "latex_brace": "}}}{{{",
    "latex_comment": "50% of $ & # _ ^ ~",
    "latex_catcode": r"\catcode`\@=0",
    "latex_csname": r"^^5cinput{/etc/passwd}",
    "latex_special": r"\special{ps: (/etc/passwd) run}",
    # MyST, Jinja, templates of this project
    "myst_role": "{eval}`__import__('os').system('id')`",
    "myst_raw": "{raw:html}`<b>x</b>`",
    "myst_directive": "```{include} /etc/passwd\n```",
    "myst_code": "```{code-cell}\nopen('/etc/passwd')\n```",
    "myst_substitution": "{{ env.config }}",
    "jinja": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "jinja_block": "{% for x in range(9**9) %}x{% endfor %}",
    "template_result": "{C01.reading}",
    "format_string": "{0.__class__}",
    "percent_format": "%s%s%n",
    "markdown_table": "a | b | c",
    "markdown_heading": "# A chapter of its own",
    "markdown_code": "`x`",
    "front_matter": "---\njupytext: {}\n---",
    # YAML
    "yaml_object": "!!python/object/apply:os.system ['id']",
    "yaml_tag": "!!binary aGk=",
    "yaml_anchor": "&a [*a, *a]",
    "yaml_merge": "<<: *a",
    "yaml_mapping": "a: b",
    "yaml_document": "---\n...",
    # spreadsheets
    "formula": "=1+1",
    "formula_shell": "=cmd|' /C calc'!A0",
    "formula_link": '=HYPERLINK("https://example.org","x")',
    "formula_plus": "+cmd|' /C calc'!A0",
    "formula_minus": "-cmd|' /C calc'!A0",
    "formula_at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "formula_tab": "\t=1+1",
    # characters
    "bidi_override": "Wave \u202egnp.exe",
    "bidi_isolate": "a\u2066b\u2069",
    "bidi_mark": "a\u200fb",
    "zero_width": "pa\u200byment",
    "joiner": "a\u200db",
    "soft_hyphen": "a\u00adb",
    "byte_order_mark": "a\ufeffb",
    "tag_characters": "a\U000e0041",
    "nul": "a\0b",
    "escape": "\x1b[31mred\x1b[0m\x1b]0;owned\x07",
    "backspaces": "ok\x08\x08no",
    "carriage": "good\rbad",
    "surrogate": "a\ud800b",
    "private": "a\ue000b",
    "noncharacter": "a\ufffeb",
    "line_separator": "a\u2028b",
    "emoji": "Survey \U0001f600",
    "chinese": "医院调查",
    "arabic": "مستشفى",
    "long": "x" * 1_000_000,
    "many_marks": "e" + "\u0301" * 50_000,
    "empty": "",
    "space": "   ",
    # places
    "traversal": "../../../../etc/passwd",
    "absolute": "/etc/passwd",
    "device": "CON",
    "null_device": "/dev/zero",
    "digits": "9" * 5_000,
}


def _zip(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def _changed(workbook: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        parts = {part.filename: archive.read(part) for part in archive.infolist()}
    return _zip(parts | {name: change(parts[name])})


_ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "' + b"a" * 99 + b'"><!ENTITY b "&a;&a;&a;">]>'
SHEET, BOOK = "xl/worksheets/sheet1.xml", "xl/workbook.xml"


def files(workbook: Path, spss: Path) -> dict[str, tuple[str, bytes]]:
    """Broken and hostile exports by what they are: a file's name and its bytes, made of two good examples."""
    good, sav = workbook.read_bytes(), spss.read_bytes()
    far = b'<row r="1048576"><c r="XFD1048576" t="n"><v>1</v></c></row></sheetData>'
    return {
        "truncated_sheet": ("e.xlsx", _changed(good, SHEET, lambda xml: xml[: len(xml) // 2])),
        "truncated_book": ("e.xlsx", _changed(good, BOOK, lambda xml: xml[: len(xml) // 2])),
        "empty_sheet": ("e.xlsx", _changed(good, SHEET, lambda _: b"")),
        "sheet_of_entities": ("e.xlsx", _changed(good, SHEET, lambda xml: _ENTITIES + xml.split(b"?>", 1)[-1])),
        "sheet_in_utf16": ("e.xlsx", _changed(good, SHEET, lambda xml: _ENTITIES.decode().encode("utf-16"))),
        "sheet_far_away": ("e.xlsx", _changed(good, SHEET, lambda xml: xml.replace(b"</sheetData>", far))),
        "sheet_of_nonsense": ("e.xlsx", _changed(good, SHEET, lambda xml: xml.replace(b'r="', b'r="!'))),
        "zip_bomb": ("e.xlsx", _changed(good, SHEET, lambda xml: xml + b" " * 60_000_000)),
        "zip_of_many": ("e.xlsx", _zip({f"p{n}": b"" for n in range(2_500)})),
        "zip_of_nothing": ("e.xlsx", _zip({})),
        "zip_that_climbs": ("e.xlsx", _zip({"../../owned.xml": b"<x/>"})),
        "half_a_zip": ("e.xlsx", good[: len(good) // 2]),
        "zip_as_text": ("e.csv", good),
        "half_a_sav": ("e.sav", sav[: len(sav) // 2]),
        "head_of_a_sav": ("e.sav", sav[:200]),
        "sav_of_zeros": ("e.sav", sav[:176] + bytes(len(sav) - 176)),
        "sav_with_huge_counts": ("e.sav", sav[:68] + struct.pack("<i", 2_000_000_000) + sav[72:]),
        "sav_of_nothing": ("e.sav", b"$FL2"),
        "text_of_nul": ("e.csv", b"a,b\n\0,1\n"),
        "text_of_random": ("e.csv", bytes(range(256)) * 40),
        "half_utf16": ("e.csv", "a,b\n1,2\n".encode("utf-16")[:-1]),
        "one_long_line": ("e.csv", b"a" * 1_000_000),
        "many_columns": ("e.csv", b"," * 100_000 + b"\n1\n"),
        "open_quote": ("e.csv", b'care_level,b\n"primary,1\n'),
    }


YAML: dict[str, str] = {
    "deep": "[" * 5_000 + "]" * 5_000,
    "deep_blocks": "\n".join(" " * n + "a:" for n in range(300)),
    "aliases": "a: &a [x, x]\n"
    + "\n".join(f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]" for n in range(9)),
    "itself": "a: &a [*a]",
    "object": "!!python/object/apply:os.system ['touch owned']",
    "tag": "title: !secret x",
    "twice": "title: a\ntitle: b",
    "control": "title: a\x07",
    "large": "a: " + "x" * 2_000_000,
    "no_mapping": "- a\n- b",
    "number": "42",
    "nothing": "",
    "tabs": "a:\n\t- b",
    "two": "a: b\n---\nc: d",
    "bytes": "title: \udcff",
    "deep_key": "? [[[[[[[[[[[[[[a]]]]]]]]]]]]]]\n: b",
}
