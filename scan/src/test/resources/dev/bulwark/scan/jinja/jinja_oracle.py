"""Compares the template parser with Jinja2's own. Run by hand:
   jinja_oracle.py make OUT FILES...   writes templates and mutations of them, one a line in base64
   jinja_oracle.py compare IN ANSWERS  compares what TemplateOracle printed
"""
import base64, random, sys
import jinja2
from jinja2 import nodes
from jinja2.ext import Extension

class Generation(Extension):
    tags = {"generation"}
    def parse(self, parser):
        line = next(parser.stream).lineno
        body = parser.parse_statements(["name:endgeneration"], drop_needle=True)
        return nodes.Scope(body).set_lineno(line)

ENV = jinja2.Environment(trim_blocks=True, lstrip_blocks=True,
                         extensions=[Generation, "jinja2.ext.loopcontrols", "jinja2.ext.do"])
PIECES = ["{%", "%}", "{{", "}}", "{#", "#}", "-", "+", "|", "~", "(", ")", "[", "]", "{", "}", ",", ":", ".",
          "'", '"', "\\", "\\x5f", "if", "else", "elif", "endif", "for", "in", "endfor", "set", "not", "is", "and",
          "or", "macro", "endmacro", "raw", "endraw", " ", "\n", "1", "1.5", "1e3", "0x1f", "**", "//", "==", "=",
          "recursive", "call", "endcall", "filter", "endfilter", "with", "endwith", "block", "endblock", "_", "é",
          "include", "import", "from", "as", "context", "ignore missing", "print", "do", "break", "true", "none"]

def mutate(text, rng):
    for _ in range(rng.randint(1, 3)):
        at = rng.randrange(len(text) + 1)
        what = rng.randrange(5)
        if what == 0:
            text = text[:at] + rng.choice(PIECES) + text[at:]
        elif what == 1:
            text = text[:at] + text[at + rng.randint(1, 12):]
        elif what == 2:
            end = min(len(text), at + rng.randint(1, 40))
            text = text[:at] + text[at:end] + text[at:]
        elif what == 3:
            text = text[:at] + " " + rng.choice(PIECES) + " " + text[at + rng.randint(0, 6):]
        else:
            text = text[:at]
    return text

def made(rng, depth=0):
    def e(d=depth):
        if d > 4 or rng.random() < .25:
            return rng.choice(["a", "b.c", "'x'", '"\\n"', "1", "2.5", "true", "none", "[]", "{}", "()", "x[1]", "m[1:2]",
                               "y[::-1]", "z[:,1]", "0x1f", "1_000", "'\\x5f' 'b'", "a.0"])
        f = rng.randrange(17)
        g = lambda: e(d + 1)
        return [lambda: f"({g()})", lambda: f"{g()} {rng.choice('+ - * / // % ** ~ == != < > <= >= and or in'.split())} {g()}",
                lambda: f"not {g()}", lambda: f"-{g()}", lambda: f"{g()} if {g()} else {g()}", lambda: f"{g()} if {g()}",
                lambda: f"{g()}|f", lambda: f"{g()}|f.g({g()}, k={g()})", lambda: f"{g()} is {rng.choice(['','not '])}t",
                lambda: f"{g()} is t {g()}", lambda: f"[{g()}, {g()},]", lambda: f"{{{g()}: {g()}}}", lambda: f"({g()}, {g()})",
                lambda: f"{g()}[{g()}]", lambda: f"{g()}.n", lambda: f"{g()}({g()}, *{g()}, **{g()})", lambda: f"{g()} not in {g()}"][f]()
    def s(d):
        f = rng.randrange(17 if d < 3 else 4)
        b = lambda: "".join(s(d + 1) for _ in range(rng.randint(0, 2)))
        w = rng.choice(["", "-", "+"]); o = "{%" + w; c = rng.choice(["%}", "-%}", "+%}"])
        return [lambda: " text { } % ", lambda: "{{ " + e() + rng.choice([" }}", " -}}", ", }}"]), lambda: f"{o} set x{rng.choice(['', ', y', '.z'])} = {e()} {c}",
                lambda: "{# c -#}\n", lambda: f"{o} for a, b in {e()} {rng.choice(['', 'if ' + e()])} {rng.choice(['', 'recursive'])} {c}{b()}{o} endfor {c}",
                lambda: f"{o} for a in {e()} {c}{b()}{o} else {c}{b()}{o} endfor {c}", lambda: f"{o} if {e()} {c}{b()}{o} elif {e()} {c}{b()}{o} else {c}{o} endif {c}",
                lambda: f"{o} macro m(a, b={e()}) {c}{b()}{o} endmacro {c}", lambda: f"{o} call(x) m({e()}) {c}{b()}{o} endcall {c}",
                lambda: f"{o} set x | f(1)|g {c}{b()}{o} endset {c}", lambda: f"{o} filter upper|f({e()}) {c}{b()}{o} endfilter {c}",
                lambda: f"{o} with a={e()}, b={e()} {c}{b()}{o} endwith {c}", lambda: f"{o} block q {rng.choice(['', 'scoped', 'required'])} {c}{b()}{o} endblock {rng.choice(['', 'q'])} {c}",
                lambda: f"{o} {rng.choice(['include', 'extends'])} {e()} {rng.choice(['', 'ignore missing', 'with context', 'without context'])} {c}",
                lambda: f"{o} from {e()} import a, b as c {rng.choice(['', 'with context', ','])} {c}", lambda: f"{o} import {e()} as q {c}",
                lambda: f"{o} raw {c}{{{{ x }}}}{o} endraw {c}"][f]()
    return "".join(s(0) for _ in range(rng.randint(1, 4)))

def names(text):
    try:
        tree = ENV.parse(text)
    except jinja2.TemplateSyntaxError:
        return None
    except (RecursionError, MemoryError):
        return "limit"
    except Exception as e:
        return None
    found = set()
    def hexed(v): return "".join("%x." % ord(c) for c in v)
    for n in tree.find_all(nodes.Node):
        if isinstance(n, nodes.Name) and n.ctx == "load": found.add("name:" + n.name)
        if isinstance(n, nodes.Getattr): found.add("attr:" + n.attr)
        if isinstance(n, nodes.Const) and isinstance(n.value, str): found.add("text:" + hexed(n.value))
        if isinstance(n, nodes.Filter): found.add("filter:" + n.name)
        if isinstance(n, nodes.Test): found.add("test:" + n.name)
        if isinstance(n, nodes.Keyword): found.add("key:" + n.key)
    return found

if sys.argv[1] == "make":
    rng = random.Random(20261124)
    texts = [open(f, encoding="utf-8", newline="").read() for f in sys.argv[4:]]
    with open(sys.argv[2], "w") as out:
        count = int(sys.argv[3])
        emit = lambda t: out.write(base64.b64encode(t.encode("utf-8", "ignore")).decode() + "\n")
        for t in texts: emit(t)
        for i in range(count):
            emit(mutate(rng.choice(texts), rng) if i % 3 == 0 else made(rng) if i % 3 == 1 else mutate(made(rng), rng))
else:
    same = wrong = accepted = 0
    kinds = {}
    for line, answer in zip(open(sys.argv[2]), open(sys.argv[3])):
        text = base64.b64decode(line).decode("utf-8")
        theirs = names(text)
        ours = answer.rstrip("\n")
        if ours == "limit" or theirs == "limit":
            kinds["limit"] = kinds.get("limit", 0) + 1
        elif theirs is None or ours == "no":
            if (theirs is None) == (ours == "no"): same += 1
            else:
                wrong += 1
                if wrong < 15:
                    try: ENV.parse(text); why = "jinja accepts"
                    except Exception as e: why = f"jinja: {e}"
                    print("ACCEPT", ours[:20], why, repr(text[:300]) if len(text) < 400 else "long")
        else:
            accepted += 1
            mine = set(ours[3:].split())
            # stores are names to us, loads to them: compare loads only one way
            missing = {t for t in theirs if t not in mine}
            extra = {m for m in mine - theirs if not m.startswith(("name:", "attr:"))}
            if missing or extra:
                wrong += 1
                if wrong < 15: print("NAMES", missing, extra, repr(text[:200]))
            else: same += 1
    print("same", same, "of which accepted", accepted, "different", wrong, kinds)
