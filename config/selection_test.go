package config_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/confspace/confspace/config"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func ExampleSelection() {
	sel := config.NewSelection(4)
	sel.Choose(2)
	sel.Reject(0)
	fmt.Println(sel.State(2), sel.State(0), sel.State(3), sel.Complete())
	sel.CloseWorld()
	fmt.Println(slices.Collect(sel.Chosen()), slices.Collect(sel.Rejected()), sel.Complete())
	// Output:
	// chosen rejected open false
	// [2] [0 1 3] true
}

// A Selection behaves like a map from options to states.
func TestSelectionModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 130).Draw(t, "n")
		sel, model := config.NewSelection(n), make(map[config.OptionID]config.State)
		option := func(t *rapid.T) config.OptionID {
			if n == 0 {
				t.Skip("no option")
			}
			return config.OptionID(rapid.IntRange(0, n-1).Draw(t, "option"))
		}
		set := func(o config.OptionID, s config.State) {
			sel.Set(o, s)
			if delete(model, o); s != config.Open {
				model[o] = s
			}
		}
		t.Repeat(map[string]func(*rapid.T){
			"choose": func(t *rapid.T) { set(option(t), config.Chosen) },
			"reject": func(t *rapid.T) { set(option(t), config.Rejected) },
			"clear":  func(t *rapid.T) { set(option(t), config.Open) },
			"close": func(*rapid.T) {
				sel.CloseWorld()
				for o := range config.OptionID(n) {
					if model[o] == config.Open {
						model[o] = config.Rejected
					}
				}
			},
			"reset": func(*rapid.T) { sel.Reset(); clear(model) },
			"clone": func(*rapid.T) {
				c := sel.Clone()
				require.True(t, c.Equal(sel))
				sel.CloseWorld()
				sel.CopyFrom(c)
			},
			"": func(t *rapid.T) { checkSelection(t, sel, model) },
		})
	})
}

// checkSelection fails unless sel says what the model does.
func checkSelection(t *rapid.T, sel *config.Selection, model map[config.OptionID]config.State) {
	got := make(map[config.OptionID]config.State)
	for o := range sel.Chosen() {
		got[o] = config.Chosen
	}
	for o := range sel.Rejected() {
		require.NotContains(t, got, o)
		got[o] = config.Rejected
	}
	require.True(t, maps.Equal(model, got))
	open := slices.Collect(sel.Open())
	require.Equal(t, sel.Len()-len(model), len(open))
	require.True(t, slices.IsSorted(open))
	require.Equal(t, len(open) == 0, sel.Complete())
	require.Equal(t, sel.NumChosen()+sel.NumRejected(), len(model))
	for o := range config.OptionID(sel.Len()) {
		require.Equal(t, model[o], sel.State(o))
		require.Equal(t, model[o] == config.Chosen, sel.IsChosen(o))
	}
	other := config.NewSelection(sel.Len())
	for o, s := range model {
		other.Set(o, s)
	}
	require.True(t, sel.Equal(other))
}

func TestSelectionPanicsOnForeignIDs(t *testing.T) {
	sel := config.NewSelection(3)
	require.Panics(t, func() { sel.Choose(3) })
	require.Panics(t, func() { sel.State(config.NoOption) })
	require.Panics(t, func() { sel.CopyFrom(config.NewSelection(4)) })
	require.False(t, sel.Equal(config.NewSelection(4)))
}

func TestSelectionAllocates(t *testing.T) {
	sel, other := config.NewSelection(500), config.NewSelection(500)
	require.Zero(t, testing.AllocsPerRun(100, func() {
		sel.Choose(7)
		sel.Reject(400)
		other.CopyFrom(sel)
		other.CloseWorld()
		n := 0
		for o := range other.Chosen() {
			n += int(o)
		}
		if n != 7 || !other.Complete() || other.State(3) != config.Rejected || other.Equal(sel) {
			t.Fail()
		}
		sel.Reset()
	}))
}
