"""The kinds of planted errors, and where in a sentence each can stand."""

# Sentences are easier to compare in one piece.
# ruff: noqa: E501

from __future__ import annotations

from enum import Enum
from typing import Final


class Kind(Enum):
    """What is wrong. Closed; the value is the kind's name in reports."""

    # values
    OFF_BY_ONE = "value off by one"
    SIGN = "wrong sign"
    TRUNCATED = "truncated value"
    LONGER = "value too long"
    OTHER_STEP = "value at another step"
    OTHER_VARIABLE = "another variable's value"
    NUMBER_TYPE = "1 for True"
    SEQUENCE_TYPE = "tuple for list"
    EXCHANGED = "two elements exchanged"
    LETTER = "another letter"
    VALUE_KIND = "value of another kind"
    HEADING_VALUE = "value in a heading"
    CHANGED_FROM = "value before a change"
    ALTERED = "appended or removed value"
    RESULT = "result of a change"
    AMOUNT = "amount of a change"
    ARGUMENT = "wrong argument"
    CALL_RESULT = "result of a call"
    ANSWER = "wrong answer"
    MESSAGE = "message or output"
    # names and expressions
    OTHER_NAME = "another variable"
    ELEMENT_INDEX = "index of an element"
    SLICE = "bounds of a slice"
    OPERANDS = "operands swapped"
    OPERATOR = "another operator"
    CALLEE = "another function"
    EXCEPTION = "wrong exception"
    TYPE_NAME = "wrong type"
    # where and when
    WRONG_LINE = "wrong line"
    LOOP_LINE = "loop on a wrong line"
    WRONG_PASS = "wrong pass"
    NO_SUCH_PASS = "a pass that never was"
    PASS_RANGE = "range of passes"
    CALL_NUMBER = "another call"
    NO_SUCH_CALL = "a call that never was"
    SWAPPED = "dependent steps swapped"
    BEFORE_AFTER = "before for after"
    START_END = "start for end"
    FIRST_LAST = "first for last"
    UNDER_ANOTHER = "under another heading"
    SKIPPED_RUNS = "skipped line said to run"
    # control
    NEGATED = "condition negated"
    CONSEQUENCE = "wrong consequence"
    BRANCH = "wrong branch"
    REASON = "wrong reason"
    OPERAND_DECIDES = "operand that decides"
    LOOP_EXIT = "why a loop ends"
    # counts and quantifiers
    PASSES = "wrong number of passes"
    RUN_COUNT = "wrong number of runs"
    CALL_COUNT = "wrong number of calls"
    AT_LEAST = "at least for at most"
    LENGTH = "wrong length"
    OCCURRENCES = "number of occurrences"
    KEPT = "number of values kept"
    DEPTH = "depth of recursion"
    ALWAYS_NEVER = "always for never"
    SOME_ALL = "always for at some point"
    EXTREME = "wrong extreme"
    BOUND = "wrong bound"
    TREND = "wrong trend"
    SUMMARY = "ends of a summary"
    # relations
    NEGATION = "not added or dropped"
    COMPARISON = "comparison turned round"
    PROPERTY = "opposite property"
    MEMBERSHIP = "membership"
    IDENTITY = "identity"
    CHANGE_VERB = "another change"
    PLACES = "places exchanged"
    ARITHMETIC = "step of a calculation"
    CAUSE = "wrong cause"
    # without a line
    SHOWN = "what is shown"
    BRANCH_WORD = "word of a branch"
    PASS_END = "how a pass ends"
    STAYS = "what stays"
    NOTHING = "nothing for a change"
    RETURNS_HERE = "the function returns, too early"
    TOLD_CALL = "another told call"
    RETURNED = "what a told call returns"
    ITEM = "another item"
    LABEL = "another label"
    THING = "another word for a thing"
    LONGER_THAN = "longer for shorter"
    # levels
    DROPPED = "dropped step (gapless)"


FLIPS: Final[dict[Kind, tuple[tuple[str, tuple[str, ...]], ...]]] = {
    Kind.BEFORE_AFTER: (
        (r"\bBefore line\b", ("After line",)),
        (r"\bAfter line\b", ("Before line", "On line")),
        (r"\bbefore line\b", ("after line",)),
        (r"\bafter line\b", ("before line",)),
        (r"\bfor the first time before\b", ("for the last time after",)),
        (r"\bfor the last time after\b", ("for the first time before",)),
        (r"\bAfter the loop on\b", ("Before the loop on", "At the start of pass 1 of the loop on")),
    ),
    Kind.START_END: (
        (r"\bAt the start\b", ("At the end",)),
        (r"\bAt the end\b", ("At the start",)),
        (r"\bat the start of (?=@)", ("at index 1 of ",)),
        (r"\bat the start of (?=pass|iteration|every pass)", ("at the end of ",)),
        (r"\bat the end of (?=pass|iteration|every pass)", ("at the start of ",)),
        (r"(?<=\bAt the )start of (?=pass|iteration|every pass)", ("end of ",)),
        (r"(?<=@\d )at the start\.", ("at the end.",)),
        (r"(?<=@\d )at the end\.", ("at the start.",)),
    ),
    Kind.FIRST_LAST: (
        (r"\bthe first (?=element|item|character)", ("the last ", "the second ")),
        (r"\bthe last (?=element|item|character)", ("the first ",)),
        (r"\bthe 2nd (?=element|item|character)", ("the first ", "the last ", "the third ")),
        (r"\bfor the first time before\b", ("for the first time after", "for the last time after")),
        (r"\bfor the last time after\b", ("for the last time before",)),
        (r"\bthe first pass\b", ("the second pass",)),
    ),
    Kind.NEGATED: (
        (r"(?<=is )true\b", ("false",)),
        (r"(?<=is )false\b", ("true",)),
        (r"(?<=assertion on line \d )holds\b", ("fails",)),
        (r"(?<=assertion on line \d\d )holds\b", ("fails",)),
        (r"(?<=on line \d )matches\b", ("does not match",)),
        (r"(?<=on line \d\d )matches\b", ("does not match",)),
        (r"\bdoes not match\b", ("matches",)),
    ),
    Kind.CONSEQUENCE: (
        (r"(?<=so line \d )runs\b", ("is skipped",)),
        (r"(?<=so line \d\d )runs\b", ("is skipped",)),
        (r"(?<=so line \d )is skipped\b", ("runs",)),
        (r"(?<=so line \d\d )is skipped\b", ("runs",)),
    ),
    Kind.BRANCH: (
        (r"\bis taken\b", ("is not taken", "is skipped")),
        (r"\bis not taken\b", ("is taken",)),
        (r"(?<=The body of the @0 on line \d )runs\b", ("is skipped",)),
        (r"(?<=The body of the @0 on line \d\d )runs\b", ("is skipped",)),
        (r"(?<=The body of the @0 on line \d )is skipped\b", ("runs",)),
        (r"(?<=The body of the @0 on line \d\d )is skipped\b", ("runs",)),
        (r"\btakes no branch\b", ("takes the @1 branch",)),
        (r"\bfalls through to the @1 branch\b", ("takes no branch",)),
        (r"\btakes the @1 branch on line \d+", ("takes no branch",)),
        (r"\btakes no case\b", ("takes the case on line 3",)),
        (r"\btakes the case on line \d+", ("takes no case",)),
        (r"(?<=the loop on line \d) runs\b(?=\.)", (" is skipped",)),
        (r"(?<=\d )is entered\b", ("is not entered",)),
        (r"(?<=\d )is not entered\b", ("is entered",)),
        (r"(?<=block of the loop on line \d )runs\b", ("is skipped",)),
        (r"(?<=block of the loop on line \d\d )runs\b", ("is skipped",)),
        (r"(?<=block of the loop on line \d )is skipped\b", ("runs",)),
        (r"(?<=block of the loop on line \d\d )is skipped\b", ("runs",)),
    ),
    Kind.OPERAND_DECIDES: ((r"\bis not evaluated\b", ("is evaluated",)),),
    Kind.LOOP_EXIT: (
        (r"\bits items run out\b", ("its condition is false", "line {line} breaks out of it",
                                    "line {line} returns", "line {line} raises")),
        (r"\bits condition is false\b", ("its items run out", "line {line} breaks out of it",
                                         "line {line} returns")),
        (r"\bbreaks out of it\b", ("returns", "raises")),
        (r"\bline \d+ breaks out of it\b", ("its items run out", "its condition is false")),
        (r"(?<=because )line \d+ returns\b", ("its items run out", "its condition is false")),
        (r"(?<=because line \d )returns\b", ("breaks out of it", "raises")),
        (r"(?<=because line \d\d )returns\b", ("breaks out of it", "raises")),
        (r"(?<=because )line \d+ raises\b", ("its items run out",)),
        (r"\bbreaks out of the loop\b", ("continues with the next pass of the loop",)),
        (r"\bcontinues with the next pass of the loop\b", ("breaks out of the loop",)),
    ),
    Kind.AT_LEAST: ((r"\bat least\b", ("at most",)), (r"\bat most\b", ("at least",))),
    Kind.ALWAYS_NEVER: (
        (r"\balways\b", ("never",)),
        (r"\bnever\b(?! influences| runs)", ("always",)),
        (r"\bAt no point is (@\d+)", (r"\1 is always",)),
    ),
    Kind.SOME_ALL: (
        (r"^(@\d+) is (@\d+) at some point\.", (r"\1 is always \2.", r"\1 is never \2.")),
        (r"^(@\d+) holds at some point\.", (r"\1 always holds.", r"\1 never holds.")),
        (r"^At some point, (@\d+) (is @\d+)\.", (r"\1 is never \2.".replace("is never is", "is never"),)),
        (r"^(@\d+) is never (@\d+)\.", (r"\1 is \2 at some point.",)),
        (r"^(@\d+) never holds\.", (r"\1 holds at some point.",)),
    ),
    Kind.EXTREME: (
        (r"\blargest value\b", ("smallest value",)),
        (r"\bsmallest value\b", ("largest value",)),
        (r"\bhighest value\b", ("lowest value",)),
        (r"\bthe largest element\b", ("the smallest element",)),
        (r"\bthe smallest element\b", ("the largest element",)),
        (r"\bthe maximum\b", ("the minimum",)),
        (r"\bthe sum\b", ("the largest element", "the smallest element")),
    ),
    Kind.TREND: (
        (r"\bonly grows\b", ("only shrinks", "never grows")),
        (r"\bonly shrinks\b", ("only grows", "never shrinks")),
        (r"\bonly increases\b", ("only decreases",)),
        (r"\bonly decreases\b", ("only increases",)),
        (r"\bnever decreases\b", ("never increases", "only decreases")),
        (r"\bnever increases\b", ("never decreases", "only increases")),
        (r"\bnever shrinks\b", ("never grows", "only shrinks")),
        (r"\bnever grows\b", ("never shrinks", "only grows")),
        (r"\bgrows by\b", ("shrinks by",)),
        (r"\bshrinks by\b", ("grows by",)),
    ),
    Kind.NEGATION: (
        (r"(?<=@\d )is (?=@\d+[.,]| not)(?!not)", ("is not ",)),
        (r"(?<=@\d )is not (?!taken|entered|evaluated)", ("is ",)),
        (r"\bequals\b", ("does not equal",)),
        (r"\bdoes not equal\b", ("equals",)),
        (r"\bare not equal\b", ("are equal",)),
        (r"\bare equal\b", ("are not equal",)),
        (r"\bis not defined\b", ("is defined",)),
        (r"\bis defined\b", ("is not defined",)),
        (r"\bdoes not hold\b", ("holds",)),
        (r"(?<=@\d )holds(?=\.)", ("does not hold",)),
        (r"\bdoes not start with\b", ("starts with",)),
        (r"\bstarts with\b", ("does not start with",)),
        (r"\bends with\b", ("does not end with",)),
        (r"\bdoes not end with\b", ("ends with",)),
        (r"\bis divisible by\b", ("is not divisible by",)),
        (r"\bis not divisible by\b", ("is divisible by",)),
        (r"(?<=line \d )runs\.", ("never runs.",)),
        (r"(?<=line \d\d )runs\.", ("never runs.",)),
        (r"\bdoes not change\.", ("changes from `1` to `2`.",)),
    ),
    Kind.COMPARISON: (
        (r"\bis greater than\b", ("is less than", "is at most")),
        (r"\bis less than\b", ("is greater than", "is at least")),
        (r"\bexceeds\b", ("is smaller than", "does not exceed")),
        (r"\bis at least\b", ("is less than",)),
        (r"\bis at most\b", ("is greater than",)),
        (r"\bis not greater than\b", ("is greater than",)),
        (r"\bis not less than\b", ("is less than",)),
    ),
    Kind.PROPERTY: (
        (r"\bis even\b", ("is odd", "is not even")),
        (r"\bis odd\b", ("is even", "is not odd")),
        (r"\bis positive\b", ("is negative", "is not positive")),
        (r"\bis not positive\b", ("is positive",)),
        (r"\bis negative\b", ("is positive", "is not negative")),
        (r"\bis not negative\b", ("is negative",)),
        (r"\bis empty\b", ("is not empty",)),
        (r"\bis not empty\b", ("is empty",)),
        (r"\bis truthy\b", ("is falsy",)),
        (r"\bis falsy\b", ("is truthy",)),
        (r"\bis sorted\b", ("is not sorted",)),
        (r"\bis not sorted\b", ("is sorted",)),
        (r"\bis lowercase\b", ("is uppercase", "is not lowercase")),
        (r"\bis uppercase\b", ("is lowercase", "is not uppercase")),
        (r"\bis alphabetic\b", ("is not alphabetic", "is a digit")),
        (r"\bis not alphabetic\b", ("is alphabetic",)),
        (r"\bis a letter\b", ("is a digit", "is not a letter")),
        (r"\bis a digit\b", ("is a letter", "is not a digit")),
    ),
    Kind.MEMBERSHIP: (
        (r"\bis in\b", ("is not in",)),
        (r"\bis not in\b", ("is in",)),
        (r"\bcontains(?= @\d+\.)", ("does not contain",)),
        (r"\bdoes not contain\b", ("contains",)),
        (r"\bdoes not appear in\b", ("appears once in",)),
    ),
    Kind.IDENTITY: (
        (r"\bare the same (\w+)\b", (r"are different \1s", r"are not the same \1")),
        (r"\bare different (\w+?)s\b", (r"are the same \1",)),
        (r"(@\d+) is the same (\w+) as (@\d+)", (r"\1 and \3 are different \2s",)),
        (r"\bare not the same (\w+)\b", (r"are the same \1",)),
    ),
    Kind.CHANGE_VERB: (
        (r"\bappends (@\d+) to (@\d+)", (r"removes \1 from \2", r"inserts \1 at the start of \2",
                                         r"leaves \2 unchanged", r"pops \1 from \2")),
        (r"(@\d+) is appended to (@\d+)", (r"\1 is removed from \2",)),
        (r"\bremoves (@\d+) from (@\d+)", (r"appends \1 to \2",)),
        (r"\bpops (@\d+) from (@\d+)", (r"appends \1 to \2",)),
        (r"\binserts (@\d+) at the start of (@\d+)", (r"appends \1 to \2", r"removes \1 from \2")),
        (r"\bincreases (@\d+) by", (r"decreases \1 by", r"multiplies \1 by")),
        (r"\bdecreases (@\d+) by", (r"increases \1 by",)),
        (r"(@\d+) is increased by", (r"\1 is decreased by",)),
        (r"\bincrements (@\d+)", (r"decrements \1", r"doubles \1")),
        (r"\bdecrements (@\d+)", (r"increments \1",)),
        (r"\bmultiplies (@\d+) by", (r"increases \1 by", r"divides \1 by")),
        (r"\bdoubles (@\d+)", (r"increments \1",)),
        (r"\badds (@\d+) to (@\d+)", (r"subtracts \1 from \2", r"removes \1 from \2")),
        (r"\bextends (@\d+) by (@\d+)", (r"appends \2 to \1",)),
        (r"\bclears (@\d+)", (r"leaves \1 unchanged",)),
        (r"\bsorts (@\d+) in place", (r"reverses \1 in place", r"leaves \1 unchanged")),
        (r"\breverses (@\d+) in place", (r"sorts \1 in place", r"leaves \1 unchanged")),
        (r"\bleaves (@\d+) unchanged", (r"increments \1", r"clears \1")),
        (r"\bdoes not change (@\d+)", (r"increments \1", r"deletes \1")),
        (r"\bappends its item to\b", ("adds its item to",)),
        (r"\badds (its item|@\d+) to (@\d+)\.", (r"appends \1 to \2.",)),
        (r"\bthe first element from\b", ("the last element from",)),
        (r"\bthe last element from\b", ("the first element from",)),
    ),
    Kind.PLACES: (
        (r"\bswaps (@\d+) (and|with) (@\d+)", (r"leaves \1 unchanged",)),
        (r"(?<=Line )(\d+)( runs for the first time before line )(\d+)", (r"\3\2\1",)),
        (r"(?<=Line )(\d+)( runs for the last time after line )(\d+)", (r"\3\2\1",)),
        (r"(?<=Line )(\d+)( never runs after line )(\d+)", (r"\3\2\1",)),
        (r"goes from (@\d+) to (@\d+)", (r"goes from \2 to \1",)),
        (r"changes from (@\d+) to (@\d+)", (r"changes from \2 to \1",)),
        (r"changes (@\d+) from (@\d+) to (@\d+)", (r"changes \1 from \3 to \2",)),
        (r"^(.*)(@\d+) is (greater|less) than (@\d+)", (r"\1\4 is \3 than \2",)),
    ),
    Kind.CAUSE: (
        (r"\bThe answer does not depend on\b", ("The answer depends on",)),
        (r"\bThe answer depends on (@\d+)\.", (r"The answer does not depend on \1.",
                                               r"\1 never influences the answer.")),
        (r"\binfluences the answer\b", ("does not influence the answer",)),
        (r"\bnever influences the answer\b", ("influences the answer",)),
    ),
}  # fmt: skip
"""Words that are put in the place of others: patterns over a sentence's words, in which ``@0``
stands for code. ``{line}`` is some line of the program."""

FLIPS.update({
    Kind.PASS_END: (
        (r"\bwe break\b", ("we continue", "the loop goes on")),
        (r"\bwe continue\b", ("we break",)),
        (r"\bthe loop goes on\b", ("we break", "we continue", "the function returns")),
        (r"\bThe loop goes on\b", ("We break", "The function returns")),
        (r"\bso the @(\d+) branch is taken\b", ("so we break", "so we continue")),
    ),
    Kind.STAYS: (
        (r"\bbecomes @(\d+)", (r"remains @\1", "is unchanged")),
        (r"\bremains @\d+", ("is unchanged",)),
        (r"\bis unchanged(?! by)", ("becomes `0`", "is incremented")),
    ),
    Kind.NOTHING: (
        (r"(?<=, )@\d+ becomes @\d+(?=\.)", ("nothing happens",)),
        (r"(?<=, )@\d+ = @\d+(?=\.)", ("nothing changes",)),
        (r"(?<=, )@\d+ is appended\b.*(?=\.)", ("nothing happens",)),
        (r"^(Line \d+) (?:sets|changes|appends|increases|increments|decreases) [^.]*\.",
         (r"\1 runs. Nothing happens.",)),
        (r"^Line (\d+) runs\.", (r"Line \1 runs. Nothing happens.",)),
    ),
    Kind.RETURNS_HERE: (
        (r"^Line (\d+) (?:runs|sets [^.]*|leaves [^.]*)\.", (r"Line \1 runs. The function returns.",)),
        (r"(?<=so )the @\d+ branch is taken", ("the function returns",)),
        (r"(?<=, )(?:the loop goes on|nothing happens)(?=\.)", ("the function returns",)),
        (r"^After the loop(.*), @\d+ is @\d+\.", (r"After the loop\1, the function returns.",)),
    ),
    Kind.LONGER_THAN: (
        (r"\bis longer than\b", ("is shorter than", "is not longer than")),
        (r"\bis shorter than\b", ("is longer than", "is not shorter than")),
        (r"\bis not longer than\b", ("is longer than",)),
    ),
    Kind.THING: tuple(
        (rf"\b([Tt])he {word}\b(?= (?:is|has|and))", tuple(rf"\1he {other}" for other in others))
        for word, others in (
            ("list", ("string", "dictionary", "tuple")),
            ("string", ("list", "dictionary", "tuple")),
            ("dictionary", ("list", "string")),
            ("set", ("list", "tuple")),
            ("tuple", ("list", "string")),
            ("number", ("character", "word")),
            ("character", ("number",)),
            ("letter", ("number",)),
            ("word", ("number",)),
        )
    ),
})  # fmt: skip

ROLES: Final[tuple[tuple[Kind, str], ...]] = (
    (Kind.SHOWN, r"^@\d+ = (@\d+)[,.](?! =)"),
    (Kind.SHOWN, r", (?:so )?@\d+ = (@\d+)[,.]"),
    (Kind.SHOWN, r": @\d+ = (@\d+)[,.]"),
    (Kind.SHOWN, r"^[^@]*\. @\d+ = (@\d+)\."),
    (Kind.RETURNED, r"(@\d+) is returned"),
    (Kind.RETURNED, r"\bIt returns (@\d+)"),
    (Kind.RETURNED, r"\b[Ww]e return (@\d+)"),
    (Kind.ITEM, r"^For (@\d+),"),
    (Kind.ITEM, r"^At @\d+ = (@\d+),"),
    (Kind.STAYS, r"\bremains (@\d+)"),
    (Kind.THING, r"\b[Tt]he [a-z]+ is (@\d+)"),
    (Kind.LONGER_THAN, r"\bis (?:not )?(?:longer|shorter) than (@\d+)"),
    (Kind.CHANGED_FROM, r"\bfrom (@\d+) to @\d+"),
    (Kind.ANSWER, r"^(?:The (?:function|call) returns|The answer is|The result is) (@\d+)"),
    (Kind.MESSAGE, r"\bwith the message (@\d+)"),
    (Kind.MESSAGE, r"\bprints (@\d+)"),
    (Kind.CALL_RESULT, r"\bcall of @\d+ returns (@\d+)"),
    (Kind.CALL_RESULT, r"^Call \w+ of @\d+ returns (@\d+)"),
    (Kind.CALL_RESULT, r"^@\d+ returns (@\d+)"),
    (Kind.CALL_RESULT, r"\bLine \d+ returns (@\d+)"),
    (Kind.CALL_RESULT, r"\bline \d+ returns (@\d+)"),
    (Kind.ARGUMENT, r"\bcalls @\d+ with .*?@\d+ = (@\d+)"),
    (Kind.ARGUMENT, r"\band @\d+ = (@\d+)"),
    (Kind.ARGUMENT, r"\btimes?, with (@\d+)"),
    (Kind.ARGUMENT, r"\bcalled (?:once|twice), with (@\d+)"),
    (Kind.REASON, r"\b(?:because|Because|since|Since)\b.*?@\d+ is (@\d+)"),
    (Kind.REASON, r"\b(?:because|Because|since|Since)\b.* and @\d+ is (@\d+)"),
    (Kind.RESULT, r", (?:making it|giving|which makes it|leaving|which becomes) (@\d+)"),
    (Kind.RESULT, r"\bso @\d+ is now (@\d+)"),
    (Kind.RESULT, r"\bmaking @\d+ equal to (@\d+)"),
    (Kind.ALTERED, r"\b(?:appends|removes|pops|inserts|adds) (@\d+) (?:to|from|into|at)"),
    (Kind.ALTERED, r"(@\d+) is (?:appended|removed|popped|added)"),
    (Kind.ALTERED, r"\b[Aa]ppend (@\d+) to"),
    (Kind.ALTERED, r"\bextends @\d+ by (@\d+)"),
    (Kind.ALTERED, r"\bthe key (@\d+)"),
    (Kind.AMOUNT, r"\b(?:increases|decreases|multiplies|divides|increments) @\d+ by (@\d+)"),
    (Kind.AMOUNT, r"\bsubtracts (@\d+) from"),
    (Kind.AMOUNT, r"\bis (?:increased|decreased|incremented|multiplied) by (@\d+)"),
    (Kind.AMOUNT, r"\b(?:grows|shrinks) by (@\d+)"),
    (Kind.SUMMARY, r"\bgoes from (@\d+) to"),
    (Kind.SUMMARY, r"\bgoes from @\d+ to (@\d+)"),
    (Kind.EXTREME, r"\bever has is (@\d+)"),
    (Kind.EXTREME, r"\b(?:sum|element|maximum|minimum) of @\d+ is (@\d+)"),
    (Kind.BOUND, r"\bnever exceeds (@\d+)"),
    (Kind.BOUND, r"\b(?:always|never) (?:at least|at most|greater than|less than) (@\d+)"),
    (Kind.BOUND, r"\b(?:greater than|less than|at least|at most|exceeds) (@\d+)"),
    (Kind.MEMBERSHIP, r"(@\d+) is in @\d+"),
    (Kind.MEMBERSHIP, r"@\d+ contains (@\d+)"),
    (Kind.LENGTH, r"\blength of @\d+ is (@\d+)"),
    (Kind.ARITHMETIC, r"^@\d+ is (@\d+)(?:, (?:plus|minus|times))"),
    (Kind.ARITHMETIC, r"(?:plus|minus|times) @\d+ is (@\d+)"),
    (Kind.ARITHMETIC, r" = (@\d+)\."),
)
"""What a value in a sentence is for: the first pattern that holds it tells."""

COUNTS: Final[tuple[tuple[Kind, str], ...]] = (
    (Kind.PASSES, r"\bmakes (\w+) pass"),
    (Kind.PASSES, r"\bruns its body (\w+) times?"),
    (Kind.PASSES, r"\bOver the (\w+) passe?s?\b"),
    (Kind.PASSES, r"\b[Ll]oop on line \d+ (?:runs|iterates) (\w+) times?"),
    (Kind.RUN_COUNT, r"\b[Ll]ine \d+ runs (?:at least |at most )?(\w+) times?"),
    (Kind.CALL_COUNT, r"\bis called (?:at least |at most )?(\w+) times?"),
    (Kind.LENGTH, r"\bhas length (\w+)"),
    (Kind.LENGTH, r"\blength of @\d+ is (\w+)"),
    (Kind.LENGTH, r"\bhas (\w+) (?:elements?|characters?|keys?|items?)"),
    (Kind.AMOUNT, r"\b(?:grows|shrinks) by (\w+) elements?"),
    (Kind.OCCURRENCES, r"\b(?:appears|occurs) (\w+) times? in"),
    (Kind.KEPT, r"\bkeeps (\w+) "),
    (Kind.KEPT, r"\bdrops (\w+) "),
    (Kind.KEPT, r"\b(?:keeps|drops) \w+ of (\w+) "),
    (Kind.DEPTH, r"\breaches depth (\w+)"),
    (Kind.ELEMENT_INDEX, r"\belement at index (\w+)"),
    (Kind.ELEMENT_INDEX, r"\bat index (\w+) of\b"),
    (Kind.LABEL, r"\b(?:index|position|[Tt]urn) (\d+)[,:]"),
    (Kind.PASS_RANGE, r"\bpasses (\w+) to\b"),
    (Kind.PASS_RANGE, r"\bpasses \w+ to (\w+)\b"),
    (Kind.PASS_RANGE, r"\bpasses \w+ and (\w+)\b"),
    (Kind.PASS_RANGE, r"\bpasses (\w+) and\b"),
    (Kind.PASS_RANGE, r"\bon pass (\w+) of the loop on line \d+ only"),
    (Kind.PASS_RANGE, r"\bBetween pass (\w+) and"),
    (Kind.PASS_RANGE, r"\band pass (\w+) of"),
)
"""Numbers that are no values."""

ONCE: Final[tuple[tuple[Kind, str, str], ...]] = (
    (Kind.RUN_COUNT, r"(?<=runs )(once|twice)\b", "{} times"),
    (Kind.PASSES, r"(?<=body )(once|twice)\b", "{} times"),
    (Kind.CALL_COUNT, r"(?<=called )(once|twice)\b", "{} times"),
    (Kind.OCCURRENCES, r"(?<=appears )(once|twice)\b", "{} times"),
    (Kind.OCCURRENCES, r"(?<=occurs )(once|twice)\b", "{} times"),
)
"""`once` and `twice` in the place of a number."""
