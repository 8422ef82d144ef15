"""Ways of saying what is taken out, put in and sorted, and what is so of it, as data.

What they mean is in docs/semantics.md §5.98 to §5.105.

Lines as in `engine.claims.wordings`; they are used before those. ``«=the_taken_from»`` and its like
are things that the source names: what the function pops from, what it sorts."""

from __future__ import annotations

from typing import Final

_LARGEST: Final = "(?:maximum|largest|highest|biggest)(?: element| value| number| item)?"
_SMALLEST: Final = "(?:minimum|smallest|lowest)(?: element| value| number| item)?"
_ONE: Final = "element|item|value|number|word|entry|character"
_OUT: Final = "popped|removed|taken out|taken"
_INSERTED: Final = "inserted|put|placed|added"
_FRONT: Final = "front|beginning|start|left|left end"
_BACK: Final = "back|end|right|right end"
_SORT: Final = "sorting(?: it| them| the list| the group| the words| the values)?|the sort"
_KIND: Final = "list|tuple|set|string|dictionary"
_MEMBERS: Final = "words|elements|items|numbers|values|strings|entries|members|pairs"

_EACH: Final = "elements|values|numbers|items|entries|words|members"
_SIGNS: Final = "characters|letters|digits|symbols"
_DONE_WITH: Final = "processed|read|visited|examined|handled|looked at|reached|seen"
"""What is done with an item in its pass."""

_LIKE: Final = (
    "even|odd|positive|negative|empty|truthy|falsy|uppercase|lowercase|alphabetic|alphanumeric|"
    "letters|digits|vowels|spaces|brackets|commas"
)
"""Properties as they are said of several things."""

_PARTS: Final = (
    (_LARGEST, "the largest element of"),
    (_SMALLEST, "the smallest element of"),
    (rf"first (?:{_ONE})", "the first element of"),
    (rf"last (?:{_ONE})", "the last element of"),
)

TAKEN: Final[tuple[tuple[str, str], ...]] = (
    # -- what something holds
    (rf"\bthere (?:are|is) no ({_LIKE}) (?:{_EACH}) in (<E>)", r"no element of \2 is \1"),
    (rf"(<E>) (?:contains|has|holds) no ({_LIKE}) (?:{_EACH})", r"no element of \1 is \2"),
    (
        rf"\ball (?:of )?(?:the )?(?:{_EACH}) (?:of|in) (<E>) are(?: all)? (?={_LIKE})",
        r"all elements of \1 are ",
    ),
    (
        rf"\ball (?:of )?(?:the )?(?:{_SIGNS}) (?:of|in) (<E>) are(?: all)? (?={_LIKE})",
        r"all characters of \1 are ",
    ),
    (
        rf"(?:\bnone|«\d+o») of the (?:{_EACH}) (?:of|in) (<E>) (?:is|are) (?={_LIKE})",
        r"no element of \1 is ",
    ),
    (
        rf"\b(<N>) of the (<N>) (?:{_EACH}) (?:of|in) (<E>) are (?={_LIKE})",
        r"\3 has \2 elements and \3 has \1 elements that are ",
    ),
    (
        rf"\b(<N>) (?:of the )?(?:{_EACH}) (?:of|in) (<E>) are (?={_LIKE})",
        r"\2 has \1 elements that are ",
    ),
    # -- what is taken out of what is not named
    *(
        (
            rf"\bthe {which} (<L>) at (?:index|position) (<X>) is (?:{_OUT})(?= [.,]| and|$)",
            rf"{part} «=the_taken_from» is \1 , the element at index \2 of «=the_taken_from» is \1 and \1 is popped",
        )
        for which, part in _PARTS
    ),
    *(
        (
            rf"\bthe {which} (<L>) is (?:{_OUT})(?= [.,]| and|$)",
            rf"{part} «=the_taken_from» is \1 and \1 is popped",
        )
        for which, part in _PARTS
    ),
    (
        rf"\bthe only (?:{_ONE}) (<L>) is (?:{_OUT})(?= [.,]| and|$)",
        r"«=the_taken_from» has 1 element and \1 is popped",
    ),
    (
        rf"(<L>) is (?:{_OUT}) from the (?:{_FRONT})(?= [.,]| and|$)",
        r"the first element of «=the_taken_from» is \1 and \1 is popped",
    ),
    (
        rf"(<L>) is (?:{_OUT}) from the (?:{_BACK})(?= [.,]| and|$)",
        r"the last element of «=the_taken_from» is \1 and \1 is popped",
    ),
    *(
        (
            rf"\bthe {which} of (<E>) is (?:{_OUT}) , which is (<L>)",
            rf"{part} \1 is \2 and \2 is removed from \1",
        )
        for which, part in _PARTS
    ),
    (
        rf"\b(the {_LARGEST}|the {_SMALLEST}) is (<L>) at (?:index|position) (<X>)",
        r"«than \1» evaluates to \2 and «=the_index» evaluates to \3",
    ),
    (rf"«than the {_LARGEST}»", r"«=the_maximum»"),
    (rf"«than the {_SMALLEST}»", r"«=the_minimum»"),
    (
        rf"(<F>) is (<L>) and its (?:index|position) is (<X>) , so it is (?:{_OUT})\b",
        r"\1 is \2 , «=the_index» evaluates to \3 and \2 is popped",
    ),
    (
        rf"(<L>) is popped and (?:it is )?(?:{_INSERTED}) at (?:index|position) (<X>) of (<E>)",
        r"\1 is popped and \1 is inserted into \3 at index \2",
    ),
    (
        rf"(<L>) is popped and (?:it is )?(?:{_INSERTED}) at the (?:{_FRONT}) of (<E>)",
        r"\1 is popped and \1 is inserted into \2 at index 0",
    ),
    (
        r"(<L>) is popped and (?:it is )?(appended|added) to (<E>)",
        r"\1 is popped and \1 is \2 to \3",
    ),
    # -- what is put in, and what is not there any more
    (r"(<E>) goes from (<L>) to (<L>)", r"\1 is \2 and \1 is moved to \3"),
    (
        r"(<L>) is added to (<E>)(?: first)? (and|, and|,)(?: then)? (<L>) is added<$>",
        r"\1 is added to \2 \3 \4 is added to \2",
    ),
    (
        r"\bthe key (<L>) is (?:deleted|removed)<$>",
        r"the key \1 is removed from «=the_dictionary»",
    ),
    (
        r"\ba new (?:key|entry) (<L>) is (?:created|added|made)<$>",
        r"«=the_dictionary» does not contain \1 and \1 is in «=the_dictionary» at the end",
    ),
    (
        r"(<C>) is in (<E>) ,? ?and adding it to (<E>)(?: again)? has no effect",
        r"\1 is in \2 , \1 is in \3 and \3 is unchanged",
    ),
    (
        r"(<E>) (is|was) (<X>) and (<E>) (is|was) (<X>) , so the new value is (<L>)",
        r"\1 is \3 and \4 is \6 , so \1 is now \7",
    ),
    (r"(<E>) (?:is|was) (<X>) , so the new value is (<L>)", r"\1 is \2 , so \1 is now \3"),
    (
        r"(<C>) is never (?:added|appended|put|inserted|pushed)(?: in)?(?:to| to| into| in) (<E>)",
        r"\1 is never appended to \2",
    ),
    (r"(<L>) is not (?:appended|added)<$>", r"\1 is not appended to «=the_put_in»"),
    (
        r"(<L>) is not (?:added|pushed|put) (?:to|into|onto|in) (<E>)",
        r"\1 is not appended to \2",
    ),
    (
        r"(<E>) is not (?:computed|calculated|assigned|recomputed)(?: for this \w+| here| in this \w+)?(?= [,.]| and| so)",
        r"\1 is not set",
    ),
    (r"^because of (?:the )?(?:«\d+c»|continue)(?: statement)? ,", r"we continue and"),
    (r"^because of (?:the )?(?:«\d+b»|break)(?: statement)? ,", r"we break and"),
    (
        r"(?:\bthe )?(«\d+[bc]»|continue|break)(?: statement)? is not (?:executed|reached|run|hit|taken|triggered)<$>",
        r"the «jump \1» statement is not executed",
    ),
    (
        r"(?:\bthe )?(«\d+[bc]»|continue|break)(?: statement)? is (?:executed|reached|run|hit|taken|triggered)(?: exactly| only)? (once|twice|<N> times)(?: in total| altogether)?",
        r"the «jump \1» statement occurs \2",
    ),
    (r"«jump («\d+[bc]»)»", r"\1"),
    (r"«jump (break|continue)»", r"«=\1»"),
    # -- what a loop takes up, and how often it does
    (
        rf"\b(<N>) of the (<N>) (?:{_EACH}|{_SIGNS}|coins|events|orders|lines) (?:is|are|were|was|have been|has been) (?:{_DONE_WITH})",
        r"we have processed \1 of the \2 items",
    ),
    (
        rf"\ball (?:the |of the )?(<N>) (?:{_EACH}|{_SIGNS}|coins|events|orders|lines) (?:is|are|were|was|have been|has been) (?:{_DONE_WITH})",
        r"we have processed \1 of the \1 items",
    ),
    (
        rf"\bthe last (?:(?:{_ONE}|letter|coin|event|order|line|digit) )?(<L>) is (?:not|never) (?:{_DONE_WITH})",
        r"\1 is last and not processed",
    ),
    (
        r"\bthe ((?:outer |inner )?)loop(?: body)? (?:is executed|runs|is run|executes) (once|twice|<N> times) (?:in total|altogether|in all|overall)",
        r"the \1loop runs \2 in total",
    ),
    (
        r"\bthe ((?:outer |inner )?)loop (?:runs|makes) (once|twice|<N> times|<N> passes) without (?:a |any |the )?(?:«\d+b»|break)(?: statement)?",
        r"the \1loop runs \2 and the \1loop ends because no break leaves it",
    ),
    (
        r"\b(?:no (?:exception|error) (?:occurs|is thrown)|there is no (?:exception|error))(?= [,.]| and| so)",
        r"no exception is raised",
    ),
    (
        rf"^(?:for|with) the (?!{_ONE}|coin|row|order|token|event|job|child|index|position|column|level|turn|pair)([a-z]{{3,}}) (<L>) ,",
        r"«=the_\1» is \2 at the start ,",
    ),
    # -- generators, and values one after the other
    (
        rf"\bthe generator (?:then |now )?(?:yields|produces|generates|gives) (?:exactly )?(<N>) (?:{_EACH}|windows|chunks|pairs|tuples|times)\b",
        r"«=the_generator» hands out \1 values",
    ),
    (
        r"\bthe generator (?:then |now )?(?:yields|produces|generates|hands out) (?:the value )?(?=<L>)",
        r"«=the_generator» hands out ",
    ),
    (
        r"\bthe generator is (?:created|called|started|made) with (?=<E> =)",
        r"«=the_generator» is called with ",
    ),
    *(
        (
            r"\bthe values of (<E>) are ((?:<L> & )*<L>) ?(?:, and finally|and finally|, and|,|and) (?=<L>)",
            r"the values of \1 are \2 & ",
        ),
    )
    * 9,
    (r"\bthe values of (<E>) are ((?:<L> & )*<L>)", r"\1 goes through \2"),
    # -- calls
    (r"^we (?:compute|calculate|evaluate) (<C>)(?= ,| and|<$>)", r"\1 is computed"),
    (
        r"\b(?:it|that one|this one|the call|this call|that call) returns (<F>)",
        r"\1 is returned",
    ),
    (
        r"\bthe call with (<E> = <X>) and (<E> = <X>) returns (<C>) = (<L>)",
        r"the call with \1 & \2 returns \4 and \3 evaluates to \4",
    ),
    (r"\bthe call with (<E> = <X>) and (<E> = <X>) returns ", r"the call with \1 & \2 returns "),
    (
        r"\bthe call with (<E> = <X>) returns (<C>) = (<L>)",
        r"the call with \1 returns \3 and \2 evaluates to \3",
    ),
    (
        r"\bthe (?:outermost|outer|top level) call of (<E>) returns (<L>)",
        r"the outermost call returns \2 and call 1 of \1 returns \2",
    ),
    (
        r"\bthe (?:outermost|outer|top level|first) call returns (?=<L>)",
        r"the outermost call returns ",
    ),
    # -- places
    (
        r"(<L>) is (?:written|moved|stored|put|placed|copied) (?:to|at|into|in) (?:index|position) (<X>)",
        r"\1 is written to index \2",
    ),
    (
        r"(<L>) is (?:moved|shifted) (?:one|1) (?:position|place|index|step) to the (right|left)",
        r"\1 is moved one position to the \2",
    ),
    (r"(<L>) is shifted (?:to the )?(right|left)<$>", r"\1 is moved one position to the \2"),
    (
        r"(<E>) is split into (<L>) and (<L>) , and the new value is (<L>)",
        r"\1 is split into \2 & \3 and \1 becomes \4",
    ),
    (r"(<E>) is split into (<L>) and (<L>)", r"\1 is split into \2 & \3"),
    (r"(<E>) is split into (<L>) , (<L>) and (<L>)", r"\1 is split into \2 & \3 & \4"),
    (
        r"(<K>) is (true|false) , (?:because|since) both (?:lengths|values|sides|numbers) are (<L>)",
        r"both sides of \1 are \3 and \1 is \2",
    ),
    (
        rf"\bthe (?:group|{_ONE}|coin|letter|event|order|line|digit|token|pair|move) is skipped<$>",
        r"the item is skipped",
    ),
    (
        r"(<E>) contains (<N>) (plus|minus|equals) signs?\b",
        r"«=sign_\3» appears \2 times in \1",
    ),
    (
        r"(<E>) contains (<N>) (comma|space|dot|colon|dash)(?:e?s)?\b",
        r"«=sign_\3» appears \2 times in \1",
    ),
    # -- sorting
    (
        rf"\b(?:{_SORT}) in (?:reverse|descending) order gives (<L>)",
        r"«=the_reverse_sorted» is sorted in place and «=the_reverse_sorted» is \1",
    ),
    (
        rf"\b(?:{_SORT}) (?:gives|yields|results in) (<L>)",
        r"«=the_sorted_one» is sorted in place and «=the_sorted_one» is \1",
    ),
    (
        rf"\b(?:{_SORT}) (?:changes|turns) (?:it|the list|the group|them) (?:to|into) (<L>)",
        r"«=the_sorted_one» is sorted in place and «=the_sorted_one» is \1",
    ),
    # -- of what kind a result is, and how long
    (
        rf"(<C>) (?:gives|returns|evaluates to|is) (<L>) , an? ({_KIND}) (?:of|with) (?:exactly )?(<N>) (?:{_MEMBERS})",
        r"\1 evaluates to \2 , \2 is a \3 and \2 has \4 elements",
    ),
    (r"(<C>) is (not )?an? (<E>)(?= [,.;]| and| so)", r"\1 is \2of type \3"),
    (
        r"(<E>) (?:stays|is|remains|is still) in (lower|upper) ?case",
        r"\1 is \2case",
    ),
    (
        r"(is converted to <L>) , so the conversion(?: itself)? (?:does not fail|succeeds|works)",
        r"\1",
    ),
    (
        r"(<E>) is (<L>) at the (?:start|beginning) and (<E>) (?:contains|holds) (?:only )?this one (?:string|value|word|number|element|item)",
        r"\1 is \2 at the start , \3 has 1 element and \3 contains \2",
    ),
    (
        r"(<F>) creates an empty (<E>) and an empty (<E>) , and calls (<F>)",
        r"\2 is not defined , \3 is not defined , \2 is empty , \3 is empty and \1 calls \4",
    ),
    (
        r"\bthe ((?:outer |inner |for |first |second )?)loop (?:iterates|loops|goes|runs) (?:over|through) the words of (<C>)",
        r"the \1loop runs over the words of \2",
    ),
    # -- the function is left
    (
        r"\bthe (?:function|call|method) (?:exits|returns|ends|is left)(?: inside the loop| from inside the loop| from within the loop) (?:with|by|through) «\d+r» (<C>)",
        r"the function returns and \1 is returned",
    ),
    (r"(?:the )?«\d+r»(?: statement)? (<C>) is (?:executed|reached|run)<$>", r"\1 is returned"),
    (
        r"\bfirst (<F>) is (?=called\b)",
        r"\1 is ",
    ),
)
