package solver

import (
	"iter"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
)

// Demands yields the demands of the space, each as a cause and as an equivalent condition:
// a complete selection is a configuration if and only if it satisfies all of them. So the
// demands of one space can be asked of another. Options that are not in force come first,
// then families, each with the parent of its options, in the order of the catalog, then
// rules in that of the set, tables of forbidden combinations by row. A family that takes
// any number of options has no demand.
//
// A space without rules, such as that of [View.Project], yields one [CauseSpace], with the
// zero condition.
func (s *Space) Demands() iter.Seq2[Cause, rules.Expr] {
	s.made()
	return func(yield func(Cause, rules.Expr) bool) {
		if s.whole {
			yield(Cause{space: s, Kind: CauseSpace}, rules.Expr{})
			return
		}
		_ = s.inForce(yield) && s.tree(yield) && s.obeyed(yield)
	}
}

// inForce yields the demands that options out of force are not chosen. Like tree and obeyed
// it reports whether to go on.
func (s *Space) inForce(yield func(Cause, rules.Expr) bool) bool {
	for _, o := range s.inactive {
		if !yield(Cause{space: s, Kind: CauseOption, Option: o}, rules.Not(rules.Option(s.cat, o))) {
			return false
		}
	}
	return true
}

// tree yields the demands of families, and those of options on their parents.
func (s *Space) tree(yield func(Cause, rules.Expr) bool) bool {
	for id := range config.FamilyID(s.cat.NumFamilies()) {
		f := s.cat.Family(id)
		if e, demands := s.taken(f); demands && !yield(Cause{space: s, Kind: CauseFamily, Family: id}, e) {
			return false
		}
		if f.Parent == config.NoOption {
			continue
		}
		for _, o := range f.Options {
			below := rules.Implies(rules.Option(s.cat, o), rules.Option(s.cat, f.Parent))
			if !yield(Cause{space: s, Kind: CauseParent, Option: o}, below) {
				return false
			}
		}
	}
	return true
}

// taken returns the condition on the number of options of a family: never above its
// maximum, and not below its minimum if its parent is chosen. It reports whether that is a
// demand.
func (s *Space) taken(f config.Family) (rules.Expr, bool) {
	options := make([]rules.Expr, len(f.Options))
	for i, o := range f.Options {
		options[i] = rules.Option(s.cat, o)
	}
	lo, hi := f.Select.Min, f.Select.Max
	most := hi != config.Unbounded && hi < len(options)
	switch {
	case lo > 0 && f.Parent == config.NoOption && most:
		return rules.Between(lo, hi, options...), true
	case lo > 0 && f.Parent == config.NoOption:
		return rules.Between(lo, rules.Unbounded, options...), true
	case lo > 0:
		asked := rules.Implies(rules.Option(s.cat, f.Parent), rules.Between(lo, rules.Unbounded, options...))
		if !most {
			return asked, true
		}
		return rules.And(rules.Between(0, hi, options...), asked), true
	case most:
		return rules.Between(0, hi, options...), true
	}
	return rules.Expr{}, false
}

// obeyed yields the rules in force.
func (s *Space) obeyed(yield func(Cause, rules.Expr) bool) bool {
	for i, id := range s.active {
		if t := s.set.Rule(id).Table; t == nil || !t.Forbidden {
			if !yield(Cause{space: s, Kind: CauseRule, Rule: id}, s.exprs[i]) {
				return false
			}
			continue
		}
		row := 0
		for e := range s.exprs[i].Args() {
			if !yield(Cause{space: s, Kind: CauseRow, Rule: id, Row: row}, e) {
				return false
			}
			row++
		}
	}
	return true
}
