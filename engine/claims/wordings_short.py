"""Ways of saying that leave out what stands before, or put two things into one clause, as data.

What they mean is in docs/semantics.md §5.74 and §5.89 to §5.91.
Lines as in `engine.claims.wordings`; they are used before those."""

from __future__ import annotations

from typing import Final

_UNIT: Final = "element|item|character"
_UP: Final = (
    "rises|grows|climbs|goes up|jumps|increases|is increased|is raised|is bumped|jumps up|climbs up"
)
_DOWN: Final = (
    "drops|falls|sinks|shrinks|goes down|decreases|is decreased|is lowered|is reduced|drops down|"
    "falls back|drops back|goes back down"
)
_SETTING: Final = "sets?|initiali[sz]es?|updates?|resets?"
_SET: Final = "set|initiali[sz]ed|updated|changed|reset"
_LOOP: Final = "outer |inner |first |second |third |for |while "
_TEST: Final = r"if|«\d+w»|condition|if condition|test|check|if statement"
_ITEM: Final = "window|word|value|number|pair|child|group|slice|character|letter"
_ROUND: Final = "iteration|pass|round|step|turn"
_WORDS: Final = "characters|letters|elements|items|entries"
_KIND: Final = "integer|string|list|dictionary|tuple|set|float|letter|digit|vowel|space"
_NO_THING: Final = (
    "result|answer|output|value|values|return|returned|list|string|tuple|dictionary|dict|set|number|integer|"
    "boolean|state of|element|item|key|iteration|pass|loop|step|test|condition|call"
)

_STATE: Final = (
    r"(?:<C>|the [a-z]+) (?:is|was|has|contains|equals|=) (?!(?:set|put|initiali[sz]ed|assigned|created|"
    r"reset|updated|appended|added|called|returned|returns|true|false)\b)"
)
"""What is so, and no event."""

SHORT: Final[tuple[tuple[str, str], ...]] = (
    # -- at the start, at the end, after a pass
    (r"^(?:at|in) the (?:very )?beginning(?: ,)? (?=the |both |<C>)", r"at the start , "),
    (r"^at the start (?=the |both |<C>)", r"at the start , "),
    (
        rf"^(?:initially|at first|to begin with|to start(?: with)?)(?: ,)? (?={_STATE})",
        r"at the start , ",
    ),
    (r"(<E>) (?:is|was) initially (<L>)", r"\1 is \2 at the start"),
    (rf"^(?:in the end|at the very end)(?: ,)? (?={_STATE})", r"at the end , "),
    (r"^at the time of the return ,", r"at the end ,"),
    (
        r"(<E>) (?:ends up|ends|finishes)(?: being)?(?: at| as| with| with the value)? (<L>)<$>",
        r"\1 is \2 at the end",
    ),
    (r"(<E>) (?:is|was) (<L>) in the end<$>", r"\1 is \2 at the end"),
    (
        r"(<E>) (?:is|was) (<L>) (?:at|in) the (?:very )?(?:start|beginning)<$>",
        r"\1 is \2 at the start",
    ),
    (
        r"^we have two (list|set|string|tuple)s , (<E>) and (<E>) , which are both empty at the (?:start|beginning) \.",
        r"at the start , \2 is a \1 , \2 is empty , \3 is a \1 and \3 is empty .",
    ),
    (
        r"\bthe final value of (?:the (?:variable|counter) )?(<E>) (?:is|becomes|will be|was) (not )?(<L>)",
        r"\1 is \2\3 at the end",
    ),
    (
        r"\bthe initial value of (?:the (?:variable|counter) )?(<E>) (?:is|was) (not )?(<L>)",
        r"\1 is \2\3 at the start",
    ),
    (
        r"(^|, |; )(<E>) ([^,;.]*?) ?(, so |and |, and |so )its final value (?:is|becomes) (<L>)",
        r"\1\2 \3 \4\2 is \5 at the end",
    ),
    (rf"^the final (?!{_NO_THING})([a-z]+) is (?=<L>)", r"at the end , «=the_\1» is "),
    (r"^the length of the final (<E>) is\b", r"at the end , the length of \1 is"),
    (rf"^after this (?:{_ROUND})(?: ,)? (?=the |both |<C>)", r"after this pass , "),
    (
        rf"^(<E>|the [^,;.]+) (is|has|contains) ([^,;.]+) (?:after|at the end of) this (?:{_ROUND}) \.",
        r"after this pass , \1 \2 \3 .",
    ),
    (
        rf"^the (<O>) (?:group|run|{_ROUND}) (?:starts|begins) (?:at|with) (?=<E> = <X>)",
        r"in the \1 iteration , at the start , ",
    ),
    # -- what the call was given
    (r"^(?:the )?input(?: string| list)? (?:is|:) (<L>)<$>", r"«=the_input» is \1 at the start"),
    (r"^the input is (<E>) = (<X>) and (?=<E> (?:is|starts) )", r"\1 is \2 at the start and "),
    # -- things by their words
    (rf"\bthe (?:new|updated) (?!{_NO_THING})([a-z]+) is (?=<L>)", r"«=the_\1» is now "),
    (
        rf"\bthere (?:is|are) (?:exactly |now )?(<N>) (?!more|other|different|no|{_WORDS}|values|elements)([a-z]+)<$>",
        r"«=the_\2» has \1 elements",
    ),
    # -- several things in one clause
    (
        rf"<^>(?:we |the (?:function|code|program) )?(?:{_SETTING}) (<E>) to (<X>) (and|,|, and) (<E>) to (?=<X>)",
        r"\1 is set to \2 \3 \4 is set to ",
    ),
    (
        r"(<E>) is (incremented|decremented|increased|decreased) to (<X>) and (<E>) to (<X>)",
        r"\1 is \2 to \3 and \4 is \2 to \5",
    ),
    (
        rf"(<E>) is ({_SET}) to (<X>) , (<E>) to (<X>) (and|, and) (<E>) to (?=<X>)",
        r"\1 is \2 to \3 , \4 is \2 to \5 \6 \7 is \2 to ",
    ),
    (
        rf"(<E>) is ({_SET}) to (<X>) (and|,|, and) (<E>) to (?=<X>)",
        r"\1 is \2 to \3 \4 \5 is \2 to ",
    ),
    (
        r"(<E>) and (<E>) are (?:both |each )?(incremented|decremented|increased|decreased) (to|by) (<X>)",
        r"\1 is \3 \4 \5 and \2 is \3 \4 \5",
    ),
    (
        r"(<C>) is not (equal to|in|greater than|less than|larger than|smaller than|divisible by) (<C>) (?:and|or|nor|and also) (?:is )?not (equal to|in|greater than|less than|larger than|smaller than|divisible by) (<C>)",
        r"\1 is not \2 \3 and \1 is not \4 \5",
    ),
    (r"(<C>) is (<L>) and not (<L>)", r"\1 is \2 and \1 is not \3"),
    (
        rf"(<C>) , (<C>) and (<C>) (?:all )?have (<N>) ({_WORDS})(?: each)?",
        r"\1 has \4 \5 , \2 has \4 \5 and \3 has \4 \5",
    ),
    (
        r"(<E>) is (?:a|an) (dictionary|dict|list|set|tuple) with (?:the )?(<N>) (keys|elements|items) : (?=<L>)",
        r"\1 is a \2 , \1 has \3 \4 and \1 contains the \4 ",
    ),
    (
        r"(<E>) contains the (<N>) (?:values|strings|entries) (?=<L> [,a])",
        r"\1 has \2 elements and \1 contains ",
    ),
    (
        r"\bonly (<L>) (?:is (?:left|remaining)|remains) in (<E>)",
        r"\2 has 1 element and \2 contains \1",
    ),
    (
        rf"\bthe (<O>|last) ({_UNIT}) (of|in) (<E>) is (<L>) (and|, and|,) the (<O>|last) (?:one|{_UNIT}) is (<L>)",
        r"the \1 \2 \3 \4 is \5 \6 the \7 \2 \3 \4 is \8",
    ),
    (r"\b(?:the )?top of (<E>) is (?=<L>|not <L>)", r"the last element of \1 is "),
    (
        rf"(<E>) (is [^,;.]+?|has [^,;.]+?|contains [^,;.]+?) and its (?:top|last (?:{_UNIT})) is (<L>)",
        r"\1 \2 and the last element of \1 is \3",
    ),
    (
        rf"(<E>) (is [^,;.]+?|has [^,;.]+?|contains [^,;.]+?) and its first (?:{_UNIT}) is (<L>)",
        r"\1 \2 and the first element of \1 is \3",
    ),
    (
        r"(<E>) is (<L>) with (?:the )?(sum|length) (?:of )?(<X>)",
        r"\1 is \2 and the \3 of \1 is \4",
    ),
    (rf" is (<L>) , (an? (?:{_KIND})) ,", r" is \1 , \1 is \2 ,"),
    (
        r"(<C>) = (<L>) is (?:an|the) (empty (?:string|list|dictionary|set|tuple))\b",
        r"\1 = \2 and \2 is an \3",
    ),
    (r"(<L>) is an empty (string|list|dictionary|set|tuple)\b", r"\1 is a \2 and \1 is empty"),
    # -- passes
    (
        r"^(?:at|for|with|when) (<E> = <X>) , ([^,;.]+) with (<E> = <X>) \.",
        r"at \1 , at \3 , \2 .",
    ),
    (
        r"^(?:at|for|with|when) (<E> = <X>) , (<E>) = (<X>) (divides|does not divide) (<X>)",
        r"at \1 , at \2 = \3 , \2 \4 \5",
    ),
    (
        r"^we (?:first |now |then )?(?:look at|start with|begin with) the loop over (<C>) , which (?=has|makes|runs)",
        r"the loop over \1 ",
    ),
    (r"\bthe inner loop (?:breaks|is broken)<$>", r"we break and the inner loop ends"),
    (
        r"\bthe ((?:outer |inner |for |while )?)loop (?:stops|ends) (?:at|with) (<E>) = (?=<L>)",
        r"the \1loop ends and \2 is ",
    ),
    # -- what is so, and what is done
    (r" , where (<K>) is (true|false)", r" and \1 is \2"),
    (r"^after (<F>) , (?=<C>)", r"\1 is called and "),
    (r"\band call (<F>)", r"and \1 is called"),
    (r"\b(?:was|were|is) not found in\b", r"is not in"),
    (r"\bthe key (<L>) is deleted from\b", r"the key \1 is removed from"),
    # -- directions
    (rf"(<E>) (?:{_UP}) from (<L>) to (<L>)", r"\1 is \2 and \1 becomes \3 and \1 has increased"),
    (rf"(<E>) (?:{_DOWN}) from (<L>) to (<L>)", r"\1 is \2 and \1 becomes \3 and \1 has decreased"),
    (rf"(<E>) (?:{_UP})(?: up)? to (<L>)", r"\1 becomes \2 and \1 has increased"),
    (rf"(<E>) (?:{_DOWN})(?: down)? to (<L>)", r"\1 becomes \2 and \1 has decreased"),
    # -- what loops take up
    (
        rf"\bthe ((?:{_LOOP})?)loop (?:iterates|loops|goes|runs)(?: once)? (?:over|through|for) (?:(?:the )?(?:values|numbers|elements of|items of|range|words) )?(<C>)",
        r"the \1loop runs over \2",
    ),
    (
        rf"\bthe ((?:{_LOOP})?)loop (?:iterates|loops|goes|runs)(?: once)? (?:over|through) the (list|string|dictionary) (<E>)",
        r"the \1loop runs over the \2 \3",
    ),
    (
        r"\bthe loop over (<C>) (?:has|makes|runs|performs) (?:exactly )?(<N>) (?:iterations|passes|rounds|times|iteration|pass)\b",
        r"the loop over \1 runs \2 times",
    ),
    (
        r"(<E>) (?:takes|takes on|runs through|goes through|has) the values (<L>) (?:,|and) (?=<L>)",
        r"\1 takes the values \2 & ",
    ),
    (r"(<E>) (?:takes on|runs through|goes through) the values (<L>)", r"\1 takes the values \2"),
    (
        r"(<C>) gives the (?:pairs|values|numbers|elements|words|tuples|items|characters|strings) (<L>) (?:,|and) (?=<L>)",
        r"\1 gives the values \2 & ",
    ),
    (
        r"\bthe values ((?:<L> & )+<L>) ?(?:, and|,|and) (?=<L>(?: ,| and| \.|<$>))",
        r"the values \1 & ",
    ),
    (
        r"(<E>) takes the values ((?:<L> & )+<L>) , none of which divides (<X>)",
        r"\1 takes the values \2 and \3 is divisible by none of \2",
    ),
    (r"^«\d+o» of (?=<L>)", r"none of "),
    *((r"\bnone of ((?:<L> & )*<L>) ?(?:, and|,|and) (?=<L>)", r"none of \1 & "),) * 6,
    (r"\bnone of ((?:<L> & )*<L>) divides (<X>)", r"\2 is divisible by none of \1"),
    (r"(<X>) divides (<X>)", r"\2 is divisible by \1"),
    (r"(<X>) does not divide (<X>)", r"\2 is not divisible by \1"),
    (
        r"(<L>) (?:occurs|appears|is found|is seen) (once|twice|<N> times)(?: in total)?<$>",
        r"\1 occurs \2",
    ),
    (
        r"(<L>) and (<L>) (?:both )?(?:occur|appear) (once|twice|<N> times)(?: each)?<$>",
        r"\1 occurs \3 and \2 occurs \3",
    ),
    # -- calls
    (r"(<F>) gives (<E>) = (<L>) (?:,|and) (<E>) = (<L>)", r"\1 gives \2 = \3 & \4 = \5"),
    # -- conditions
    (
        rf"\bthe (<O>) (?:{_TEST})(?: condition| statement| branch| block)? is false\b",
        r"the \1 condition is false",
    ),
    (
        rf"\bthe (<O>) (?:{_TEST})(?: condition| statement| branch| block)? is (?:skipped|not met|not taken|not executed|not entered)\b",
        r"the \1 condition is skipped",
    ),
    (
        rf"\bthe (<O>) (?:{_TEST})(?: condition| statement| branch| block)? is (?:taken|executed|true|met|entered)\b",
        r"the \1 condition is true",
    ),
    (
        r"\bthe (?:while|«\d+y»)(?: loop)?(?:'s)? condition is (?:now |again |still )?(true|false)\b",
        r"the condition of the while loop is \1",
    ),
    (
        r"\bthe (?:loop condition|loop's condition|condition of the loop) is (?:now |again |still )?(true|false)\b",
        r"the condition of the loop is \1",
    ),
    # -- values by other words
    (
        r"(?:can't|could not|couldn't|can not) be converted(?= to a| [,.;]| and| so)",
        "cannot be converted",
    ),
    (
        r"(cannot be converted) to an? (?:integer|int|whole number)\b",
        r"\1 to an int",
    ),
    (r"(<C>) = (<L>) cannot be converted", r"\1 = \2 and \2 cannot be converted"),
    (r"(<C>) = (<L>) is converted to (?=<L>)", r"\1 = \2 and \1 is converted to "),
    (r"\bthe dictionary comprehension\b", "the dict comprehension"),
    (
        r"\bthe (list|set|dict) comprehension (?:gives|yields|produces|evaluates to|is|returns) (<L>)",
        r"«=the_\1_comprehension» evaluates to \2",
    ),
    (
        r"\bthe (list|set|dict) comprehension (?:gives|yields|produces|evaluates to|is|returns) (<C>) = (<L>)",
        r"«=the_\1_comprehension» = \2 = \3",
    ),
    (
        r"\bthe comprehension (?:gives|yields|produces|evaluates to|is|returns) (<L>)",
        r"«=the_comprehension» evaluates to \1",
    ),
    (
        r"\bthe comprehension (?:gives|yields|produces|evaluates to|is|returns) (<C>) = (<L>)",
        r"«=the_comprehension» = \1 = \2",
    ),
    (r"\bthe (quotient|remainder) is (?=<X>)", r"«=the_\1» evaluates to "),
    (
        r"(<C>) is neither ((?:a |an )?[a-z]+) nor ((?:a |an )?[a-z]+)\b",
        r"\1 is not \2 and \1 is not \3",
    ),
    (r"^after sorting(?: it| them)? ,? ?(<E>) is", r"\1 is sorted in place and \1 is"),
    (
        r"^(?:the words |the elements |the values )?(<L>) and (<L>) end up in (<E>)",
        r"\1 is in \3 at the end and \2 is in \3 at the end",
    ),
    (
        r"^(?:the words |the elements |the values )?(<L>) has (<N>) (characters|letters|elements) , (<L>) has (<N>) (?:characters|letters|elements) and (<L>) has (<N>) (?:characters|letters|elements) , so they end up in (<E>)",
        r"\1 has \2 \3 , \4 has \5 \3 and \6 has \7 \3 , \1 is in \8 at the end , \4 is in \8 at the end and \6 is in \8 at the end",
    ),
    (r"(<L>) ends up in (<E>)", r"\1 is in \2 at the end"),
    (
        r"(?<![a-z] )(<L>) is the only (?:one|element|item|word|entry) in (<E>)",
        r"\2 has 1 element and \2 contains \1",
    ),
    (
        rf"^(?:and |then |so )?the (<O>) (?:{_ITEM}) is (<C>) , which (?:is|gives|equals) (<L>)",
        r"in the \1 iteration , «=the_item» is \3 and \2 evaluates to \3",
    ),
    (
        rf"^(?:and |then |so )?the (<O>) (?:{_ITEM}) is (<C>) = (<L>)",
        r"in the \1 iteration , «=the_item» is \3 and \2 evaluates to \3",
    ),
    (
        r"^(at the start|at the end|after this pass|after the loop) , (<C> (?:is|has|contains) (?:<L>|empty|<N> [a-z]+)) and (<C> (?:is|has|contains) (?:<L>|empty|<N> [a-z]+)) and ",
        r"\1 , \2 , \3 and ",
    ),
    # -- of what stands before, and of things by their words
    (r"(<E>) was (<L>) (?=, so |so |and |but |, and |, but )", r"\1 is \2 "),
    (
        r"(<E>) (becomes|is set to|is updated to|is assigned) this ([a-z]{3,})<$>",
        r"\1 becomes «=the_\3»",
    ),
    (
        r"\bthe key (<L>) is (?:found|present|there|in the (?:dictionary|table|dict))(?= [,.]| and| so)",
        r"«=the_dictionary» contains \1",
    ),
    (
        r"\bneither (?:condition|test|check|branch|if|of the conditions|of the two conditions) (?:is (?:true|met|taken|satisfied)|holds|applies)<$>",
        r"the first of the two conditions is false and the second of the two conditions is false",
    ),
    (
        rf"\bthe ((?:{_LOOP})?)loop (?:iterates|loops|goes|runs) (?:over|through) the first (<N>) (?:elements|items|entries|values|characters|words) of (<E>)",
        r"the \1loop runs over the first \2 elements of \3",
    ),
)
