package main

import (
	"fmt"
	"io"
	"time"

	"github.com/confspace/confspace/solver"
)

const (
	progressAfter = 2 * time.Second // short runs stay silent
	progressEvery = time.Second
)

// progress rewrites one line about a compilation that takes long.
type progress struct {
	w     io.Writer
	name  string
	next  time.Time
	shown bool
}

func (p *progress) report(s solver.Progress) {
	now := time.Now()
	if now.Before(p.next) {
		return
	}
	p.next, p.shown = now.Add(progressEvery), true
	fmt.Fprintf(p.w, "\r%s: %d decisions, %d nodes", p.name, s.Decisions, s.Nodes)
}

// done ends the line.
func (p *progress) done() {
	if p.shown {
		fmt.Fprintln(p.w)
	}
}
