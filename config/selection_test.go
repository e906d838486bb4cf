package config_test

import (
	"fmt"
	"log"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest/property"
)

func ExampleSelection() {
	b := config.NewBuilder("van")
	b.Family(config.FamilySpec{Code: "extras", Select: config.Any})
	for _, code := range []string{"TOW", "RADIO", "RACK", "LAMP"} {
		b.Option(config.OptionSpec{Family: "extras", Code: code})
	}
	cat, err := b.Build()
	if err != nil {
		log.Fatal(err)
	}
	sel := cat.NewSelection()
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
	property.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 130).Draw(t, "n")
		sel, model := options(t, n).NewSelection(), make(map[config.OptionID]config.State)
		option := func(t *rapid.T) config.OptionID {
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
				open := slices.Collect(sel.Open())
				sel.CloseWorld()
				require.Equal(t, open, slices.Collect(sel.Differences(c)))
				for o := range model {
					sel.Set(o, config.Rejected+config.Chosen-model[o])
				}
				require.Equal(t, sel.Len(), len(slices.Collect(c.Differences(sel))))
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
	other := sel.Catalog().NewSelection()
	for o, s := range model {
		other.Set(o, s)
	}
	require.True(t, sel.Equal(other))
}

func TestSelectionPanicsOnForeignIDs(t *testing.T) {
	cat := options(t, 3)
	sel := cat.NewSelection()
	require.Same(t, cat, sel.Catalog())
	require.Panics(t, func() { sel.Choose(3) })
	require.Panics(t, func() { sel.State(config.NoOption) })
	require.Panics(t, func() { sel.CopyFrom(options(t, 3).NewSelection()) })
	require.Panics(t, func() { sel.Differences(options(t, 3).NewSelection()) })
	require.False(t, sel.Equal(options(t, 3).NewSelection()))
}

func TestSelectionAllocates(t *testing.T) {
	cat := options(t, 500)
	sel, other := cat.NewSelection(), cat.NewSelection()
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

// options returns a catalog of n options.
func options(t require.TestingT, n int) *config.Catalog {
	b := config.NewBuilder("options")
	b.Family(config.FamilySpec{Code: "f", Select: config.Any})
	for i := range n {
		b.Option(config.OptionSpec{Family: "f", Code: fmt.Sprintf("O%d", i)})
	}
	cat, err := b.Build()
	require.NoError(t, err)
	return cat
}

func TestZeroSelection(t *testing.T) {
	var sel config.Selection
	require.Nil(t, sel.Catalog())
	require.Zero(t, sel.Len())
	require.True(t, sel.Complete())
	require.Empty(t, slices.Collect(sel.Open()))
	sel.CloseWorld()
	sel.Reset()
	require.True(t, sel.Equal(sel.Clone()))
	require.Panics(t, func() { sel.Choose(0) })
}
