"""What generated programs are made of: templates of expressions by type, and of statements.

In a template ``$int`` is an expression of that type, ``$int!`` a variable that exists, ``$=int``
a variable to assign to, ``$+int`` a new one; ``:a`` behind it gives it a name for ``$:a``.
``$block`` is a block of statements, ``$loop`` one in which `break` and `continue` may stand.
The first templates of a list are the ones to shrink to.

No loop in C may run for ever: what is called for each item of a list gets a copy of it."""

from __future__ import annotations

from typing import Final


def _lines(text: str) -> list[str]:
    return [line for line in text.strip("\n").split("\n") if line.strip()]


def _blocks(text: str) -> list[str]:
    return [part.strip("\n") for part in text.split("\n---\n")]


LITERALS: Final[dict[str, list[str]]] = {
    "int": ["0", "1", "2", "3", "-1", "7", "True", "10**20"],
    "small": ["1", "2", "3", "0"],
    "bool": ["True", "False"],
    "str": ["'a'", "''", "'bc'", "'a b'", "'é'", "'2'"],
    "float": ["0.5", "-0.0", "1e300", "float('nan')", "2.0"],
    "bytes": ["b'a'", "b''", "bytes([1, 2])"],
    "list": ["[]", "[1]", "[3, 1, 2]", "[0, 0]"],
    "strs": ["['a']", "[]", "['b', 'a', 'b']"],
    "rows": ["[[1], [2, 3]]", "[[]]", "[[0]] * 2"],
    "dict": ["{}", "{'a': 1}", "{'b': 2, 'a': 1}", "dict(k=3)"],
    "groups": ["collections.defaultdict(list)", "{1: [2]}", "Filling()", "{}"],
    "set": ["set()", "{1, 2}", "{0}"],
    "tup": ["(1, 2)", "(0,)", "()", "(1, [2])"],
    "deque": ["collections.deque([1, 2])", "collections.deque([1, 2, 3], maxlen=3)"],
    "counter": ["collections.Counter('aab')", "collections.Counter()"],
    "box": ["Box(1, 2)", "Child(2)", "Child.make(1)", "Box(0)"],
    "fn": ["abs", "counter(1)", "Box(5)", "(lambda v: v + 1)", "twice(counter(2))"],
    "gen": ["count_up(3)", "iter([4, 5])", "(v * v for v in [1, 2])", "Countdown(3)"],
    "any": ["None", "...", "Color.RED", "Point(1, [2])", "Slots(1)", "object()", "1j"],
}

EXPRESSIONS: Final[dict[str, list[str]]] = {
    "int": _lines("""
($int + $int)
($int - $int)
len($list)
($int * $small)
$list[$small]
$list![-1]
$list!.pop()
$list!.index($int)
$list!.count($int)
sum($list)
max($list, default=$int)
min($int, $int)
($int if $bool else $int)
($int and $int)
($int or $int)
(not $int)
(-$int)
($int // $int)
($int % ($small + 1))
($int & $int)
($int ^ $int)
(~$int)
($int << $small)
abs($int)
int($float)
int($str)
ord($str)
$dict['a']
$dict.get($str, $int)
$dict!.setdefault($str, $int)
$dict!.pop($str, $int)
$counter[$str]
$groups[$small].__len__()
$fn($int)
$fn!($fn!($int))
next($gen, $int)
next($gen!)
$gen!.send(None)
$box.n
$box!.double
$box!.items[0]
$box!(1)
len($box)
$box[0]
Child.twice($int)
fib($small)
functools.reduce(lambda p, q: p + q, $list, $int)
functools.reduce(lambda p, q: p.append(q) or p, $list, []).__len__()
(lambda v, w=$int: v * w)($int)
(lambda *v: len(v))(*$list)
sum(v for v in $list if v)
sum([v * $int for v in $list])
heapq.heappop($list!)
bisect.bisect_left(sorted($list), $int)
operator.add($int, $int)
operator.itemgetter($small)($list)
$tup[0]
$deque![0]
$deque!.popleft()
$deque!.pop()
$set!.pop()
($+int := $int)
len($str)
hash($int)
Whole($small) + $int
Whole($small)
(await tick($small, $list!))
(yield $int)
Watched().anything
Typed($int).a
round($float)
$list!.__len__()
int($bool)
eval('1 + 1')
"""),
    "small": _lines("""
len($tup)
($small + 1) % 4
abs($int) % 3
"""),
    "bool": _lines("""
($int < $int)
($int == $int)
($int <= $int < $int)
($int < $int != $int > $small)
($int in $list)
($str in $dict)
($list == $list)
($list! is $list!)
($any! is None)
($any! is not None)
(not $list)
($bool and $bool)
($bool or $bool)
($bool and $bool or $list!)
bool($list)
all($list)
any(v > 1 for v in $list)
isinstance($any, $type)
is_even($small)
($set <= $set)
($str < $str)
callable($fn)
($box < $box)
(1 in $box)
bool(Liar(1))
(Liar(0) == $any)
(Liar(1) in [$any, Liar(2)])
(Rank(1) <= Rank($small))
hasattr($box, 'n')
($int not in $set)
$set.isdisjoint($list)
"""),
    "type": ["int", "(str, int)", "list", "Box", "Exception", "type(None)"],
    "str": _lines("""
($str + $str)
($str * $small)
$str[::-1]
$str[$small:]
f'{$int}'
f'{$str!r:>4}-{$int + 1}'
f'{$int=}'
f'{$float:.2f}{$list}'
str($int)
repr($list)
$str.upper()
$str.replace('a', $str)
','.join($strs)
''.join(str(v) for v in $list)
'%s-%d' % ($str, $int)
'{}{k}'.format($int, k=$str)
min($strs, default=$str)
repr(Liar($int))
f'{Liar(1)} {Color.BLUE.name}'
$strs![0]
$strs!.pop()
chr(97 + $small)
$str.strip().title()
re.sub('a', lambda m: m.group() * 2, $str)
sorted($str)[0]
type($any).__name__
"""),
    "float": _lines("""
($float + $float)
($int / $int)
$float * $int
float($int)
-$float
max($float, $float)
sum([0.1] * $small)
math_inf() if $bool else $float
""")[:-1],
    "bytes": ["($bytes + $bytes)", "$str.encode()", "bytes($list)", "$bytes[1:]"],
    "list": _lines("""
list($list)
$list[:]
$list[$small:]
$list![::-1]
[$int, $int]
[*$list, $int, *$tup]
($list + $list)
($list * $small)
sorted($list)
sorted($list, key=lambda v: -v)
sorted($list, key=$fn)
sorted($list!, reverse=$bool, key=lambda v: $list!.append(0) or v)
list(map($fn, [*$list]))
list(filter(None, $list))
list(filter($fn, [*$list]))
[v for v in $list]
[v + $int for v in $list if v]
[v + w for v in $list for w in $list]
[v for row in $rows for v in row]
[(w := v) for v in $list]
[f(1) for f in [lambda: 0, lambda k=$int: k] if f]
[f() for f in [lambda: v for v in range(2)]]
[[w for w in range(v % 3)] and v for v in $list]
list(range($small))
list($set)
list($gen)
list(zip($list, $list))
list(enumerate($list))
list(itertools.accumulate($list))
list(itertools.chain($list, $gen))
list(itertools.islice($gen!, 2))
list(itertools.takewhile(lambda v: v < 2, $list))
list(flatten($rows))
list(map(operator.add, $list, $list))
list(dict.fromkeys($list))
list($box)
$box.items
$box!.items
$groups[1]
$groups![$small]
$groups!.setdefault($small, [])
$groups!.get($small, [])
copy.copy($list)
copy.deepcopy($rows)
depth($small, $list!)
heapq.nsmallest(2, $list)
[$list!.append(v) for v in range($small)]
[*map($list!.append, [*$list])]
$rows![0]
list(reversed($list))
defaults($int)[0]
defaults($int, $list!, $int, k=2, z=$str)[0]
late($int)
kind_of($list!)
list(Countdown($small))
[await tick(1, $list!) for v in [*$list]]
[v async for v in numbers($small, $list!)]
list(iter($list!.pop, 1))
Stack($list)
list($counter.values())
list($dict.values())
list(bytearray($bytes))
$list!.copy()
[v for v in $list if (u := v) > 0 and u]
[{w: v for w in $list} and v for v in $list]
"""),
    "strs": _lines("""
[$str, $str]
$str.split()
list($dict)
sorted($strs, key=len)
sorted({$str, $str})
[v * 2 for v in $strs]
list($str)
re.findall('[a-z]', $str)
"""),
    "rows": _lines("""
[$list, $list]
[$list!, $list!]
[[v] for v in $list]
list($groups.values())
[list(v) for v in zip($list, $list)]
[[0] * 2 for _ in range($small)]
copy.deepcopy($rows)
[list(g) for k, g in itertools.groupby($list)]
"""),
    "dict": _lines("""
{$str: $int, **$dict}
dict($dict)
{v: len(v) for v in $strs}
{k: v + 1 for k, v in $dict.items() if v}
dict(zip($strs, $list))
($dict | $dict)
dict($counter)
defaults($int, k=$int)[2]
vars(Box($int)) and {}
$dict!.copy()
"""),
    "groups": _lines("""
{k: [v] for k, v in enumerate($list)}
{v: $list! for v in range($small)}
dict.fromkeys(range($small), $list!)
dict($groups)
"""),
    "set": _lines("""
set($list)
{v % 3 for v in $list}
($set | $set)
($set & $set)
($set - $set)
{*$list, $int}
frozenset($list)
{v for v in $list if v not in $set}
"""),
    "tup": _lines("""
($int, $int)
tuple($list)
($list, $list!)
(*$tup, $int)
$tup[::-1]
Point($int, $list)
divmod($int, $small)
tuple(v for v in $list)
($int,) + $tup
Point(1, 2)._replace(x=$int)
"""),
    "deque": ["collections.deque($list)", "collections.deque($list, maxlen=2)"],
    "counter": ["collections.Counter($str)", "collections.Counter($list) + collections.Counter()"],
    "box": _lines("""
Box($int, *$list)
$box.add($int)
($box + $int)
($box + $box)
max([$box, $box])
sorted([$box, $box, $box])[0]
copy.copy($box)
functools.reduce(operator.add, [$box, $box])
"""),
    "fn": _lines("""
(lambda v: v + $int)
(lambda v, k=$list: k.append(v) or v)
$list!.append
$list!.count
$dict!.get
$set!.add
$box!.add
$box!.items.append
functools.partial(operator.add, $int)
twice($fn)
counter($int)
$list!.__getitem__
fib
(lambda v: [$list! for _ in range(2)][v % 2])
operator.neg
Child.twice
str
"""),
    "gen": _lines("""
count_up($small, $list!)
(v + $int for v in $list)
iter($list!)
map($fn, [*$list])
zip($list, $list)
enumerate($list)
itertools.chain($gen, $list)
iter($box)
outer_gen($list!)
guarded($list!)
flatten($rows!)
reversed($list!)
itertools.islice(itertools.count($int), $small)
(w for v in $rows for w in v if w)
filter(None, $gen)
"""),
    "any": _lines("""
$int
$str
$list
$dict
$set
$tup
$box
$float
$bytes
Liar($int)
[None, $any]
Rec($int, $list)
Key($int)
Fails($int, $list!)
Watched()
Typed($int)
Stack($list)
Whole($int)
collections.OrderedDict(a=$int)
{'k': $list!, 'l': $any}
frozenset([$int])
bytearray($bytes)
range($small)
slice($small, None)
"""),
}

STATEMENTS: Final = _blocks("""
$=int = $int
---
$=list = $list
---
$list!.append($int)
---
$=int! += $int
---
pass
---
print($int, $str)
---
$=str = $str
---
$=dict = $dict
---
$=set = $set
---
$=tup = $tup
---
$=rows = $rows
---
$=groups = $groups
---
$=box = $box
---
$=fn = $fn
---
$=gen = $gen
---
$=any = $any
---
$=deque = $deque
---
$=counter = $counter
---
$=float = $float
---
$=bytes = $bytes
---
$=strs = $strs
---
$=bool = $bool
---
$+list:a = $+list:b = $list
$:a.append($int)
---
$+list = $list!
---
$+int, $+int = $int, $int
---
$+int, *$+list = $list
---
$+int, ($+int, *$+list) = $int, $tup
---
[$+int, $+int] = $gen
---
$list![$small] = $int
---
$list![$small] += $int
---
$list![$small:] = $list
---
$list![1:1] = $list!
---
$list![::2] = $list
---
$list![:] = [*$gen]
---
del $list![0]
---
del $list![$small:]
---
del $list![::2]
---
$list!.extend($list)
---
$list!.extend(v for v in [*$list])
---
$list! += $list
---
$=list! *= $small
---
$=list! += $tup
---
$list!.insert($small, $int)
---
$list!.remove($int)
---
$list!.reverse()
---
$list!.sort()
---
$list!.sort(key=lambda v: (v % 2, v))
---
$list!.sort(key=$fn)
---
$list!.sort(key=lambda v: len($list!))
---
$list!.clear()
---
$list!.append($list!)
---
list.append($list!, $int)
---
$+fn:add = $list!.append
$:add($int)
$list!.append($int)
$:add($int)
---
heapq.heapify($list!)
heapq.heappush($list!, $int)
---
bisect.insort($list!, $int)
---
operator.iadd($list!, $list)
---
operator.setitem($list!, $small, $int)
---
list(map($list!.append, [*$list]))
---
$rows!.append($list!)
---
$rows![0].append($int)
---
$rows![$small][$small] = $int
---
for $+list:row in $rows!:
    $:row.append($int)
---
$dict![$str] = $int
---
$dict![$str] += 1
---
del $dict!['a']
---
$dict!.update($dict)
---
$dict!.update(a=$int, z=$int)
---
$dict!.update((v, len(v)) for v in $strs)
---
$=dict! |= $dict
---
$dict!.clear()
---
$dict!.popitem()
---
$groups![$small].append($int)
---
$groups!.setdefault($small, []).append($int)
---
$groups![$small] = $list!
---
$groups![1] += [$int]
---
$set!.add($int)
---
$set!.update($list)
---
$set!.discard($int)
---
$set!.remove($int)
---
$=set! |= $set
---
$=set! -= $set
---
$set! &= $set
---
$set!.symmetric_difference_update($list)
---
$deque!.append($int)
---
$deque!.appendleft($int)
---
$deque!.rotate($int)
---
$deque!.extendleft($list)
---
$deque![0] = $int
---
$counter!.update($str)
---
$counter![$str] += 1
---
$counter!.subtract($list)
---
$box!.add($int)
---
$box!.n = $int
---
$box!.n += $int
---
$box!.double = $int
---
$box!.items = $list!
---
$box!.items.append($int)
---
$box! += $int
---
$box![0] = $int
---
del $box![0]
---
$box!.extra = $any
---
setattr($box!, 'n', $int)
---
$box!.__dict__['n'] = $int
---
vars($box!).update(m=$list!)
---
del $box!.items
---
$box!.items.append($box!)
---
Box.made = $int
---
$+any:s = Slots($int)
$:s.fill().append($int)
$:s.b = $:s.b + [1]
del $:s.a
---
$+any:w = Watched()
$:w.x = $int
$:w.y
del $:w.x
---
$+any:t = Typed($int)
$:t.a, $:t.b = $int, $list
---
$+any:o = collections.OrderedDict(a=1, b=2)
$:o.move_to_end('a')
$:o['c'] = $int
---
$+any:y = bytearray($bytes)
$:y.extend($bytes)
$:y[0] = 65
$:y += b'z'
---
$+any:m = Stack($list)
$:m.append($int)
$:m[0]
---
$+any:d = Filling()
$:d[$int]
$:d.update(a=1)
$:d[$int] = $list!
---
$+any:l = Liar($int)
$:l == $:l
$+any:k = {$:l: 1, Liar(2): $list!}
---
$+any:r = Rec($int)
$:r.b.append($:r == Rec($int))
$+any:c = dataclasses.replace($:r, a=$int)
---
$+list:h = [Rank(v) for v in $list]
$:h.sort()
heapq.heapify($:h)
---
$+tup:t = (1, $list!)
try:
    $:t[1] += [$int]
except TypeError as error:
    print(error)
---
$+any:p = Point(*$tup)
---
del $=int!
---
global LOG
LOG = [$int]
---
LOG.append($any)
---
print($list, $bool, sep='-', end='')
---
print(*$list, $float)
---
assert $bool, $str
---
raise Fails($int)
---
raise ValueError($str) from KeyError($int)
---
if $bool:
    return $any
---
if $bool:
    $block
---
if $bool:
    $block
else:
    $block
---
if $bool:
    $block
elif $any:
    $block
else:
    $block
---
for $+int in range($small):
    $loop
---
for $+int in [*$list]:
    $loop
else:
    $block
---
for $+int in $list!:h:
    if len($:h) > 9:
        break
    $loop
---
for $+int in $gen:
    $loop
---
for $+int, $+str in enumerate($strs):
    $loop
---
for $+str, $+int in $dict.items():
    $loop
---
for $+int:v in $list!:h:
    if len($:h) < 8:
        $:h.append($:v)
    elif len($:h) > 9:
        break
    $loop
---
for $list![0] in range($small):
    $loop
---
for $+int in sorted($set):
    $loop
---
for $box!.n in range($small):
    $loop
---
$+list:todo = $list
while $:todo:
    $+int = $:todo.pop()
    $loop
---
$+count:n = 3
while $:n > 0:
    $:n -= 1
    $loop
else:
    $block
---
$+count:n = 0
while True:
    $:n += 1
    if $:n > 2 or $bool:
        break
    $loop
---
$+gen:it = iter($list!:h)
$:h.append($int)
for $+int in $:it:
    next($:it, None)
    $:h.append($int)
    if len($:h) > 9:
        break
    $loop
---
try:
    $block
except Exception as error:
    print(type(error).__name__)
---
try:
    $block
except (ValueError, IndexError):
    $block
except Fails as $+exc:e:
    $:e.notes.append($int)
    $=int = $:e.n
else:
    $block
finally:
    $block
---
try:
    $block
finally:
    $block
---
try:
    $block
    1 // 0
except ZeroDivisionError:
    $block
    raise
---
try:
    raise Fails($int, $list!)
except Fails as $+exc:e:
    try:
        raise $:e
    except Exception as $+exc:g:
        $=bool = $:e is $:g
        $+any = $:e
---
try:
    raise ExceptionGroup('g', [ValueError($int), Fails($int), KeyError($str)])
except* ValueError as $+exc:e:
    $block
except* (Fails, KeyError) as $+exc:e:
    $list!.append(len($:e.exceptions))
---
for $+int:v in range(3):
    try:
        if $:v == $small:
            continue
        if $bool:
            break
        $loop
    finally:
        $list!.append($:v)
---
with Manager($list!) as $+list:
    $block
---
with Manager($list!, True):
    $block
    raise Fails($int)
---
with Manager($list!) as $+list, scope($list!) as $+list:
    $block
---
with contextlib.suppress(Exception):
    $block
---
with scope($list!):
    1 // $int
---
match $any:
    case None | True:
        $block
    case int() as $+int:
        $block
    case [$+int, *$+list]:
        $block
    case {'k': $+any, **$+dict}:
        $block
    case Point(x=0 | 1) | Rec(a=2):
        $block
    case Box(n=$+int):
        $block
    case str($+str) if $bool:
        $block
    case _:
        $block
---
match $tup:
    case ():
        $block
    case (0 | 1, $+any):
        $block
    case ($+any, *_):
        $block
---
match $list:
    case [$+int] if $bool:
        $block
    case [$+int, $+int, *$+list] as $+list:
        $block
---
def $+fn:g(x, y=$int, *, z=$list):
    z.append(x)
    return x + y
---
def $+fn:g(x):
    $list!.append(x)
    return len($list!)
---
$+int:n = $int
def $+fn:g(x):
    nonlocal $:n
    $:n += x
    return $:n
$:g($int)
---
$+list:q = []
for $+int:i in range(3):
    def $+fn:g(x):
        return x + $:i
    $:q.append($:g)
$+list = [g(1) for g in $:q]
---
$+list:q = [lambda v: v + w for w in range($small)]
$+list = [g(1) for g in $:q]
---
class $+cls:K(Box):
    limit = 3
    table = [v for v in range(2)]
    for i in range(2):
        table.append(i)
    def add(self, x):
        self.items += [x, $int]
        return super().add(x)
$+box = $:K($int)
---
class $+cls:K(Base, tag=$int):
    shared = $list!
    def __getitem__(self, k):
        return self.shared[k]
$+any:k = $:K()
$:K.shared = [1]
$+int = $:k[0]
---
$+gen:g = echo($list!)
next($:g)
$:g.send($int)
$:g.throw(ValueError('t'))
$+any = $:g.send(3)
---
$+gen:g = guarded($list!)
next($:g)
$:g.throw(Fails($int))
$:g.close()
---
$+gen:g = outer_gen($list!)
$+list = [next($:g) for _ in range($small + 1)]
$:g.close()
---
$+gen:g = count_up(2)
next($:g)
try:
    $:g.throw(KeyError('x'))
except KeyError as error:
    print(error.args)
---
$+gen:g = count_up(1)
next($:g)
try:
    next($:g)
except StopIteration as $+exc:e:
    $+any = $:e.value
---
$+gen:p, $+gen:q = itertools.tee($list!)
next($:p)
$list!.append($int)
$+list = [*$:q, *$:p]
---
$+any:d = $dict!
$:d['self'] = $:d
$+any = [$:d, $:d]
---
$+list:c = [$int]
$:c.append($:c)
$:c[1].append($int)
---
asyncio.run(tick($small, $list!))
---
$list!, $+int = $list, $int
---
$+int: int = $int
---
del $list!
---
$any!
---
$=int = $=int = $int
---
$list!.append(($list!, $list!.append($int))[0][0])
---
$+any = [$int, *[$list!.append(1)], $int // $int]
---
$+any = {'a': $list!.append(2), **$dict}
---
$+any = defaults(*$list, **$dict)
---
$+any = defaults(1, k=$list!.append(3), b=$list!)
---
$+any = ($list!.append(1) or $list!)[$small]
---
$+any = f'{$list!} {$list!.append(4)} {$list!}'
---
$+any = [$list!.pop() for _ in range($small)] + $list!
---
$+int = $list![$list!.pop()]
---
$list![$list!.pop()] = $list!.pop()
---
$list![0], $list![-1] = $list![-1], $list![0]
---
$+any = sorted($strs, key=lambda v: LOG.append(v) or v)
---
$+any = max($list, key=lambda v: len($list!:h) < 9 and $:h.append(v) or -v)
---
$+any = list(zip(*[iter($list!)] * 2))
---
$+any = list(map(lambda v: $list!.remove(v), list($list!)))
---
$+any = functools.reduce(lambda p, v: p.setdefault(v, p) and p, $strs, {})
---
$list![:] = count_up($small, $list!)
---
$list![:] = (v for v in count_up($small, $list!) if $list!.append(v) or v)
---
$list![$small:] = map($fn, [*$list])
---
$list! += count_up($small, $list!)
---
$list!.extend(count_up($small, $list!))
---
$list![::2] = guarded($list!)
---
with contextlib.ExitStack() as $+stack:s:
    $:s.enter_context(Manager($list!))
    $:s.callback($list!.append, $int)
    $:s.callback($fn, $int)
    $block
---
with contextlib.ExitStack() as $+stack:s:
    $:s.enter_context(scope($list!))
    $:s.push(Manager($list!, $bool))
    $:s.callback($dict!.update, a=$int)
    $:s.callback($list!.extend, $list!)
    raise Fails($int)
---
with contextlib.closing(count_up($small, $list!)) as $+gen:
    $block
---
with contextlib.nullcontext($list!) as $+list:
    $block
---
$+any:h = Half($list!, $int, $list!)
$:h.n = $int
$:h.rest.append($:h.n)
$+any = dataclasses.replace($:h, last=$int)
---
$+any:h = Noted($list!, $int)
$:h.c = $int
$+any = dataclasses.asdict($:h)
---
$+any:z = Lazy($int)
$:z.items.append($int)
$+list = $:z.items
del $:z.items
$:z.items
---
$+list = sorted($list!, key=lambda v: $list!.append(v) or len($list!))
---
$+list = list(map(functools.partial(defaults, $int, $list!), [*$list]))
---
$+any = functools.reduce(functools.partial(max), $list, $int)
---
$+any = functools.reduce(operator.iadd, [$list, $list!], $list!)
---
$+any = min($list, key=functools.partial(defaults, $int), default=$int)
---
$list!.sort(key=functools.partial(operator.add, $int))
---
$list!.sort(key=functools.cmp_to_key(lambda p, q: $list!.append(p) or p - q))
---
$+any = sorted($list, key=functools.cmp_to_key(lambda p, q: $list!.append(p) or p - q))
---
$+groups:d = filling_up($list!)
$:d[$int].append($int)
$:d.setdefault($small, $list!)
$:d[$small] += [$int]
---
$+groups:d = collections.defaultdict(functools.partial(defaults, $int))
$:d[$int]
$+int = len($:d)
---
$+any:m = Meddling($list!)
$list![$:m] = $int
---
$+any:m = Meddling($list!)
$list!.insert($:m, $int)
$list!.pop($:m)
---
$+any:m = Meddling($list!)
$+dict:e = {1: $list!, $:m: 2}
$:e[1] = $int
$:e.pop(1, None)
$:e.setdefault($:m, $list!)
---
$+set:e = {Meddling($list!), $int}
$:e.add(1)
$:e.discard(Meddling($list!))
---
$+list:e = [Meddling($list!), Meddling($list!)]
$:e.sort()
$:e.remove($int)
---
$+list = heapq.nsmallest(2, [Meddling($list!), Meddling($list!)])
---
$+list = [k for k, g in itertools.groupby([*$list], key=lambda v: $list!.append(v) or v % 2)]
---
$+any = list(itertools.starmap(defaults, [($int, $list!), ($int, $list!)]))
---
$+any = copy.deepcopy([$box!, $list!, $box!])
---
$+any = re.sub('[ab]', lambda m: $list!.append(m.start()) or 'c', $str)
---
$+fn = functools.partial($fn, $int)
---
$+int = functools.partial(depth, $small)($list!)[0]
---
$+any = functools.partial($list!.append)($list!)
---
class $+cls:K(metaclass=Naming):
    one = len(Naming.given[-1])
    def two(self):
        return self.size
    $block
$+int = $:K().two()
---
$+int = len(globals()['LOG'])
LOG.append($int)
---
global LOG
LOG = [*LOG, len(globals()['LOG'])]
---
$+dict:v = vars($box!)
$box!.n = $int
$+int = len($:v)
---
$+list:q = [1]
$+gen:g = (functools.partial($:q.append)(v) for v in [*$list])
next($:g, None)
$:q.append($int)
$+list = [*$:g]
---
$+any:o = operator.methodcaller('add', $int)($box!)
---
$+any:o = operator.attrgetter('double', 'items')($box!)
---
$+list = list(filter(functools.partial(operator.contains, $list!), [*$list]))
---
$+str = '{0.n} {0.items} {1}'.format($box!, $list!)
---
$+any:c = collections.ChainMap({'a': $list!}, $dict!)
$:c['z'] = $int
""")

IN_LOOP: Final = _blocks("""
if $bool:
    break
---
if $bool:
    continue
---
break
""")

IN_GENERATOR: Final = _blocks("""
yield $int
---
$=int = yield $int
---
yield from $list
---
$=any = yield from $gen
---
try:
    yield $int
finally:
    $block
---
try:
    $=int = yield $int
except Fails as error:
    $list!.append(error.n)
---
for $+int:v in [*$list]:
    yield $:v
    $loop
---
with Manager($list!):
    yield $int
---
return
""")

IN_COROUTINE: Final = _blocks("""
async with contextlib.AsyncExitStack() as $+stack:s:
    await $:s.enter_async_context(Session($list!))
    $:s.enter_context(Manager($list!))
    $:s.callback($list!.append, $int)
    $:s.push_async_callback(tick, 1, $list!)
    $block
---
async with contextlib.AsyncExitStack() as $+stack:s:
    $:s.push_async_callback(tick, 1, $list!)
    $:s.callback($list!.extend, [$int])
    raise Fails($int)
---
async with asyncio.TaskGroup() as $+tasks:g:
    $+task:t = $:g.create_task(tick($small, $list!))
    $:g.create_task(tick(1, $list!))
del $:g
$+int = $:t.result()
---
async with asyncio.TaskGroup() as $+tasks:g:
    $:g.create_task(failing($list!))
    del $:g
    await tick(1, $list!)
---
$+any = await asyncio.wait_for(tick($small, $list!), None)
---
$+any:q = asyncio.Queue()
await $:q.put($list!)
(await $:q.get()).append($int)
del $:q
---
$=int = await tick($small, $list!)
---
await asyncio.sleep(0)
---
async for $+int in numbers($small, $list!):
    $loop
---
async with Session($list!) as $+any:
    $block
---
async with Session($list!):
    await failing($list!)
---
$+any = await asyncio.gather(tick(2, $list!), tick($small, $list!))
---
$+any:t = asyncio.create_task(tick(2, $list!))
$block
$+int = await $:t
---
$+any = await asyncio.gather(failing($list!), tick(1, $list!), return_exceptions=True)
---
$+any = {v: v async for v in numbers(2, $list!) if v}
---
try:
    await failing($list!)
except Fails:
    $block
""")
