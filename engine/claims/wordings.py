"""The table of ways of saying that are read as others (docs/semantics.md §5.74), as data.

A line is what stands there (a regular expression over the sentence's words and marks, each
followed by one space, in lower case) and what it is read as. ``<^>`` and ``<$>`` are the beginning
and the end of a clause, ``<C>`` and its like spans of code (`engine.claims.wording`), ``«=else»``
is a span of code that is put in. The lines are used one after the other, each wherever it fits,
and all of them again until nothing changes. Each keeps what the sentence says."""

from __future__ import annotations

from typing import Final

from engine.claims.wordings_exact import EXACT
from engine.claims.wordings_short import SHORT
from engine.claims.wordings_taken import TAKEN
from engine.claims.wordings_told import EARLY

_DONE: Final = (
    "appended|added|removed|popped|pushed|inserted|set|updated|called|executed|taken|skipped|"
    "incremented|decremented|increased|decreased|reset|assigned|swapped|entered|evaluated|"
    "returned|raised|reached|run|changed|initialized|initialised|multiplied|divided|left|met|"
    "satisfied|modified|touched|invoked|made|stored|reduced|lowered|deleted|cleared|halved|"
    "doubled|extended|sorted|reversed|subtracted|put|thrown|concatenated"
)
_PROPERTY: Final = (
    "true|false|in|greater|less|larger|smaller|bigger|equal|empty|even|odd|positive|negative|"
    "divisible|at|sorted|truthy|falsy|uppercase|lowercase"
)
_SAY: Final = (
    "therefore|thus|hence|consequently|accordingly|finally|lastly|afterwards|already|simply|"
    "also|again|currently|directly|indeed|just|then|too|eventually|therefore|now|"
    "initially|subsequently|automatically|obviously|clearly|next|still|instead"
)
"""Words that say no more than the order of the text. (`always`, `never`, `only` and `first` say
more: of all moments, of what is not told, of what was before.)"""

_LEAD: Final = (
    "therefore|thus|hence|consequently|accordingly|finally|lastly|next|afterwards|additionally|"
    "likewise|similarly|specifically|initially|first|firstly|secondly|thirdly|overall|also|again|"
    "currently|subsequently|however|indeed|instead|eventually|now|then|meanwhile|here|"
    "clearly|obviously|naturally|still|"
    "as a result|in this case|in that case|in other words|at this point|at that point|"
    "at this moment|at that moment|at the moment|this time|at first|in the beginning|to begin with|"
    "of course|in python|after this|after that|so far|in turn|by now|from here|at this stage|"
    "in our case|for this input|for this call|as before|in addition|"
    "to start|to start with|in the end|once again|once more|that is|i e|in particular|even so"
)
_TAIL: Final = (
    "at this point|at that point|at this moment|at that moment|in this case|at this stage|this time|"
    "once again|once more|as well|as before|at this time|by now|so far|therefore|thus|already|"
    "finally|eventually|also|again|currently|too|either|instead|now|there|here|"
    "respectively|accordingly|first|then|at first|in turn|at the same time|in python|in this step|afterwards"
)
_THING: Final = "order|coin|key|price|event|job|child|size|place|pair|word|token|character|char|letter|number|item|element|value|name|string|digit|symbol"
_NOUN: Final = "list|string|dictionary|dict|set|tuple"
_KEYWORD: Final = "if|else|elif"
_UNIT: Final = "elements|items|characters|keys|element|item|character|key"
_GOING: Final = "loop|for loop|while loop|outer loop|inner loop|first loop|second loop|third loop"

NO_NOUNS: Final = frozenset(
    """answer argument back front top left right middle bottom arguments assertion assignment beginning block body both branch break call calls
    case clause code comparison comprehension computation condition conditions continue definition
    element elements elif else end exception execution expression first following for function
    generator generators handler if input inputs iteration iterations iterator last latter
    line lines loop loops method module next object one ones only operation order
    other others output outputs pass passes point previous program range recursion remainder rest
    result results return returns reverse rule same second start statement statements step steps
    text then third time times trace two type types while whole with yield""".split()
)
"""Words that name parts of the program or of the text, or say which one: no names of things."""

AFTER_NOUN: Final = frozenset(
    """. , ; : - -> and or but so is was has becomes contains stays remains changes goes equals exceeds
    drops increases decreases grows shrinks does reaches starts begins ends rises falls gets now
    still again moves holds turns keeps reads then too gives""".split()
)
"""What stands behind a thing that is named by a word alone."""

RULES: Final[tuple[tuple[str, str], ...]] = (
    *EXACT,
    *TAKEN,
    *SHORT,
    *EARLY,
    # -- the answer
    (
        r"^(?:final (?:output|result|return value|returned value|answer)|answer) (?::|->) (<C>) \.",
        r"the answer is \1 .",
    ),
    (r"^(?:output|result|return value|returned value) (?::|->) (<C>) \.", r"the result is \1 ."),
    (
        r"\bthe (?:final )?(?:output|result|answer|return value|returned value) of (?:the function|the code|the program) is\b",
        r"the answer is",
    ),
    (
        r"\bthe (?:final )?(?:output|result|answer|return value|returned value) of (?:this call|the call|the function call|this function call) (?:is|becomes|will be)(?: the value)? (<L>)",
        r"the call returns \1",
    ),
    (
        r"\bthe (?:final )?(?:output|result|answer|return value|returned value) of (?:executing |calling |the call |the function |the function call )?(<F>|<E>) (?:is|becomes|will be)(?: the value)? (<L>)",
        r"the result of \1 is \2",
    ),
    (
        r"\bthe (?:final (?:result|output|answer|return value|returned value)|answer)(?: that is returned)? (?:is|becomes|will be)(?: the value)? (<L>)",
        r"the answer is \1",
    ),
    (
        r"\bthe (?:result|output|return value|returned value)(?: that is returned)? (?:is|becomes|will be)(?: the value)? (<L>)",
        r"the result is \1",
    ),
    (
        r"\bthe (?:final|returned final) (tuple|list|string|dictionary|set|number|integer|dict|boolean) is (<L>)",
        r"the answer is the \1 \2",
    ),
    (r"\bthe (?:final|returned final) (?:value|result|output) is (<L>)", r"the answer is \1"),
    (
        r"\bthe (?:returned|resulting) (tuple|list|string|dictionary|set|number|integer|dict|boolean) is (<L>)",
        r"the result is the \1 \2",
    ),
    (r"\bthe (?:returned|resulting) (?:value|result|output) is (<L>)", r"the result is \1"),
    (
        r"\bthe function (<E>) (?:then |therefore |finally |thus |now |also |immediately |correctly |)(?:returns|will return|returned|gives back|outputs)(?: the (?:value|result|final value|final result))? (<L>)",
        r"the result of \1 is \2",
    ),
    (
        r"\bthe function (<E>) returns (?!<L>)(<C>) (?:=|, which (?:is|equals|gives)) (<L>)",
        r"\2 evaluates to \3 and the result of \1 is \3",
    ),
    (
        r"\bthe function (?:then |therefore |finally |thus |now |also |immediately |correctly |)(?:returns|will return|returned|gives back|outputs)(?: the (?:value|result|final value|final result))? (<L>)",
        r"the function returns \1",
    ),
    # -- words that say no more than the order
    (rf"<^>(?:(?:{_LEAD})(?: ,)? )+(?!loop|iteration|pass|step|round)(?=\S+ \S)", r""),
    (r"\bafter (?:this|these|that|the) loops?\b", r"after the loop"),
    (r"<^>(?:this|that|which) means(?: that)? ", r""),
    (
        r"<^>(?:we|i|you|one|let us|lets|let's)(?: can)?(?: now| then| already| again)? (?:see|find|know|note|conclude)(?: that)? ",
        r"",
    ),
    (
        r"<^>(?:we|i) (?:therefore|thus|now|then|finally|also|again|next|first|already|simply|just) ",
        r"we ",
    ),
    (rf" (?:{_TAIL})(?: ,)?<$>", r""),
    (
        rf"\b(is|are) (?:(?:{_SAY}) )+(?=(?:not )?(?:(?:{_DONE}|{_PROPERTY})\b|<C>))(?!now <C>)",
        r"\1 ",
    ),
    (
        r"\b(becomes|returns|raises|calls|appends|adds|has|contains|equals|stays|remains|holds|runs|stops|ends|exceeds|gives) (?:therefore|thus|hence|already|then|again|still|just|finally|also|now|only(?= (?:once|twice|<N>))) ",
        r"\1 ",
    ),
    (
        r" (?:therefore|thus|hence|already|consequently|finally|eventually|immediately(?= returns)|simply|just|also|again|currently|directly|then|still|now) (becomes|returns|raises|calls|appends|adds|has|contains|ends|stops|terminates|runs|equals|stays|remains|holds|goes|drops|is|gives|evaluates)\b",
        r" \1",
    ),
    # -- tense
    (
        rf"\b(?:was|were|gets|got|has been|have been|had been|will be|is being|are being|are)(?: (?:{_SAY}))* (not )?(?=(?:{_DONE})\b)",
        r"is \1",
    ),
    (r"\b(?:was|were) not (?=\w+ed\b)", r"is not "),
    (r"\b(?:becomes|become) (?=(?:true|false|empty)\b)", r"is "),
    (
        r"\b(?:ran|has run|have run|will run|is run|is executed)\b(?= (?:once|twice|thrice|<N> times|exactly))",
        r"runs",
    ),
    (
        r"\bwill (return|become|run|execute|append|add|stop|end|terminate|be|call|raise|remain|stay|have|contain)\b",
        r"«will \1»",
    ),
    (r"«will be»", r"is"),
    (r"«will have»", r"has"),
    (r"«will become»", r"becomes"),
    (r"«will (\w+)»", r"\1s"),
    (r"\breturned (?=<L>)", r"returns "),
    (
        r"\b(?:does not|doesn't|did not|didn't|do not|don't|will not|cannot|can't) (?:change|get changed|get updated)\b",
        r"is unchanged",
    ),
    (r"\bisn't\b", r"is not"),
    (r"\baren't\b", r"are not"),
    (r"\bit's\b", r"it is"),
    (r"\bhasn't\b", r"has not"),
    (r"\bthat's\b", r"that is"),
    # -- how things are named
    (
        r"\bthe (?:new |current |updated |resulting )?values? of (?:the variable )?(<E>)",
        r"\1",
    ),
    (r"\bthe loop variable (?=<E> (?:takes|takes on|runs through) the values)", r""),
    (
        r"\b(?:the |a |our )?(?<!loop )(?<!index )(?:variable|counter|accumulator|local variable|flag|pointer)s? (<E>)",
        r"\1",
    ),
    *(
        (rf"\b(?:the )?(?:{nouns}) («\d+[{kinds}]H?»)", r"\1")
        for nouns, kinds in (
            ("expression|operation|computation", "a-zS"),
            ("comparison", "k"),
            ("addition", "a"),
            ("subtraction|difference", "d"),
            ("multiplication|product", "g"),
            ("division|quotient", "h"),
            ("remainder", "j"),
            ("slice", "S"),
        )
    ),
    (
        r"\b(?:the |a )?(?:check|test|condition|boolean expression) (<K>)",
        r"the condition \1",
    ),
    (
        r"\bthe condition (<C>) \( (?:or |i e |namely )?(<C>) \) ((?:is|evaluates to|holds|fails)\b[^,.;]*)",
        r"the condition \1 \3 and \2 \3",
    ),
    (r"\b(?:is|are) (?:not met|not satisfied|not true|not fulfilled|unsatisfied)\b", r"is false"),
    (r"\b(?:is|are) (?:met|satisfied|fulfilled|indeed true|the case)\b", r"is true"),
    (r"(<K>) (?:evaluates to|gives|is|yields|becomes|->) (?:true\b|«\d+t»)", r"\1 is true"),
    (r"(<K>) (?:evaluates to|gives|is|yields|becomes|->) (?:false\b|«\d+u»)", r"\1 is false"),
    (r"(<K>) (?:holds|succeeds)\b", r"\1 is true"),
    (r"(<K>) (?:fails|does not hold)\b", r"\1 is false"),
    (r"<^>(<K>)<$>", r"\1 is true"),
    (r"\bboth (<K>) and (<K>) are (true|false)", r"\1 is \3 and \2 is \3"),
    (r"(<C>) and (<C>) are(?: both)? (true|false)", r"\1 is \3 and \2 is \3"),
    (
        r"\bboth (<C>) and (<C>) (?:are|is) (?=(?:not )?(?:<L>|empty|even|odd|positive|negative))((?:not )?\S+)",
        r"\1 is \3 and \2 is \3",
    ),
    (r"(<C>) and (<C>) are both (<L>|empty|even|odd|positive|negative)", r"\1 is \3 and \2 is \3"),
    (
        r"(<E>) and (<E>) (?:both )?(?:start|begin)(?: out)?(?: at| as| with)? (?=<L>)",
        r"\1 and \2 both become ",
    ),
    (
        r"(<E>) and (<E>) are (?:both )?(?:initialized|initialised|set|reset)(?: to| as| with)? (?=<L>)",
        r"\1 and \2 both become ",
    ),
    (
        r"\bboth (<E>) and (<E>) (?:become|are set to|start at|begin at|start as|are initialized to) ",
        r"\1 and \2 both become ",
    ),
    (
        r"(<E>) and (<E>) (?:(?:are|is) initialized (?:as|to)|start as|are|start out as|are created as|is created as|are set to|is set to) (?:two )?empty (list|set|dictionarie|dict|string)s",
        r"\1 is set to an empty «one \3» and \2 is set to an empty «one \3»",
    ),
    (r"«one dictionarie»", r"dictionary"),
    (r"«one (\w+)»", r"\1"),
    (
        r"(<E>) (?:starts|begins|is initialized|is initialised|starts out|is created|starts off)(?: out)?(?: as| to| with| at)? (?=(?:an empty|<L>))",
        r"\1 starts as ",
    ),
    (r"\bthe (?:empty|blank) (list|string|dictionary|set|tuple|dict)\b", r"an empty \1"),
    (r"(<E>) is an empty (list|string|dictionary|set|tuple|dict)\b", r"\1 is a \2 and \1 is empty"),
    *(
        (rf"\b(?:the |an? )?(?:{nouns}) («\d+[{kinds}]»)", r"\1")
        for nouns, kinds in (
            ("integer", "i"),
            ("number", "in"),
            ("string|text|line", "sl"),
            ("character", "l"),
            ("list", "q"),
            ("tuple|pair", "p"),
            ("dictionary|dict", "m"),
            ("set", "z"),
            ("value", "ilnsqpmztuo"),
            ("boolean", "tu"),
        )
    ),
    (r"\b(?:the )?(?:value|number) (\d+)", r"\1"),
    (rf"^(?:for )?(?:the )?(?:{_THING})? ?(<L>) :", r"\1 :"),
    # -- what is done
    (
        r"(<C>) is (?:pushed|placed|put) (?:on|onto|into|in|to|at the end of) (?:the stack )?(<E>)",
        r"\1 is appended to \2",
    ),
    (
        r"(<C>) is (?:pushed|appended|added)(?: on the stack| onto the stack| to the list| to the stack| to the result| at the end| to it)(?=<$>)",
        r"\1 is appended",
    ),
    (r"(<C>) is (?:pushed|added|stored)<$>", r"\1 is appended"),
    (
        r"(<C>) is (appended|added) to the (?:end of )?(?:the )?(?:stack|queue|result) (<E>)",
        r"\1 is \2 to \3",
    ),
    (
        r"(<C>) (?:goes|is put|goes on|is moved) (?:into|to|on|in) (?:the stack )?(<E>)",
        r"\1 is added to \2",
    ),
    (r"(<C>) is appended to the end of (<E>)", r"\1 is appended to \2"),
    (r"\bwe (add|append|push) (<L>)<$>", r"\2 is appended"),
    (r"\bwe (?:push|put) (<C>) (?:on|onto|into|to) (<E>)", r"we append \1 to \2"),
    (
        r"\bwe (?:get|obtain|have|now have|compute|calculate|end up with) (?=<C> (?:=|is|becomes)\b)",
        r"",
    ),
    (r"\bwe (?:get|obtain|have|now have) (?=<E> = )", r""),
    (
        r"(<E>) (?:goes|is set|moves|returns|jumps|turns|changes)(?: back| again)* to (<L>)",
        r"\1 becomes \2",
    ),
    (
        r"(<E>) (?:goes|changes|moves|is changed|is updated) from (<L>) to (<L>)",
        r"\1 is \2 and \1 becomes \3",
    ),
    (
        r"(<E>) is (?:updated|set|changed|assigned|reset|recomputed|now updated|computed|calculated|bound)(?: back| again)* (?:to|as|with)(?: be)?(?: the value)? (<L>|<C> = )",
        r"\1 is set to \2",
    ),
    (r"(<E>) (becomes|is set to|is now)(?: equal to)? the value (<L>)", r"\1 \2 \3"),
    (r"(<E>) is now equal to (<L>)", r"\1 is now \2"),
    (r"(<E>) becomes equal to (<L>)", r"\1 becomes \2"),
    (
        r"(<E>) (?:ends up|ends|finishes|ends up being)(?: at| as| with| with the value)? (<L>)",
        r"\1 is \2",
    ),
    (
        r"(<E>) (?:gets|takes|receives|takes on|has|holds|keeps|still has|still holds|contains the value|has the value|gets the value|takes the value)(?: the)?(?: new)?(?: value)?(?: of)? (<L>)<$>",
        r"\1 is \2",
    ),
    (r"(<E>) is no longer (<L>)", r"\1 is not \2"),
    (
        r"(<E>) is (?:not (?:changed|updated|modified|touched|incremented|reset|increased|decremented|affected|reassigned)|left unchanged|unchanged|left as it is|left alone|the same as before|not changed any more)(?: either| here| there| in this (?:iteration|pass|case|step|round))?",
        r"\1 is unchanged",
    ),
    (
        r"(<E>) (?:stays|remains|keeps) (?:unchanged|the same|as it is|its value|untouched)",
        r"\1 is unchanged",
    ),
    (
        r"(<E>) (?:stays|remains|keeps|stays at|remains at|is kept at|continues to be)(?: at)? (<L>)",
        r"\1 stays \2",
    ),
    (r"(<E>) is unchanged in this (?:iteration|pass|round|step)", r"\1 is unchanged"),
    (r"(<C>) is different from (<C>)", r"\1 is not equal to \2"),
    (r"(<C>) (?:differs from|is unequal to|does not match) (<C>)", r"\1 is not equal to \2"),
    (r"(<E>) is set to (<L>) and (<E>) to (<L>)", r"\1 becomes \2 and \3 becomes \4"),
    (
        r"(<E>) (becomes|is|is now) (<L>) and (?:is|it is) (appended|added|pushed|inserted)\b",
        r"\1 \2 \3 and \3 is \4",
    ),
    (
        r"(<E>) starts as (<L>|an empty \w+) and (<E>) (?:to|as|with|is initialized to) (<L>)",
        r"\1 starts as \2 and \3 starts as \4",
    ),
    (r"(<C>) = (<L>) is (appended|added|pushed|popped|removed)\b", r"\1 = \2 and \2 is \3"),
    (r"(<F>) appends (<C>) = (<L>)<$>", r"\1 is called , \2 = \3 and \3 is appended"),
    (r"(<F>) appends (<L>)<$>", r"\1 is called and \2 is appended"),
    (
        r"(<C>) is (not )?(in|equal to) (<C>) (and|but) (not )?(in|equal to) (?=<C>)",
        r"\1 is \2\3 \4 \5 \1 is \6\7 ",
    ),
    (r"(<C>) is neither in (<C>) nor in (<C>)", r"\1 is not in \2 and \1 is not in \3"),
    (r"(<C>) is in neither (<C>) nor (<C>)", r"\1 is not in \2 and \1 is not in \3"),
    # -- pronouns: of the clause before, in the same sentence
    (
        r"(<E>) (is|=|becomes) (<L>) (, so |and |, and |so |, )(?:it|this|that) is (appended|added|pushed|popped|removed|inserted)\b",
        r"\1 \2 \3 \4\3 is \5",
    ),
    (
        r"(^|, |; |: )(<C>) ([^,;.]*?) ?(, so |, and |, but |so |and |, )(?:it|this) (is|has|becomes|stays|equals|exceeds|does|goes|contains)\b",
        r"\1\2 \3 \4\2 \5",
    ),
    (r"\bthe loop ends with (?=<E> =)", r"the loop ends and "),
    (r"(<C>) (?:matches|is the same as|is identical to) (<C>)", r"\1 is equal to \2"),
    (r"(<C>) and (<C>) (?:match|are the same|are identical)<$>", r"\1 and \2 are equal"),
    (r"(<C>) and (<C>) (?:differ|do not match|are different)<$>", r"\1 and \2 are not equal"),
    (r"(<C>) is (?:bigger|higher) than (<C>)", r"\1 is greater than \2"),
    (r"(<C>) is (?:lower) than (<C>)", r"\1 is less than \2"),
    (r"(<C>) is (?:strictly )?(above|below) (<C>)", r"\1 is «than \2» \3"),
    (r"«than above»", r"greater than"),
    (r"«than below»", r"less than"),
    (
        r"(<C>) (not )?(?:is found|appears|is present|exists|is contained|occurs) in (<E>)",
        r"\1 is \2in \3",
    ),
    (r"(<C>) is not (?:found|present|contained) in (<E>)", r"\1 is not in \2"),
    (r"(<C>) (?:does not|doesn't) (?:appear|occur|exist) in (<C>)", r"\1 is not in \2"),
    (r"(<C>) is (not )?in the stack (<E>)", r"\1 is \2in \3"),
    (r"(<C>) is not in (<E>) (?:yet|so far|any more|anymore)", r"\1 is not in \2"),
    (r"(<C>) is not (<L>) (?:any more|anymore|any longer)", r"\1 is not \2"),
    (
        r"(<C>) is (not )?(?:a|an) (even|odd|positive|negative) (?:number|value|integer)",
        r"\1 is \2\3",
    ),
    (r"(<C>) is (not )?(?:a|an) (uppercase|lowercase) letter", r"\1 is \2\3"),
    (r"(<C>) is (?:a|the) (?:space|blank)(?: character)?\b", r"\1 is a space"),
    (r"(<C>) is not a vowel\b", r"\1 is not a vowel"),
    (r"(<E>) is a consonant", r"\1 is a letter and \1 is not a vowel"),
    (r"(<S>) is (?:also )?a consonant", r"\1 is a letter and \1 is not a vowel"),
    (
        rf"(<E>) (?:consists of|is made of|is of length|has a length of|has a size of|is) (<N>) (?={_UNIT}\b)",
        r"\1 has \2 ",
    ),
    (
        r"(<E>) (has|contains) (?:exactly |only |now |a total of |still )?(<N>) (?:entries|members|values)\b",
        r"\1 has \3 elements",
    ),
    (
        r"(<E>) (has|contains) (?:exactly |only |now |a total of |still )?(one|1) (?:entry|member|value)\b",
        r"\1 has \3 element",
    ),
    (r"(<E>) (has|contains) (?:exactly |only |now |a total of |still )(?=<N>)", r"\1 \2 "),
    (r"(<E>) has length (<N>)", r"\1 has length \2"),
    (r"\bthe (?:length|size) of (<E>) (?:is|equals|becomes) (<N>)\b", r"the length of \1 is \2"),
    (r"(<E>) is of length (<N>|<L>)", r"\1 has length \2"),
    (r"\bthere (?:is|are) (<N>) (?:elements|entries|items|values) in (<E>)", r"\2 has \1 elements"),
    (
        r"^(<E>) (is(?! <L> | not <L> )|has|contains(?! <C> at the end)) ([^,;.]+) (?:at the end|in the end) \.",
        r"at the end , \1 \2 \3 .",
    ),
    (rf"\bthe ({_NOUN}) (?=(?:is|has|contains|becomes|stays|remains|=)\b)", r"«=the_\1» "),
    # -- loops
    (r"\bthe body of (?:the|this) ((?:outer|inner|for|while|first|second) )?loop\b", r"the \1loop"),
    (r"\bthe ((?:outer|inner|for|while|first|second) )?loop(?:'s)? body\b", r"the \1loop"),
    (r"\bthe «\d+w» loop\b(?= )", r"\g<0>"),
    (
        rf"\bthe (?!inner loop [^.,;]*(?:in total|altogether|in all|overall))({_GOING}) (?:is executed|is run|runs|executes|iterates|loops|is entered|performs|makes|has|goes through|does)(?: a total of| exactly| only| for)? (<N>|once|twice)(?: (?:times|iterations|passes|rounds|steps|time|iteration|pass))?(?: in total| altogether| in all| overall)?(?= [.,;]| and| so| for| with| over| since| because|$)",
        r"the \1 runs «times \2»",
    ),
    (r"«times (once|twice)»", r"\1"),
    (r"«times (one|1)»", r"once"),
    (r"«times (\S+)»", r"\1 times"),
    (r"\bit runs (once|twice|<N> times)(?: in total)?", r"the loop runs \1"),
    (
        rf"\bthe ({_GOING}) (?:is over|is finished|is done|exits|is complete|completes|is terminated|is ended|will end|is exited|ends there|stops there|stops here|ends here)(?= |$)",
        r"the \1 ends",
    ),
    (
        rf"\bthe ({_GOING}) (?:ends|finishes|stops|terminates|is finished|is done) after (<N>) (?:iterations|passes|rounds|steps|iteration|pass)",
        r"the \1 runs «times \2» and the \1 ends",
    ),
    (
        r"\bwe (?:exit|leave|are done with|have finished) the (?=(?:outer |inner |for |while )?loop)",
        r"the loop ends ",
    ),
    (r"\bthe loop ends (outer |inner |for |while )?loop", r"the \1loop ends"),
    (
        r"\b(?:there are|we have) no (?:more|further|other) (?:elements|items|values|numbers|characters|words|iterations)(?: left| to process)? , so the ((?:outer |inner |for |while )?)loop (?:ends|stops|terminates|finishes)",
        r"the \1loop ends because its items run out",
    ),
    # -- branches and jumps
    (
        rf"\b(?:we|it|the (?:code|program|function|execution|control)) (?:enters?|takes?|goes? (?:in)?to|executes?|runs?|go into|moves? (?:in)?to|falls? (?:in)?to|jumps? to) the (<W>|{_KEYWORD})(?: branch| block| clause| part| body| statement)?",
        r"the «kw \1» branch is taken",
    ),
    (
        rf"\b(?:we|it) (?:skips?|do(?:es)? not (?:enter|take|execute)) the (<W>|{_KEYWORD})(?: branch| block| clause| part| body| statement)?",
        r"the «kw \1» branch is not taken",
    ),
    (
        rf"\bthe (?:code in (?:the )?)?(<W>|{_KEYWORD})(?:'s)? ?(?:branch|block|clause|part|body|statement|case)(?: body)? (?:is (?:executed|taken|run|entered|reached|chosen|used)|runs|executes|applies|is active)",
        r"the «kw \1» branch is taken",
    ),
    (
        rf"\bthe (?:code in (?:the )?)?(<W>|{_KEYWORD})(?:'s)? ?(?:branch|block|clause|part|body|statement|case)(?: body)? (?:is (?:not (?:executed|taken|run|entered|reached)|skipped)|does not (?:run|execute))",
        r"the «kw \1» branch is not taken",
    ),
    (
        rf"\bthe (?:body|block) of the (<W>|{_KEYWORD})(?: statement)? (?:is (?:executed|entered|run)|runs|executes)",
        r"the «kw \1» branch is taken",
    ),
    (
        rf"\bthe (?:body|block) of the (<W>|{_KEYWORD})(?: statement)? (?:is (?:skipped|not executed|not entered)|does not (?:run|execute))",
        r"the «kw \1» branch is not taken",
    ),
    (rf"\bthe (<W>|{_KEYWORD}) is (?:taken|entered|executed)", r"the «kw \1» branch is taken"),
    (
        rf"\bthe (<W>|{_KEYWORD}) is (?:skipped|not (?:taken|entered|executed))",
        r"the «kw \1» branch is not taken",
    ),
    (r"«kw «(\d+)w»»", r"«\1w»"),
    (r"«kw (if|else|elif)»", r"«=\1»"),
    (
        r"\b(?:we|it|the (?:code|program|function|execution)) (?:breaks? out of|exits?|leaves?) the loop (?:with|by|through|via) (?:the |a )?(?:«\d+b»|break)(?: statement)?",
        r"we break",
    ),
    (
        r"\b(?:we|it|the (?:code|program|function|execution)) (?:breaks?(?: out)?(?: of the loop)?|hits? (?:the )?(?:«\d+b»|break)|reach(?:es)? (?:the )?(?:«\d+b»|break))(?: statement)?<$>",
        r"we break",
    ),
    (
        r"(?<![a-z])(?:the )?(?:«\d+b»|break)(?: statement)? (?:is (?:executed|reached|hit|taken|triggered|run)|executes|runs|ends the loop|exits the loop|stops the loop|leaves the loop|terminates the loop)(?: and the loop (?:ends|stops|is left))?",
        r"we break",
    ),
    (
        r"\bthe loop (?:is (?:left|exited|ended|stopped|terminated|broken)|ends|stops|breaks|exits|terminates)(?: early)? (?:by|with|through|via|because of|due to) (?:the |a )?(?:«\d+b»|break)(?: statement)?",
        r"we break",
    ),
    (r"\bthe loop (?:breaks|is broken)(?: out of)?<$>", r"we break"),
    (
        r"(?<![a-z])(?:the )?(?:«\d+c»|continue)(?: statement)? (?:is (?:executed|reached|hit|taken|triggered|run)|executes|runs|skips (?:the rest of the (?:body|loop body|iteration)|this (?:value|element|item)))",
        r"we continue",
    ),
    (
        r"\b(?:we|it) (?:hits?|executes?|reach(?:es)?) (?:the )?(?:«\d+c»|continue)(?: statement)?",
        r"we continue",
    ),
    (
        r"\bthe ((?:outer |inner |for |while )?)loop (?:continues|goes on|carries on|proceeds|moves on)(?: with (?:the next|another) (?:iteration|value|element|item|pass|round|number|character|word))?<$>",
        r"the \1loop goes on",
    ),
    (
        r"\bwe (?:go on|move on|proceed|continue) (?:with|to) the next (?:iteration|value|element|item|pass|round|number|character|word)<$>",
        r"the loop goes on",
    ),
    # -- calls
    (
        r"^the (?:function|code|program|call) is (?:called|run|executed|started) with (?=<E> =)",
        r"at the start , ",
    ),
    (
        r"^the function (<E>) is (?:called|run|executed|started) with (?=<E> =)",
        r"\1 is called with ",
    ),
    (r"^(?:the )?inputs? (?:is|are|:) (?=<E> =)", r"at the start , "),
    (r"(<F>) returns (<E>) = (<L>)", r"\1 returns \3 and \2 is \3"),
    (
        r"\b(?:the )?(?:function|method|helper|helper function) (?=(?:<E>|<F>) (?:is called|returns|calls|yields|raises))",
        r"",
    ),
    (r"\b(?:the )?generator (?=(?:<E>|<F>) yields)", r""),
    (r"\b(?:we|it|this|that|the function|which) calls? (<F>)", r"\1 is called"),
    (
        r"(<F>) is (?:invoked|evaluated|called next|computed|executed|called again|reached)<$>",
        r"\1 is called",
    ),
    (r"\bthe next call is (<F>)", r"\1 is called"),
    (r"\b(?:a |the )?(?:recursive )?call (?:to |of )?(<F>) is made", r"\1 is called"),
    (r"(<F>) calls (<F>) , which calls (<F>)", r"\1 calls \2 and \2 calls \3"),
    (
        r"(<F>) is called ?(?:, which|, and that|and) returns (<L>)",
        r"\1 is called and \2 is returned",
    ),
    (r"(<F>) calls (<F>) (?:, which|, and that) returns (<L>)", r"\1 calls \2 and \3 is returned"),
    (
        r"(<C>) calls (<C>)((?: (?!calls)[^ .;]+)*?) and returns (<L>)",
        r"\1 calls \2\3 and \1 returns \4",
    ),
    (
        r"\b(?:this|that|the|this last|that last|the last) call (?:returns|gives back) (<L>)",
        r"\1 is returned",
    ),
    (r"\b(?:it|that one|this|this one|the method|the call) returns (<L>)", r"\1 is returned"),
    (r"\band returns (<L>)", r"and \1 is returned"),
    (r"(<C>) is passed back(?: up)?", r"\1 is returned"),
    (
        r"\b(?:a|an) (<C>) (?:is raised|occurs|exception is raised|is thrown|exception occurs)",
        r"\1 is raised",
    ),
    # -- which is, because, arrows, bracketed
    (
        r"(<E>) is (?:set|initialized|initialised|updated|assigned) to (<C>) , which (?:is|equals|gives|evaluates to) (<L>)",
        r"\1 is set to \2 = \3",
    ),
    (r"(<E>) becomes (<C>) , which (?:is|equals|gives|evaluates to) (<L>)", r"\1 becomes \2 = \3"),
    (r"(<E>) is (<C>) , which (?:is|equals|gives|evaluates to) (<L>)", r"\1 is \2 = \3"),
    (
        r"(<C>) , which (gives|equals|evaluates to|is(?: (?:also|therefore|now|equal to))?) (<L>)",
        r"\1 is \3",
    ),
    (
        r"(<C>) (is(?: not)? (?:in|equal to|greater than|less than)|becomes|is set to|is|equals) (<C>) , which (?=(?:is|has|equals|contains|exceeds|does)\b)",
        r"\1 \2 \3 and \3 ",
    ),
    (r"(<C>) , which (?=(?:is|has|equals|contains|exceeds)\b)(?!is now)", r"\1 and \1 "),
    (
        r"\b(?:because|given that|considering that)\b(?! both| its items| its condition| no break)",
        r"since",
    ),
    (r"(?:^as|, as) (?=<C> )", r"since "),
    (r"(?:^|(?<=so )|(?<=but )|(?<=and ))since ", r""),
    (
        r"(<C>) (?:gives|yields|results in|produces|equals|->|computes to|comes to|works out to) (<L>)",
        r"\1 evaluates to \2",
    ),
    (r"\( (<K>) \)", r", \1 is true"),
    (r" -(?= )", r" ,"),
    (r", ,", r","),
    (r", \.", r"."),
    (r"\band and\b", r"and"),
    (r"\bso so\b", r"so"),
)
