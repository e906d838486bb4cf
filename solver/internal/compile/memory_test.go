package compile

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"

	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/cnf/cnftest"
	"github.com/stretchr/testify/require"
)

// links returns a formula of clauses of three literals that are next to each other. Its
// components are as long as what is left of it, so the stacks of the search grow with the
// square of the depth.
func links(vars int) *cnf.Formula {
	f := cnf.NewFormula(vars, vars)
	for v := cnf.Var(1); int(v)+2 <= vars; v++ {
		f.AddClause(cnf.Pos(v)^cnf.Lit(v%2), cnf.Pos(v+1)^cnf.Lit(v/2%2), cnf.Pos(v+2)^cnf.Lit(v/4%2))
	}
	return f
}

// mess returns a formula of random clauses of three literals.
func mess(vars, clauses int) *cnf.Formula {
	r := rand.New(rand.NewPCG(uint64(vars), 9))
	f := cnf.NewFormula(vars, vars)
	for range clauses {
		var c [3]cnf.Lit
		for i := range c {
			c[i] = cnf.Pos(cnf.Var(1+r.IntN(vars))) ^ cnf.Lit(r.IntN(2))
		}
		f.AddClause(c[:]...)
	}
	return f
}

// outcome is what a process found out.
type outcome struct {
	Peak    int64 // bytes that it had resident at most
	Evicted int64
	Err     string
	OfBytes bool
}

// A process that compiles grows by no more than the budget and a quarter of it, whatever
// takes the memory: the circuit and the cache, the stacks of a deep search, or the
// formula itself.
func TestMemory(t *testing.T) {
	tests := map[string]struct {
		formula func(t *testing.T) *cnf.Formula
		mib     int64
		fits    bool
		evicts  bool
	}{
		"nothing":         {func(*testing.T) *cnf.Formula { return cnf.NewFormula(1, 1) }, 16, true, false},
		"circuit":         {func(*testing.T) *cnf.Formula { return mess(120, 240) }, 26, false, true},
		"fits":            {func(*testing.T) *cnf.Formula { return mess(44, 66) }, 32, true, false},
		"deep search":     {func(*testing.T) *cnf.Formula { return links(5_000) }, 16, false, true},
		"formula":         {func(*testing.T) *cnf.Formula { return links(60_000) }, 64, false, false},
		"line with room":  {line("C171_FR"), 64, true, false},
		"line in a pinch": {line("C129_FR"), 22, true, true},
	}
	if name := os.Getenv("CONFSPACE_TEST_MEMORY"); name != "" {
		test := tests[name]
		f := test.formula(t)
		_, stats, err := Compile(t.Context(), f, Options{MaxBytes: test.mib << 20})
		out := outcome{Peak: peak(t), Evicted: stats.CacheEvictions, Err: fmt.Sprint(err), OfBytes: errors.Is(err, ErrBytes)}
		require.NoError(t, json.NewEncoder(os.Stderr).Encode(out))
		return
	}
	if runtime.GOOS != "linux" || raced() {
		t.Skip("needs /proc/self/status, and a process without the race detector")
	}
	base := inProcess(t, "nothing").Peak
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			out := inProcess(t, name)
			t.Logf("%+v", out)
			require.LessOrEqual(t, out.Peak-base, test.mib<<20*5/4)
			require.Equal(t, test.fits, out.Err == "<nil>")
			require.Equal(t, !test.fits, out.OfBytes)
			require.Equal(t, test.evicts, out.Evicted > 0)
		})
	}
}

// line returns a function that reads a car line.
func line(name string) func(t *testing.T) *cnf.Formula {
	return func(t *testing.T) *cnf.Formula {
		return cnftest.Read(t, configtest.Reference(t, "mercedes")+"/"+name+".cnf.gz")
	}
}

func raced() bool {
	info, ok := debug.ReadBuildInfo()
	for _, s := range info.Settings {
		if ok && s.Key == "-race" && s.Value == "true" {
			return true
		}
	}
	return false
}

// inProcess runs one test of TestMemory in a process of its own.
func inProcess(t *testing.T, name string) (out outcome) {
	cmd := exec.Command(os.Args[0], "-test.run=^TestMemory$")
	cmd.Env = append(os.Environ(), "CONFSPACE_TEST_MEMORY="+name, "GOGC=100")
	text, err := cmd.CombinedOutput()
	require.NoError(t, err, string(text))
	for l := range strings.Lines(string(text)) {
		if strings.HasPrefix(l, "{") {
			require.NoError(t, json.Unmarshal([]byte(l), &out))
			return out
		}
	}
	t.Skip(string(text))
	return out
}

// peak returns the most bytes that this process has had resident.
func peak(t *testing.T) int64 {
	status, err := os.ReadFile("/proc/self/status")
	require.NoError(t, err)
	for l := range strings.Lines(string(status)) {
		if kib, ok := strings.CutPrefix(l, "VmHWM:"); ok {
			n, err := strconv.ParseInt(strings.Fields(kib)[0], 10, 64)
			require.NoError(t, err)
			return n << 10
		}
	}
	t.Skip("/proc/self/status has no VmHWM")
	return 0
}

// watched is a context that ends after so many looks at it.
type watched struct {
	context.Context
	looks, most int
}

func (w *watched) Err() error {
	if w.looks++; w.looks > w.most {
		return context.Canceled
	}
	return nil
}

// An eviction ends with the context, and leaves a cache that is empty and goes on.
func TestEvictionEnds(t *testing.T) {
	ctx := &watched{Context: context.Background(), most: 1 << 30}
	c := newCache(ctx, 1<<40, unbounded())
	const n = 100_000
	for x := range uint32(n) {
		c.find(appendParts(nil, []uint32{x, x + 1<<20}), nil)
		c.store(c.key, c.hash, circuit.Node(x))
	}
	looks := ctx.looks
	c.evict()
	require.Equal(t, n/2, len(c.entries))
	looks = ctx.looks - looks
	require.GreaterOrEqual(t, looks, (n+n/2)>>16)
	for most := range looks {
		full := newCache(&watched{Context: t.Context(), most: 1 << 30}, 1<<40, unbounded())
		for x := range uint32(n) {
			full.find(appendParts(nil, []uint32{x, x + 1<<20}), nil)
			full.store(full.key, full.hash, circuit.Node(x))
		}
		full.ctx = &watched{Context: t.Context(), most: most}
		full.evict()
		require.Empty(t, full.entries)
		full.ctx = t.Context()
		_, ok := full.find(appendParts(nil, []uint32{1}), nil)
		require.False(t, ok)
		full.store(full.key, full.hash, 5)
		node, ok := full.find(appendParts(nil, []uint32{1}), nil)
		require.True(t, ok)
		require.Equal(t, circuit.Node(5), node)
	}
}
