package solver_test

import (
	"bytes"
	"context"
	"fmt"
	"log"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/rules/rulestest"
	"github.com/confspace/confspace/solver"
)

// answersTo returns what a configuration answers to conditions.
func answersTo(cat *config.Catalog, conditions []rules.Expr, sel *config.Selection) string {
	text := make([]byte, len(conditions))
	for i, e := range conditions {
		text[i] = '0'
		if rulestest.Holds(cat, e.Syntax(), sel) {
			text[i] = '1'
		}
	}
	return string(text)
}

// chosen returns which options of a projection a configuration of it has.
func chosen(sel *config.Selection) string {
	text := make([]byte, sel.Len())
	for i := range text {
		text[i] = '0'
		if sel.IsChosen(config.OptionID(i)) {
			text[i] = '1'
		}
	}
	return string(text)
}

// A projection has each combination of answers that some configuration gives, and no
// other: by its count, its enumeration, verdicts, causes and searches, its file, and
// when it is projected again.
func TestProject(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		o := drawOracle(t, 10)
		var conditions []rules.Expr
		for range rapid.IntRange(0, 4).Draw(t, "conditions") {
			conditions = append(conditions, rulestest.Conditions{}.Expr(o.cat).Draw(t, "condition"))
		}
		view, valid := o.view(t)
		want := map[string]bool{}
		for _, sel := range valid {
			want[answersTo(o.cat, conditions, sel)] = true
		}
		made, err := view.Project(t.Context(), conditions)
		require.NoError(t, err)
		require.NoError(t, made.Verify(t.Context()))
		var file bytes.Buffer
		_, err = made.WriteTo(&file)
		require.NoError(t, err)
		read, err := solver.Read(bytes.NewReader(file.Bytes()), made.Rules())
		require.NoError(t, err)
		var again bytes.Buffer
		_, err = read.WriteTo(&again)
		require.NoError(t, err)
		require.Equal(t, file.Bytes(), again.Bytes())
		for _, space := range []*solver.Space{made, read} {
			require.Equal(t, len(want) == 0, space.Void())
			n, err := space.Count(t.Context(), nil)
			require.NoError(t, err)
			require.Equal(t, int64(len(want)), n.Int64())
			got := 0
			for sel, err := range space.Configurations(t.Context(), nil) {
				require.NoError(t, err)
				require.Contains(t, want, chosen(sel))
				got++
			}
			require.Len(t, want, got)
			for bits := range 1 << len(conditions) {
				sel := space.Catalog().NewSelection()
				for i := range len(conditions) {
					sel.Set(config.OptionID(i), []config.State{config.Rejected, config.Chosen}[bits>>i&1])
				}
				report, err := space.ValidateSelection(t.Context(), sel)
				require.NoError(t, err)
				require.Equal(t, want[chosen(sel)], report.Verdict == solver.Valid)
				why := explain(t, space, sel)
				if want[chosen(sel)] {
					require.Empty(t, append(report.Broken, why.Causes...))
					continue
				}
				require.Len(t, report.Broken, 1)
				require.Equal(t, solver.CauseSpace, report.Broken[0].Kind)
				require.True(t, why.Minimal)
				require.Equal(t, solver.CauseSpace, why.Causes[len(why.Causes)-1].Kind)
			}
		}
		if len(conditions) == 0 {
			return
		}
		first := rules.Option(made.Catalog(), 0)
		both := map[bool]bool{}
		with := int64(0)
		for text := range want {
			both[text[0] == '1'] = true
			if text[0] == '1' {
				with++
			}
		}
		n, err := made.CountOf(t.Context(), nil, first)
		require.NoError(t, err)
		require.Equal(t, with, n.Int64())
		n, err = made.CountCompiled(t.Context(), new(big.Int), first)
		require.NoError(t, err)
		require.Equal(t, with, n.Int64())
		_, found, err := made.Find(t.Context(), first)
		require.NoError(t, err)
		require.Equal(t, both[true], found)
		once, err := made.Project(t.Context(), []rules.Expr{first})
		require.NoError(t, err)
		n, err = once.Count(t.Context(), nil)
		require.NoError(t, err)
		require.Equal(t, int64(len(both)), n.Int64())
	})
}

// A void space has no answers, a projection to nothing has one where there is a
// configuration, and conditions may repeat, and be what no code can say.
func TestProjectCodes(t *testing.T) {
	space, err := solver.Compile(t.Context(), threeOptions(t, "A => B"), config.Point{}, solver.Config{})
	require.NoError(t, err)
	expr := func(text string) rules.Expr {
		e, err := rules.Parse(space.Catalog(), text)
		require.NoError(t, err)
		return e
	}
	made, err := space.Project(t.Context(), []rules.Expr{expr("A"), expr("A"), expr("!B"), rules.True(space.Catalog()), expr("A & B")})
	require.NoError(t, err)
	var codes []string
	for i := range made.Catalog().NumOptions() {
		codes = append(codes, made.Catalog().Code(config.OptionID(i)))
	}
	require.Equal(t, []string{"A", "A #2", "!B", "true", "A & B"}, codes)
	n, err := made.Count(t.Context(), nil)
	require.NoError(t, err)
	require.Equal(t, "3", n.String())
	_, err = made.Tracking(t.Context(), []rules.Expr{rules.And(rules.Option(made.Catalog(), 0), rules.Option(made.Catalog(), 2))})
	require.ErrorIs(t, err, solver.ErrUntracked)
	nothing, err := space.Project(t.Context(), nil)
	require.NoError(t, err)
	n, err = nothing.Count(t.Context(), nil)
	require.NoError(t, err)
	require.Equal(t, "1", n.String())
	other, err := rules.Parse(pickup().Catalog(), "TOWBAR")
	require.NoError(t, err)
	require.PanicsWithValue(t, "solver: condition of another catalog", func() { _, _ = space.Project(t.Context(), []rules.Expr{other}) })
}

// The errors of a projection are the context's, and that of the budget.
func TestProjectBudget(t *testing.T) {
	set, _ := lot(24, 0, 0)
	space, err := solver.Compile(t.Context(), set, config.Point{}, solver.Config{MaxNodes: 3*24 + 30})
	require.NoError(t, err)
	var conditions []rules.Expr
	for k := range 23 {
		one, next := rules.Option(set.Catalog(), config.OptionID(k)), rules.Option(set.Catalog(), config.OptionID(k+1))
		conditions = append(conditions, rules.And(one, next))
	}
	_, err = space.Project(t.Context(), conditions)
	require.ErrorIs(t, err, solver.ErrBudget)
	require.ErrorIs(t, err, solver.ErrNoCircuit)
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = space.Project(ended, conditions)
	require.ErrorIs(t, err, context.Canceled)
}

// How many different towing harnesses are there? As many as their parts' usages have
// combinations of answers.
func ExampleView_Project() {
	set := pickup()
	space, err := solver.Compile(context.Background(), set, config.Point{}, solver.Config{})
	if err != nil {
		log.Fatal(err)
	}
	var usages []rules.Expr
	for _, usage := range []string{"TOWBAR", "TOWBAR & DIESEL30", "RADAR"} {
		e, err := rules.Parse(set.Catalog(), usage)
		if err != nil {
			log.Fatal(err)
		}
		usages = append(usages, e)
	}
	harness, err := space.Project(context.Background(), usages)
	if err != nil {
		log.Fatal(err)
	}
	n, err := harness.Count(context.Background(), nil)
	fmt.Println(n, "harnesses:", err)
	for sel := range harness.Configurations(context.Background(), nil) {
		for usage := range sel.Chosen() {
			fmt.Printf("[%s]", harness.Catalog().Code(usage))
		}
		fmt.Println(".")
	}
	// Output:
	// 4 harnesses: <nil>
	// [TOWBAR][TOWBAR & DIESEL30].
	// [TOWBAR].
	// [RADAR].
	// .
}
