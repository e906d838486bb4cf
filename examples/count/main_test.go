package main

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config/configtest"
)

var times = regexp.MustCompile(`((?:seconds|proved|pass) +(?:in )?)[0-9.]+`)

// call runs the program and returns what it prints, times left out.
func call(t *testing.T, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	status = run(t.Context(), args, &out, &errs)
	return status, times.ReplaceAllString(out.String(), "$1-"), errs.String()
}

// files writes small inputs of every kind and returns their folder.
func files(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	write := func(name, text string) {
		name = filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
		require.NoError(t, os.WriteFile(name, []byte(text), 0o644))
	}
	write("free.cnf", "p cnf 4 1\n1 2 0\n")
	write("none.cnf", "p cnf 2 2\n1 0\n-1 0\n")
	write("broken.cnf", "p cnf 2 2\n1 3 0\n")
	write("tree.uvl", "features\n    Car\n        alternative\n            Diesel\n            Petrol\n        optional\n            Towbar\n")
	write("odd.uvl", oddModel)
	write("show.cnf", "p cnf 4 2\nc p show 1 2 0\n1 2 0\n-1 3 4 0\n")
	write("ind.cnf", "c ind 3 0\np cnf 3 1\n1 2 0\n")
	write("c2d.nnf", "nnf 5 4 2\nL 1\nL -1\nL 2\nA 2 0 2\nO 1 2 3 1\n")
	write("d4.nnf", "o 1 0\nt 2 0\n1 2 1 2 0\n1 2 -1 0\n")
	write("broken.nnf", "o 1 0\nt 2 0\n1 2 1 2\n")
	write("odd.nnf", "nnf 3 2 2\nL 1\nL 2\nO 0 2 0 1\n")
	write("broken.uvl", "features\n    Car\n        optional\n            Tow\nconstraints\n    Towb\n")
	write("product/options.yaml", "product: car\nfamilies:\n  - family: engine\n    options: [{code: D20}, {code: P16}, {code: E1, from: 2026-06-01}]\n")
	write("product/rules.yaml", "rules: []\n")
	write("dated/options.yaml", "product: car\nplants: [P1]\nfamilies:\n  - family: engine\n    options: [D20, {code: E1, from: 2026-06-01, plants: [P1]}]\n")
	write("dated/rules.yaml", "rules: []\n")
	write("void/options.yaml", "product: car\nfamilies:\n  - family: engine\n    options: [D20, P16]\n")
	write("void/rules.yaml", "rules: [ { id: R1, rule: D20 & P16 } ]\n")
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	_, err := z.Write([]byte("p cnf 3 0\n"))
	require.NoError(t, err)
	require.NoError(t, z.Close())
	write("zipped.cnf.gz", zipped.String())
	write("truncated.cnf.gz", zipped.String()[:zipped.Len()-6])
	write("plain.cnf.gz", "p cnf 3 0\n")
	return dir
}

func TestCount(t *testing.T) {
	dir := files(t)
	tests := []struct {
		name   string
		args   []string
		status int
		stdout string // within
		stderr string // within
	}{
		{"DIMACS, free variables", []string{"free.cnf"}, 0, "free.cnf\n  configurations  12\n  digits          2\n  options         4\n  rules           1\n", ""},
		{"a contradiction", []string{"none.cnf"}, 0, "  configurations  0\n", ""},
		{"UVL", []string{"tree.uvl"}, 0, "  configurations  4\n", ""},
		{"gzip", []string{"zipped.cnf.gz"}, 0, "  configurations  8\n", ""},
		{"a product of dates and plants", []string{"dated"}, 1, "", "; give them by -date and -plant\n"},
		{"a product before", []string{"-date", "2026-05-31", "product"}, 0, "  configurations  2\n", ""},
		{"a product after", []string{"-date", "2026-06-01", "product"}, 0, "  configurations  3\n", ""},
		{"a product at no time", []string{"product"}, 1, "", "date"},
		{"budget", []string{"-nodes", "1", "tree.uvl"}, 1, "", "budget"},
		{"a void product", []string{"void"}, 1, "", "rules.yaml:1:16: R1: D20 & P16"},
		{"verify", []string{"-verify", "tree.uvl"}, 0, "  seconds         -\n  proved          in - seconds\n", ""},
		{"verify a contradiction", []string{"-verify", "none.cnf"}, 0, "  proved          in - seconds\n", ""},
		{"options", []string{"-options", "odd.uvl"}, 0, `  core            4
  dead            3
  false-optional  4
  ... not dead    3
  pass            - ms for the counts of all options
option	Car	2	1	core
option	Engine	2	1	core
option	E1	0	0	dead
option	D20	2	1	core,false-optional
option	Radio	2	1	core,false-optional
option	Tow	0	0	dead
option	Roof	1	0.5	
option	Ball	0	0	dead,false-optional
option	Rails	1	0.5	false-optional
`, ""},
		{"options of a formula", []string{"-options", "free.cnf"}, 0, "option	1	8	0.666667	\n", ""},
		{"options of a contradiction", []string{"-options", "none.cnf"}, 0, "  core            0\n  dead            2\n  false-optional  2\n  ... not dead    0\n", ""},
		{"a projection", []string{"show.cnf"}, 0, "  configurations  3\n  digits          1\n  options         2\n", ""},
		{"a projection to what is free", []string{"-verify", "ind.cnf"}, 0, "  configurations  2\n", ""},
		{"a circuit of c2d", []string{"-verify", "c2d.nnf"}, 0, "  configurations  3\n  digits          1\n  options         2\n", ""},
		{"a circuit of d4", []string{"-options", "d4.nnf"}, 0, "option\t1\t1\t0.333333\t\noption\t2\t2\t0.666667\t\n", ""},
		{"a broken circuit", []string{"broken.nnf"}, 1, "", "broken.nnf:3:1: the line ends before"},
		{"no decision", []string{"odd.nnf"}, 1, "", "odd.nnf:4:1: the Or decides no variable"},
		{"projected by conditions", []string{"-project", "tree.uvl", "-by", "Diesel & Towbar, Petrol"}, 0, "  configurations  3\n  digits          1\n  options         2\n", ""},
		{"projected by a family", []string{"-date", "2026-06-01", "-project", "product", "-by", "engine, D20 | P16"}, 0, "  configurations  3\n  digits          1\n  options         4\n", ""},
		{"commas in brackets", []string{"-date", "2026-06-01", "-project", "product", "-by", "engine in {D20, P16}"}, 0, "  configurations  2\n", ""},
		{"a circuit projected", []string{"-project", "d4.nnf", "-by", "1 & 2, 2"}, 0, "  configurations  3\n", ""},
		{"unknown in -by", []string{"-project", "tree.uvl", "-by", "Towbra"}, 1, "", "did you mean Towbar?"},
		{"-by without -project", []string{"-by", "A", "tree.uvl"}, 2, "", "usage"},
		{"-project without -by", []string{"-project", "tree.uvl"}, 2, "", "usage"},
		{"an unknown dialect", []string{"-dialect", "d5", "tree.uvl"}, 2, "", "write c2d or d4"},
		{"several, one of them broken", []string{"free.cnf", "broken.cnf", "tree.uvl"}, 1, "  configurations  4\n", "broken.cnf:2:"},
		{"unknown feature", []string{"broken.uvl"}, 1, "", "did you mean Tow?"},
		{"a file of a product", []string{"product/rules.yaml"}, 1, "", "product/rules.yaml: it is a file of a product; count takes the directory: product\n"},
		{"truncated gzip", []string{"truncated.cnf.gz"}, 1, "", "gzip"},
		{"no gzip", []string{"plain.cnf.gz"}, 1, "", "gzip"},
		{"missing file", []string{"missing.cnf"}, 1, "", "missing.cnf"},
		{"no file", nil, 2, "", "usage"},
		{"unknown flag", []string{"-dates", "free.cnf"}, 2, "", "-dates"},
		{"no date", []string{"-date", "tomorrow", "free.cnf"}, 2, "", "tomorrow"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Chdir(dir)
			status, stdout, stderr := call(t, tt.args...)
			require.Equal(t, tt.status, status, stderr)
			require.Contains(t, stdout, tt.stdout)
			require.Contains(t, stderr, tt.stderr)
			if tt.stderr == "" {
				require.Empty(t, stderr)
			}
		})
	}
}

// A circuit that is written in either dialect counts the same.
func TestWriteNNF(t *testing.T) {
	t.Chdir(files(t))
	for _, dialect := range []string{"c2d", "d4"} {
		status, _, stderr := call(t, "-nnf", "out.nnf", "-dialect", dialect, "tree.uvl")
		require.Zero(t, status, stderr)
		status, stdout, stderr := call(t, "-verify", "out.nnf")
		require.Zero(t, status, stderr)
		require.Contains(t, stdout, "  configurations  4\n")
	}
	status, _, stderr := call(t, "-nnf", filepath.Join("missing", "out.nnf"), "tree.uvl")
	require.Equal(t, 1, status)
	require.Contains(t, stderr, "missing")
}

// TestCountReference counts a published car line the way a user would.
func TestCountReference(t *testing.T) {
	t.Chdir(configtest.Reference(t, "mercedes"))
	status, stdout, stderr := call(t, "D1119_M20.cnf.gz")
	require.Zero(t, status, stderr)
	require.Contains(t, stdout, "  configurations  561283072\n  digits          9\n  options         1400\n")
}
