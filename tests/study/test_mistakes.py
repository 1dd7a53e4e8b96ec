"""Every mistake of a plan and a codebook is told: where, what is there, what to do."""

# ruff: noqa: E501 -- a message stands here as it is read, in one line

import copy
import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaiku_analysis.study import KaikuError, StudyError, load_study

COMPARE = "compare with the plan that `kaiku new` writes"

PLAN_MISTAKES = [
    (
        'title = "Our study"',
        "title = 5",
        "ours/study.toml, title",
        '5 is neither a text nor { fi = "…", sv = "…", en = "…" }',
        COMPARE,
    ),
    (
        'title = "Our study"\n',
        "",
        "ours/study.toml, title",
        "is missing",
        "add this key",
    ),
    (
        'title = "Our study"',
        'title = { fi = "Tutkimus" }',
        "ours/study.toml, title",
        "has no text in en",
        "write it, or take the language out of `languages`",
    ),
    (
        'title = "Our study"',
        'title = { fi = "a", en = 3 }',
        "ours/study.toml, title",
        "3 is not a text",
        COMPARE,
    ),
    (
        'title = "Our study"',
        'title = { de = "a" }',
        "ours/study.toml, title",
        "'de' is not one of the languages fi, sv, en",
        COMPARE,
    ),
    (
        'title = "Our study"',
        'title = "Our study"\nprivacy = 5',
        "ours/study.toml, privacy",
        "5 is not a table of keys and values",
        COMPARE,
    ),
    (
        'languages = ["fi", "en"]',
        'languages = "fi"',
        "ours/study.toml, languages",
        '\'fi\' is not a list of texts, ["…", "…"]',
        COMPARE,
    ),
    (
        'languages = ["fi", "en"]',
        "languages = []",
        "ours/study.toml, languages",
        "[] is not a choice among fi, sv, en",
        'write for example languages = ["fi", "sv"], the main one first',
    ),
    (
        'languages = ["fi", "en"]',
        'languages = ["fi", "de", "en"]',
        "ours/study.toml, languages",
        "['fi', 'de', 'en'] is not a choice among fi, sv, en",
        'write for example languages = ["fi", "sv"], the main one first',
    ),
    (
        'languages = ["fi", "en"]',
        'languages = ["fi", "en", "fi"]',
        "ours/study.toml, languages",
        "'fi' is there twice",
        "keep it once",
    ),
    (
        'languages = ["fi", "en"]',
        'languages = ["fi", "en"]\nsmallest_effect = 0',
        "ours/study.toml, smallest_effect",
        "0.0 is not above 0",
        "0.2 is usual",
    ),
    (
        'languages = ["fi", "en"]',
        'languages = ["fi", "en"]\nsmallest_effect = nan',
        "ours/study.toml, smallest_effect",
        "nan is not a number",
        COMPARE,
    ),
    (
        'languages = ["fi", "en"]',
        'languages = ["fi", "en"]\nempty = "NA"',
        "ours/study.toml, empty",
        '\'NA\' is not a list of texts, ["…", "…"]',
        COMPARE,
    ),
    (
        "[linking]",
        "[privacy]\nsmallest_group = 2\n[linking]",
        "ours/study.toml, [privacy] smallest_group",
        "2 would let single people be seen",
        "choose at least 3; 10 is usual",
    ),
    (
        "[linking]",
        "[privacy]\nsmallest_group = 2.5\n[linking]",
        "ours/study.toml, privacy, smallest_group",
        "2.5 is not a whole number",
        COMPARE,
    ),
    (
        "[linking]",
        "[[privacy]]\n[linking]",
        "ours/study.toml, privacy",
        "[{}] is not a table of keys and values",
        COMPARE,
    ),
    (
        'columns = ["id"]',
        'columns = ["token"]',
        "ours/codebook.csv",
        "no item 'token', by which the plan links respondents",
        "add its row (kind link), or correct [linking]",
    ),
    (
        'columns = ["id"]',
        'columns = ["id"]\nduplicates = "keep"',
        "ours/study.toml, linking, duplicates",
        "'keep' is not one of 'problem', 'first', 'last', 'apart'",
        COMPARE,
    ),
    (
        'name = "before"\n',
        "",
        "ours/study.toml, waves, no. 1, name",
        "is missing",
        "add this key",
    ),
    (
        'name = "before"',
        'name = ""',
        "ours/study.toml, waves, no. 1, name",
        "is empty",
        "give it a short name",
    ),
    (
        'name = "before"',
        'name = "after"',
        "ours/study.toml, [[waves]] 'after'",
        "this name is given twice",
        "give each its own name",
    ),
    (
        'name = "before"',
        'name = "be fore"',
        "ours/study.toml, [[waves]] 'be fore'",
        "has a space in its name",
        "write it in one word; the label may be longer",
    ),
    (
        "opened = 2025-01-01",
        'opened = "2025-01-01"',
        "ours/study.toml, [[waves]] 'before', opened",
        "'2025-01-01' is not a date such as 2025-01-31",
        COMPARE,
    ),
    (
        "opened = 2025-01-01",
        "opened = 2025-01-01T08:00:00",
        "ours/study.toml, [[waves]] 'before', opened",
        "2025-01-01 08:00:00 is not a date such as 2025-01-31",
        COMPARE,
    ),
    (
        "opened = 2025-01-01",
        "opened = 2025-02-01",
        "ours/study.toml, [[waves]] 'before'",
        "closed 2025-01-31 is before opened 2025-02-01",
        "correct one of the dates",
    ),
    (
        "opened = 2025-06-01",
        "opened = 2024-06-01",
        "ours/study.toml, waves",
        "the waves are not in the order of their dates",
        "put the earliest first",
    ),
    (
        'files = ["before.csv"]',
        'files = "before.csv"',
        "ours/study.toml, [[waves]] 'before', files",
        '\'before.csv\' is not a list of texts, ["…", "…"]',
        COMPARE,
    ),
    (
        'files = ["before.csv"]',
        'files = ["/tmp/before.csv"]',
        "ours/study.toml, [[waves]] 'before', files",
        "'/tmp/before.csv' is not inside raw/",
        "put the file into raw/ and give its name there",
    ),
    (
        'files = ["before.csv"]',
        'files = ["../before.csv"]',
        "ours/study.toml, [[waves]] 'before', files",
        "'../before.csv' is not inside raw/",
        "put the file into raw/ and give its name there",
    ),
    (
        'files = ["before.csv"]',
        'files = ["after.csv"]',
        "ours/study.toml, waves",
        "'after.csv' is read twice, so that its answers would count twice",
        "name it once, or tell the rows of each wave apart with `where`",
    ),
    (
        'files = ["before.csv"]',
        'files = ["before.csv", "before.csv"]',
        "ours/study.toml, waves",
        "'before.csv' is read twice, so that its answers would count twice",
        "name it once, or tell the rows of each wave apart with `where`",
    ),
    (
        'files = ["before.csv"]',
        'files = ["before.csv"]\nwhere = "t"',
        "ours/study.toml, [[waves]] 'before', where",
        "'t' is not a table of names",
        COMPARE,
    ),
    (
        'files = ["before.csv"]',
        'files = ["before.csv"]\nwhere = { t = 0 }',
        "ours/study.toml, [[waves]] 'before', where, t",
        '0 is not a text such as "initial"',
        COMPARE,
    ),
    (
        'files = ["before.csv"]',
        'files = ["before.csv"]\nsheets = "A"',
        "ours/study.toml, [[waves]] 'before'",
        "has no key 'sheets'",
        "did you mean 'sheet'?",
    ),
    (
        "staff = 40",
        "staff = 0",
        "ours/study.toml, [[units]] 'north', staff",
        "0 people work there",
        "give the head count",
    ),
    (
        "staff = 40",
        'staff = "many"',
        "ours/study.toml, [[units]] 'north', staff",
        "'many' is not a whole number",
        COMPARE,
    ),
    (
        'name = "south"',
        'name = "north"',
        "ours/study.toml, [[units]] 'north'",
        "this name is given twice",
        "give each its own name",
    ),
    (
        'en = "South"',
        'en = "north"',
        "ours/study.toml, units",
        "the words 'north' stand for two units",
        "give each its own name and label",
    ),
    (
        '1 = { fi = "eri mieltä", en = "disagree" }',
        "1 = 5",
        "ours/study.toml, options, agree, 1",
        '5 is neither a text nor { fi = "…", sv = "…", en = "…" }',
        COMPARE,
    ),
    (
        '1 = { fi = "eri mieltä", en = "disagree" }',
        '1 = { fi = "eri mieltä" }',
        "ours/study.toml, [options.agree], 1",
        "has no text in en",
        "write it, or take the language out of `languages`",
    ),
    (
        '1 = { fi = "eri mieltä", en = "disagree" }',
        '1 = { fi = "Samaa  mieltä", en = "disagree" }',
        "ours/study.toml, [options.agree]",
        "the words 'samaa mieltä' stand for two answers",
        "word them apart, so that an answer in words is one of them only",
    ),
    (
        '1 = { fi = "eri mieltä", en = "disagree" }',
        '1 = { fi = "eri mieltä", en = "2" }',
        "ours/study.toml, [options.agree]",
        "the words '2' of the answer 1 are another's code",
        "word it so that it is not taken for it",
    ),
    (
        '1 = { fi = "eri mieltä", en = "disagree" }',
        '01 = "no"\n1 = "never"',
        "ours/study.toml, [options.agree]",
        "the codes '01' and '1' mean the same",
        "keep one of them",
    ),
    (
        '1 = { fi = "eri mieltä", en = "disagree" }',
        'one = "no"',
        "ours/study.toml, [[scales]] 'support', options",
        "the answers of 'agree' have codes that are no numbers: one",
        "give each answer its number, or mark it `missing = true`",
    ),
    (
        '1 = { fi = "eri mieltä", en = "disagree" }\n',
        "",
        "ours/study.toml, [[scales]] 'support', options",
        "'agree' has fewer than two answers that measure something",
        "a score needs at least two",
    ),
    (
        "missing = true",
        'missing = "yes"',
        "ours/study.toml, options, agree, 9",
        "missing = 'yes' is not true or false",
        COMPARE,
    ),
    (
        "missing = true",
        "mising = true",
        "ours/study.toml, options, agree, 9",
        "'mising' is not one of the languages fi, sv, en",
        COMPARE,
    ),
    (
        "range = [0, 10]",
        "range = [10, 0]",
        "ours/study.toml, options, ten",
        "range = [10, 0] is not two numbers, [0, 10]",
        COMPARE,
    ),
    (
        "range = [0, 10]",
        'range = "0-10"',
        "ours/study.toml, options, ten",
        "range = '0-10' is not two numbers, [0, 10]",
        COMPARE,
    ),
    (
        "range = [0, 10]",
        'range = [0, 10]\n9 = { fi = "eos", en = "dk", missing = true }',
        "ours/study.toml, [options.ten]",
        "9 measures nothing, yet it lies within the range",
        "the range is from 0 to 10: change it, or the code",
    ),
    (
        "range = [0, 10]",
        'range = [0, 10]\n11 = { fi = "yli", en = "over" }',
        "ours/study.toml, [options.ten]",
        "11 lies beyond the range",
        "the range is from 0 to 10: change it, or the code",
    ),
    (
        "range = [0, 10]\n",
        "",
        "ours/study.toml, [options.ten]",
        "offers no answers",
        "add a line for each answer",
    ),
    (
        'options = "agree"',
        'options = "agre"',
        "ours/study.toml, [[scales]] 'support', options",
        "there is no [options.agre], only agree, role, ten",
        "name the answers its items offer",
    ),
    (
        'options = "agree"',
        'options = "agree"\nscore = "median"',
        "ours/study.toml, [[scales]] 'support', score",
        "'median' is not one of 'mean', 'sum'",
        COMPARE,
    ),
    (
        'options = "agree"',
        'options = "agree"\nanswered = 80',
        "ours/study.toml, [[scales]] 'support', answered",
        "80 is not a share between 0 and 1",
        "0.8 means 4 of 5 items",
    ),
    (
        'options = "agree"',
        'options = "agree"\nanswered = 0',
        "ours/study.toml, [[scales]] 'support', answered",
        "0 is not a share between 0 and 1",
        "0.8 means 4 of 5 items",
    ),
    (
        'options = "agree"',
        'options = "agree"\nanswered = true',
        "ours/study.toml, [[scales]] 'support', answered",
        "true is not a number",
        COMPARE,
    ),
    (
        'options = "agree"',
        'options = "agree"\nsmallest_change = 0',
        "ours/study.toml, [[scales]] 'support', smallest_change",
        "0 is not above 0",
        "give it in points of the score, or leave it out",
    ),
    (
        'options = "agree"',
        'options = "agree"\nbetter = "up"',
        "ours/study.toml, [[scales]] 'support', better",
        "'up' is not one of 'high', 'low'",
        COMPARE,
    ),
    (
        "[[scales]]",
        '[[scales]]\nname = "lone"\nlabel = "Lone"\noptions = "agree"\n[[scales]]',
        "ours/study.toml, [[scales]] 'lone'",
        "has no items",
        "name this scale in the rows of its items in codebook.csv",
    ),
    (
        "[[scales]]",
        "[scales]",
        "ours/study.toml, scales",
        "{'name': 'support', 'label': 'Support', 'options': 'agree'} is not a list of [[…]] tables",
        COMPARE,
    ),
    (
        'scales = ["support"]',
        'scales = ["suport"]',
        "ours/study.toml, [[goals]] 'more', scales",
        "there is no scale 'suport', only support",
        "name scales of this plan",
    ),
    (
        'scales = ["support"]',
        'scales = ["support"]\n[[goals]]\nname = "two"\nlabel = "Two"\nscales = ["support"]',
        "ours/study.toml, goals",
        "the scale 'support' stands under two goals",
        "a scale is tested in one family only",
    ),
    (
        "[[goals]]",
        "[simulation]\nchange = 3\n[[goals]]",
        "ours/study.toml, simulation, change",
        "3 is not a table of keys and values",
        COMPARE,
    ),
    (
        "[[goals]]",
        "[simulation.answers]\nloadings = [1, 2, 3]\n[[goals]]",
        "ours/study.toml, simulation, answers, loadings",
        "[1, 2, 3] is not two numbers, [0.5, 0.9]",
        COMPARE,
    ),
]

CODEBOOK_MISTAKES = [
    (
        "id,link",
        "id,linke",
        "ours/codebook.csv, row 2, column kind",
        "'linke' is not a kind of item",
        "write one of item, rating, choice, choices, number, background, unit, link, story, comment, permission, contact, time",
    ),
    (
        "id,link,",
        ",link,",
        "ours/codebook.csv, row 2, column item",
        "empty",
        "name the item",
    ),
    (
        "item,kind,",
        "name,kind,",
        "ours/codebook.csv, row 1",
        "no column 'item', only 'name', 'kind', 'scale', 'options', 'reversed', 'waves', 'column', 'about', 'asked_if', 'identifying', 'text_fi', 'text_en'",
        "add the column; every row needs at least `item` and `kind`",
    ),
    (
        "item,kind,scale",
        "item,kind,kind,scale",
        "ours/codebook.csv, row 1",
        "two columns are called 'kind'",
        "keep one of them",
    ),
    (
        "reversed,waves",
        "revresed,waves",
        "ours/codebook.csv, row 1",
        "the column 'revresed' is not one that is read",
        "did you mean 'reversed'? Other columns need a name less alike",
    ),
    (
        "q1,item,support,,,,,,,,Saan tukea,I get support",
        "q1,item,support,,,,,,,,Saan tukea,kun pyydän,I get support",
        "ours/codebook.csv, row 5",
        "has 13 cells where the heading row has 12",
        "put quotation marks around a text that holds the delimiter",
    ),
    (
        "q1,item,support",
        "q1,item,suport",
        "ours/codebook.csv, row 5 (q1), column scale",
        "'suport' is none of the plan's scales: support",
        "name its scale, or make it a rating, which stands alone",
    ),
    (
        "q1,item,support",
        "q1,item,",
        "ours/codebook.csv, row 5 (q1), column scale",
        "'' is none of the plan's scales: support",
        "name its scale, or make it a rating, which stands alone",
    ),
    (
        "q1,item,support,,,",
        "q1,item,support,agre,,",
        "ours/codebook.csv, row 5 (q1), column options",
        "there is no [options.agre]",
        "name one of the plan's answer options: agree, role, ten",
    ),
    (
        "q1,item,support,,,",
        "q1,item,support,ten,,",
        "ours/codebook.csv, row 5 (q1), column options",
        "'ten' has other ends than the answers of its scale",
        "leave it empty, or number its answers as the scale's are",
    ),
    (
        "q1,item,support,,,",
        "q1,item,support,role,,",
        "ours/codebook.csv, row 5 (q1), column options",
        "the answers to a question of the kind item are numbers, but the codes of 'role' are none: expert, chief",
        "give each answer its number, or make the item a choice",
    ),
    (
        "q2,item,support,,yes",
        "q2,item,support,,maybe",
        "ours/codebook.csv, row 6, column reversed",
        "'maybe' is neither yes nor no",
        "write yes, or leave it empty",
    ),
    (
        "q2,item,support,,yes",
        "q1,item,support,,yes",
        "ours/codebook.csv, rows 5, 6",
        "'q1' is there twice",
        "keep one of the rows",
    ),
    (
        "Jään yksin,I am left alone",
        "Jään yksin,",
        "ours/codebook.csv, row 6 (q2), column text_en",
        "empty or not there",
        "write how the question was put, or take out the language",
    ),
    (
        "role,background,,role",
        "role,background,support,role",
        "ours/codebook.csv, row 4 (role), column scale",
        "a background is not scored, yet it names the scale 'support'",
        "make it an item, or leave empty",
    ),
    (
        "role,background,,role,,",
        "role,background,,role,yes,",
        "ours/codebook.csv, row 4 (role), column reversed",
        "only items of a scale can be reversed, and this is a background",
        "leave it empty",
    ),
    (
        "role,background,,role",
        "role,background,,",
        "ours/codebook.csv, row 4 (role), column options",
        "empty, yet a background is answered with options",
        "name one of the plan's answer options: agree, role, ten",
    ),
    (
        "mood,rating,,ten,,after",
        "mood,rating,,ten,,later",
        "ours/codebook.csv, row 7 (mood), column waves",
        "there is no wave 'later', only before, after",
        "name waves of the plan with a space between, or leave it empty",
    ),
    (
        "mood,rating,,ten",
        "mood,rating,,role",
        "ours/codebook.csv, row 7 (mood), column options",
        "the answers to a question of the kind rating are numbers, but the codes of 'role' are none: expert, chief",
        "give each answer its number, or make the item a choice",
    ),
    (
        "role=chief",
        "boss=1",
        "ours/codebook.csv, row 7 (mood), column asked_if",
        "'boss=1' is not an item and its answer",
        "write for example role=2, or leave it empty where all were asked",
    ),
    (
        "role=chief",
        "role",
        "ours/codebook.csv, row 7 (mood), column asked_if",
        "'role' is not an item and its answer",
        "write for example role=2, or leave it empty where all were asked",
    ),
    (
        "role=chief",
        "role=2",
        "ours/codebook.csv, row 7 (mood), column asked_if",
        "'2' is none of the answers to role: expert, chief",
        "write the code of the answer, as in study.toml",
    ),
    (
        "role,,,,story",
        "role,,,,tale",
        "ours/codebook.csv, row 9 (may), column about",
        "'tale' is none of story",
        "name the free text that may be quoted",
    ),
    (
        "ten,,,,north",
        "ten,,,,west",
        "ours/codebook.csv, row 10 (touch), column about",
        "'west' is none of north, south",
        "name the unit that the contact is with",
    ),
    (
        "office,unit,,,",
        "office,unit,,role,",
        "ours/codebook.csv, row 3 (office), column options",
        "'expert', 'chief' of 'role' is no unit",
        "use the names of the units as its codes, or mark it `missing = true`",
    ),
    (
        "Tunnus,Id",
        '"Tunnus,Id',
        "ours/codebook.csv, after row 1",
        "cannot be read: unexpected end of data",
        "close each quotation mark, and double it within a text",
    ),
    (
        "id,link,,,,,,,,yes",
        "id,link,,,,,,,,perhaps",
        "ours/codebook.csv, row 2, column identifying",
        "'perhaps' is neither yes nor no",
        "write yes, or leave it empty",
    ),
    (
        "id,link,",
        "ident,link,",
        "ours/codebook.csv",
        "no item 'id', by which the plan links respondents",
        "add its row (kind link), or correct [linking]",
    ),
]


def problems_of(folder):
    with pytest.raises(StudyError) as caught:
        load_study(folder)
    return [(one.where, one.what, one.fix) for one in caught.value.problems]


@pytest.mark.parametrize("old, new, where, what, fix", PLAN_MISTAKES)
def test_a_mistake_in_the_plan_is_told(
    write_study, edited, plan, old, new, where, what, fix
):
    assert problems_of(write_study(edited(plan, old, new))) == [(where, what, fix)]


@pytest.mark.parametrize("old, new, where, what, fix", CODEBOOK_MISTAKES)
def test_a_mistake_in_the_codebook_is_told(
    write_study, edited, codebook, old, new, where, what, fix
):
    folder = write_study(codebook=edited(codebook, old, new))
    assert problems_of(folder) == [(where, what, fix)]


def test_a_misspelt_key_is_told_beside_the_one_it_was_meant_to_be(
    write_study, edited, plan
):
    folder = write_study(edited(plan, "title =", "titel ="))
    assert problems_of(folder) == [
        ("ours/study.toml, title", "is missing", "add this key"),
        ("ours/study.toml", "has no key 'titel'", "did you mean 'title'?"),
    ]


def test_mistakes_of_both_files_come_at_once(write_study, edited, plan, codebook):
    plan = edited(plan, "closed = 2025-01-31", "closed = 2024-01-31")
    plan = edited(plan, "staff = 40", "staff = 0")
    codebook = edited(codebook, "id,link", "id,linke")
    codebook = edited(codebook, "q2,item,support,,yes", "q2,item,support,,perhaps")
    where = [where for where, _, _ in problems_of(write_study(plan, codebook))]
    assert where == [
        "ours/codebook.csv, row 2, column kind",
        "ours/codebook.csv, row 6, column reversed",
        "ours/study.toml, [[waves]] 'before'",
        "ours/study.toml, [[units]] 'north', staff",
    ]


def test_values_that_fit_no_key_are_told_beside_a_broken_codebook(
    write_study, edited, plan, codebook
):
    plan = edited(plan, "staff = 40", 'staff = "many"')
    plan = edited(plan, "staff = 30", 'staff = "few"')
    folder = write_study(plan, edited(codebook, "id,link", "id,linke"))
    assert [where for where, _, _ in problems_of(folder)] == [
        "ours/study.toml, [[units]] 'north', staff",
        "ours/study.toml, [[units]] 'south', staff",
        "ours/codebook.csv, row 2, column kind",
    ]


@pytest.mark.parametrize(
    "broken, place",
    [
        ('title = "Our', "(at line 1, column 13)"),
        ("title = Our study", "(at line 1, column 9)"),
        ('title = "a"\ntitle = "b"', "(at line 2, column 12)"),
        ("opened = 2025-13-40", "(at line 1, column 14)"),
    ],
)
def test_what_is_no_toml_is_told_with_its_place(write_study, broken, place):
    [(where, what, fix)] = problems_of(write_study(broken + "\n"))
    assert where == "ours/study.toml"
    assert what.startswith("cannot be read: ")
    assert place in what
    assert fix == "mend this place; texts stand in quotes, dates as 2025-01-31"


def test_a_plan_in_another_encoding_is_told(write_study, plan):
    folder = write_study(None, None)
    (folder / "study.toml").write_bytes(plan.encode("cp1252"))
    assert problems_of(folder) == [
        (
            "ours/study.toml",
            "is not written in UTF-8",
            "save it as UTF-8 in your editor",
        ),
        (
            "ours/codebook.csv",
            "there is no such file",
            "write one, or let `kaiku new ours` draft it from your exports",
        ),
    ]


def test_an_unknown_study_is_told_with_those_that_are_there(tmp_path, monkeypatch):
    for name in ("one", "two"):
        (tmp_path / "data" / name).mkdir(parents=True)
        (tmp_path / "data" / name / "study.toml").touch()
    monkeypatch.chdir(tmp_path / "data" / "one")
    what = "there is no study of this name, and no folder with a study.toml"
    assert problems_of("three") == [("three", what, "the studies here are one, two")]


def test_the_first_study_is_offered_where_there_is_none(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    [(_, _, fix)] = problems_of("ours")
    assert fix == "start one with `kaiku new ours`"


def test_an_error_reads_as_a_list_of_what_to_fix(write_study, edited, plan):
    with pytest.raises(StudyError) as caught:
        load_study(write_study(edited(plan, "staff = 40", "staff = 0")))
    assert caught.value._render_traceback_() == [
        "ours/study.toml, [[units]] 'north', staff: 0 people work there",
        "    → give the head count",
    ]


def places(value, path=()):
    """List the way to each value of a plan."""
    yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from places(inner, (*path, key))
    elif isinstance(value, list):
        for key, inner in enumerate(value):
            yield from places(inner, (*path, key))


def put(tree, path, value):
    for step in path[:-1]:
        tree = tree[step]
    tree[path[-1]] = value


ANYTHING = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.integers(10**300, 10**400),
        st.floats(),
        st.text(max_size=8),
        st.dates(),
        st.datetimes(),
        st.times(),
    ),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["fi", "en", "name", "label", "missing", "range", "1", "x"]
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=5,
)


@settings(max_examples=60)
@given(st.data())
def test_no_plan_at_all_makes_anything_but_a_list_of_problems(
    load_any_plan, plan, data
):
    table = tomllib.loads(plan)
    every = [path for path in places(table) if path]
    for path in data.draw(st.lists(st.sampled_from(every), min_size=1, max_size=3)):
        changed = copy.deepcopy(table)
        try:
            put(changed, path, data.draw(ANYTHING))
        except (KeyError, IndexError, TypeError):
            continue
        table = changed
    try:
        load_any_plan(table)
    except KaikuError as error:
        assert error.problems
        for problem in error.problems:
            assert problem.where.startswith("ours/")
            assert problem.what
            assert problem.fix
            assert "object" not in problem.what


@settings(max_examples=60)
@given(
    st.lists(
        st.lists(st.text(max_size=6) | st.sampled_from(["item", "kind"]), max_size=5),
        max_size=5,
    ),
    st.sampled_from([",", ";", "\t"]),
)
def test_no_codebook_at_all_makes_anything_but_a_list_of_problems(
    session_folder, plan, rows, delimiter
):
    text = "\n".join(delimiter.join(row) for row in rows)
    (session_folder / "study.toml").write_text(plan, encoding="utf-8")
    (session_folder / "codebook.csv").write_bytes(text.encode("utf-8", "replace"))
    with pytest.raises(KaikuError) as caught:
        load_study(session_folder)
    assert caught.value.problems
