package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/calendar"
)

// folder has the spaces that are compiled once for all tests of the package: reading one
// takes milliseconds, and binds it to the rules of the test that asks, whose catalog is
// its own.
var folder string

func TestMain(m *testing.M) {
	var err error
	if folder, err = os.MkdirTemp("", "vanline"); err != nil {
		panic(err)
	}
	defer os.RemoveAll(folder)
	m.Run()
}

// mustCompile returns the space of rules at a point.
func mustCompile(t *testing.T, set *rules.Set, asOf config.Point) *solver.Space {
	t.Helper()
	space, err := calendar.New(set, calendar.Config{Folder: folder}).At(t.Context(), asOf)
	require.NoError(t, err)
	return space
}

// call runs the program and returns what it prints.
func call(t *testing.T, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	return callWith(t, "", args...)
}

// callWith runs the program with a text as standard input.
func callWith(t *testing.T, stdin string, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	p := program{bytes.NewBufferString(stdin), &out, &errs, folder}
	status = p.run(t.Context(), args)
	return status, out.String(), errs.String()
}

// answered is the session of all orders. Nobody may change it.
var answered = sync.OnceValues(func() (*session, error) {
	p := program{stderr: io.Discard, folder: folder}
	r, _ := p.parse([]string{"-order", "all"})
	return p.ask(context.Background(), r)
})

// printed returns what the program prints of all orders.
func printed(t *testing.T, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	s, err := answered()
	require.NoError(t, err)
	var out, errs bytes.Buffer
	p := program{stdout: &out, stderr: &errs}
	r, _ := p.parse(args)
	status = p.print(s, r)
	return status, out.String(), errs.String()
}
