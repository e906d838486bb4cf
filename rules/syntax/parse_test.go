package syntax

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestParseAndPrint(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"code", "DIESEL", "DIESEL"},
		{"code that starts with a digit", "3L", "3L"},
		{"number as code", "12 & 13", `"12" & "13"`},
		{"quoted code", `"a b" | "x-1"`, `"a b" | "x-1"`},
		{"needless quotes", `"a"`, "a"},
		{"constants", "true | false", "true | false"},
		{"quoted constant", `"true"`, `"true"`},
		{"precedence", "a <=> b => c | d & !e", "a <=> b => c | d & !e"},
		{"needless parentheses", "((a & b) | c)", "a & b | c"},
		{"needed parentheses", "(a | b) & c", "(a | b) & c"},
		{"parenthesised operand of the same operator", "a & (b & c)", "a & (b & c)"},
		{"parenthesised first operand", "(a & b) & c", "(a & b) & c"},
		{"implication groups to the left", "a => b => c", "a => b => c"},
		{"implication to the right", "a => (b => c)", "a => (b => c)"},
		{"words of the trade", "A requires B & C", "A requires B & C"},
		{"parenthesised words", "(a requires b) excludes (c => d)", "(a requires b) excludes (c => d)"},
		{"implication of words", "(a requires b) => c", "(a requires b) => c"},
		{"excludes", "A | B excludes C", "A | B excludes C"},
		{"words as codes", "requires requires excludes", `"requires" requires "excludes"`},
		{"not as code", "not in {in, sum}", `"not" in {"in", "sum"}`},
		{"family equality", "body == PICKUP", "body = PICKUP"},
		{"family inequality", "body != PICKUP", "body != PICKUP"},
		{"family equality with digits", "axle = 12", "axle = 12"},
		{"membership", "body in{ A,B }", "body in {A, B}"},
		{"no membership", "body not in {A} & C", "body not in {A} & C"},
		{"not of comparison", "!body = A", "!(body = A)"},
		{"double not", "!!a", "!!a"},
		{"at most", "at_most(1;a,b&c)", "at_most(1; a, b & c)"},
		{"at least", "at_least(2; a, b)", "at_least(2; a, b)"},
		{"exactly", "exactly(0; a)", "exactly(0; a)"},
		{"between", "between(1,2; a, b, c)", "between(1, 2; a, b, c)"},
		{"between from zero", "between(0,2; a, b, c)", "at_most(2; a, b, c)"},
		{"sum", "sum(mass)<=3500", "sum(mass) <= 3500"},
		{"sum below", "sum(mass, body) + 1.50 < 3", "sum(mass, body) + 1.50 < 3"},
		{"avg and count", "avg(price) >= count(seats, R3)", "avg(price) >= count(seats, R3)"},
		{"attributes", `B.Price - C.Price + "a b"."c d" == 16`, `B.Price - C.Price + "a b"."c d" == 16`},
		{"attribute of a numeric code", "12.mass > 1.5", `"12".mass > 1.5`},
		{"minus within words", "A-B == 0", "A - B == 0"},
		{"arithmetic precedence", "a*b/c*d - -e*f < (a+b)*c", "a * b / c * d - -e * f < (a + b) * c"},
		{"division to the right", "a / (b / c) > a * (b * c)", "a / (b / c) > a * (b * c)"},
		{"minus of a product", "-(a*b) < -a*b", "-(a * b) < -a * b"},
		{"units", "sum(mass)<=3.5t & a.x>1000 g", "sum(mass) <= 3.5 t & a.x > 1000 g"},
		{"numeric code before a word", "12 requires 13 & 14", `"12" requires "13" & "14"`},
		{"rounding", "floor(a.x / 2) == ceil(b.x)", "floor(a.x / 2) == ceil(b.x)"},
		{"line breaks and tabs", "a\r\n\t& b\n", "a & b"},
		{"comments", "a // first\n /* & c */ & b // last", "a & b"},
		{"paths", "x.y.z & a", "x.y.z & a"},
		{"letters of any script", "größe => Ölkühler", "größe => Ölkühler"},
	} {
		t.Run(c.name, func(t *testing.T) {
			n, err := Parse(c.src)
			require.NoError(t, err)
			require.Equal(t, c.want, n.String())
			again, err := Parse(n.String())
			require.NoError(t, err)
			require.True(t, Same(n, again))
		})
	}
}

func TestParseErrors(t *testing.T) {
	for _, c := range []struct{ name, src, msg, caret, hint string }{
		{"empty", "", "the expression is empty", "", "true"},
		{"blank", " \n\t", "the expression is empty", "", "true"},
		{"comment only", "// nothing", "the expression is empty", "", "true"},
		{"two codes", "DIESEL AUTO8", "AUTO8 cannot stand here", "AUTO8", "double quotes"},
		{"and", "DIESEL and AUTO8", "and cannot stand here", "and", "write &"},
		{"And", "DIESEL And AUTO8", "And cannot stand here", "And", "write &"},
		{"C operators", "a && b", "unknown operator &&", "&&", "write &"},
		{"arrow", "a -> b", "unknown operator ->", "->", "write =>"},
		{"typographic", "sum(x) ≤ 3", "unknown operator ≤", "≤", "write <="},
		{"typographic quotes", "“a b”", "unknown operator “", "“", `write "`},
		{"dangling operator", "a &", "a code, a number or ( must stand here, not the end", "", ""},
		{"unclosed", "(a | b", ") must stand here, not the end", "", ""},
		{"closed twice", "(a | b))", ") cannot stand here", ")", "one too many"},
		{"number as condition", "a & 3.5", "a condition must stand here, not a number", "3.5", "compare"},
		{"sum as condition", "sum(mass) & a", "a condition must stand here, not a number", "sum(mass)", "compare it: sum(mass) <= 3500"},
		{"condition as number", "(a & b) + 1 < 2", "a number must stand here, not a condition", "(a & b)"[1:6], "<=>"},
		{"chained comparison", "1 < a.x < 3", "comparisons do not chain", "<", "join two comparisons with &"},
		{"chained requires", "a requires b requires c", "requires and requires do not chain", "a requires b requires c", "parentheses"},
		{"mixed chain", "a => b excludes c & d", "=> and excludes do not chain", "a => b excludes c & d", "parentheses"},
		{"mixed chain the other way", "x & (a requires b => c)", "requires and => do not chain", "a requires b => c", "parentheses"},
		{"code with a hyphen", "AB-12 & C", "a condition must stand here, not a number", "AB-12", `"AB-12"`},
		{"code with a slash", "C => A/B", "a condition must stand here, not a number", "A/B", `"A/B"`},
		{"difference", "AB - 12 & C", "a condition must stand here, not a number", "AB - 12", "compare it"},
		{"comma for semicolon", "at_most(1, a, b)", "; must stand here, not ,", ",", "at_most(1; a, b)"},
		{"no number", "at_most(a, b)", "a number of conditions must stand here, not a", "a", "at_most(1; a, b)"},
		{"negative number", "at_most(-1; a)", "a number of conditions must stand here, not -", "-", ""},
		{"huge number", "at_most(99999999999; a)", "the number of conditions is too large", "99999999999", ""},
		{"between reversed", "between(3, 1; a, b)", "no number lies between 3 and 1", "1", ""},
		{"empty list", "at_most(1; )", "a code, a number or ( must stand here, not )", ")", ""},
		{"unknown function", "max(a, b) > 1", "unknown function max", "max", "there are at_most"},
		{"function in capitals", "SUM(mass) > 1", "unknown function SUM", "SUM", "write sum"},
		{"word for not", "not(a)", "unknown function not", "not", "write !"},
		{"sum of three", "sum(a, b, c) > 1", "sum with 3 arguments", "sum(a, b, c)", "sum(attribute)"},
		{"sum of a sum", "sum(a + b) > 1", "a name must stand here", "a + b", ""},
		{"floor of two", "floor(a, b) > 1", "floor takes one number", "floor(a, b)", ""},
		{"string literal", "B == 'x & y'", "string literal: conditions on strings are not supported", "'x & y'", "double quotes"},
		{"len", "len(B) == 3", "len(): conditions on strings are not supported", "len", ""},
		{"quote without end", `a & "b`, "quote without end", `"b`, ""},
		{"empty code", `a & ""`, "empty code", `""`, ""},
		{"comment without end", "a /* b", "comment without end", "/*", "*/"},
		{"strange character", "a § b", "the character '§' cannot stand here", "§", "double quotes"},
		{"byte order mark", "\ufeffa", `the character '\ufeff' cannot stand here`, "\ufeff", ""},
		{"invalid UTF-8", "a & \xff", "not valid UTF-8", "\xff", ""},
		{"invalid UTF-8 in a word", "a\xff", "not valid UTF-8", "\xff", ""},
		{"invalid UTF-8 in quotes", "\"a\xff\"", "not valid UTF-8", "\"a\xff\"", ""},
		{"NUL", "a & \x00", `the character '\x00' cannot stand here`, "\x00", ""},
		{"point without name", "a. & b", "a name must follow the point, not &", "&", ""},
		{"empty set", "f in {}", "a code, a number or ( must stand here, not }", "}", ""},
		{"set of conditions", "f in {a & b}", "a code must stand here", "a & b", ""},
		{"membership of a condition", "!a & (b | c) in {a}", "a code must stand here", "b | c", ""},
		{"two numeric codes", "12 AUTO8", "AUTO8 cannot stand here", "AUTO8", "join"},
		{"two units", "a.x < 1.5 kg kg", "kg cannot stand here", "kg", ""},
		{"number with a unit as condition", "a & 3.5 kg", "kg cannot stand here", "kg", ""},
		{"percent as condition", "a & 100%", "% cannot stand here", "%", "join"},
		{"percent alone", "a.x < %", "a code, a number or ( must stand here, not %", "%", ""},
		{"quoted unit as condition", `a & 3 "km/h"`, `"km/h" cannot stand here`, `"km/h"`, "join"},
		{"fraction of decimals", "a.x < 1.5/3 kg kg", "kg cannot stand here", "kg", ""},
		{"capital IN", "f IN {a}", "IN cannot stand here", "IN", "in {...}"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Parse(c.src)
			var e *Error
			require.ErrorAs(t, err, &e)
			require.Equal(t, c.msg, e.Msg)
			require.Equal(t, c.caret, c.src[e.Offset:e.Offset+e.Width])
			require.Contains(t, e.Hint, c.hint)
		})
	}
}

func TestUVLOnlyConstructsAreNamed(t *testing.T) {
	for src, construct := range map[string]string{"B == 'x'": "string literal", "len(B) == 3": "len()", "a &": ""} {
		_, err := Parse(src)
		var e *Error
		require.ErrorAs(t, err, &e)
		require.Equal(t, construct, e.Construct, src)
	}
}

func TestParseLimits(t *testing.T) {
	deep := func(open, middle, end string, n int) string {
		return strings.Repeat(open, n) + middle + strings.Repeat(end, n)
	}
	for _, c := range []struct{ name, src string }{
		{"parentheses", deep("(", "a", ")", MaxDepth+1)},
		{"unclosed parentheses", strings.Repeat("(", 100_000)},
		{"not", deep("!", "a", "", MaxDepth+1)},
		{"minus", deep("-", "1", "", MaxDepth+1) + " < 2"},
		{"implications", "a" + strings.Repeat(" => a", MaxDepth+1)},
		{"divisions", "1 < a" + strings.Repeat(" / a", MaxDepth+1)},
		{"calls", deep("at_most(1; ", "a", ")", MaxDepth+1)},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Parse(c.src)
			require.ErrorContains(t, err, "nest deeper than 1000")
		})
	}
	_, err := Parse(strings.Repeat("a & ", MaxLength/4) + "a")
	require.ErrorContains(t, err, "longer than")

	wide, err := Parse(strings.Repeat("a & ", 100_000) + "a")
	require.NoError(t, err)
	require.Len(t, wide.Args, 100_001)
	_, err = Parse(deep("(", "a", ")", MaxDepth-1))
	require.NoError(t, err)
}

func TestNodePositions(t *testing.T) {
	src := "DIESEL & (sum(mass) <= 3 | !B)"
	n, err := Parse(src)
	require.NoError(t, err)
	text := func(n *Node) string { return src[n.Offset : n.Offset+n.Width] }
	require.Equal(t, src, text(n))
	require.Equal(t, "DIESEL", text(n.Args[0]))
	require.Equal(t, "sum(mass) <= 3 | !B", text(n.Args[1]))
	require.Equal(t, "sum(mass)", text(n.Args[1].Args[0].Args[0]))
	require.Equal(t, "!B", text(n.Args[1].Args[1]))
}

func TestErrorText(t *testing.T) {
	_, err := Parse("a && b")
	require.EqualError(t, err, "unknown operator &&: write &")
	_, err = Parse("a &")
	require.False(t, errors.Is(err, nil))
}

func TestZeroError(t *testing.T) { require.EqualError(t, &Error{}, "not an expression") }

func TestRewrite(t *testing.T) {
	n, err := Parse("sub.A & !B")
	require.NoError(t, err)
	flat := Rewrite(n, func(n *Node) *Node {
		if n.Op == Ref && len(n.Path) == 2 {
			n.Path = []string{n.Path[0] + "." + n.Path[1]}
		}
		return n
	})
	require.Equal(t, `"sub.A" & !B`, flat.String())
	require.Equal(t, "sub.A & !B", n.String())
	require.Nil(t, Rewrite(n, func(*Node) *Node { return nil }))
}

func TestNumbersWithUnits(t *testing.T) {
	for src, want := range map[string]string{
		"a.x < 5%": "a.x < 5 %", "a.x < 5 %": "a.x < 5 %", `a.x < 130 "km/h"`: `a.x < 130 "km/h"`, `a.x < 3 "kg"`: "a.x < 3 kg",
		"a.x < 1/3 kg": "a.x < 1/3 kg", "a.x < 2*1/3 kg": "a.x < 2 * (1/3 kg)",
		"a.x < 1 / 3 kg": "a.x < 1 / 3 kg", "a.x/6/2 kg < 1": "a.x / 6 / 2 kg < 1", "a.x/(6/2 kg) < 1": "a.x / (6/2 kg) < 1",
		"a.x < 1/3": "a.x < 1 / 3", "a.x < 1.5/3 kg": "a.x < 1.5 / 3 kg", "a.x < 12/a.y": `a.x < 12 / a.y`, `a.x < 3 "in"`: `a.x < 3 "in"`,
	} {
		n, err := Parse(src)
		require.NoError(t, err, src)
		require.Equal(t, want, n.String())
		again, err := Parse(want)
		require.NoError(t, err)
		require.True(t, Same(n, again), want)
	}
}
