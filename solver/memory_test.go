package solver_test

import (
	"bytes"
	"math/big"
	"os"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// What a space holds grows with what queries keep for later ones, once each, and a space that is
// read begins as the one that was written did.
func TestMemory(t *testing.T) {
	set := pickup()
	space := spaceOf(t, set, config.Point{}, solver.Config{})
	bare := spaceOf(t, set, config.Point{}, solver.Config{NoCircuit: true})
	began := space.Memory()
	require.Positive(t, bare.Memory())
	require.Equal(t, bare.Memory()+space.Stats().Bytes, began)
	var file bytes.Buffer
	_, err := space.WriteTo(&file)
	require.NoError(t, err)
	again, err := solver.Read(&file, set)
	require.NoError(t, err)
	require.Equal(t, began, again.Memory())

	n, err := space.Count(t.Context(), nil)
	require.NoError(t, err)
	require.NotNil(t, n)
	require.Equal(t, began, space.Memory(), "a count keeps nothing")
	for _, tt := range []struct {
		name  string
		space *solver.Space
		ask   func(*solver.Space) error
	}{
		{"Explain", space, func(space *solver.Space) error {
			_, err := space.Explain(t.Context(), config.Order{Options: []string{"TOWBAR", "RADAR"}, Partial: true})
			return err
		}},
		{"Domains", bare, func(space *solver.Space) error { // which passes over a small circuit, if there is one
			_, err := space.Domains(t.Context())
			return err
		}},
		{"Unrank", space, func(space *solver.Space) error {
			_, err := space.Unrank(t.Context(), nil, new(big.Int))
			return err
		}},
	} {
		before := tt.space.Memory()
		require.NoError(t, tt.ask(tt.space), tt.name)
		grown := tt.space.Memory()
		require.Greater(t, grown, before, tt.name)
		require.NoError(t, tt.ask(tt.space), tt.name)
		require.Equal(t, grown, tt.space.Memory(), tt.name)
	}
}

// TestMemoryIsThatOfTheHeap compares with what the heap grows by.
func TestMemoryIsThatOfTheHeap(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles the example line some times")
	}
	set, err := rules.ReadDir(os.DirFS("../examples/vanline/product"))
	require.NoError(t, err)
	heap := func() int64 {
		for range 3 { // frees pools, too
			runtime.GC()
		}
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	var spaces [4]*solver.Space
	memory := func() (sum int64) {
		for _, space := range spaces {
			sum += space.Memory()
		}
		return sum
	}
	before := heap()
	for i := range spaces {
		spaces[i] = spaceOf(t, set, config.Point{Date: config.NewDate(2026, 11, 2), Serial: 1, Plant: "NHV"}, solver.Config{NoCircuit: true})
	}
	require.InEpsilon(t, heap()-before, memory(), 0.3)
	for _, space := range spaces {
		_, err := space.Validate(t.Context(), config.Order{Options: []string{"SUV", "BEV", "TERRA"}, Partial: true})
		require.NoError(t, err)
	}
	require.InEpsilon(t, heap()-before, memory(), 0.3)
	runtime.KeepAlive(&spaces)
}

func spaceOf(t *testing.T, set *rules.Set, asOf config.Point, cfg solver.Config) *solver.Space {
	space, err := solver.Compile(t.Context(), set, asOf, cfg)
	require.NoError(t, err)
	return space
}
