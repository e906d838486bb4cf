package fit_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/solver/fit"
)

func TestRead(t *testing.T) {
	cat := van().Catalog()
	targets, err := fit.Read(cat, "take.csv", strings.NewReader("# format: confspace/1\ncondition,given,share\nBEV,,12.5 %\nBEV,EU,0.2\nTOWBAR & AUTO,,1/3\n"))
	require.NoError(t, err)
	var texts []string
	for _, target := range targets {
		texts = append(texts, target.String()+" at "+target.Place.String())
	}
	require.Equal(t, []string{"BEV 12.5 % at take.csv:3:1", "BEV 20 % of EU at take.csv:4:1", "TOWBAR & AUTO 33.3333333 % at take.csv:5:1"}, texts)

	targets, err = fit.Read(cat, "take.csv", strings.NewReader("share;condition\n12,5 %;BEV\n"))
	require.NoError(t, err)
	require.Len(t, targets, 1)
	require.Equal(t, "BEV 12.5 %", targets[0].String())
}

// Everything that is wrong is reported at its place.
func TestReadDefects(t *testing.T) {
	cat := van().Catalog()
	for _, c := range []struct{ name, text, want string }{
		{"unknown option", "condition,share\nBEW,10 %\n", "take.csv:2:1: unknown code BEW\n    BEW,10 %\n    ^^^\n    did you mean BEV?"},
		{"unknown given", "condition,given,share\nBEV,UE,10 %\n", "take.csv:2:5: unknown code UE\n    BEV,UE,10 %\n        ^^"},
		{"above 1", "condition,share\nBEV,12\n", "take.csv:2:5: the share must be 1 (100 %) at most, not 12 (1200 %)\n    BEV,12\n        ^^\n    write 12 % if that is meant"},
		{"above 100 %", "condition,share\nBEV,120 %\n", "take.csv:2:5: the share must be 1 (100 %) at most, not 1.2 (120 %)\n    BEV,120 %\n        ^^^^^"},
		{"below 0", "condition,share\nBEV,-1 %\n", "take.csv:2:5: the share must be 0 at least, not -0.01\n    BEV,-1 %\n        ^^^^"},
		{"no number", "condition,share\nBEV,many\n", "take.csv:2:5: the share must be a percentage, a decimal or a fraction, such as 12.5 %, 0.125 or 1/8, not many\n    BEV,many\n        ^^^^"},
		{"no share", "condition,share\nBEV,\n", "take.csv:2:5: the share is missing\n    BEV,\n        ^"},
		{"no condition", "condition,share\n,10 %\n", "take.csv:2:1: the condition is missing\n    ,10 %\n    ^\n    write the code of an option, or another condition"},
		{"twice", "condition,share\nBEV,10 %\nBEV,20 %\n", "take.csv:3:1: BEV has two shares, the first at take.csv:2:1\n    BEV,20 %\n    ^^^\n    leave one out"},
		{"family", "condition,share\nBEV,60 %\nPETROL,30 %\nDIESEL,20 %\n", "take.csv:4:8: the shares of family engine add up to 110 %, but it takes at most one option\n    DIESEL,20 %\n           ^^^^\n    10 % is left for DIESEL"},
		{"family of a given", "condition,given,share\nBEV,EU,60 %\nPETROL,EU,50 %\nBEV,US,60 %\n", "take.csv:3:11: the shares of family engine of EU add up to 110 %, but it takes at most one option\n    PETROL,EU,50 %\n              ^^^^\n    40 % is left for PETROL"},
		{"no column", "condition\nBEV\n", "take.csv:1:1: column share is missing\n    condition\n    ^^^^^^^^^\n    condition and share must be there"},
		{"newer", "# format: confspace/2\ncondition,share\n", "take.csv:1:11: the file is in format confspace/2; this version of confspace reads formats up to confspace/1\n    # format: confspace/2\n              ^^^^^^^^^^^\n    read it with a newer version, or write it in format confspace/1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := fit.Read(cat, "take.csv", strings.NewReader(c.text))
			require.EqualError(t, err, c.want)
		})
	}
	_, err := fit.Read(cat, "take.csv", strings.NewReader("condition,share\nBEW,12\nEU,x\n"))
	require.ErrorContains(t, err, "take.csv:2:1")
	require.ErrorContains(t, err, "take.csv:3:4")
}

// Whatever a file holds, reading it ends with targets that make sense, or with defects that have a place.
func FuzzRead(f *testing.F) {
	f.Add("condition,given,share\nBEV,EU,12.5 %\nTOWBAR & AUTO,,1/3\n")
	f.Add("share;condition\n12,5 %;BEV\n")
	f.Add("condition,share\nBEV,1e9\n")
	cat := van().Catalog()
	f.Fuzz(func(t *testing.T, text string) {
		targets, err := fit.Read(cat, "take.csv", strings.NewReader(text))
		if err != nil {
			require.Contains(t, err.Error(), "take.csv")
			require.Empty(t, targets)
			return
		}
		for _, target := range targets {
			require.False(t, target.Condition.IsZero())
			require.GreaterOrEqual(t, target.Share.Sign(), 0)
			require.LessOrEqual(t, target.Share.Cmp(config.NewDecimal(1)), 0)
		}
	})
}
