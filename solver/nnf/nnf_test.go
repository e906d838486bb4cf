package nnf_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/solver/nnf"
)

// models returns which assignments of up to 16 variables a graph has: bit v-1 of an
// assignment is the value of variable v.
func models(g *nnf.Graph) []bool {
	out := make([]bool, 1<<g.NumVars())
	for m := range out {
		values := make([]bool, g.NumNodes())
		for n := range values {
			node := nnf.Node(n)
			switch g.Kind(node) {
			case nnf.Literal:
				l := g.Label(node)
				values[n] = m>>(max(l, -l)-1)&1 == 1 == (l > 0)
			default:
				values[n] = g.Kind(node) == nnf.And
				for _, child := range g.Children(node) {
					if values[child] != values[n] {
						values[n] = !values[n]
						break
					}
				}
			}
		}
		out[m] = values[g.Root()]
	}
	return out
}

// draw draws any graph; it need be no d-DNNF.
func draw(t *rapid.T) *nnf.Graph {
	g := nnf.New(rapid.IntRange(1, 5).Draw(t, "vars"))
	for v := range g.NumVars() { // all variables are named, for d4
		g.AddLiteral(int32(v + 1))
	}
	for range rapid.IntRange(0, 12).Draw(t, "nodes") {
		var children []nnf.Node
		for range rapid.IntRange(0, 4).Draw(t, "children") {
			children = append(children, nnf.Node(rapid.IntRange(0, g.NumNodes()-1).Draw(t, "child")))
		}
		switch rapid.IntRange(0, 2).Draw(t, "kind") {
		case 0:
			g.AddLiteral(-int32(rapid.IntRange(1, g.NumVars()).Draw(t, "literal")))
		case 1:
			g.AddAnd(children...)
		default:
			g.AddOr(rapid.IntRange(0, g.NumVars()).Draw(t, "decides"), children...)
		}
	}
	return g
}

// What is written in either dialect reads as a graph of the same models, and that is
// written as what was read.
func TestWriteRead(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		g := draw(t)
		for _, d := range []nnf.Dialect{nnf.C2D, nnf.D4} {
			var first, second bytes.Buffer
			require.NoError(t, nnf.Write(&first, g, d))
			text := first.String()
			read, err := nnf.Read("g.nnf", &first, g.NumVars())
			require.NoError(t, err, text)
			require.Equal(t, models(g), models(read), text)
			require.NoError(t, nnf.Write(&second, read, d))
			again, err := nnf.Read("g.nnf", &second, g.NumVars())
			require.NoError(t, err)
			require.Equal(t, models(g), models(again))
		}
	})
}

func TestRead(t *testing.T) {
	for name, c := range map[string]struct {
		text  string
		vars  int
		count int
		of    int
	}{
		"c2d":                   {"nnf 5 4 2\nL 1\nL -1\nL 2\nA 2 0 2\nO 1 2 3 1\n", 0, 3, 2},
		"c2d, true":             {"nnf 1 0 3\nA 0\n", 0, 8, 3},
		"c2d, false":            {"nnf 1 0 3\nO 0 0\n", 0, 0, 3},
		"c2d, comments, blanks": {"c by hand\n\n nnf\t1 0  1 \r\n\nL 1\r\n", 0, 1, 1},
		"d4":                    {"o 1 0\no 2 0\nt 3 0\n2 3 1 2 0\n2 3 -1 0\n1 2 0\n", 0, 3, 2},
		"d4, variables given":   {"o 1 0\nt 2 0\n1 2 -1 0\n", 3, 4, 3},
		"d4, true":              {"t 1 0\n", 2, 4, 2},
		"d4, false":             {"f 1 0\n", 2, 0, 2},
		"d4, an Or of nothing":  {"o 1 0\n", 2, 0, 2},
		"d4, an And":            {"o 1 0\na 2 0\no 3 0\no 4 0\nt 5 0\n3 5 1 0\n3 5 -1 2 0\n4 5 3 0\n2 3 0\n2 4 0\n1 2 4 0\n", 0, 3, 4},
		"d4, edges between":     {"o 7 0\nt 2 0\n7 2 1 0\no 3 0\n", 0, 1, 1},
	} {
		t.Run(name, func(t *testing.T) {
			g, err := nnf.Read("g.nnf", strings.NewReader(c.text), c.vars)
			require.NoError(t, err)
			require.Equal(t, c.of, g.NumVars())
			count := 0
			for _, is := range models(g) {
				if is {
					count++
				}
			}
			require.Equal(t, c.count, count)
		})
	}
}

func TestReadRefuses(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"empty":              {"", "g.nnf:1:1: the file is empty"},
		"compressed":         {"\x1f\x8b\x08", "the file is compressed\n    decompress it first"},
		"a short header":     {"nnf 3 2\n", "g.nnf:1:1: the line ends before the number of variables"},
		"a long header":      {"nnf 1 0 1 1\nL 1\n", "g.nnf:1:11: text behind the end of the line's node"},
		"many variables":     {"nnf 1 0 99999999\nL 1\n", "g.nnf:1:9: the number of variables is 99999999, where 0 to 1048576 are possible"},
		"a word":             {"nnf one 0 1\n", "g.nnf:1:5: expected the number of nodes, a number\n    nnf one 0 1\n        ^^^"},
		"too few nodes":      {"nnf 2 0 1\nL 1\n", "g.nnf:1:1: the header announces 2 nodes and 0 edges, the file has 1 and 0\n    is the file truncated?"},
		"too few edges":      {"nnf 2 2 1\nL 1\nA 1 0\n", "announces 2 nodes and 2 edges, the file has 2 and 1"},
		"other nodes":        {"nnf 1 0 1\nX 1\n", "g.nnf:2:1: expected a node\n    X 1\n    ^\n    a line begins with L"},
		"no literal":         {"nnf 1 0 1\nL 0\n", "g.nnf:2:3: expected a literal"},
		"a large literal":    {"nnf 1 0 1\nL -2\n", "g.nnf:2:3: a literal is -2, where -1 to 1 are possible"},
		"a child to come":    {"nnf 2 1 1\nL 1\nA 1 1\n", "g.nnf:3:5: a child is 1, where 0 to 0 are possible"},
		"a child of none":    {"nnf 1 1 1\nA 1 0\n", "g.nnf:2:1: the first node has children"},
		"a missing child":    {"nnf 2 2 1\nL 1\nA 2 0\n", "g.nnf:3:1: the line ends before a child\n    A 2 0\n    ^^^^^\n    is the file truncated?"},
		"many children":      {"nnf 2 2 1\nL 1\nA 2000000000 0\n", "the line ends before a child"},
		"a child too many":   {"nnf 2 1 1\nL 1\nA 1 0 0\n", "g.nnf:3:7: text behind the end of the line's node"},
		"a decision":         {"nnf 2 1 1\nL 1\nO 2 1 0\n", "the decision variable is 2, where 0 to 1 are possible"},
		"text":               {"hello\n", "g.nnf:1:1: expected a node, a number"},
		"d4, node twice":     {"o 1 0\nt 1 0\n", "g.nnf:2:1: node 1 was in line 1 already\n    t 1 0\n    ^^^"},
		"d4, no 0":           {"o 1\n", "the line ends before the 0 that ends it"},
		"d4, no end":         {"o 1 0\nt 2 0\n1 2 1\n", "g.nnf:3:1: the line ends before a literal, or the 0 that ends the line"},
		"d4, text behind":    {"o 1 0\nt 2 0\n1 2 0 1\n", "g.nnf:3:7: text behind"},
		"d4, no such parent": {"o 1 0\n2 1 0\n", "g.nnf:2:1: no line above has node 2"},
		"d4, no such child":  {"o 1 0\n1 2 0\n", "g.nnf:2:1: no line has node 2\n    is the file truncated?"},
		"d4, below true":     {"t 1 0\n1 1 0\n", "g.nnf:2:1: node 1 is true or false and has no children"},
		"d4, a cycle":        {"o 1 0\na 2 0\n1 2 0\n2 1 0\n", "g.nnf:4:1: the edge closes a cycle"},
		"d4, itself":         {"o 1 0\n1 1 0\n", "g.nnf:2:1: the edge closes a cycle"},
		"d4, a large var":    {"o 1 0\nt 2 0\n1 2 1048577 0\n", "g.nnf:3:5: a literal, or the 0 that ends the line is 1048577, where"},
		"d4, no number":      {"o 1 0\nt 2 0\n1 2 x\x00\xff 0\n", "g.nnf:3:5: expected a literal, or the 0 that ends the line, a number\n    1 2 x?? 0\n        ^^^"},
		"d4, node 0":         {"o 0 0\n", "the node's number is 0"},
		"only an edge":       {"1 2 0\n", "no line above has node 1"},
	} {
		t.Run(name, func(t *testing.T) {
			g, err := nnf.Read("g.nnf", strings.NewReader(c.text), 0)
			require.Nil(t, g)
			require.ErrorContains(t, err, c.want)
			var defects source.Defects
			require.ErrorAs(t, err, &defects)
		})
	}
	_, err := nnf.Read("g.nnf", strings.NewReader("o 1 0\nt 2 0\n1 2 -3 0\n"), 2)
	require.ErrorContains(t, err, "g.nnf:3:5: a literal, or the 0 that ends the line is -3, where -2 to 2 are possible")
	_, err = nnf.Read("g.nnf", iotest.ErrReader(errors.New("out of paper")), 0)
	require.EqualError(t, err, "g.nnf: out of paper")
	_, err = nnf.Read("g.nnf", nil, 0)
	require.ErrorContains(t, err, "g.nnf: there is nothing to read")
}

func TestGraphPanics(t *testing.T) {
	g := nnf.New(2)
	for want, call := range map[string]func(){
		"nnf: New(-1): want 0..1048576 variables":            func() { nnf.New(-1) },
		"nnf: literal 3 in a graph of 2 variables":           func() { g.AddLiteral(3) },
		"nnf: child 0 of 0 nodes":                            func() { g.AddAnd(0) },
		"nnf: an Or that decides variable 3 in a graph of 2": func() { g.AddOr(3) },
		"nnf: node 0 of 0":                                   func() { g.Root() },
		"nnf: Read of -1 variables: want 0..1048576":         func() { _, _ = nnf.Read("", nil, -1) },
		"nnf: Write needs a writer and a graph; one is nil":  func() { _ = nnf.Write(nil, g, nnf.C2D) },
		"nnf: unknown dialect: a dialect 7":                  func() { h := nnf.New(0); h.AddAnd(); _ = nnf.Write(new(bytes.Buffer), h, 7) },
	} {
		require.PanicsWithValue(t, want, call)
	}
}

// Whatever the bytes, reading ends, with a graph that can be written or with an error.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"nnf 5 4 2\nL 1\nL -1\nL 2\nA 2 0 2\nO 1 2 3 1\n", "o 1 0\no 2 0\nt 3 0\n2 3 1 2 0\n2 3 -1 0\n1 2 0\n",
		"nnf 1 0 1\nO 0 0", "f 1 0", "o 1 0\n1 1 0\n", "nnf 2 2000000000 1\nL 1\nA 2000000000 0\n", "\x1f\x8b", "a 1 0\r\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		g, err := nnf.Read("g.nnf", bytes.NewReader(text), 0)
		if err != nil {
			var defects source.Defects
			require.ErrorAs(t, err, &defects)
			return
		}
		for _, d := range []nnf.Dialect{nnf.C2D, nnf.D4} {
			var b bytes.Buffer
			require.NoError(t, nnf.Write(&b, g, d))
			again, err := nnf.Read("g.nnf", &b, g.NumVars())
			require.NoError(t, err)
			if g.NumVars() <= 8 && g.NumNodes() < 200 {
				require.Equal(t, models(g), models(again))
			}
		}
	})
}

// TestSurface calls all that the package exports with zero values.
func TestSurface(t *testing.T) {
	configtest.Surface{
		Values: []any{new(nnf.Dialect), new(nnf.Graph), new(nnf.Kind), new(nnf.Node)},
		Funcs: map[string]any{
			"New": nnf.New, "Read": nnf.Read, "Write": nnf.Write,
		},
	}.Check(t)
}

// A choice of two, in the dialect of c2d and in that of d4.
func ExampleGraph() {
	g := nnf.New(2)
	yes, no, other := g.AddLiteral(1), g.AddLiteral(-1), g.AddLiteral(2)
	g.AddOr(1, g.AddAnd(yes, other), no)
	for _, d := range []nnf.Dialect{nnf.C2D, nnf.D4} {
		if err := nnf.Write(os.Stdout, g, d); err != nil {
			fmt.Println(err)
		}
	}
	// Output:
	// nnf 5 4 2
	// L 1
	// L -1
	// L 2
	// A 2 0 2
	// O 1 2 3 1
	// o 1 0
	// t 2 0
	// 1 2 1 2 0
	// 1 2 -1 0
}

func ExampleRead() {
	g, err := nnf.Read("choice.nnf", strings.NewReader("o 1 0\nt 2 0\n1 2 1 2 0\n1 2 -1 0\n"), 0)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(g.NumVars(), "variables,", g.NumNodes(), "nodes, the root is an", g.Kind(g.Root()))
	// Output: 2 variables, 7 nodes, the root is an or
}

func ExampleDialect() {
	var d nnf.Dialect
	err := d.UnmarshalText([]byte("d4"))
	fmt.Println(d, err)
	// Output: d4 <nil>
}

func ExampleKind() {
	g := nnf.New(1)
	fmt.Println(g.Kind(g.AddLiteral(-1)), g.Kind(g.AddAnd()))
	// Output: literal and
}

func ExampleNode() {
	g := nnf.New(1)
	n := g.AddAnd(g.AddLiteral(1))
	fmt.Println(n, "has", g.Children(n))
	// Output: 1 has [0]
}
