package rulestest

import (
	"fmt"
	"slices"

	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/rules/syntax"
)

// Conditions bounds random conditions. The zero value means everything the
// language has, nested up to three operators deep.
type Conditions struct {
	// Depth is how deep operators nest; 0 means 3.
	Depth int
	// NoArithmetic leaves out comparisons of numbers.
	NoArithmetic bool
	// NoNonlinear leaves out products and quotients of options, averages
	// and rounding.
	NoNonlinear bool
	// Sensible leaves out lists that rules are refused for: with an option
	// twice, or a bound above their number.
	Sensible bool
}

// Syntax returns a generator of unbound conditions that make sense for a
// catalog.
func (c Conditions) Syntax(cat *config.Catalog) *rapid.Generator[*syntax.Node] {
	depth := c.Depth
	if depth == 0 {
		depth = 3
	}
	return rapid.Custom(func(t *rapid.T) *syntax.Node {
		return drawing{t: t, cat: cat, Conditions: c}.condition(rapid.IntRange(0, depth).Draw(t, "depth"))
	})
}

// Expr returns a generator of conditions bound to a catalog.
func (c Conditions) Expr(cat *config.Catalog) *rapid.Generator[rules.Expr] {
	return rapid.Map(c.Syntax(cat), func(n *syntax.Node) rules.Expr {
		e, err := rules.Bind(cat, n)
		if err != nil {
			panic(fmt.Sprintf("rulestest: %s: %v", n, err))
		}
		return e
	})
}

// drawing draws the parts of one condition.
type drawing struct {
	t   *rapid.T
	cat *config.Catalog
	Conditions

	attributes []config.AttributeID // within a comparison: those of one unit
}

func (d drawing) int(lo, hi int, label string) int { return rapid.IntRange(lo, hi).Draw(d.t, label) }

func (d drawing) option() *syntax.Node {
	return syntax.NewRef(d.cat.Code(config.OptionID(d.int(0, d.cat.NumOptions()-1, "option"))))
}

func (d drawing) family() config.Family {
	return d.cat.Family(config.FamilyID(d.int(0, d.cat.NumFamilies()-1, "family")))
}

// members draws distinct options of a family, at least one.
func (d drawing) members(f config.Family) []config.OptionID {
	return rapid.Permutation(f.Options).Draw(d.t, "members")[:d.int(1, len(f.Options), "number")]
}

func (d drawing) node(op syntax.Op, args ...*syntax.Node) *syntax.Node {
	return &syntax.Node{Op: op, Args: args}
}

// condition draws a condition with at most depth operators above another.
func (d drawing) condition(depth int) *syntax.Node {
	if depth <= 0 {
		return d.simple()
	}
	op := rapid.SampledFrom([]syntax.Op{
		syntax.Not, syntax.And, syntax.Or, syntax.Implies, syntax.Requires, syntax.Excludes, syntax.Iff, syntax.Between, syntax.Ref,
	}).Draw(d.t, "op")
	several := func(lo, hi int) []*syntax.Node {
		var out []*syntax.Node
		for range d.int(lo, hi, "arguments") {
			out = append(out, d.condition(depth-1))
		}
		return out
	}
	switch op {
	case syntax.Not:
		return d.node(op, several(1, 1)...)
	case syntax.And, syntax.Or:
		return d.node(op, several(2, 4)...)
	case syntax.Between:
		n := d.node(op, several(1, 4)...)
		if rapid.Bool().Draw(d.t, "whole family") {
			n.Args[0] = syntax.NewRef(d.family().Code)
		}
		n.Lo = d.int(0, 3, "lo")
		n.Hi = rapid.SampledFrom([]int{syntax.Unbounded, n.Lo, n.Lo + 1, n.Lo + 2}).Draw(d.t, "hi")
		if d.Sensible {
			d.mend(n)
		}
		return n
	case syntax.Ref:
		return d.simple()
	}
	return d.node(op, several(2, 2)...)
}

// mend drops the options that a list has already, and lowers bounds that are above
// its number.
func (d drawing) mend(n *syntax.Node) {
	listed := make(map[config.OptionID]bool)
	number := 0
	n.Args = slices.DeleteFunc(n.Args, func(arg *syntax.Node) bool {
		options := d.plain(arg)
		if slices.ContainsFunc(options, func(o config.OptionID) bool { return listed[o] }) {
			return true
		}
		for _, o := range options {
			listed[o] = true
		}
		number += max(len(options), 1)
		return false
	})
	n.Lo, n.Hi = min(n.Lo, number), min(n.Hi, number)
}

// plain returns the options that a part of a list is: those of a family, or one.
func (d drawing) plain(arg *syntax.Node) []config.OptionID {
	if code, ok := arg.Code(); ok {
		if f, ok := d.cat.LookupFamily(code); ok {
			return d.cat.Family(f).Options
		}
	}
	if e, err := rules.Bind(d.cat, arg); err == nil && e.Op() == rules.OpOption {
		return []config.OptionID{e.Option()}
	}
	return nil
}

// simple draws a condition without conditions in it.
func (d drawing) simple() *syntax.Node {
	kind := d.int(0, 19, "kind")
	switch {
	case kind == 0:
		return d.node(rapid.SampledFrom([]syntax.Op{syntax.True, syntax.False}).Draw(d.t, "constant"))
	case kind <= 2:
		f := d.family()
		n := d.node(rapid.SampledFrom([]syntax.Op{syntax.In, syntax.NotIn}).Draw(d.t, "op"), syntax.NewRef(f.Code))
		for _, o := range d.members(f) {
			n.Args = append(n.Args, syntax.NewRef(d.cat.Code(o)))
		}
		return n
	case kind <= 4:
		f := d.family()
		op := rapid.SampledFrom([]syntax.Op{syntax.Equal, syntax.NotEqual}).Draw(d.t, "op")
		return d.node(op, syntax.NewRef(f.Code), syntax.NewRef(d.cat.Code(d.members(f)[0])))
	case kind <= 9 && !d.NoArithmetic:
		return d.comparison()
	}
	return d.option()
}

// comparison draws a comparison of numbers. Half of them compare to a number
// that the other side can have, so that they decide something.
func (d drawing) comparison() *syntax.Node {
	op := rapid.SampledFrom([]syntax.Op{
		syntax.Equal, syntax.NotEqual, syntax.Less, syntax.LessEqual, syntax.Greater, syntax.GreaterEqual,
	}).Draw(d.t, "op")
	d.attributes = d.sameUnit()
	left := d.number(2)
	right := d.number(1)
	if rapid.Bool().Draw(d.t, "near") {
		sel := d.cat.NewSelection()
		for o := range config.OptionID(d.cat.NumOptions()) {
			if rapid.Bool().Draw(d.t, "chosen") {
				sel.Choose(o)
			}
		}
		right = d.constant()
		if v := Value(d.cat, left, sel); v != nil {
			if places, exact := v.FloatPrec(); exact && places < 8 {
				right = number(v.FloatString(places))
			}
		}
	}
	// A bare code does not compare as a number.
	if _, ok := left.Code(); ok {
		left = d.node(syntax.Mul, d.constant(), left)
	}
	if _, ok := right.Code(); ok {
		right = d.node(syntax.Mul, d.constant(), right)
	}
	return d.node(op, left, right)
}

// sameUnit draws a unit and returns the attributes that have it: others do not
// add to them.
func (d drawing) sameUnit() []config.AttributeID {
	var all []config.AttributeID
	for a := range config.AttributeID(d.cat.NumAttributes()) {
		all = append(all, a)
	}
	if all == nil {
		return nil
	}
	unit := d.cat.Attribute(rapid.SampledFrom(all).Draw(d.t, "unit of")).Unit
	return slices.DeleteFunc(all, func(a config.AttributeID) bool { return d.cat.Attribute(a).Unit != unit })
}

// number draws an arithmetic expression with at most depth operators above
// another.
func (d drawing) number(depth int) *syntax.Node {
	kind := d.int(0, 12, "number")
	several := func(lo, hi int) []*syntax.Node {
		var out []*syntax.Node
		for range d.int(lo, hi, "operands") {
			out = append(out, d.number(depth-1))
		}
		return out
	}
	switch {
	case kind == 0:
		return d.constant()
	case kind <= 2 && d.attributes != nil:
		if n := d.attribute(); n != nil {
			return n
		}
	case kind == 3 && d.attributes != nil:
		return d.aggregate(syntax.Sum)
	case kind == 4 && d.attributes != nil && !d.NoNonlinear:
		return d.aggregate(syntax.Avg)
	case kind == 5:
		return d.node(syntax.Count, syntax.NewRef(d.family().Code), d.option())
	case kind <= 7 && depth > 0:
		return d.node(syntax.Add, several(2, 3)...)
	case kind == 8 && depth > 0:
		return d.node(syntax.Neg, several(1, 1)...)
	case kind <= 10 && depth > 0:
		op := rapid.SampledFrom([]syntax.Op{syntax.Mul, syntax.Div}).Draw(d.t, "op")
		args := several(2, 2)
		if d.NoNonlinear {
			args[1] = d.constant()
		}
		return d.node(op, args...)
	case kind == 11 && depth > 0 && !d.NoNonlinear:
		op := rapid.SampledFrom([]syntax.Op{syntax.Floor, syntax.Ceil}).Draw(d.t, "op")
		return d.node(op, several(1, 1)...)
	}
	return d.option()
}

func number(text string) *syntax.Node {
	if text[0] == '-' {
		return &syntax.Node{Op: syntax.Neg, Args: []*syntax.Node{number(text[1:])}}
	}
	return &syntax.Node{Op: syntax.Number, Text: text}
}

func (d drawing) constant() *syntax.Node {
	return number(rapid.SampledFrom([]string{"0", "1", "2", "3", "0.5", "12.25", "-1", "100"}).Draw(d.t, "constant"))
}

// attribute draws "option.attribute" or "family.attribute" of which there is a
// value, or nil.
func (d drawing) attribute() *syntax.Node {
	a := rapid.SampledFrom(d.attributes).Draw(d.t, "attribute")
	var known []string
	for o := range config.OptionID(d.cat.NumOptions()) {
		if _, ok := d.cat.Value(o, a); ok {
			known = append(known, d.cat.Code(o), d.cat.Family(d.cat.Option(o).Family).Code)
		}
	}
	if known == nil {
		return nil
	}
	return syntax.NewRef(rapid.SampledFrom(known).Draw(d.t, "code"), d.cat.Attribute(a).Name)
}

func (d drawing) aggregate(op syntax.Op) *syntax.Node {
	a := rapid.SampledFrom(d.attributes).Draw(d.t, "attribute")
	n := d.node(op, syntax.NewRef(d.cat.Attribute(a).Name))
	switch d.int(0, 2, "scope") {
	case 0:
		n.Args = append(n.Args, d.option())
	case 1:
		n.Args = append(n.Args, syntax.NewRef(d.family().Code))
	}
	return n
}
