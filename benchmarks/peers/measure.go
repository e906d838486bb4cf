package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"
)

// engineVar names the variable that makes this program a run of one engine.
const engineVar = "CONFSPACE_PEERS_ENGINE"

// run holds the measurements of one engine for one formula.
type run struct {
	Input, Compile, Count float64 // seconds
	Bytes                 uint64  // taken by the runtime from the system
	Models                string
	Failure               string // the reason for a missing count; "" if there is one
	Killed                bool   // at the limit: Failure
}

func (r run) seconds() float64 { return r.Compile + r.Count }

// child measures if this process is a run of one engine, and exits.
func child() {
	name := os.Getenv(engineVar)
	if name == "" {
		return
	}
	var r run
	for _, e := range engines {
		if e.name == name {
			if err := r.measure(e, os.Args[1]); err != nil {
				r.Failure = err.Error()
			}
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(r); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// measure compiles and counts the formula of a file.
func (r *run) measure(e engine, file string) error {
	f, err := read(file)
	if err != nil {
		return err
	}
	start := time.Now()
	lap := func() float64 {
		d := time.Since(start)
		start = time.Now()
		return d.Seconds()
	}
	task, err := e.take(f)
	if err != nil {
		return err
	}
	r.Input = lap()
	if err := task.compile(context.Background()); err != nil {
		return err
	}
	r.Compile = lap()
	n, err := task.count()
	if err != nil {
		return err
	}
	r.Count = lap()
	r.Models = n.String()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	r.Bytes = m.Sys
	return nil
}

// apart measures in a new process, which it kills at the limit.
func apart(ctx context.Context, e engine, file string, limit time.Duration) (run, error) {
	self, err := os.Executable()
	if err != nil {
		return run{}, err
	}
	bounded, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	cmd := exec.CommandContext(bounded, self, file)
	cmd.Env = append(os.Environ(), engineVar+"="+e.name)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	var r run
	switch {
	case ctx.Err() != nil:
		return r, context.Cause(ctx)
	case bounded.Err() != nil:
		return run{Killed: true, Failure: fmt.Sprintf("over %v", limit)}, nil
	case errors.As(err, new(*exec.ExitError)):
		// Running out of memory, for example, is a result too.
		first, _, _ := strings.Cut(errs.String(), "\n")
		return run{Failure: fmt.Sprintf("%v: %s", err, first)}, nil
	case err != nil:
		return r, err
	}
	return r, json.Unmarshal(out, &r)
}
