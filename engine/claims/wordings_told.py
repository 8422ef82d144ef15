"""More ways of saying that are read as others (docs/semantics.md §5.74, §5.82 to §5.86), as data.

Lines as in `engine.claims.wordings`; they are used before those. They are about which pass is told,
what is said of several things at once, and what is not done."""

from __future__ import annotations

from typing import Final

_ONE: Final = (
    "one|row|order|round|step|turn|word|character|letter|value|item|element|number|coin|child|token|"
    "event|job|player|time|name|pair|digit|window|tuple|string|prime|iteration|pass"
)
"""What a pass of a loop can be called by, with its number."""

_KINDS: Final = (
    ("letters", "a letter"),
    ("digits", "a digit"),
    ("vowels", "a vowel"),
    ("spaces", "a space"),
    ("lists", "a list"),
    ("strings", "a string"),
    ("tuples", "a tuple"),
    ("dictionaries", "a dictionary"),
    ("sets", "a set"),
    ("integers", "an integer"),
    ("floats", "a float"),
    ("even numbers", "even"),
    ("odd numbers", "odd"),
    ("even", "even"),
    ("odd", "odd"),
    ("positive", "positive"),
    ("negative", "negative"),
    ("empty", "empty"),
    ("true", "true"),
    ("false", "false"),
    ("uppercase", "uppercase"),
    ("lowercase", "lowercase"),
)

_PLURAL: Final = "|".join(many for many, _ in _KINDS)

_TYPE: Final = "list|tuple|dictionary|dict|set|string"

EARLY: Final[tuple[tuple[str, str], ...]] = (
    # -- which pass is told
    (r"^(?:at|with|for) (<E> = <X>) (?=(?:the|there|we|it) |<C>)", r"at \1 , "),
    (
        r"^(?:at|with|for) (<E> = <X>) and (<E> = <X>) (?=(?:the|there|we|it) |<C>)",
        r"at \1 and \2 , ",
    ),
    (
        r"^(at|in|for|on) (?:the )?(index|position|row|column|level|turn|word|order|event) (\d+) (?=(?:the|there|we|it) |<C>)",
        r"at \2 \3 , ",
    ),
    (r"^for (index|position|row|column|level|turn|word|order|event) (\d+) ,", r"at \1 \2 ,"),
    (rf"^(?:for|at|with) (?:the )?(?:{_ONE}) (<L>) ,", r"for \1 ,"),
    (
        rf"^(?:in|on|during|at|for(?! the <O> time)) the (<O>) (?:{_ONE}) ,",
        r"in the \1 iteration ,",
    ),
    (rf"^(?:the )?(<O>) (?:{_ONE}) :", r"the \1 iteration :"),
    (
        rf"^(?:and |then |so )?the (<O>) (?!one|item|element|time|iteration|pass|round|step|turn)({_ONE}) is (?=<L>)",
        r"in the \1 iteration , «=the_item» is ",
    ),
    (
        rf"^the (<O>) (?!one|item|element|time|iteration|pass|round|step|turn)(?:{_ONE}) (<L>) (?=(?:is|becomes|has|starts|ends)\b)",
        r"in the \1 iteration , «=the_item» is \2 and \2 ",
    ),
    (
        r"^the (?:character|letter|element|item|value|word|number) at (index|position) (\d+) is (?=<L>)",
        r"at \1 \2 , «=the_item» is ",
    ),
    (r"^(?:then )?(?:the )?(<L>) (?:resets|sets) (<E>) (?:back )?to ", r"for \1 , \2 becomes "),
    (r"^([^,;:.]+) after the loop \.$", r"after the loop , \1 ."),
    (r"<^>we have (?=<L><$>)", r"«=the_item» is "),
    (r"<^>there is a (space)\b", r"«=the_item» is a \1"),
    (
        r"(<L>) is (?:ignored|not processed any further)<$>",
        r"«=the_item» is \1 and nothing happens",
    ),
    (r"^after (<N>) (?:iterations|passes|rounds) ,? ?", r"after iteration \1 , "),
    (r"\bthe «\d+v» loop\b", r"the for loop"),
    (r"\bthe «\d+y» loop\b", r"the while loop"),
    # -- of several things
    *(
        (
            rf"<^>(<C>) , (<C>) and (<C>) are(?: all)? {many}<$>",
            rf"\1 is {one} , \2 is {one} and \3 is {one}",
        )
        for many, one in _KINDS
    ),
    (
        r"(<C>) is (not )?(even|odd|positive|negative) and (not )?(greater|less|larger|smaller|equal|divisible|in)\b",
        r"\1 is \2\3 and \1 is \4\5",
    ),
    (r"(<C>) is zero<$>", r"\1 is «=0»"),
    (r"(<C>) is not zero<$>", r"\1 is truthy"),
    (
        r"(<C>) (is|becomes) (<C>) , which (?:differs from|is different from) (<C>)",
        r"\1 \2 \3 and \3 is not equal to \4",
    ),
    (
        r"(<E>) has (<N>) (?:elements|items|entries) , (<L>) and (<L>)<$>",
        r"\1 has \2 elements , \1 contains \3 and \1 contains \4",
    ),
    (r"(<E>) contains the keys (<L>) ,(?= <L>)", r"\2 is in \1 , \1 contains the keys"),
    *(
        (rf"\bboth (<C>) and (<C>) are {many}<$>", rf"\1 is {one} and \2 is {one}")
        for many, one in _KINDS
    ),
    *(
        (rf"(<C>) and (<C>) are(?: both)? {many}<$>", rf"\1 is {one} and \2 is {one}")
        for many, one in _KINDS
    ),
    (r"\bneither (<K>) nor (<K>) is true\b", r"\1 is false and \2 is false"),
    (
        r"<^>(<C>) , (<C>) and (<C>) are (appended|added) to (<E>)",
        r"\1 is \4 to \5 , \2 is \4 to \5 and \3 is \4 to \5",
    ),
    (r"(<C>) and (<C>) are (appended|added) to (<E>)", r"\1 is \3 to \4 and \2 is \3 to \4"),
    (
        r"(<E>) and (<E>) are (?:both )?(?:updated|changed) to (<X>)",
        r"\1 and \2 both become \3",
    ),
    (
        r"\bboth (<E>) and (<E>) (?:are (?:updated|changed|moved) to|reach) (<X>)",
        r"\1 and \2 both become \3",
    ),
    (
        r"(<C>) is (popped|removed) and (appended|added|pushed)\b",
        r"\1 is \2 and \1 is \3",
    ),
    (r"(<E>) is now (<L>) and (<E>) (?:is )?(<L>)<$>", r"\1 is now \2 and \3 is now \4"),
    # -- what raises
    (
        r"(<C>) (?:also |now |then |again )?(?:raises|throws|fails with) (?:a|an|another) (<E>)(?: exception| error)?(?: again)?<$>",
        r"\1 raises \2",
    ),
    (r"(<C>) (?:also |now |then )?raises (?:another |the exception )(<E>)", r"\1 raises \2"),
    # -- what is not done
    (
        r"<^>(?:absolutely )?nothing (?:happens|changes|is changed|is done)(?: here| in this iteration| in this pass)?<$>",
        r"nothing happens",
    ),
    (r"<^>no effect<$>", r"nothing happens"),
    # -- how it ends
    (
        r"\b(?:there (?:is|are)|we have) no (?:more|further|other|remaining) \w+(?: left| to process)? in (<E>) ,? ?(?:so|and) the (?:for )?loop (?:ends|stops|terminates|finishes|is over|is done|is finished)",
        r"the loop over \1 ends because its items run out",
    ),
    (
        r"\bthere (?:is|are) no (?:more|further|other|remaining) \w+(?: left| to process)? ,? ?(?:so|and) the ((?:outer |inner |for |while )?)loop (?:ends|stops|terminates|finishes|is over|is done|is finished)",
        r"the \1loop ends because its items run out",
    ),
    (
        r"\bthe iterator is (?:exhausted|used up) ,? ?(?:so|and) the ((?:outer |inner |for |while )?)loop (?:ends|stops|terminates|finishes|is over)",
        r"the \1loop ends because its items run out",
    ),
    (
        r"\bthe generator is (?:exhausted|used up) ,? ?(?:so|and) the ((?:outer |inner |for |while )?)loop (?:ends|stops|terminates|finishes|is over)",
        r"the \1loop runs over «=the_generator» and the \1loop ends because its items run out",
    ),
    (
        r"\b(?:the function|the call|the method|it) returns(?: early| here| immediately| right away| inside the loop| from inside the loop| from within the loop| at once)+<$>",
        r"the function returns",
    ),
    (r"\bwe return(?: early| here| immediately)+<$>", r"the function returns"),
    (r"\bwe (?:go|move) on<$>", r"the loop goes on"),
    (
        r"\bthe ((?:outer |inner |for |while )?)loop (?:is not entered|is skipped|does not run|does not execute|has no iterations|body is not executed|does not run at all|does not execute at all|is never entered|is not executed)(?: at all)?<$>",
        r"the \1loop makes no passes",
    ),
    (
        r"\bthe ((?:outer |inner |for |while )?)loop makes (one|1) step<$>",
        r"the \1loop makes \2 pass",
    ),
    (
        r"\bthe («\d+w»|else|if|elif) (?:block|branch|clause|part) (?=(?:appends|adds|sets|increments|increases|decrements|subtracts|removes) )",
        r"the \1 branch is taken and it ",
    ),
    (r"\bit (appends|adds) (<L>)<$>", r"\2 is appended"),
    (r"\bit sets (<E>) to ", r"\1 is set to "),
    # -- how things are called
    (r"\b(?:the )?(?:word|token|name) («\d+[sl]»)", r"\1"),
    (r"\b(?:the )?(?:element|item|entry|coin|child|job|player) («\d+[ilnsqpmztuo]»)", r"\1"),
    (r"(<E>) is (incremented|decremented) once to (<X>)", r"\1 is \2 to \3"),
    (r"(<E>) is (?:still|again) not (<C>)", r"\1 is not \2"),
    (r"\bthe (?:final )?value of (<E>) at the end is (<X>)", r"at the end , \1 is \2"),
    (
        r"(<E>) (?:is|was) (?:called|entered|invoked) (<N>|once|twice) ?(times)?(?: in total| in all| altogether| overall)<$>",
        r"\1 is called \2 \3",
    ),
    (r"^(?:in total|altogether|overall|in all) ,? ?(?=<E> is called)", r""),
    # -- of what type it is, and what it holds
    (
        rf"\b(?:the |an? )({_TYPE}) (<E>) (?=(?:is|has|contains|becomes|starts|stays|remains|equals) )",
        r"\2 is a \1 and \2 ",
    ),
    (
        r"(<E>|<S>) has (?:only |exactly )?(<N>) letters\b",
        r"\1 has \2 characters and \1 is alphabetic",
    ),
    (
        r"(<E>) and (<E>) (?:both )?(?:have|contain) (<N>) (?:entries|elements|items|members|values)(?: each)?<$>",
        r"\1 has \3 elements and \2 has \3 elements",
    ),
    (
        r"(<E>) (?:contains|has) the (?:keys|entries) (<L>) , (<L>) and (<L>)",
        r"\2 is in \1 , \3 is in \1 and \4 is in \1",
    ),
    (
        r"(<E>) (?:contains|has) the (?:keys|entries) (<L>) and (<L>)",
        r"\2 is in \1 and \3 is in \1",
    ),
    (
        r"(<E>) contains (?:the )?(?:elements |numbers |words )?(<L>) , (<L>) and (<L>)",
        r"\1 contains \2 , \1 contains \3 and \1 contains \4",
    ),
    (
        r"(<E>) contains (?:the )?(?:elements |numbers |words )?(<L>) and (<L>)<$>",
        r"\1 contains \2 and \1 contains \3",
    ),
    (
        r"(<E>) contains the (<N>) (?:elements|numbers|words|items) (?=<L> [,a])",
        r"\1 has \2 elements and \1 contains ",
    ),
    # -- of both
    (
        rf"(<C>) (is|=) (<L>) and (<C>) (is|=) (<L>) , (?:so |and )?(?:both|they|both of them|they both) are ({_PLURAL})<$>",
        r"\1 \2 \3 and \4 \5 \6 , \1 and \4 are \7",
    ),
    (
        r"(<C>) (is|=) (<L>) and (<C>) (is|=) (<L>) , (?:so |and )?(?:both|they|the two) (are equal|are different|differ|match|are the same|are not equal|do not match)<$>",
        r"\1 \2 \3 and \4 \5 \6 , \1 and \4 \7",
    ),
    # -- derivations in words
    (
        r"(<C>) is (<C>) , (?:which|that|and that) (?:is|equals|gives) (<L>)(?! and)",
        r"\2 evaluates to \3 and \1 evaluates to \3",
    ),
    (r"\bthe slice is («\d+SH?») , (?:which gives|i e ,?|which is|that is) (<L>)", r"\1 is \2"),
    (r"\bthe slice («\d+SH?») (?:gives|yields|contains|is) (<L>)", r"\1 is \2"),
    (r"<^>(<K>) \? (?:yes|true|right) (?:,|\.)(?= \S)", r"\1 is true ,"),
    (r"<^>(<K>) \? (?:no|false) (?:,|\.)(?= \S)", r"\1 is false ,"),
    (r"^(<L>) -> (<E>) = (<L>)", r"\2 is \1 and \2 becomes \3"),
    # -- conditions that are not written out
    (
        r"\bthe (?:«\d+w»|if) condition is (?=(?:true|false|met|not met|satisfied)\b)",
        r"the condition is ",
    ),
    (r"\bso once more<$>", r"so the loop goes on"),
    (
        r"\bthe loop is left (?:through|by|via|with) (?:the |a )?(?:return|«\d+r»)(?: statement)?<$>",
        r"the function returns",
    ),
    # -- where it is put
    (
        r"(<C>) (?:goes|is put|is moved|is put back|is added|is appended|is placed) (?:to|at) the (?:back|end) of (?:the (?:queue|deque) )?(<E>)",
        r"\1 is appended to \2",
    ),
    (
        r"(<C>) is (?:inserted|put|placed|added) (?:at|to) (?:the (?:front|beginning|start) of|index 0 of|position 0 of) (?:the (?:queue|deque) )?(<E>)",
        r"\1 is inserted into \2 at index 0",
    ),
    (r"(<C>) is (?:stored|saved) in the variable (<E>)<$>", r"\2 becomes \1"),
    # -- words between clauses
    (r" , (?:although|even though|whereas) ", r" , while "),
    (r"^(?:although|even though|while) (?=<C> )", r""),
    (r"^in this (?:step|case) ,? ?", r""),
    (r"^in this (?:iteration|pass|round) (?=[^, ])", r"in this pass , "),
    (
        r"(<C>) = (<L>) is (?=(?:not )?(?:negative|positive|even|odd|in|greater|less|at|equal|divisible|truthy|falsy)\b)",
        r"\1 = \2 and \2 is ",
    ),
    (
        r"(<E>) (is|becomes|has|=) ([^,;.]+?) ?,? and its (sum|length|maximum|minimum|size) is (?=<X>)",
        r"\1 \2 \3 and the \4 of \1 is ",
    ),
    (r"\bthe size of (<E>) is", r"the length of \1 is"),
)
