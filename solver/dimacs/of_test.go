package dimacs_test

import (
	"bytes"
	"fmt"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/rules/rulestest"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/dimacs"
)

// The written formula of a rule set has as many models, over all its variables, as
// the set has configurations: reading it back counts the auxiliaries too.
func TestOfCountsTheSame(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		set := rulestest.Sets{}.Set(rulestest.Catalog(10, true).Draw(t, "catalog")).Draw(t, "rules")
		asOf := rulestest.Point().Draw(t, "point")
		f, err := dimacs.Of(set, asOf)
		require.NoError(t, err)
		var b bytes.Buffer
		require.NoError(t, dimacs.Write(&b, f))
		again, err := dimacs.Read("f.cnf", &b)
		require.NoError(t, err)
		clauses, err := again.Set()
		require.NoError(t, err)
		space, err := solver.Compile(t.Context(), clauses, config.Point{}, solver.Config{})
		require.NoError(t, err)
		n, err := space.Count(t.Context(), nil)
		require.NoError(t, err)
		require.Equal(t, int64(rulestest.Count(set, asOf)), n.Int64())
	})
}

func ExampleOf() {
	b := config.NewBuilder("car")
	b.Family(config.FamilySpec{Code: "engine"})
	b.Option(config.OptionSpec{Family: "engine", Code: "DIESEL"})
	b.Option(config.OptionSpec{Family: "engine", Code: "PETROL"})
	cat, _ := b.Build()
	r := rules.NewBuilder(cat)
	r.Add(rules.RuleSpec{ID: "R-1", Source: "!DIESEL"})
	set, _ := r.Build()
	f, err := dimacs.Of(set, config.Point{})
	if err != nil {
		fmt.Println(err)
		return
	}
	_ = dimacs.Write(os.Stdout, f)
	// Output:
	// c 1 DIESEL
	// c 2 PETROL
	// p cnf 2 3
	// -1 -2 0
	// 1 2 0
	// -1 0
}

// A program builds a formula clause by clause and reads it as rules.
func ExampleFormula() {
	f := dimacs.New(3)
	f.SetName(1, "DIESEL")
	f.SetName(2, "AUTO")
	f.Add(-1, 2)
	set, err := f.Set()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(f.NumVars(), "variables,", f.NumClauses(), "clause")
	fmt.Println(set.Rule(0))
	// Output:
	// 3 variables, 1 clause
	// clause 1: !DIESEL | AUTO
}
