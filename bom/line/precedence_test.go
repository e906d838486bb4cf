package line_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/bom/line"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/config/source"
)

// TestCyclesAreFoundWhereThereAreAny draws any graph of operations: it reads if
// and only if it has no cycle, and each cycle that is printed is one.
func TestCyclesAreFoundWhereThereAreAny(t *testing.T) {
	cat := bomtest.Van(t)
	s := bomtest.Structure(t, cat, "level,position,part,quantity,station\n1,10,A,1,S\n")
	seconds, err := config.ParseQuantity("1 s")
	require.NoError(t, err)
	property.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 7).Draw(t, "operations")
		after := make([]map[int]bool, n)
		station := line.StationSpec{Code: "S"}
		for i := range n {
			after[i] = map[int]bool{}
			op := line.OperationSpec{Code: fmt.Sprint(i), Duration: seconds}
			for j := range n {
				if rapid.IntRange(0, n).Draw(t, "arrow") == n {
					after[i][j] = true
					op.After = append(op.After, fmt.Sprint(j))
				}
			}
			station.Operations = append(station.Operations, op)
		}
		l, err := line.New(s, line.Spec{Name: "x", Takt: seconds, Stations: []line.StationSpec{station}})
		if !cyclic(after) {
			require.NoError(t, err)
			require.Equal(t, n, l.NumOperations())
			return
		}
		var all source.Defects
		require.True(t, errors.As(err, &all))
		for _, d := range all {
			_, text, found := strings.Cut(d.Msg, "comes before itself: ")
			require.True(t, found)
			path := strings.Split(text, " > ")
			require.Equal(t, path[0], path[len(path)-1])
			for k, code := range path[1:] {
				var from, to int
				_, err := fmt.Sscan(path[k]+" "+code, &from, &to)
				require.NoError(t, err)
				require.True(t, after[to][from], "%s: %d is before %d", text, from, to)
			}
		}
	})
}

// cyclic takes away whatever has no predecessor left.
func cyclic(after []map[int]bool) bool {
	left := map[int]bool{}
	for i := range after {
		left[i] = true
	}
	for range after {
		for i := range left {
			free := true
			for j := range after[i] {
				free = free && !left[j]
			}
			if free {
				delete(left, i)
			}
		}
	}
	return len(left) > 0
}
