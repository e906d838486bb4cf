package encode_test

import (
	"fmt"
	"math/big"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/rules/rulestest"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/compile"
	"github.com/confspace/confspace/solver/internal/determine"
	"github.com/confspace/confspace/solver/internal/encode"
)

// drawn is a random set, what of it is in force, and its encoding.
type drawn struct {
	set      *rules.Set
	asOf     config.Point
	active   []rules.RuleID
	inactive []config.OptionID
	*encode.Encoding
}

func draw(t *rapid.T, options int, opt encode.Options) drawn {
	d := drawn{}
	d.set = rulestest.Sets{Rules: 4}.Set(rulestest.Catalog(options, true).Draw(t, "catalog")).Draw(t, "rules")
	d.asOf = rulestest.Point().Draw(t, "point")
	var err error
	d.active, err = d.set.At(d.asOf)
	require.NoError(t, err)
	cat := d.set.Catalog()
	for o := range config.OptionID(cat.NumOptions()) {
		covers, err := cat.Option(o).Effectivity.Covers(d.asOf)
		require.NoError(t, err)
		if !covers {
			d.inactive = append(d.inactive, o)
		}
	}
	opt.MaxDiagram = rapid.SampledFrom([]int{0, -1, 3, 8}).Draw(t, "diagram")
	opt.MaxSubsets = rapid.SampledFrom([]int{0, -1, 1, 3}).Draw(t, "subsets")
	d.Encoding, err = encode.Encode(t.Context(), d.set, d.active, d.inactive, opt)
	require.NoError(t, err)
	require.Equal(t, cat.NumOptions(), d.Formula.Options())
	return d
}

// drawSums draws weighted sums over the options of a few families.
func drawSums(t *rapid.T, opt encode.Options) drawn {
	b := config.NewBuilder("sums")
	n := 0
	for f := range rapid.IntRange(1, 3).Draw(t, "families") {
		family := fmt.Sprint("F", f)
		b.Family(config.FamilySpec{Code: family, Select: rapid.SampledFrom([]config.Cardinality{config.One, config.Optional, config.Any}).Draw(t, "select")})
		for range rapid.IntRange(1, 3).Draw(t, "options") {
			b.Option(config.OptionSpec{Family: family, Code: fmt.Sprint("O", n)})
			n++
		}
	}
	cat, err := b.Build()
	require.NoError(t, err)
	r := rules.NewBuilder(cat)
	d := drawn{}
	for i := range rapid.IntRange(1, 2).Draw(t, "rules") {
		var terms []rules.Term
		total := int64(0)
		for o := range config.OptionID(n) {
			coef := rapid.Int64Range(-2, 9).Draw(t, "coefficient")
			terms = append(terms, rules.Term{Option: o, Coef: coef})
			total += max(coef, 0)
		}
		relation := rapid.SampledFrom([]rules.Relation{rules.AtMost, rules.AtMost, rules.AtLeast, rules.Exactly}).Draw(t, "relation")
		e, err := rules.Linear(cat, terms, relation, rapid.Int64Range(0, total).Draw(t, "bound"))
		require.NoError(t, err)
		if rapid.IntRange(0, 3).Draw(t, "negated") == 0 {
			e = rules.Not(e)
		}
		r.Add(rules.RuleSpec{ID: fmt.Sprint("R", i), Expr: e})
		d.active = append(d.active, rules.RuleID(i))
	}
	d.set, err = r.Build()
	require.NoError(t, err)
	d.Encoding, err = encode.Encode(t.Context(), d.set, d.active, nil, opt)
	require.NoError(t, err)
	return d
}

// extend propagates the definitions of the auxiliaries from the options of a
// selection. It reports a conflict, and whether every auxiliary got a value,
// which means that there is but one extension.
func (d drawn) extend(sel *config.Selection) (values []bool, consistent, determined bool) {
	known := make([]bool, d.Formula.Vars()+1)
	values = make([]bool, d.Formula.Vars()+1)
	for o := range config.OptionID(sel.Len()) {
		known[o+1], values[o+1] = true, sel.IsChosen(o)
	}
	for changed := true; changed; {
		changed = false
	clauses:
		for i := range d.Formula.NumClauses() {
			if _, ok := d.Origin(i); ok {
				continue
			}
			open := cnf.Lit(0)
			for _, l := range d.Formula.Clause(i) {
				switch {
				case !known[l.Var()]:
					if open != 0 && open != l {
						continue clauses
					}
					open = l
				case values[l.Var()] != l.Sign():
					continue clauses
				}
			}
			if open == 0 {
				return nil, false, false
			}
			known[open.Var()], values[open.Var()], changed = true, !open.Sign(), true
		}
	}
	return values, true, !slices.Contains(known[1:], false)
}

// broken returns the origins of the clauses that values do not satisfy.
func (d drawn) broken(values []bool) map[encode.Origin]bool {
	out := map[encode.Origin]bool{}
	for i := range d.Formula.NumClauses() {
		origin, ok := d.Origin(i)
		if ok && !slices.ContainsFunc(d.Formula.Clause(i), func(l cnf.Lit) bool { return values[l.Var()] != l.Sign() }) {
			out[d.Origins[origin]] = true
		}
	}
	return out
}

// The clauses have one model per configuration: auxiliaries are determined by
// the options, and what satisfies the clauses is what the rules mean.
func TestModelsAreConfigurations(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		d := drawn{}
		if rapid.IntRange(0, 3).Draw(t, "sums") == 0 {
			d = drawSums(t, encode.Options{})
		} else {
			d = draw(t, 9, encode.Options{})
		}
		valid := map[string]bool{}
		for sel := range rulestest.Valid(d.set, d.asOf) {
			valid[key(sel)] = true
		}
		for sel := range configtest.Selections(d.set.Catalog()) {
			if !configtest.Holds(d.set.Catalog(), sel) {
				require.False(t, valid[key(sel)])
				continue // definitions may rely on the tree
			}
			values, consistent, determined := d.extend(sel)
			require.True(t, consistent)
			require.True(t, determined)
			require.Equal(t, valid[key(sel)], len(d.broken(values)) == 0)
		}
		c, _, err := compile.Compile(t.Context(), d.Formula, compile.Options{})
		require.NoError(t, err)
		require.Equal(t, int64(len(valid)), c.Count(new(big.Int), nil).Int64())
	})
}

// Standing alone, the definitions extend every selection in one way, and the
// clauses of each origin say exactly what the origin says, whatever the others
// say.
func TestOriginsStandAlone(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		d := draw(t, 8, encode.Options{Standalone: true})
		for sel := range configtest.Selections(d.set.Catalog()) {
			values, consistent, determined := d.extend(sel)
			require.True(t, consistent)
			require.True(t, determined)
			broken := d.broken(values)
			for _, o := range d.Origins {
				require.Equal(t, !d.meets(o, sel), broken[o], "%+v", o)
			}
			for o := range broken {
				require.Contains(t, d.Origins, o)
			}
		}
	})
}

// Relaxed, an origin is never broken that is met, and where no family has more
// than it may it is broken exactly when it is not met.
func TestRelaxedOrigins(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		opt := encode.Options{Standalone: true, Relaxed: true, MaxAlone: -1}
		d := drawn{}
		if rapid.Bool().Draw(t, "sums") {
			d = drawSums(t, opt)
		} else {
			d = draw(t, 8, opt)
		}
		for sel := range configtest.Selections(d.set.Catalog()) {
			values, consistent, determined := d.extend(sel)
			require.True(t, consistent)
			require.True(t, determined)
			broken := d.broken(values)
			exact := true
			for _, o := range d.Origins {
				exact = exact && (o.Kind != encode.Family || d.meets(o, sel))
			}
			for _, o := range d.Origins {
				if exact || broken[o] {
					require.Equal(t, !d.meets(o, sel), broken[o], "%+v", o)
				}
			}
		}
	})
}

// meets says what an origin means.
func (d drawn) meets(o encode.Origin, sel *config.Selection) bool {
	cat := d.set.Catalog()
	switch o.Kind {
	case encode.Rule:
		return rulestest.Check(d.set.Rule(o.Rule))(sel)
	case encode.Row:
		r := d.set.Rule(o.Rule)
		table := *r.Table
		table.Rows = table.Rows[o.Row : o.Row+1]
		r.Table = &table
		return rulestest.Check(r)(sel)
	case encode.Inactive:
		return !sel.IsChosen(o.Option)
	case encode.Parent:
		return !sel.IsChosen(o.Option) || sel.IsChosen(cat.Parent(o.Option))
	}
	f := cat.Family(o.Family)
	chosen := 0
	for _, option := range f.Options {
		if sel.IsChosen(option) {
			chosen++
		}
	}
	asked := f.Parent == config.NoOption || sel.IsChosen(f.Parent)
	return (f.Select.Max == config.Unbounded || chosen <= f.Select.Max) && (!asked || chosen >= f.Select.Min)
}

// Assumptions are equivalent to the condition in every configuration.
func TestAssumptions(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		d := draw(t, 8, encode.Options{})
		condition := rulestest.Conditions{}.Expr(d.set.Catalog()).Draw(t, "condition")
		lits, possible := encode.NewEncoder(d.set.Catalog(), d).Assumptions(condition)
		for sel := range configtest.Selections(d.set.Catalog()) {
			if !configtest.Holds(d.set.Catalog(), sel) {
				continue
			}
			values, consistent, determined := d.extend(sel)
			require.True(t, consistent)
			require.True(t, determined)
			holds := possible && !slices.ContainsFunc(lits, func(l cnf.Lit) bool { return values[l.Var()] == l.Sign() })
			require.Equal(t, rulestest.Holds(d.set.Catalog(), condition.Syntax(), sel), holds)
		}
	})
}

func key(sel *config.Selection) string {
	b := make([]byte, sel.Len())
	for o := range b {
		b[o] = '0'
		if sel.IsChosen(config.OptionID(o)) {
			b[o] = '1'
		}
	}
	return string(b)
}

// Auxiliaries of random encodings, in every form that thresholds choose, are shown
// to be functions of the options.
func TestAuxiliariesAreDetermined(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		opt := encode.Options{Standalone: rapid.Bool().Draw(t, "standalone")}
		if rapid.Bool().Draw(t, "sums") {
			require.NoError(t, determine.Auxiliaries(t.Context(), drawSums(t, opt).Formula))
			return
		}
		require.NoError(t, determine.Auxiliaries(t.Context(), draw(t, 12, opt).Formula))
	})
}
