package rulestest

import (
	"fmt"
	"math/big"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules/syntax"
)

// Holds reports whether a condition holds when only the chosen options of sel
// are built in. It panics on a condition that makes no sense for the catalog.
func Holds(cat *config.Catalog, n *syntax.Node, sel *config.Selection) bool {
	switch n.Op {
	case syntax.True:
		return true
	case syntax.False:
		return false
	case syntax.Ref:
		return sel.State(option(cat, n)) == config.Chosen
	case syntax.Not:
		return !Holds(cat, n.Args[0], sel)
	case syntax.And:
		return holding(cat, n.Args, sel) == len(n.Args)
	case syntax.Or:
		return holding(cat, n.Args, sel) > 0
	case syntax.Implies, syntax.Requires:
		return !(Holds(cat, n.Args[0], sel) && !Holds(cat, n.Args[1], sel))
	case syntax.Excludes:
		return holding(cat, n.Args, sel) < 2
	case syntax.Iff:
		return holding(cat, n.Args, sel) != 1
	case syntax.In:
		return holding(cat, n.Args[1:], sel) > 0
	case syntax.NotIn:
		return holding(cat, n.Args[1:], sel) == 0
	case syntax.Between:
		count := 0
		for _, a := range n.Args {
			if f, ok := family(cat, a); ok {
				for _, o := range cat.Family(f).Options {
					if sel.State(o) == config.Chosen {
						count++
					}
				}
			} else if Holds(cat, a, sel) {
				count++
			}
		}
		return count >= n.Lo && (n.Hi == syntax.Unbounded || count <= n.Hi)
	}
	return compare(cat, n, sel)
}

// holding counts the conditions that hold.
func holding(cat *config.Catalog, ns []*syntax.Node, sel *config.Selection) int {
	count := 0
	for _, n := range ns {
		if Holds(cat, n, sel) {
			count++
		}
	}
	return count
}

// option returns the option that n names.
func option(cat *config.Catalog, n *syntax.Node) config.OptionID {
	code, _ := n.Code()
	o, ok := cat.LookupOption(code)
	if !ok {
		panic(fmt.Sprintf("rulestest: no option %s", n))
	}
	return o
}

// family returns the family that n names, if it does.
func family(cat *config.Catalog, n *syntax.Node) (config.FamilyID, bool) {
	code, ok := n.Code()
	if !ok {
		return 0, false
	}
	return cat.LookupFamily(code)
}

// compare evaluates a comparison.
func compare(cat *config.Catalog, n *syntax.Node, sel *config.Selection) bool {
	if _, ok := family(cat, n.Args[0]); ok {
		return (sel.State(option(cat, n.Args[1])) == config.Chosen) == (n.Op == syntax.Equal)
	}
	x, y := Value(cat, n.Args[0], sel), Value(cat, n.Args[1], sel)
	if x == nil || y == nil {
		return false
	}
	switch n.Op {
	case syntax.Equal:
		return x.Cmp(y) == 0
	case syntax.NotEqual:
		return x.Cmp(y) != 0
	case syntax.Less:
		return x.Cmp(y) < 0
	case syntax.LessEqual:
		return x.Cmp(y) <= 0
	case syntax.Greater:
		return x.Cmp(y) > 0
	case syntax.GreaterEqual:
		return x.Cmp(y) >= 0
	}
	panic("rulestest: no condition: " + n.String())
}

// Value returns the value of an arithmetic expression when only the chosen
// options of sel are built in; nil after a division by zero.
func Value(cat *config.Catalog, n *syntax.Node, sel *config.Selection) *big.Rat {
	switch n.Op {
	case syntax.Number:
		v, ok := new(big.Rat).SetString(n.Text)
		if !ok || n.Unit != "" {
			panic("rulestest: no plain number: " + n.String())
		}
		return v
	case syntax.Ref:
		return reference(cat, n, sel)
	case syntax.Count:
		count := int64(0)
		for _, a := range n.Args {
			for o := range config.OptionID(cat.NumOptions()) {
				code, _ := a.Code()
				if sel.State(o) == config.Chosen && (cat.Code(o) == code || cat.Family(cat.Option(o).Family).Code == code) {
					count++
				}
			}
		}
		return big.NewRat(count, 1)
	case syntax.Sum, syntax.Avg:
		return aggregate(cat, n, sel)
	}
	v := Value(cat, n.Args[0], sel)
	if v == nil {
		return nil
	}
	v = new(big.Rat).Set(v)
	switch n.Op {
	case syntax.Neg:
		return v.Neg(v)
	case syntax.Floor, syntax.Ceil:
		whole := new(big.Int).Div(v.Num(), v.Denom()) // Euclidean: down, the denominator being positive
		if n.Op == syntax.Ceil && !v.IsInt() {
			whole.Add(whole, big.NewInt(1))
		}
		return new(big.Rat).SetInt(whole)
	}
	for _, a := range n.Args[1:] {
		w := Value(cat, a, sel)
		switch {
		case w == nil:
			return nil
		case n.Op == syntax.Add:
			v.Add(v, w)
		case n.Op == syntax.Mul:
			v.Mul(v, w)
		case n.Op == syntax.Div && w.Sign() == 0:
			return nil
		case n.Op == syntax.Div:
			v.Quo(v, w)
		default:
			panic("rulestest: no number: " + n.String())
		}
	}
	return v
}

// reference evaluates an option as 0 or 1, and the attribute of an option or
// family.
func reference(cat *config.Catalog, n *syntax.Node, sel *config.Selection) *big.Rat {
	if len(n.Path) == 1 {
		if sel.State(option(cat, n)) == config.Chosen {
			return big.NewRat(1, 1)
		}
		return new(big.Rat)
	}
	sum := new(big.Rat)
	a, _ := cat.LookupAttribute(n.Path[1])
	for o := range config.OptionID(cat.NumOptions()) {
		if cat.Code(o) != n.Path[0] && cat.Family(cat.Option(o).Family).Code != n.Path[0] {
			continue
		}
		if v, ok := cat.Value(o, a); ok && sel.State(o) == config.Chosen {
			sum.Add(sum, v.Rat())
		}
	}
	return sum
}

// aggregate evaluates sum and avg.
func aggregate(cat *config.Catalog, n *syntax.Node, sel *config.Selection) *big.Rat {
	a, ok := cat.LookupAttribute(n.Args[0].Path[0])
	if !ok {
		panic("rulestest: no attribute: " + n.String())
	}
	sum, count := new(big.Rat), int64(0)
	for o := range config.OptionID(cat.NumOptions()) {
		v, ok := cat.Value(o, a)
		if !ok || sel.State(o) != config.Chosen || len(n.Args) == 2 && !below(cat, o, n.Args[1]) {
			continue
		}
		sum.Add(sum, v.Rat())
		count++
	}
	switch {
	case n.Op == syntax.Sum:
		return sum
	case count == 0:
		return nil
	}
	return sum.Quo(sum, big.NewRat(count, 1))
}

// below reports whether option o is the option that n names, in the family that
// n names, or somewhere below.
func below(cat *config.Catalog, o config.OptionID, n *syntax.Node) bool {
	code, _ := n.Code()
	for o != config.NoOption {
		f := cat.Family(cat.Option(o).Family)
		if cat.Code(o) == code || f.Code == code {
			return true
		}
		o = f.Parent
	}
	return false
}
