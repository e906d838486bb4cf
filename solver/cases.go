package solver

import (
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
)

// Bounds of splitting a condition into cases. So many counts take about as long
// as to compile a car line once more; the walk only evaluates the condition,
// which is far cheaper than a count.
const (
	maxCases = 256   // that are counted
	maxWalk  = 4_096 // decided selections that are looked at
)

// cases are disjoint partial selections that each decide a condition in the same
// way: together they cover all selections in which it holds, or all in which it
// does not.
type cases struct {
	parts []*config.Selection
	holds bool
}

// split returns the cases of e that agree with sel: those that hold or
// those that fail, whichever are fewer. It reports false when both are too
// many.
//
// It is a decision tree over the options of e in the order of the catalog. Every
// decision includes its consequences in families and in the option tree.
// Selections that contradict these are dropped, and no configuration is lost.
func split(e rules.Expr, sel *config.Selection) (cases, bool) {
	t := tree{cat: e.Catalog(), e: e, part: sel.Catalog().NewSelection()}
	for o := range sel.Chosen() {
		if !t.choose(o) {
			return cases{holds: true}, true
		}
	}
	for o := range sel.Rejected() {
		if !t.reject(o) {
			return cases{holds: true}, true
		}
	}
	t.walk(e.Options())
	holding, failing := t.leaves[rules.Satisfied], t.leaves[rules.Violated]
	switch {
	case t.walked > maxWalk:
	case len(holding) <= min(len(failing)+1, maxCases):
		return cases{holding, true}, true
	case len(failing) < maxCases:
		return cases{failing, false}, true
	}
	return cases{}, false
}

// tree is the walk over the decision tree of a condition.
type tree struct {
	cat    *config.Catalog
	e      rules.Expr
	part   *config.Selection      // the decisions so far
	trail  []config.OptionID      // what they decide, in order
	leaves [3][]*config.Selection // by truth, at most one more than maxCases
	walked int                    // leaves in all
}

// walk splits t.part by the options of e; those before options are decided.
func (t *tree) walk(options []config.OptionID) {
	truth := t.e.Truth(t.part)
	if truth != rules.Undecided {
		t.walked++
		if len(t.leaves[truth]) <= maxCases {
			t.leaves[truth] = append(t.leaves[truth], t.part.Clone())
		}
		return
	}
	for t.part.State(options[0]) != config.Open {
		options = options[1:]
	}
	mark := len(t.trail)
	for _, decide := range [2]func(config.OptionID) bool{t.choose, t.reject} {
		if t.over() {
			return
		}
		if decide(options[0]) {
			t.walk(options[1:])
		}
		for _, o := range t.trail[mark:] {
			t.part.Clear(o)
		}
		t.trail = t.trail[:mark]
	}
}

// over reports whether there are too many cases to go on.
func (t *tree) over() bool {
	return t.walked > maxWalk || min(len(t.leaves[rules.Satisfied]), len(t.leaves[rules.Violated])) > maxCases
}

// choose chooses an option and its parent, and rejects the other options of a
// family that takes one. It reports false on a contradiction.
func (t *tree) choose(o config.OptionID) bool {
	if state := t.part.State(o); state != config.Open {
		return state == config.Chosen
	}
	t.part.Choose(o)
	t.trail = append(t.trail, o)
	family := t.cat.Family(t.cat.Option(o).Family)
	if family.Parent != config.NoOption && !t.choose(family.Parent) {
		return false
	}
	if family.Select.Max != 1 {
		return true
	}
	for _, other := range family.Options {
		if other != o && !t.drop(other) {
			return false
		}
	}
	return true
}

// reject rejects an option, and chooses the last one left of a family that
// must have one. It reports false on a contradiction.
func (t *tree) reject(o config.OptionID) bool {
	return t.drop(o) && t.last(t.cat.Family(t.cat.Option(o).Family))
}

// drop rejects an option and all options below it. It reports false on a
// contradiction.
func (t *tree) drop(o config.OptionID) bool {
	if state := t.part.State(o); state != config.Open {
		return state == config.Rejected
	}
	t.part.Reject(o)
	t.trail = append(t.trail, o)
	for _, f := range t.cat.Children(o) {
		for _, below := range t.cat.Family(f).Options {
			if !t.drop(below) {
				return false
			}
		}
	}
	return true
}

// last chooses the only option left of a family that must have one.
func (t *tree) last(family config.Family) bool {
	if family.Select.Min < 1 || family.Parent != config.NoOption && !t.part.IsChosen(family.Parent) {
		return true
	}
	left, n := config.NoOption, 0
	for _, o := range family.Options {
		switch t.part.State(o) {
		case config.Chosen:
			return true
		case config.Open:
			left = o
			n++
		}
	}
	return n > 1 || n == 1 && t.choose(left)
}
