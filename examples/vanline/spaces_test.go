package main

import (
	"bytes"
	"context"
	"io"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// spaces are compiled once for all tests of the package. They are kept as space
// files: reading one takes milliseconds, and binds it to the rules of the test
// that asks, whose catalog is its own.
var spaces = struct {
	sync.Mutex
	files map[spaceKey]*spaceFile
}{files: map[spaceKey]*spaceFile{}}

type spaceKey struct {
	rules [32]byte
	asOf  config.Point
}

type spaceFile struct {
	compile sync.Once
	text    bytes.Buffer
	err     error
}

// compileOnce is solver.Compile with the spaces of earlier calls.
func compileOnce(ctx context.Context, set *rules.Set, asOf config.Point, cfg solver.Config) (*solver.Space, error) {
	key := spaceKey{set.Digest(), asOf}
	spaces.Lock()
	file := spaces.files[key]
	if file == nil {
		file = new(spaceFile)
		spaces.files[key] = file
	}
	spaces.Unlock()
	file.compile.Do(func() {
		space, err := solver.Compile(context.WithoutCancel(ctx), set, asOf, cfg)
		if err == nil {
			_, err = space.WriteTo(&file.text)
		}
		file.err = err
	})
	if file.err != nil {
		return nil, file.err
	}
	return solver.Read(bytes.NewReader(file.text.Bytes()), set)
}

// mustCompile returns the space of rules at a point.
func mustCompile(t *testing.T, set *rules.Set, asOf config.Point) *solver.Space {
	t.Helper()
	space, err := compileOnce(t.Context(), set, asOf, solver.Config{})
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
	p := program{bytes.NewBufferString(stdin), &out, &errs, compileOnce}
	status = p.run(t.Context(), args)
	return status, out.String(), errs.String()
}

// answered is the session of all orders. Nobody may change it.
var answered = sync.OnceValues(func() (*session, error) {
	p := program{stderr: io.Discard, compile: compileOnce}
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
