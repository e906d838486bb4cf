package main

import (
	"bytes"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// TestTricky counts formulas on which well-known counters answer wrongly.
func TestTricky(t *testing.T) {
	for _, ref := range inFolder(t, "tricky") {
		t.Run(ref.name, func(t *testing.T) {
			f, err := read(ref.path)
			require.NoError(t, err)
			space := compile(t, f)
			require.Equal(t, ref.count.String(), count(t, space).String())
			require.Equal(t, ref.count.Sign() == 0, space.Void())
			require.Equal(t, ref.count.String(), countPlainly(f, verdictSteps).String())
		})
	}
}

// TestCompare runs the comparison, on small lines unless -lines says more, and
// holds confspace to what it promises.
func TestCompare(t *testing.T) {
	var wanted []string
	for _, ref := range referenceLines(t, "D1119_M20", "C169_FW", "C250_FW", "C211_FS") {
		wanted = append(wanted, ref.name)
	}
	var out, errs bytes.Buffer
	status := compare(t.Context(), []string{"-lines", strings.Join(wanted, ","), "-limit", limit.String()}, &out, &errs)
	t.Logf("\n%s", out.String())
	require.Zero(t, status, errs.String())
	for _, name := range wanted {
		require.Contains(t, out.String(), "\n"+name+" ")
	}
}

// write writes a formula and reference data that calls it line A.
func write(t *testing.T, formula, count string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	lines := filepath.Join(dir, "mercedes")
	require.NoError(t, os.Mkdir(lines, 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(lines, "A.cnf"), []byte(formula), 0o644))
	require.NoError(t, os.WriteFile(filepath.Join(lines, "reference.tsv"), []byte("file\tcount\nA.cnf\t"+count+"\n"), 0o644))
	return dir
}

func TestCompareSmall(t *testing.T) {
	const formula = "p cnf 5 3\n1 2 0\n-2 3 4 0\n-1 0\n" // 2 true, 3 or 4, 5 free
	for _, tt := range []struct {
		name, formula, count string
		args                 []string
		status               int
		out, errs            string
	}{
		{"right", formula, "6", []string{"-rounds", "2"}, 0, "A.cnf ", ""},
		{"wrong", formula, "7", nil, 1, "counts 6", "confspace: counts 6"},
		{"malformed", "p cnf 1 1\n2 0\n", "1", nil, 1, "literal of variable", "literal of variable 2"},
		{"at the limit", formula, "6", []string{"-limit", "1ns"}, 1, "over 1ns", "confspace: over 1ns"},
		{"unknown line", formula, "6", []string{"-lines", "B"}, 2, "", `no formula "B"`},
		{"usage", formula, "6", []string{"A"}, 2, "", "usage"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var out, errs bytes.Buffer
			args := append([]string{"-data", write(t, tt.formula, tt.count)}, tt.args...)
			require.Equal(t, tt.status, compare(t.Context(), args, &out, &errs), errs.String())
			require.Contains(t, out.String(), tt.out)
			require.Contains(t, errs.String(), tt.errs)
		})
	}
}

func TestPromise(t *testing.T) {
	took := func(seconds float64) run { return run{Compile: seconds / 2, Count: seconds / 2} }
	for _, tt := range []struct {
		name         string
		ours, theirs run
		ratio        string
		complaint    bool
	}{
		{"kept", took(1), took(20), "20.0", false},
		{"broken", took(1), took(19), "19.0", true},
		{"a short line", took(0.5), took(1), "2.0", false},
		{"a lower bound", took(10), run{Killed: true, Failure: "over 1m0s"}, ">6.0", false},
		{"theirs failed", took(1), run{Failure: "out of memory"}, "-", false},
		{"ours failed", run{Failure: "no circuit"}, took(1), "-", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := result{reference{"A", "A.cnf", big.NewInt(1)}, time.Minute, [2]run{tt.ours, tt.theirs}}
			require.Equal(t, tt.complaint, r.complaint() != "")
			require.Equal(t, tt.ratio, strings.TrimSpace(r.String()[strings.LastIndex(r.String(), "|")+1:]), fmt.Sprint(r))
		})
	}
}
