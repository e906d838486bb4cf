package uvl

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/rules/syntax"
)

// maxTerms is the greatest number of features that one constraint names. A cardinality k of n,
// spelled out, names up to 2^n of them; a constraint beyond some pages helps nobody, and other
// tools do not read it in reasonable time.
const maxTerms = 20_000

// maxDiagram bounds the distinct situations in the diagram of a weighted sum or a cardinality: the text names an option
// for each at least.
const maxDiagram = 1 << 14

// spell is e in features, !, & and |.
func (l *lowering) spell(e rules.Expr) *syntax.Node {
	switch e.Op() {
	case rules.OpLinear:
		return l.linear(e)
	case rules.OpArith:
		return l.diagram(e.Decisions(), 0)
	case rules.OpTrue, rules.OpFalse, rules.OpOption:
		return l.condition(e.Syntax())
	}
	var args []*syntax.Node
	for a := range e.Args() {
		args = append(args, l.spell(a))
	}
	switch e.Op() {
	case rules.OpNot:
		return not(args[0])
	case rules.OpAnd:
		return several(syntax.And, args)
	case rules.OpOr:
		return several(syntax.Or, args)
	case rules.OpImplies:
		return several(syntax.Implies, args)
	case rules.OpIff:
		return several(syntax.Iff, args)
	}
	lo, hi := e.Bounds()
	return l.between(lo, hi, args)
}

// between spells out that lo to hi of args hold.
func (l *lowering) between(lo, hi int, args []*syntax.Node) *syntax.Node {
	n := len(args)
	if hi == syntax.Unbounded || hi > n {
		hi = n
	}
	switch {
	case lo > n:
		return l.constant(false)
	case lo == 0 && hi == n:
		return l.constant(true)
	case lo == n:
		return several(syntax.And, args)
	case lo == 1 && hi == n:
		return several(syntax.Or, args)
	case hi == 0:
		return not(several(syntax.Or, args))
	case n*(hi+1) > maxDiagram:
		l.err = fmt.Errorf("%d to %d of %d conditions is too much to spell out", lo, hi, n)
		return l.constant(true)
	case lo == n-1 && hi == n:
		return several(syntax.And, pairs(args, func(a, b *syntax.Node) *syntax.Node { return several(syntax.Or, []*syntax.Node{a, b}) }))
	case hi == 1:
		out := pairs(args, func(a, b *syntax.Node) *syntax.Node { return not(several(syntax.And, []*syntax.Node{a, b})) })
		if lo == 1 {
			out = slices.Insert(out, 0, several(syntax.Or, args))
		}
		return several(syntax.And, out)
	}
	return l.ended(l.window(lo, hi, args, map[[2]int]*syntax.Node{}))
}

// pairs joins every two of args.
func pairs(args []*syntax.Node, join func(a, b *syntax.Node) *syntax.Node) []*syntax.Node {
	var out []*syntax.Node
	for i, a := range args {
		for _, b := range args[i+1:] {
			out = append(out, join(a, b))
		}
	}
	return out
}

// window spells out that lo to hi of args hold, by cases on the first; lo is negative when enough hold already. done
// holds the windows that were spelled out, by how many args are left, and lo.
func (l *lowering) window(lo, hi int, args []*syntax.Node, done map[[2]int]*syntax.Node) *syntax.Node {
	switch {
	case hi < 0 || lo > len(args):
		return nil
	case lo <= 0 && hi >= len(args):
		return always
	}
	key := [2]int{len(args), lo}
	if n, ok := done[key]; ok {
		return n
	}
	n := cases(args[0], l.window(lo-1, hi-1, args[1:], done), l.window(lo, hi, args[1:], done))
	done[key] = n
	return n
}

// always stands for a condition that holds in a case; nil for one that does not. Both vanish when
// cases are joined.
var always = &syntax.Node{Op: syntax.True}

// cases is: yes if a holds, no if it does not.
func cases(a, yes, no *syntax.Node) *syntax.Node {
	both := func(x, y *syntax.Node) *syntax.Node { return several(syntax.And, []*syntax.Node{x, y}) }
	either := func(x, y *syntax.Node) *syntax.Node { return several(syntax.Or, []*syntax.Node{x, y}) }
	switch {
	case yes == no:
		return yes
	case yes == always && no == nil:
		return a
	case yes == nil && no == always:
		return not(a)
	case yes == always:
		return either(a, no)
	case yes == nil:
		return both(not(a), no)
	case no == always:
		return either(not(a), yes)
	case no == nil:
		return both(a, yes)
	}
	return either(both(a, yes), both(not(a), no))
}

// ended returns the condition of cases at the top, where nothing is left to
// join.
func (l *lowering) ended(n *syntax.Node) *syntax.Node {
	if n == nil || n == always {
		return l.constant(n == always)
	}
	return n
}

func (l *lowering) constant(holds bool) *syntax.Node {
	root := syntax.NewRef(l.root)
	if holds {
		return root
	}
	return not(root)
}

// weighted is a weighted sum that is being decided term by term.
type weighted struct {
	l           *lowering
	terms       []rules.Term
	rel         rules.Relation
	least, most []int64 // of the terms from i on
	done        map[situation]*syntax.Node
}

// situation is the rest of a sum: the terms from i on compare to bound.
type situation struct {
	i     int
	bound int64
}

// linear spells out a weighted sum, the heaviest terms first.
func (l *lowering) linear(e rules.Expr) *syntax.Node {
	w := &weighted{l: l, done: map[situation]*syntax.Node{}}
	var bound int64
	w.terms, w.rel, bound = e.Linear()
	slices.SortStableFunc(w.terms, func(a, b rules.Term) int { return cmp.Compare(max(b.Coef, -b.Coef), max(a.Coef, -a.Coef)) })
	w.least, w.most = make([]int64, len(w.terms)+1), make([]int64, len(w.terms)+1)
	for i, t := range slices.Backward(w.terms) {
		w.least[i], w.most[i] = w.least[i+1]+min(t.Coef, 0), w.most[i+1]+max(t.Coef, 0)
	}
	n := w.decide(situation{0, bound})
	if len(w.done) > maxDiagram {
		l.err = fmt.Errorf("a weighted sum of %d options takes more than %d cases to spell out", len(w.terms), maxDiagram)
		return l.constant(true)
	}
	return l.ended(n)
}

func (w *weighted) decide(s situation) *syntax.Node {
	below, above := w.most[s.i] < s.bound, w.least[s.i] > s.bound
	equal := w.most[s.i] == s.bound && w.least[s.i] == s.bound
	switch {
	case len(w.done) > maxDiagram:
		return nil
	case w.rel == rules.AtMost && w.most[s.i] <= s.bound, w.rel == rules.AtLeast && w.least[s.i] >= s.bound, w.rel == rules.Exactly && equal:
		return always
	case w.rel == rules.AtMost && above, w.rel == rules.AtLeast && below, w.rel == rules.Exactly && (above || below):
		return nil
	}
	if n, ok := w.done[s]; ok {
		return n
	}
	t := w.terms[s.i]
	option := syntax.NewRef(w.l.cat.Code(t.Option))
	n := cases(option, w.decide(situation{s.i + 1, s.bound - t.Coef}), w.decide(situation{s.i + 1, s.bound}))
	w.done[s] = n
	return n
}

// diagram spells out the decisions from one on.
func (l *lowering) diagram(decisions []rules.Decision, start int) *syntax.Node {
	done := make([]*syntax.Node, len(decisions))
	to := func(i int) *syntax.Node {
		switch i {
		case rules.DecidedTrue:
			return always
		case rules.DecidedFalse:
			return nil
		}
		return done[i]
	}
	for i, d := range slices.Backward(decisions) { // ways lead forward
		done[i] = cases(syntax.NewRef(l.cat.Code(d.Option)), to(d.Chosen), to(d.Rejected))
	}
	return l.ended(to(start))
}
