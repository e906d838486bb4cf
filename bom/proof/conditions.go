package proof

import (
	"context"
	"fmt"

	"github.com/confspace/confspace/bom/internal/condition"
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
)

// A stated condition is one that is written in the bill or the line, and in force.
type stated struct {
	is     rules.Expr
	told   Subject // where it is written first
	what   string  // the same in words
	others int     // further places
}

// stated returns the conditions in force, each once, in document order: those of the bill
// first.
func (x *pass) stated() []*stated {
	var all []*stated
	var numbers condition.Numbers
	add := func(e rules.Expr, told Subject, what string) {
		if e.IsZero() || e.Op() == rules.OpTrue || e.Op() == rules.OpFalse {
			return
		}
		if i, known := numbers.Of(e); known {
			all[i].others++
			return
		}
		all = append(all, &stated{is: e, told: told, what: what})
	}
	if s := x.structure; s != nil {
		for id, position := range s.Positions() {
			if exists, _ := position.Effectivity.Covers(x.asOf); !exists {
				continue
			}
			add(position.When, Subject{Kind: OfPosition, Code: position.Code, Place: position.Place}, "position "+position.Code)
			for v, variant := range s.Variants(id) {
				if x.usage[v].Op() != rules.OpFalse {
					told := Subject{Kind: OfVariant, Code: position.Code, Parts: []string{variant.Part}, Place: variant.Place}
					add(variant.Usage, told, fmt.Sprintf("position %s, part %s", position.Code, variant.Part))
				}
			}
		}
	}
	if x.line != nil {
		for i, when := range x.study.operations {
			if when.Op() != rules.OpFalse {
				o := x.line.Operation(line.OperationID(i))
				add(o.When, Subject{Kind: OfOperation, Code: o.Code, Place: o.Place}, "operation "+o.Code)
			}
		}
	}
	return all
}

// conditions asks which of the options that the conditions in force name no order can have.
func (x *pass) conditions(context.Context) error {
	if !x.wants(Barred) {
		return nil
	}
	x.said = x.stated()
	x.barred(x.said)
	return nil
}

// redundant asks which conditions can be shorter under the rules: at the first point at which
// a condition is in force it looks for the shortest one, see [solver.View.Reduce], and at
// the others whether that means the same.
func (a *audit) redundant(ctx context.Context, passes []*pass) error {
	if !a.cfg.wants(Redundant) {
		return nil
	}
	var numbers condition.Numbers
	var shorter []rules.Expr // by number; zero if no shorter one means the same
	for _, x := range passes {
		said := make([]int, len(x.said))
		for i, s := range x.said {
			said[i], _ = numbers.Of(s.is)
		}
		more, err := x.shorten(ctx, a.cfg.Workers, numbers.All()[len(shorter):])
		if err != nil {
			return err
		}
		shorter = append(shorter, more...)
		for i, s := range x.said {
			if e := shorter[said[i]]; !e.IsZero() {
				s.redundant(x, e)
			}
		}
		if err := x.settle(ctx); err != nil {
			return err
		}
	}
	return nil
}

// shorten returns for each condition a shorter one that means the same, or the zero Expr. Those
// that always hold or never are left out: Always and Dead say so.
func (x *pass) shorten(ctx context.Context, workers int, conditions []rules.Expr) ([]rules.Expr, error) {
	shorter := make([]rules.Expr, len(conditions))
	if len(conditions) == 0 {
		return shorter, nil
	}
	reducible, err := x.space.Reducible(ctx, conditions)
	if err != nil {
		return nil, err
	}
	err = spread(workers, len(conditions), func(i int) error {
		if !reducible[i] {
			return nil
		}
		e, err := x.space.Reduce(ctx, conditions[i])
		if err == nil && e.Size() < conditions[i].Size() && e.Op() != rules.OpTrue && e.Op() != rules.OpFalse {
			shorter[i] = e
		}
		return err
	})
	return shorter, err
}

// redundant notes a condition unless the shorter one means something else at a point.
func (s *stated) redundant(x *pass, shorter rules.Expr) {
	m := x.at(Redundant, condition.Key(s.is), s.told)
	m.condition = shorter
	m.message = say("%s: %s means the same as its condition %s%s", s.what, shorter, s.is, more(", and at %d more", s.others))
	x.never(m, rules.Not(rules.Iff(s.is, shorter)), nil)
}

// more returns words with a number, or nothing for none.
func more(format string, n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(format, n)
}

// barred asks of each option that a condition names whether some order can have it.
func (x *pass) barred(all []*stated) {
	cat := x.product.Catalog
	named := make([]*stated, cat.NumOptions())
	others := make([]int, cat.NumOptions())
	for _, s := range all {
		for _, o := range s.is.Options() {
			if named[o] == nil {
				named[o] = s
			} else {
				others[o]++
			}
		}
	}
	for o, s := range named {
		if s == nil {
			continue
		}
		option := cat.Option(config.OptionID(o))
		m := x.at(Barred, option.Code, Subject{Kind: OfOption, Code: option.Code, Parts: s.told.Parts, Place: option.Place})
		m.message = say("option %s: no order can have it, but the condition of %s%s names it%s", option.Code, s.what, s.told.Place.At(), more(", and %d more do", others[o]))
		m.condition = rules.Option(cat, config.OptionID(o))
		x.never(m, m.condition, nil)
	}
}

// indifferent notes the options that decide nothing, at no point: no rule, no condition and no
// attribute names them, nor is there an option below. In a family of which each order has
// exactly one option, one such option is what is left without the others, and decides. Options
// that nobody can have at any point are left out: that is the finding, about them or one above.
func (a *audit) indifferent(ctx context.Context, passes []*pass) error {
	cat := a.product.Catalog
	spare := a.spare()
	had := make(map[config.OptionID]bool)
	for _, x := range passes {
		for _, o := range spare {
			x.ask(rules.Option(cat, o), func(t rules.Truth) { had[o] = had[o] || t != rules.Violated })
		}
		if err := x.settle(ctx); err != nil {
			return err
		}
	}
	for _, o := range spare {
		if had[o] {
			option := cat.Option(o)
			m := a.at(Indifferent, option.Code, Subject{Kind: OfOption, Code: option.Code, Place: option.Place})
			m.message = say("option %s decides nothing: no rule, part, operation or attribute depends on it", option.Code)
			m.asked = true
		}
	}
	return nil
}

// spare returns the options on which nothing depends, ascending.
func (a *audit) spare() (all []config.OptionID) {
	cat := a.product.Catalog
	named := make([]bool, cat.NumOptions())
	name := func(e rules.Expr) {
		if !e.IsZero() {
			for _, o := range e.Options() {
				named[o] = true
			}
		}
	}
	for _, r := range a.product.Rules.All() {
		name(r.Expr)
	}
	if s := a.product.Structure; s != nil {
		for id, position := range s.Positions() {
			name(position.When)
			for _, variant := range s.Variants(id) {
				name(variant.Usage)
			}
		}
	}
	if l := a.product.Line; l != nil {
		for o := range l.NumOperations() {
			name(l.Operation(line.OperationID(o)).When)
		}
	}
	for f := range cat.NumFamilies() {
		family := cat.Family(config.FamilyID(f))
		var rest []config.OptionID
		for _, o := range family.Options {
			if !named[o] && !decides(cat, o) {
				rest = append(rest, o)
			}
		}
		if len(rest) == 1 && len(family.Options) > 1 && family.Select == (config.Cardinality{Min: 1, Max: 1}) {
			continue
		}
		all = append(all, rest...)
	}
	return all
}

// decides reports whether an option has an attribute, or options below it.
func decides(cat *config.Catalog, o config.OptionID) bool {
	for a := range cat.NumAttributes() {
		if _, has := cat.Value(o, config.AttributeID(a)); has {
			return true
		}
	}
	return len(cat.Children(o)) > 0
}
