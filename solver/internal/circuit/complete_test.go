package circuit_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/cnf/cnftest"
	"github.com/confspace/confspace/solver/internal/compile"
	"github.com/confspace/confspace/solver/internal/sat"
	"github.com/stretchr/testify/require"
)

// rebuilt returns a copy of c over vars variables in which change, if not nil,
// may replace the children of an inner node; a node left with one child is
// that child.
func rebuilt(c *circuit.Circuit, vars int, change func(b *circuit.Builder, n circuit.Node, children []circuit.Node) []circuit.Node) *circuit.Circuit {
	b := circuit.NewBuilder(c.NumOptions(), vars)
	place := make([]circuit.Node, c.NumNodes())
	for i := range place {
		n := circuit.Node(i)
		children := c.AppendChildren(nil, n)
		switch {
		case n <= circuit.True || c.Kind(n) == circuit.KindLiteral:
			place[i] = n
			continue
		case i < c.NumNodes()-c.NumInner():
			place[i] = circuit.Node(2*vars + 1 + int(c.Decision(n)))
			continue
		}
		for k, child := range children {
			children[k] = place[child]
		}
		if change != nil {
			children = change(b, n, children)
		}
		if v := c.Decision(n); v != 0 && len(children) == 2 {
			place[i] = b.Or(v, children[0], children[1])
		} else {
			place[i] = b.And(children)
		}
	}
	return b.Finish(place[c.Root()])
}

// lossy returns a copy of c that lacks models, decomposable, deterministic and
// smooth as before, and says how that was done.
func lossy(c *circuit.Circuit, r *rand.Rand) (*circuit.Circuit, string) {
	first := c.NumNodes() - c.NumInner()
	target, kind := circuit.Node(first+r.IntN(c.NumInner())), r.IntN(3)
	done := ""
	free := func(n circuit.Node) bool { return c.Kind(n) == circuit.KindOr && int(n) < first }
	d := rebuilt(c, c.NumVars(), func(b *circuit.Builder, n circuit.Node, children []circuit.Node) []circuit.Node {
		if n < target || done != "" {
			return children
		}
		old := c.AppendChildren(nil, n)
		switch or := c.Kind(n) == circuit.KindOr; {
		case kind == 0 && or:
			done = "an Or that is one of its children"
			return children[:1]
		case kind == 1 && !or && slices.ContainsFunc(old, free):
			done = "a free variable that is fixed"
			k := slices.IndexFunc(old, free)
			children[k] = circuit.Lit(cnf.Pos(c.Decision(old[k])) ^ cnf.Lit(r.IntN(2)))
		case kind == 2 && or:
			done = "an Or that is one of its models"
			var lits []circuit.Node
			pick(c, n, r, &lits)
			return []circuit.Node{b.And(lits)}
		}
		return children
	})
	return d, done
}

// pick appends a random model of n.
func pick(c *circuit.Circuit, n circuit.Node, r *rand.Rand, lits *[]circuit.Node) {
	children := c.AppendChildren(nil, n)
	switch c.Kind(n) {
	case circuit.KindLiteral:
		*lits = append(*lits, n)
	case circuit.KindOr:
		pick(c, children[r.IntN(2)], r, lits)
	case circuit.KindAnd:
		for _, child := range children {
			pick(c, child, r, lits)
		}
	}
}

// requireMissed requires that the model satisfies the formula and not the
// circuit.
func requireMissed(t require.TestingT, c *circuit.Circuit, f *cnf.Formula, err error, what string) {
	var missing *circuit.MissingError
	require.ErrorAs(t, err, &missing, what)
	holds := make([]bool, c.NumNodes())
	holds[circuit.True] = true
	for _, l := range missing.Model {
		holds[circuit.Lit(l)] = true
	}
	for i := range f.NumClauses() {
		if !slices.ContainsFunc(f.Clause(i), func(l cnf.Lit) bool { return holds[l] }) {
			require.Fail(t, "the model falsifies a clause", "%s: clause %d", what, i)
		}
	}
	for n := 2*c.NumVars() + 2; n < c.NumNodes(); n++ {
		node := circuit.Node(n)
		holds[n] = c.Kind(node) == circuit.KindAnd
		for _, child := range c.AppendChildren(nil, node) {
			if c.Kind(node) == circuit.KindAnd {
				holds[n] = holds[n] && holds[child]
			} else {
				holds[n] = holds[n] || holds[child]
			}
		}
	}
	require.False(t, holds[c.Root()], what)
}

// rounds returns n, or a quarter of it in a short test.
func rounds(n int) int {
	if testing.Short() {
		return n / 4
	}
	return n
}

// A circuit whose every model is right, but which lacks some, is always
// noticed, and a model that it lacks is given.
func TestLostModelsAreNoticed(t *testing.T) {
	noticed := map[string]int{}
	for seed := range rounds(3000) {
		r := rand.New(rand.NewPCG(uint64(seed), 4))
		f := cnftest.Random(r, 2+r.IntN(30))
		whole := compiled(t, f)
		require.NoError(t, whole.Check(f), cnftest.Format(f))
		if whole.NumInner() == 0 {
			continue
		}
		if c, kind := lossy(whole, r); kind != "" {
			requireMissed(t, c, f, c.Check(f), fmt.Sprint(kind, ", seed ", seed))
			noticed[kind]++
		}
	}
	require.Len(t, noticed, 3)
	for kind, n := range noticed {
		require.Greater(t, n, rounds(100), kind)
	}
}

// The same on a real car line.
func TestLostModelsOfALineAreNoticed(t *testing.T) {
	if testing.Short() {
		t.Skip("ten proofs of a car line")
	}
	whole, f, _ := carLine(t)
	require.NoError(t, whole.Check(f))
	noticed := map[string]bool{}
	r := rand.New(rand.NewPCG(5, 5))
	for round := range 9 {
		if c, kind := lossy(whole, r); kind != "" {
			requireMissed(t, c, f, c.Check(f), fmt.Sprint(kind, ", round ", round))
			noticed[kind] = true
		}
	}
	require.Len(t, noticed, 3)
}

// A formula that has models is not False; one that has none is.
func TestFalseCircuit(t *testing.T) {
	f := cnf.NewFormula(40, 60)
	none := circuit.NewBuilder(40, 60).Finish(circuit.False)
	require.ErrorContains(t, none.Check(f), "a model of the formula is missing")
	for signs := range cnf.Lit(8) {
		f.AddClause(cnf.Pos(1)^signs&1, cnf.Pos(50)^signs>>1&1, cnf.Pos(40)^signs>>2&1)
	}
	require.NoError(t, none.Check(f))
}

// encoded returns a solver in which the literal that it returns with it says
// that the circuit holds.
func encoded(c *circuit.Circuit) (*sat.Solver, cnf.Lit) {
	s := sat.New(c.NumVars()+c.NumNodes(), 0)
	name := func(n circuit.Node) cnf.Lit {
		if c.Kind(n) == circuit.KindLiteral {
			return cnf.Lit(n)
		}
		return cnf.Pos(cnf.Var(c.NumVars() + 1 + int(n)))
	}
	s.AddClause(name(circuit.False).Not())
	s.AddClause(name(circuit.True))
	for i := range c.NumNodes() {
		n := circuit.Node(i)
		children := c.AppendChildren(nil, n)
		if len(children) == 0 {
			continue
		}
		out := name(n)
		if c.Kind(n) == circuit.KindOr {
			out = out.Not()
		}
		back := []cnf.Lit{out}
		for _, child := range children {
			in := name(child)
			if c.Kind(n) == circuit.KindOr {
				in = in.Not()
			}
			s.AddClause(out.Not(), in)
			back = append(back, in.Not())
		}
		s.AddClause(back...)
	}
	return s, name(c.Root())
}

// equal decides with a SAT solver whether formula and circuit have the same
// models, where auxiliaries in no clause are true.
func equal(t testing.TB, c *circuit.Circuit, f *cnf.Formula) bool {
	clauses := make([][]cnf.Lit, 0, f.NumClauses())
	mentioned := make([]bool, f.Vars()+1)
next:
	for i := range f.NumClauses() {
		for _, l := range f.Clause(i) {
			if slices.Contains(f.Clause(i), l.Not()) {
				continue next
			}
		}
		clauses = append(clauses, f.Clause(i))
		for _, l := range f.Clause(i) {
			mentioned[l.Var()] = true
		}
	}
	for v := f.Options() + 1; v <= f.Vars(); v++ {
		if !mentioned[v] {
			clauses = append(clauses, []cnf.Lit{cnf.Pos(cnf.Var(v))})
		}
	}
	s, root := encoded(c)
	for _, lits := range clauses {
		against := []cnf.Lit{root}
		for _, l := range lits {
			against = append(against, l.Not())
		}
		found, err := s.Solve(t.Context(), against...)
		require.NoError(t, err)
		if found {
			return false
		}
	}
	for _, lits := range clauses {
		s.AddClause(lits...)
	}
	found, err := s.Solve(t.Context(), root.Not())
	require.NoError(t, err)
	return !found
}

// On formulas too large to enumerate, and circuits damaged in every way that
// leaves them smooth, deterministic and decomposable, the verdict is that of
// a SAT solver on the circuit in clauses.
func TestVerdictsAgainstSAT(t *testing.T) {
	right, wrong := 0, 0
	for seed := range rounds(800) {
		r := rand.New(rand.NewPCG(uint64(seed), 6))
		f := cnftest.Random(r, 19+r.IntN(25))
		c := compiled(t, f)
		if c.NumInner() > 0 && r.IntN(2) == 0 {
			c = c.Clone()
			damage(c, r)
		} else if c.NumInner() > 0 {
			c, _ = lossy(c, r)
		}
		if c.CheckForm() != nil || !c.HasAll() {
			continue
		}
		want := equal(t, c, f)
		require.Equal(t, want, c.Check(f) == nil, "seed %d\n%s", seed, cnftest.Format(f))
		if want {
			right++
		} else {
			wrong++
		}
	}
	require.Greater(t, right, rounds(30))
	require.Greater(t, wrong, rounds(100))
}

// atMost returns that at most k of n options hold.
func atMost(k, n int) *cnf.Formula {
	f := cnf.NewFormula(n, n)
	var choose func(from int, lits []cnf.Lit)
	choose = func(from int, lits []cnf.Lit) {
		if len(lits) > k {
			f.AddClause(lits...)
			return
		}
		for v := from; v <= n; v++ {
			choose(v+1, append(lits, cnf.Neg(cnf.Var(v))))
		}
	}
	choose(1, nil)
	return f
}

// scopesOf returns the variables of each node, as a bitmap.
func scopesOf(c *circuit.Circuit) []uint64 {
	scopes := make([]uint64, c.NumNodes())
	for i := range scopes {
		n := circuit.Node(i)
		if c.Kind(n) == circuit.KindLiteral {
			scopes[i] = 1 << cnf.Lit(n).Var()
		}
		for _, child := range c.AppendChildren(nil, n) {
			scopes[i] |= scopes[child]
		}
	}
	return scopes
}

// A part that is right in one place, and proved there, may be wrong in
// another. For every part and every other with the same variables: a circuit
// with that in its place does not pass unless it has the same models.
func TestExchangedParts(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	formulas := []*cnf.Formula{atMost(2, 10), atMost(3, 9)}
	for range rounds(100) {
		formulas = append(formulas, cnftest.Random(r, 6+r.IntN(25)))
	}
	lost, gained := 0, 0
	for i, f := range formulas {
		whole := compiled(t, f)
		scopes := scopesOf(whole)
		starts, _, edges, _ := whole.Parts()
		first := whole.NumNodes() - whole.NumInner()
		for k, child := range edges {
			parent := first
			for int(starts[parent-first+1]) <= k {
				parent++
			}
			for n := 2*whole.NumVars() + 2; n < parent; n++ {
				part := circuit.Node(n)
				if whole.Kind(circuit.Node(parent)) != circuit.KindAnd || part == child || scopes[n] != scopes[child] {
					continue
				}
				c := whole.Clone()
				_, _, changed, _ := c.Parts()
				changed[k] = part
				c = rebuilt(c, c.NumVars(), nil)
				if c.CheckForm() != nil {
					continue
				}
				err := c.Check(f)
				what := fmt.Sprintf("formula %d, %d for %d under %d", i, n, child, parent)
				var missing *circuit.MissingError
				switch {
				case err == nil:
					require.True(t, equal(t, c, f), what)
				case errors.As(err, &missing):
					requireMissed(t, c, f, err, what)
					lost++
				default:
					require.ErrorContains(t, err, "falsifies", what)
					gained++
				}
			}
		}
	}
	require.Greater(t, lost, rounds(200))
	require.Greater(t, gained, rounds(100))
}

// What a part rests on goes with it: where u holds, m requires k, and so says
// part M, in P too. P is proved there by what was proved of M before, and is
// wrong where u does not hold.
func TestFactsKeepWhatTheyRestOn(t *testing.T) {
	const u, q, p, m, k = 1, 2, 3, 4, 5
	f := cnf.NewFormula(5, 5)
	f.AddClause(cnf.Neg(u), cnf.Neg(m), cnf.Pos(k))
	b := circuit.NewBuilder(5, 5)
	yes := func(v cnf.Var) circuit.Node { return circuit.Lit(cnf.Pos(v)) }
	no := func(v cnf.Var) circuit.Node { return circuit.Lit(cnf.Neg(v)) }
	and := func(nodes ...circuit.Node) circuit.Node { return b.And(nodes) }
	partM := b.Or(m, and(yes(m), yes(k)), and(no(m), b.Free(k)))
	partP := b.Or(p, and(yes(p), partM), and(no(p), partM))
	both := b.Or(q, and(yes(q), b.Free(p), partM), and(no(q), partP))
	free := and(no(u), b.Free(q), b.Free(p), b.Free(m), b.Free(k))
	require.NoError(t, b.Finish(b.Or(u, and(yes(u), both), free)).Check(f))
	wrong := b.Finish(b.Or(u, and(yes(u), both), and(no(u), b.Free(q), partP)))
	requireMissed(t, wrong, f, wrong.Check(f), "P where u does not hold")
}

// Forgetting what is proved costs time, and nothing else.
func TestProofWithoutMemory(t *testing.T) {
	f := cnf.NewFormula(26, 26)
	r := rand.New(rand.NewPCG(8, 8))
	for range 35 {
		var lits [3]cnf.Lit
		for i := range lits {
			lits[i] = cnf.Lit(2 + r.IntN(52))
		}
		f.AddClause(lits[:]...)
	}
	c := compiled(t, f)
	whole, err := c.Prove(f, 1<<20)
	require.NoError(t, err)
	short, err := c.Prove(f, 20)
	require.NoError(t, err)
	require.Greater(t, short.Proved, whole.Proved)
	require.LessOrEqual(t, short.Literals, 20)
	bad, kind := lossy(c, r)
	require.NotEmpty(t, kind)
	_, err = bad.Prove(f, 20)
	requireMissed(t, bad, f, err, kind)
}

// Work counters of the proof for a real car line: an Or is proved about once.
func TestProofCounters(t *testing.T) {
	c, f, _ := carLine(t)
	proof, err := c.Prove(f, 1<<20)
	require.NoError(t, err)
	t.Logf("%+v", proof)
	ors := 0
	for n := c.NumNodes() - c.NumInner(); n < c.NumNodes(); n++ {
		if c.Kind(circuit.Node(n)) == circuit.KindOr {
			ors++
		}
	}
	require.Less(t, proof.Proved, int64(ors+ors/20))
	require.Less(t, proof.Literals, ors*3)
	require.Less(t, proof.Entail.Lemmas, int64(10))
}

var (
	linesFlag = flag.String("verify-lines", "", "verify these car lines: comma-separated names, or all")
	limitFlag = flag.Duration("line-limit", time.Minute, "time for the compilation of each car line")
)

// cpuTime returns the processor time that the process has used.
func cpuTime() time.Duration {
	var r syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &r)
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

// TestVerifyLines compiles and verifies the car lines named by -verify-lines,
// and prints the processor time of both:
//
//	go test ./solver/internal/circuit -run TestVerifyLines -verify-lines all -timeout 30m -v
func TestVerifyLines(t *testing.T) {
	if *linesFlag == "" {
		t.Skip("-verify-lines names no car line")
	}
	files, err := filepath.Glob(filepath.Join(configtest.Reference(t, "mercedes"), "*.cnf.gz"))
	require.NoError(t, err)
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".cnf.gz")
		if *linesFlag != "all" && !strings.Contains(","+*linesFlag+",", ","+name+",") {
			continue
		}
		f := cnftest.Read(t, file)
		ctx, cancel := context.WithTimeout(t.Context(), *limitFlag)
		start := cpuTime()
		c, _, err := compile.Compile(ctx, f, compile.Options{})
		cancel()
		compiling := cpuTime() - start
		if err != nil {
			fmt.Printf("%-10s not compiled: %v\n", name, err)
			continue
		}
		start = cpuTime()
		proof, err := c.Prove(f, 1<<27)
		require.NoError(t, err, name)
		fmt.Printf("%-10s compiled in %.2fs, verified in %.2fs, %d edges, %+v\n", name, compiling.Seconds(), (cpuTime() - start).Seconds(), c.NumEdges(), proof)
	}
}
