package progress

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/solver"
)

// screen returns what a terminal shows of a line in the end.
func screen(written string) string {
	var line []rune
	at := 0
	for _, r := range written {
		if r == '\r' {
			at = 0
			continue
		}
		if at == len(line) {
			line = append(line, ' ')
		}
		line[at] = r
		at++
	}
	return strings.TrimRight(string(line), " ")
}

func TestLineIsErased(t *testing.T) {
	var out bytes.Buffer
	l := newLine(&out, strings.Repeat("n", 100), time.Time{})
	l.Report(solver.Progress{Decisions: 1_000_000, Nodes: 20})
	require.Contains(t, screen(out.String()), "n…: 1000000 decisions, 20 nodes")
	require.LessOrEqual(t, l.width, 80)
	l.next = time.Time{}
	l.Report(solver.Progress{Decisions: 7, Nodes: 3}) // a shorter one
	require.True(t, strings.HasSuffix(screen(out.String()), ": 7 decisions, 3 nodes"))
	l.Report(solver.Progress{Decisions: 8}) // too soon
	require.NotContains(t, out.String(), "8 decisions")
	l.Erase()
	require.Empty(t, screen(out.String()))
	length := out.Len()
	l.Erase()
	require.Equal(t, length, out.Len(), "erased twice")
}

func TestOnlyTerminals(t *testing.T) {
	file, err := os.Create(filepath.Join(t.TempDir(), "log"))
	require.NoError(t, err)
	defer file.Close()
	var out bytes.Buffer
	for _, l := range []*Line{New(file, "n"), New(&out, "n")} {
		l.next = time.Time{}
		l.Report(solver.Progress{Decisions: 1})
		l.Erase()
	}
	info, err := file.Stat()
	require.NoError(t, err)
	require.Zero(t, info.Size())
	require.Empty(t, out.String())
}

func TestShortCompilationsStaySilent(t *testing.T) {
	require.True(t, New(os.Stderr, "n").next.After(time.Now()))
}
