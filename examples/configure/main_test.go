package main

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the golden files anew")

// call runs the program.
func call(t *testing.T, stdin string, args ...string) (status int, out, errs string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	status = run(t.Context(), args, strings.NewReader(stdin), &stdout, &stderr)
	return status, stdout.String(), stderr.String()
}

// TestGolden replays a session with the example line.
func TestGolden(t *testing.T) {
	status, out, errs := call(t, "", "-script", "testdata/desk.script")
	require.Equal(t, 1, status) // some commands are wrong
	require.Empty(t, errs)
	golden := "testdata/desk.golden"
	if *update {
		require.NoError(t, os.WriteFile(golden, []byte(out), 0o644))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	require.Equal(t, string(want), out)
}

const van = "features\n    Van\n        alternative\n            Diesel\n            Petrol\n            Electric\n        optional\n            Tow\nconstraints\n    Electric => !Tow\n"

func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(text), 0o666))
	return path
}

// A session in the terminal, saved and restored.
func TestTerminal(t *testing.T) {
	model := write(t, "van.uvl", van)
	draft := filepath.Join(t.TempDir(), "draft.json")
	status, out, errs := call(t, "choose Electric\nchoose Tow\nsave "+draft+"\nundo\nundo\nrestore "+draft+"\nquit\n", model)
	require.Zero(t, status, errs)
	require.Contains(t, out, "Tow is impossible:\n    you chose Electric\n")
	require.Contains(t, out, "there is no step to undo")
	require.Equal(t, 2, strings.Count(out, "  1 left\n"))
	other := write(t, "van.uvl", strings.Replace(van, "!Tow", "!Electric", 1))
	status, out, errs = call(t, "restore "+draft+"\n", other)
	require.Zero(t, status, errs)
	require.Contains(t, out, " Electric was chosen, but Electric is impossible:\n    ")
	status, out, errs = call(t, "why Tow\n", write(t, "van.cnf", "c 1 Tow\np cnf 1 1\n1 0\n"))
	require.Zero(t, status, errs)
	require.Contains(t, out, "Tow is forced:\n    clause 1: Tow")
}

// An interrupt ends one command, and not those after it.
func TestInterrupt(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a process cannot interrupt itself")
	}
	commands["wait"] = command{do: func(_ *desk, ctx context.Context, _ []string) error {
		self, err := os.FindProcess(os.Getpid())
		if err != nil {
			return err
		}
		if err := self.Signal(os.Interrupt); err != nil {
			return err
		}
		<-ctx.Done()
		return context.Cause(ctx)
	}}
	t.Cleanup(func() { delete(commands, "wait") })
	model := write(t, "van.uvl", van)
	status, out, errs := call(t, "wait\nchoose Tow\n", model)
	require.Zero(t, status, errs)
	require.Contains(t, out, "> interrupt signal received\n>   chosen     Tow\n")
	status, out, _ = call(t, "", "-script", write(t, "s.script", "wait\nchoose Tow\n"), model)
	require.Equal(t, 1, status)
	require.Equal(t, "> wait\ns.script:1: interrupt signal received\n", out)
}

func TestWords(t *testing.T) {
	status, out, errs := call(t, `choose "C # 1" # a comment
reject "open
why "C # 1"
repair "C # 1" "C # 1"
show "C # 1"
show clors
choose ""
insist !"C # 1"
insist !Red
insist !Gren
relax !Red Red
counts "C # 1"
range Price Van:alternative
range Van:alternative
help
`, write(t, "van.uvl", "features\n    Van\n        alternative\n            \"C # 1\"\n            Red\n"))
	require.Zero(t, status, errs)
	require.Contains(t, out, "chosen     C # 1\n")
	require.Contains(t, out, "quote without end")
	require.Contains(t, out, "  you chose C # 1\n")
	require.Contains(t, out, "  they can be had together\n")
	require.Contains(t, out, "C # 1 is an option; write show ")
	require.Contains(t, out, "unknown family clors")
	require.Contains(t, out, "> the code of an option is empty\n")
	require.Contains(t, out, ">   rejected   C # 1\n  forced     Red\n")
	require.Contains(t, out, ">   given up: C # 1\n  rejected   Red\n  forced     C # 1\n")
	require.Contains(t, out, "> unknown option Gren; did you mean Red?\n")
	require.Contains(t, out, "> Red stands there with and without !; keep one of the two\n")
	require.Contains(t, out, "> C # 1 is an option; write counts Van:alternative for its family\n")
	require.Contains(t, out, "> write range ATTRIBUTE FAMILY\n")
	require.Contains(t, out, "  repair [!]CODE...      the fewest")
	status, out, _ = call(t, "undo\n"+strings.Repeat("x", 70_000)+"\nundo\n", write(t, "van.uvl", van))
	require.Equal(t, 1, status)
	require.Contains(t, out, "a line must be shorter than 64 KiB")
}

func TestErrors(t *testing.T) {
	for _, c := range []struct {
		name   string
		args   []string
		status int
		want   string
	}{
		{"usage", []string{"a.uvl", "b.uvl"}, 2, "usage: configure"},
		{"both", []string{"-product", "x", "b.uvl"}, 2, "usage: configure"},
		{"unknown flag", []string{"-prodct", "x"}, 2, "flag provided but not defined"},
		{"no file", []string{"none.uvl"}, 1, "none.uvl"},
		{"no model", []string{"main.go"}, 1, "main.go is neither a feature model (.uvl) nor a formula (.cnf)"},
		{"no product", []string{"-product", "testdata"}, 1, "options.yaml"},
		{"no script", []string{"-script", "none"}, 1, "none"},
		{"plant", []string{"-plant", "NHW"}, 1, "-plant: "},
		{"void", []string{write(t, "void.cnf", "p cnf 1 2\n1 0\n-1 0\n")}, 1, "nothing can be built"},
	} {
		t.Run(c.name, func(t *testing.T) {
			status, out, errs := call(t, "", c.args...)
			require.Equal(t, c.status, status, errs)
			require.Empty(t, out)
			require.Contains(t, errs, c.want)
		})
	}
	status, _, errs := call(t, "", "-h")
	require.Zero(t, status)
	require.Contains(t, errs, "usage: configure")
}
