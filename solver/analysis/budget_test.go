package analysis

import (
	"context"
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// hurried is a context whose budget is exhausted once it was looked at so many times.
type hurried struct {
	context.Context
	looks, most int
}

func (h *hurried) Err() error {
	if h.looks++; h.looks > h.most {
		return errBudget
	}
	return nil
}

// TestBudgetEndsAnywhere: wherever the budget ends, the question asked then and all after it stay
// open, and what was found before is what the whole analysis finds.
func TestBudgetEndsAnywhere(t *testing.T) {
	b := config.NewBuilder("test")
	for _, f := range []string{"a", "b", "c", "d"} {
		b.Family(config.FamilySpec{Code: f, Select: config.Optional})
		for i := range 3 {
			b.Option(config.OptionSpec{Family: f, Code: fmt.Sprintf("%s%d", f, i)})
		}
	}
	cat, err := b.Build()
	require.NoError(t, err)
	for name, lines := range map[string][]string{
		"something": {
			"a0 requires b0 | b1", "b0 excludes c0", "b1 requires c1 & d0", "c1 requires d0", "a1 requires b2", "a1 requires c2", "b2 requires a1",
			"a2 requires d1", "a2 requires d2", "a1 | b0 | b1",
		},
		"nothing": {"a0", "!a0", "b0", "!b0"},
	} {
		t.Run(name, func(t *testing.T) {
			sources := rules.NewBuilder(cat)
			for i, line := range lines {
				sources.Add(rules.RuleSpec{ID: fmt.Sprintf("R-%d", i), Source: line})
			}
			set, err := sources.Build()
			require.NoError(t, err)
			active, err := set.At(config.Point{})
			require.NoError(t, err)
			analyse := func(most int) (*Report, int) {
				a := begin(set, active, config.Point{}, Config{Compile: solver.Config{NoCircuit: true}})
				ctx := &hurried{t.Context(), 0, most}
				require.NoError(t, a.run(ctx))
				a.number()
				return a.report, ctx.looks
			}
			whole, looks := analyse(math.MaxInt)
			require.NotEmpty(t, whole.Findings)
			known := make(map[string]bool)
			for _, f := range whole.Findings {
				known[f.Kind.String()+f.Subject()] = true
			}
			for most := range looks {
				part, asked := analyse(most)
				exhausted := false
				for _, q := range part.Open {
					require.True(t, q.Exhausted || !exhausted || name == "nothing", "%s is answered after another question stayed open", q.Question)
					exhausted = exhausted || q.Exhausted
				}
				// A pool of questions may lose one, so two runs need not look equally often.
				require.Equal(t, asked > most, exhausted, "%d looks of %d", asked, most)
				compiled := len(part.Open) == 0 || part.Open[0].Question != "everything"
				require.True(t, len(part.Findings) > 0 || !compiled || name == "something", "a contradiction is known, and not told")
				for _, f := range part.Findings {
					require.True(t, known[f.Kind.String()+f.Subject()], f.Message)
				}
			}
		})
	}
}
