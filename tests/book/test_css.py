"""Style sheets keep the rules that the pages can use, and no others."""

from __future__ import annotations

from clinical_data_survey.book.sphinx_ext import css

NAMES = css.names_in(['<p id="place" class="kept other">text</p>'], ['element.classList.add("later")'])


def test_a_rule_stays_while_every_class_and_id_in_it_is_borne_by_something():
    assert css.in_use("p{a:b}.kept .other{a:b}#place{a:b}", NAMES) == "p{a:b}.kept .other{a:b}#place{a:b}"
    assert css.in_use(".kept .gone{a:b}#nowhere{a:b}", NAMES) == ""


def test_a_class_that_a_script_names_counts_as_borne():
    assert css.in_use(".later{a:b}", NAMES) == ".later{a:b}"


def test_a_list_of_selectors_loses_those_that_match_nothing():
    assert css.in_use('.gone,.kept[data-x="a,b"],p{a:b}', NAMES) == '.kept[data-x="a,b"],p{a:b}'


def test_what_is_excluded_or_one_of_many_does_not_count():
    sheet = "p:not(.gone){a:b}:is(.gone,.kept) p{a:b}"
    assert css.in_use(sheet, NAMES) == sheet


def test_a_condition_goes_when_nothing_is_left_in_it():
    sheet = "@media print{.gone{a:b}}@media (min-width:9em){.kept{a:b}.gone{a:b}}"
    assert css.in_use(sheet, NAMES) == "@media (min-width:9em){.kept{a:b}}"


def test_faces_motion_and_comments():
    sheet = '/* { */@font-face{src:url("a;b}.woff")}@keyframes turn{from{a:b}to{a:c}}'
    assert css.in_use(sheet, NAMES) == '@font-face{src:url("a;b}.woff")}@keyframes turn{from{a:b}to{a:c}}'


def test_braces_and_semicolons_in_strings_are_text():
    sheet = '.kept:before{content:"}{;"}.gone{a:b}'
    assert css.in_use(sheet, NAMES) == '.kept:before{content:"}{;"}'


def test_custom_properties_stay_while_something_reads_them():
    sheet = ':root{--a:1;--b:var(--a);--c:url("data:x;y");--d:2}p{width:var(--b)}'
    assert css.without_unused_properties(sheet, ['style="color:var(--d)"']) == (
        ":root{--a:1;--b:var(--a);--d:2}p{width:var(--b)}"
    )


def test_addresses_follow_their_sheet():
    sheet = "a{b:url(../x/y.woff2)}c{d:url('z.png')}e{f:url(data:image/png;base64,AA)}"
    assert css.moved(sheet, "styles") == (
        'a{b:url("x/y.woff2")}c{d:url("styles/z.png")}e{f:url(data:image/png;base64,AA)}'
    )
