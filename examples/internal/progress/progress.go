// Package progress shows the progress of long work on a terminal.
package progress

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/confspace/confspace/solver"
)

const (
	after   = 2 * time.Second // short work stays silent
	every   = time.Second
	maxName = 40 // columns, so that all fits one line of a terminal
)

// Line is one line of a terminal, which is rewritten from time to time. It is
// for one goroutine.
type Line struct {
	w     io.Writer // nil: nothing is shown
	name  string
	next  time.Time
	width int // columns that are shown now
}

// New returns a line for work that begins now. It shows nothing unless
// w is a terminal.
func New(w io.Writer, name string) *Line {
	if file, ok := w.(*os.File); !ok || !isTerminal(file) {
		w = nil
	}
	return newLine(w, name, time.Now().Add(after))
}

func newLine(w io.Writer, name string, first time.Time) *Line {
	if runes := []rune(name); len(runes) > maxName {
		name = string(runes[:maxName-1]) + "…"
	}
	return &Line{w: w, name: name, next: first}
}

func isTerminal(file *os.File) bool {
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// Report shows the progress of the compilation: it is a solver.Config's
// Progress.
func (l *Line) Report(p solver.Progress) { l.Tell("%d decisions, %d nodes", p.Decisions, p.Nodes) }

// Tell shows how far the work has come, unless it has begun or told just now.
func (l *Line) Tell(format string, args ...any) {
	now := time.Now()
	if l.w == nil || now.Before(l.next) {
		return
	}
	l.next = now.Add(every)
	l.Erase()
	text := l.name + ": " + fmt.Sprintf(format, args...)
	fmt.Fprint(l.w, text)
	l.width = len([]rune(text))
}

// Erase removes the line, if it is shown. It must come before anything else is
// written to the terminal.
func (l *Line) Erase() {
	if l.width > 0 {
		fmt.Fprintf(l.w, "\r%s\r", strings.Repeat(" ", l.width))
		l.width = 0
	}
}
