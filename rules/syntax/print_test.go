package syntax

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config/configtest/property"
)

// tree draws a well-formed tree: a condition, or a number.
func tree(t *rapid.T, depth int, number bool) *Node {
	name := rapid.SampledFrom([]string{"A", "b_1", "30D", "12", "x y", "in", "true", "ÄÖ", "a-b", "//"})
	ref := func(parts int) *Node {
		n := &Node{Op: Ref}
		for range parts {
			n.Path = append(n.Path, name.Draw(t, "name"))
		}
		return n
	}
	args := func(lo, hi int, number bool) []*Node {
		var out []*Node
		for range rapid.IntRange(lo, hi).Draw(t, "arguments") {
			out = append(out, tree(t, depth-1, number))
		}
		return out
	}
	refs := func(lo, hi int) []*Node {
		var out []*Node
		for range rapid.IntRange(lo, hi).Draw(t, "codes") {
			out = append(out, ref(1))
		}
		return out
	}
	if number {
		if depth <= 0 {
			if rapid.Bool().Draw(t, "literal") {
				unit := rapid.SampledFrom([]string{"", "", "kg", "%", "km/h", "in", "2 x", "And"}).Draw(t, "unit")
				texts := []string{"0", "12", "3.50", "007"}
				if unit != "" {
					texts = append(texts, "1/3", "02/06")
				}
				return &Node{Op: Number, Unit: unit, Text: rapid.SampledFrom(texts).Draw(t, "number")}
			}
			return ref(rapid.IntRange(1, 3).Draw(t, "parts"))
		}
		op := rapid.SampledFrom([]Op{Add, Neg, Mul, Div, Sum, Avg, Count, Floor, Ceil, Number}).Draw(t, "op")
		switch op {
		case Add, Mul:
			return &Node{Op: op, Args: args(2, 4, true)}
		case Neg, Floor, Ceil:
			return &Node{Op: op, Args: args(1, 1, true)}
		case Div:
			return &Node{Op: op, Args: args(2, 2, true)}
		case Sum, Avg:
			return &Node{Op: op, Args: refs(1, 2)}
		case Count:
			return &Node{Op: op, Args: refs(1, 3)}
		}
		return tree(t, 0, true)
	}
	if depth <= 0 {
		return rapid.SampledFrom([]*Node{{Op: True}, {Op: False}, ref(1), ref(2)}).Draw(t, "leaf")
	}
	op := rapid.SampledFrom([]Op{Not, And, Or, Implies, Requires, Excludes, Iff, In, NotIn, Between, Equal, NotEqual, Less, LessEqual, Greater, GreaterEqual, Ref}).Draw(t, "op")
	switch op {
	case Not:
		return &Node{Op: op, Args: args(1, 1, false)}
	case And, Or:
		return &Node{Op: op, Args: args(2, 4, false)}
	case Implies, Requires, Excludes, Iff:
		return &Node{Op: op, Args: args(2, 2, false)}
	case In, NotIn:
		return &Node{Op: op, Args: refs(2, 4)}
	case Between:
		n := &Node{Op: op, Lo: rapid.IntRange(0, 2).Draw(t, "lo"), Args: args(1, 3, false)}
		n.Hi = rapid.SampledFrom([]int{Unbounded, n.Lo, n.Lo + 1, n.Lo + 2}).Draw(t, "hi")
		return n
	case Ref:
		return tree(t, 0, false)
	}
	return &Node{Op: op, Args: args(2, 2, true)}
}

func TestParsePrintRoundTrip(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		n := tree(t, rapid.IntRange(0, 5).Draw(t, "depth"), false)
		again, err := Parse(n.String())
		require.NoError(t, err, n.String())
		require.True(t, Same(n, again), "%s\n%s", n, again)
		require.Equal(t, n.String(), again.String())
	})
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"a & b | !c => d <=> e", "A requires B", "(A excludes B) requires C", `body in {"x y", 12} & f not in {a}`, "body = X | body != Y",
		"at_most(1; a, b) & at_least(2; c) & exactly(3; d) & between(1, 4; e, f)", "sum(mass) <= 3500.25", "avg(p, x) / 3 - -a.b * floor(c.d + 1) != ceil(2)",
		"(((a", "a // c\n& b /* */", "'str'", "len(a)", "a \xff", "1.5.x", "12.x > 1", `"`, "!!--a",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		n, err := Parse(src)
		if err != nil {
			e := err.(*Error)
			if e.Offset < 0 || e.Width < 0 || e.Offset+e.Width > len(src) || e.Msg == "" {
				t.Fatalf("%q: bad error %+v", src, e)
			}
			return
		}
		again, err := Parse(n.String())
		if err != nil || !Same(n, again) || again.String() != n.String() {
			t.Fatalf("%q prints as %q, which reads as %v, %v", src, n, again, err)
		}
	})
}
