package solver_test

import (
	"bytes"
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/dimacs"
	"github.com/confspace/confspace/solver/nnf"
)

var dialects = []nnf.Dialect{nnf.C2D, nnf.D4}

// passed returns a graph written and read.
func passed(t require.TestingT, g *nnf.Graph, d nnf.Dialect) *nnf.Graph {
	var b bytes.Buffer
	require.NoError(t, nnf.Write(&b, g, d))
	read, err := nnf.Read("g.nnf", &b, g.NumVars())
	require.NoError(t, err)
	return read
}

// rough returns a graph of the same models that is not smooth: of what is left open some
// is left out.
func rough(t *rapid.T, g *nnf.Graph) *nnf.Graph {
	h := nnf.New(g.NumVars())
	for n := range nnf.Node(g.NumNodes()) {
		children := g.Children(n)
		switch g.Kind(n) {
		case nnf.Literal:
			h.AddLiteral(g.Label(n))
		case nnf.And:
			h.AddAnd(children...)
		default:
			open := len(children) == 2 && g.Kind(children[0]) == nnf.Literal && g.Kind(children[1]) == nnf.Literal
			if open && rapid.Bool().Draw(t, "left out") {
				h.AddAnd()
			} else if decides := int(g.Label(n)); rapid.Bool().Draw(t, "says") {
				h.AddOr(decides, children...)
			} else {
				h.AddOr(0, children...)
			}
		}
	}
	h.SetRoot(g.Root())
	return h
}

// A circuit written for other tools and read again, in either dialect, smooth or not, has
// the same configurations.
func TestNNF(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		o := drawOracle(t, 10)
		g, err := o.NNF(t.Context())
		require.NoError(t, err)
		want := map[string]bool{}
		for _, sel := range o.valid {
			want[chosen(sel)] = true
		}
		for _, d := range dialects {
			for _, graph := range []*nnf.Graph{passed(t, g, d), passed(t, rough(t, g), d)} {
				space, err := solver.FromNNF(t.Context(), graph, solver.Config{})
				require.NoError(t, err)
				require.NoError(t, space.Verify(t.Context()))
				n, err := space.Count(t.Context(), nil)
				require.NoError(t, err)
				require.Equal(t, int64(len(want)), n.Int64())
				got := map[string]bool{}
				for sel, err := range space.Configurations(t.Context(), nil) {
					require.NoError(t, err)
					got[chosen(sel)[:o.cat.NumOptions()]] = true // without auxiliaries
				}
				require.Equal(t, want, got)
				again, err := space.NNF(t.Context())
				require.NoError(t, err)
				require.Equal(t, graph.NumVars(), again.NumVars())
			}
		}
	})
}

// On a car line the graph counts the same in both dialects.
func TestNNFOfCarLine(t *testing.T) {
	set := load(t, filepath.Join(configtest.Reference(t, "mercedes"), "C171_FR.cnf.gz"))
	space, err := solver.Compile(t.Context(), set, config.Point{}, solver.Config{})
	require.NoError(t, err)
	want, err := space.Count(t.Context(), nil)
	require.NoError(t, err)
	g, err := space.NNF(t.Context())
	require.NoError(t, err)
	for _, d := range dialects {
		again, err := solver.FromNNF(t.Context(), passed(t, g, d), solver.Config{})
		require.NoError(t, err)
		require.NoError(t, again.Verify(t.Context()))
		n, err := again.Count(t.Context(), nil)
		require.NoError(t, err)
		require.Equal(t, want, n)
		require.LessOrEqual(t, again.Stats().Edges, space.Stats().Edges*11/10)
	}
}

// A circuit that another tool compiled of the formula is adopted for the rules, with
// their options and causes; one that lacks a configuration, or has one more, is not.
func TestAdopt(t *testing.T) {
	adopted, refused := 0, 0
	property.Check(t, func(t *rapid.T) {
		o := drawOracle(t, 9)
		f, err := dimacs.Of(o.set, o.asOf)
		require.NoError(t, err)
		clauses, err := f.Set()
		require.NoError(t, err)
		compiled, err := solver.Compile(t.Context(), clauses, config.Point{}, solver.Config{})
		require.NoError(t, err)
		g, err := compiled.NNF(t.Context())
		require.NoError(t, err)
		space, err := solver.Adopt(t.Context(), o.set, o.asOf, passed(t, rough(t, g), nnf.D4), solver.Config{})
		require.NoError(t, err)
		require.NoError(t, space.Verify(t.Context()))
		n, err := space.Count(t.Context(), nil)
		require.NoError(t, err)
		require.Equal(t, int64(len(o.valid)), n.Int64())
		adopted++
		// Another choice of a literal makes other models.
		h, changed := nnf.New(g.NumVars()), false
		var ands []nnf.Node
		for n := range nnf.Node(g.NumNodes()) {
			if g.Kind(n) == nnf.And {
				ands = append(ands, n)
			}
		}
		if len(ands) == 0 {
			return
		}
		at := rapid.SampledFrom(ands).Draw(t, "node")
		for n := range nnf.Node(g.NumNodes()) {
			switch g.Kind(n) {
			case nnf.Literal:
				h.AddLiteral(g.Label(n))
			case nnf.And:
				if n == at {
					h.AddOr(0)
					changed = true
				} else {
					h.AddAnd(g.Children(n)...)
				}
			default:
				h.AddOr(int(g.Label(n)), g.Children(n)...)
			}
		}
		h.SetRoot(g.Root())
		if changed && !compiled.Void() {
			_, err := solver.Adopt(t.Context(), o.set, o.asOf, h, solver.Config{})
			require.Error(t, err)
			refused++
		}
	})
	require.Positive(t, adopted)
	require.Greater(t, 10*refused, adopted, "one in ten at least")
}

func TestFromNNFRefuses(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"not decomposable": {"nnf 4 4 2\nL 1\nL 2\nA 2 0 1\nA 2 0 2\n", "g.nnf:5:1: the And is not decomposable: several of its children have variable 1"},
		"below an Or":      {"nnf 6 6 2\nL 1\nL -1\nL 2\nA 2 0 2\nO 1 2 3 1\nA 2 2 4\n", "g.nnf:7:1: the And is not decomposable: several of its children have variable 2"},
		"three children":   {"nnf 4 3 3\nL 1\nL 2\nL 3\nO 0 3 0 1 2\n", "g.nnf:5:1: the Or has 3 children: one that decides a variable has two"},
		"no decision":      {"nnf 3 2 2\nL 1\nL 2\nO 0 2 0 1\n", "g.nnf:4:1: the Or decides no variable: no literal is in one of its children and its negation in the other"},
		"the same twice":   {"nnf 2 2 2\nL 1\nO 1 2 0 0\n", "g.nnf:3:1: the Or decides no variable"},
		"true beside":      {"o 1 0\nt 2 0\n1 2 1 0\n1 2 0\n", "g.nnf:1:1: the Or decides no variable"},
		"on an edge":       {"o 1 0\no 2 0\nt 3 0\n2 3 1 0\n1 2 1 0\n", "g.nnf:5:1: the And is not decomposable"},
	} {
		t.Run(name, func(t *testing.T) {
			g, err := nnf.Read("g.nnf", strings.NewReader(c.text), 0)
			require.NoError(t, err)
			_, err = solver.FromNNF(t.Context(), g, solver.Config{})
			require.ErrorContains(t, err, c.want)
			var defects source.Defects
			require.ErrorAs(t, err, &defects)
		})
	}
	set := load(t, filepath.Join(configtest.Reference(t, "mercedes"), "C171_FR.cnf.gz"))
	space, err := solver.Compile(t.Context(), set, config.Point{}, solver.Config{})
	require.NoError(t, err)
	g, err := space.NNF(t.Context())
	require.NoError(t, err)
	_, err = solver.FromNNF(t.Context(), g, solver.Config{MaxBytes: 10_000})
	require.ErrorIs(t, err, solver.ErrBudget)
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = solver.FromNNF(ended, g, solver.Config{})
	require.ErrorIs(t, err, context.Canceled)
	_, err = space.NNF(ended)
	require.ErrorIs(t, err, context.Canceled)
	_, err = solver.Adopt(t.Context(), threeOptions(t), config.Point{}, g, solver.Config{})
	require.EqualError(t, err, "the circuit has 1758 variables, the formula of the rules has 3")
}

// Deep and wide graphs take no more than their due.
func TestFromNNFDeep(t *testing.T) {
	g := nnf.New(3000)
	n := g.AddLiteral(1)
	for range 200_000 { // an And of one is what it has
		n = g.AddAnd(n)
	}
	for v := 2; v <= 3000; v++ {
		n = g.AddAnd(n, g.AddLiteral(int32(v)))
	}
	space, err := solver.FromNNF(t.Context(), g, solver.Config{})
	require.NoError(t, err)
	count, err := space.Count(t.Context(), nil)
	require.NoError(t, err)
	require.Equal(t, "1", count.String())
}

// A circuit that d4 wrote is a space as any other.
func ExampleFromNNF() {
	file := "o 1 0\no 2 0\nt 3 0\n2 3 1 2 0\n2 3 -1 0\n1 2 0\n"
	g, err := nnf.Read("choice.nnf", strings.NewReader(file), 3)
	if err != nil {
		log.Fatal(err)
	}
	space, err := solver.FromNNF(context.Background(), g, solver.Config{})
	if err != nil {
		log.Fatal(err)
	}
	n, err := space.Count(context.Background(), nil)
	fmt.Println(n, "models", err)
	// Output: 6 models <nil>
}

// Rules go out as a formula, for another tool to compile; its circuit is proved to be
// that of the rules, and has their options.
func ExampleAdopt() {
	set := pickup()
	f, err := dimacs.Of(set, config.Point{})
	if err != nil {
		log.Fatal(err)
	}
	clauses, err := f.Set() // what the other tool does
	if err != nil {
		log.Fatal(err)
	}
	other, err := solver.Compile(context.Background(), clauses, config.Point{}, solver.Config{})
	if err != nil {
		log.Fatal(err)
	}
	g, err := other.NNF(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	space, err := solver.Adopt(context.Background(), set, config.Point{}, g, solver.Config{})
	if err != nil {
		log.Fatal(err)
	}
	n, err := space.Count(context.Background(), nil)
	fmt.Println(n, "vehicles", err)
	// Output: 9 vehicles <nil>
}

// For a tool that reads the circuits of c2d.
func ExampleSpace_NNF() {
	g := nnf.New(2)
	g.AddOr(1, g.AddAnd(g.AddLiteral(1), g.AddLiteral(2)), g.AddLiteral(-1))
	space, err := solver.FromNNF(context.Background(), g, solver.Config{})
	if err != nil {
		log.Fatal(err)
	}
	smooth, err := space.NNF(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	if err := nnf.Write(os.Stdout, smooth, nnf.C2D); err != nil {
		log.Fatal(err)
	}
	// Output:
	// nnf 8 8 2
	// L 1
	// L 2
	// A 2 0 1
	// L -1
	// L -2
	// O 2 2 1 4
	// A 2 3 5
	// O 1 2 2 6
}

// FuzzFromNNF: whatever a file says, it becomes a space whose circuit is one, or an
// error; and then the space counts what the graph counts.
func FuzzFromNNF(f *testing.F) {
	for _, seed := range []string{
		"nnf 5 4 2\nL 1\nL -1\nL 2\nA 2 0 2\nO 1 2 3 1\n", "o 1 0\no 2 0\nt 3 0\n2 3 1 2 0\n2 3 -1 0\n1 2 0\n",
		"nnf 8 8 3\nL 1\nL -1\nL 2\nL -2\nO 2 2 2 3\nA 2 0 4\nA 2 1 2\nO 0 2 5 6\n", "f 1 0", "t 1 0",
		"nnf 9 10 3\nL 1\nL -1\nL 2\nL 3\nA 2 0 2\nA 2 1 3\nA 1 4\nA 2 6 3\nO 1 2 7 5\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		g, err := nnf.Read("g.nnf", bytes.NewReader(text), 0)
		if err != nil || g.NumVars() > 10 || g.NumNodes() > 1000 {
			return
		}
		space, err := solver.FromNNF(t.Context(), g, solver.Config{})
		if err != nil {
			return
		}
		require.NoError(t, space.Verify(t.Context()))
		want := int64(0)
		for m := range 1 << g.NumVars() {
			if holds(g, m) {
				want++
			}
		}
		n, err := space.Count(t.Context(), nil)
		require.NoError(t, err)
		require.Equal(t, want, n.Int64())
	})
}

// holds reports whether an assignment, of variable v by bit v-1, is a model of a graph.
func holds(g *nnf.Graph, m int) bool {
	values := make([]bool, g.NumNodes())
	for n := range values {
		node := nnf.Node(n)
		if g.Kind(node) == nnf.Literal {
			l := int(g.Label(node))
			values[n] = m>>(max(l, -l)-1)&1 == 1 == (l > 0)
			continue
		}
		values[n] = g.Kind(node) == nnf.And
		for _, child := range g.Children(node) {
			if values[child] == (g.Kind(node) == nnf.Or) {
				values[n] = g.Kind(node) == nnf.Or
			}
		}
	}
	return values[g.Root()]
}

// The formula of a large family has the encoding of a sum, which a circuit of the
// family's own leaves out and one of the clauses has.
func TestAdoptOfALargeFamily(t *testing.T) {
	b := config.NewBuilder("large")
	b.Family(config.FamilySpec{Code: "G", Select: config.Cardinality{Min: 6, Max: 12}})
	for i := range 24 {
		b.Option(config.OptionSpec{Family: "G", Code: fmt.Sprint("O", i)})
	}
	cat, err := b.Build()
	require.NoError(t, err)
	set, err := rules.NewBuilder(cat).Build()
	require.NoError(t, err)
	f, err := dimacs.Of(set, config.Point{})
	require.NoError(t, err)
	clauses, err := f.Set()
	require.NoError(t, err)
	compiled, err := solver.Compile(t.Context(), clauses, config.Point{}, solver.Config{})
	require.NoError(t, err)
	g, err := compiled.NNF(t.Context())
	require.NoError(t, err)
	space, err := solver.Adopt(t.Context(), set, config.Point{}, g, solver.Config{})
	require.NoError(t, err)
	require.NoError(t, space.Verify(t.Context()))
	n, err := space.Count(t.Context(), nil)
	require.NoError(t, err)
	own, err := solver.Compile(t.Context(), set, config.Point{}, solver.Config{})
	require.NoError(t, err)
	want, err := own.Count(t.Context(), nil)
	require.NoError(t, err)
	require.Equal(t, want, n)
}
