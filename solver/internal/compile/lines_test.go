package compile_test

import (
	"context"
	"flag"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/cnf/cnftest"
	"github.com/confspace/confspace/solver/internal/compile"
	"github.com/stretchr/testify/require"
)

var (
	linesFlag = flag.String("lines", "", "print a table of these car lines: comma-separated names, or all")
	limitFlag = flag.Duration("line-limit", 60*time.Second, "time for each car line in the table")
)

// TestLines compiles the car lines named by -lines and prints for each the
// seconds, the size of the circuit, the peak of memory, the milliseconds of a
// count and, in nanoseconds of processor time for an edge, those of the counts
// and of the shares of all literals; and whether the count is the reference's.
// For example:
//
//	go test ./solver/internal/compile -run TestLines -lines all -timeout 30m -v
func TestLines(t *testing.T) {
	if *linesFlag == "" {
		t.Skip("-lines names no car line")
	}
	dir := configtest.Reference(t, "mercedes")
	want := cnftest.References(t, filepath.Join(dir, "reference.tsv"))
	files, err := filepath.Glob(filepath.Join(dir, "*.cnf.gz"))
	require.NoError(t, err)
	fmt.Printf("%-10s %8s %8s %8s %9s %9s %9s %5s %6s %8s %6s %6s  %s\n", "line", "seconds", "cpu", "vars", "decisions", "nodes", "edges", "width", "MiB", "count ms", "counts", "shares", "count")
	total := time.Duration(0)
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".cnf.gz")
		if *linesFlag != "all" && !strings.Contains(","+*linesFlag+",", ","+name+",") {
			continue
		}
		total += compileLine(t, file, name, want[name])
	}
	fmt.Println("cpu in all", total.Round(time.Millisecond))
}

func compileLine(t *testing.T, file, name string, want *big.Int) time.Duration {
	f := cnftest.Read(t, file)
	peak := watchMemory()
	ctx, cancel := context.WithTimeout(context.Background(), *limitFlag)
	defer cancel()
	start, used := time.Now(), cpuTime()
	c, stats, err := compile.Compile(ctx, f, compile.Options{})
	took, cpu := time.Since(start), cpuTime()-used
	if err != nil {
		fmt.Printf("%-10s %8.2f %8.2f %v %+v\n", name, took.Seconds(), cpu.Seconds(), err, stats)
		peak()
		return cpu
	}
	mib := peak() >> 20
	start = time.Now()
	count := c.Count(new(big.Int), nil)
	counted := time.Since(start)
	perEdge := func(pass func()) float64 {
		pass() // makes the scratch
		used := cpuTime()
		pass()
		return float64((cpuTime() - used).Nanoseconds()) / float64(c.NumEdges())
	}
	assign := circuit.NewAssignment(c.NumVars())
	var counts []big.Int
	var shares []float64
	exact := perEdge(func() { counts = c.Counts(counts, assign) })
	floats := perEdge(func() { shares = c.Shares(shares, nil, assign) })
	verdict := "ok"
	if want == nil || count.Cmp(want) != 0 {
		verdict = "WRONG " + count.String()
		t.Errorf("%s: %s models, want %s", name, count, want)
	}
	fmt.Printf("%-10s %8.2f %8.2f %3d/%4d %9d %9d %9d %5d %6d %8d %6.1f %6.1f  %s\n", name, took.Seconds(), cpu.Seconds(), stats.CoreVars, stats.CoreClauses,
		stats.Decisions, stats.Nodes, stats.Edges, stats.Width, mib, counted.Milliseconds(), exact, floats, verdict)
	if testing.Verbose() {
		fmt.Fprintf(os.Stderr, "%s %+v\n", name, stats)
	}
	return cpu
}

// watchMemory samples the heap until the function that it returns is called,
// which returns the most bytes that were in use.
func watchMemory() func() uint64 {
	debug.FreeOSMemory()
	var most atomic.Uint64
	done := make(chan struct{})
	go func() {
		var m runtime.MemStats
		tick := time.NewTicker(50 * time.Millisecond)
		defer tick.Stop()
		for {
			runtime.ReadMemStats(&m)
			if n := m.HeapInuse; n > most.Load() {
				most.Store(n)
			}
			select {
			case <-tick.C:
			case <-done:
				return
			}
		}
	}()
	return func() uint64 { close(done); return most.Load() }
}

// cpuTime returns the processor time that the process has used, which other
// load on the machine does not stretch as it does the clock.
func cpuTime() time.Duration {
	var r syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &r)
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}
