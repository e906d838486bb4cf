package check_test

import (
	"context"
	"flag"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/solver/internal/circuit/check"
	"github.com/confspace/confspace/solver/internal/cnf/cnftest"
	"github.com/confspace/confspace/solver/internal/compile"
	"github.com/stretchr/testify/require"
)

var (
	linesFlag = flag.String("verify-lines", "", "verify these car lines: comma-separated names, or all")
	limitFlag = flag.Duration("line-limit", time.Minute, "time for the compilation of each car line")
)

// cpuTime returns the processor time that the process has used.
func cpuTime() time.Duration {
	var r syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &r)
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

// TestVerifyLines compiles and verifies the car lines named by -verify-lines, and prints
// the processor time of both, and the time that Verify takes on one core and on all:
//
//	go test ./solver/internal/circuit/check -run TestVerifyLines -verify-lines all -timeout 30m -v
func TestVerifyLines(t *testing.T) {
	if *linesFlag == "" {
		t.Skip("-verify-lines names no car line")
	}
	files, err := filepath.Glob(filepath.Join(configtest.Reference(t, "mercedes"), "*.cnf.gz"))
	require.NoError(t, err)
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".cnf.gz")
		if *linesFlag != "all" && !strings.Contains(","+*linesFlag+",", ","+name+",") {
			continue
		}
		f := cnftest.Read(t, file)
		ctx, cancel := context.WithTimeout(t.Context(), *limitFlag)
		start := cpuTime()
		c, _, err := compile.Compile(ctx, f, compile.Options{})
		cancel()
		compiling := cpuTime() - start
		if err != nil {
			fmt.Printf("%-10s not compiled: %v\n", name, err)
			continue
		}
		start = cpuTime()
		proof, err := check.Prove(c, f, 1<<27)
		require.NoError(t, err, name)
		fmt.Printf("%-10s compiled in %.2fs, verified in %.2fs, %d edges, %+v\n", name, compiling.Seconds(), (cpuTime() - start).Seconds(), c.NumEdges(), proof)
		cores := runtime.GOMAXPROCS(0)
		for _, n := range []int{1, cores} {
			runtime.GOMAXPROCS(n)
			start := time.Now()
			require.NoError(t, check.Verify(t.Context(), c, f), name)
			fmt.Printf("%-10s on %d of %d cores in %.2fs\n", name, n, cores, time.Since(start).Seconds())
		}
	}
}
