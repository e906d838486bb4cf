package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/confspace/confspace/bom/proof"
)

// patience is how long nothing is told of the progress, at first and then after each line.
const patience = 2 * time.Second

// progress tells how far an audit has come, for people who wait for it.
type progress struct {
	w     io.Writer // nil: nobody waits
	every time.Duration
	last  time.Time // of the last line
}

// newProgress tells the progress to a stderr that is a file, such as a terminal or the log of a job: a
// program that keeps it in memory looks for defects there.
func newProgress(stderr io.Writer) *progress {
	p := &progress{every: patience, last: time.Now()}
	if file, ok := stderr.(*os.File); ok {
		p.w = file
	}
	return p
}

// of returns what an audit calls, of one directory.
func (p *progress) of(dir string) func(proof.Progress) {
	if p.w == nil {
		return nil
	}
	return func(at proof.Progress) {
		now := time.Now()
		if now.Sub(p.last) < p.every {
			return
		}
		p.last = now
		line := fmt.Sprintf("check: %s: %d of %d points", dir, at.Points, at.AllPoints)
		if at.AllFindings > 0 {
			line += fmt.Sprintf(", %d of %d findings", at.Findings, at.AllFindings)
		}
		fmt.Fprintln(p.w, line)
	}
}
