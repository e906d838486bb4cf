package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"io"
	"math/big"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config/configtest"
)

// oddModel has every anomaly: Radio and D20 are built in always although the tree
// lets a car lack them, Tow and the Ball below it never, and who has a Roof has Rails.
const oddModel = `features
    Car
        mandatory
            Engine
                alternative
                    E1
                    D20
        optional
            Radio
            Tow
                optional
                    Ball
            Roof
                optional
                    Rails
constraints
    D20 & Radio
    Ball => E1
    !Tow
    Roof => Rails
`

// TestAnomalies compares with the published numbers of core, dead and
// false-optional features.
func TestAnomalies(t *testing.T) {
	t.Chdir(filepath.Join(configtest.Reference(t, "uvl"), "models"))
	table, err := os.ReadFile("reference.tsv")
	require.NoError(t, err)
	rows := strings.Split(strings.TrimSpace(string(table)), "\n")
	require.Equal(t, "model	features	valid configurations	core	dead	false-optional", rows[0])
	for _, row := range rows[1:] {
		cells := strings.Split(row, "\t")
		t.Run(cells[0], func(t *testing.T) {
			if testing.Short() && cells[0] != "berkeleydb" && cells[0] != "e_shop" {
				t.Skip("a second, and half a minute under the race detector")
			}
			files, err := filepath.Glob(cells[0] + ".uvl*")
			require.NoError(t, err)
			require.Len(t, files, 1)
			status, stdout, stderr := call(t, "-options", files[0])
			require.Zero(t, status, stderr)
			for i, name := range []string{"options", "configurations", "core", "dead", "false-optional"} {
				require.Regexp(t, regexp.MustCompile(`(?m)^  `+name+` +`+cells[i+1]+`$`), stdout)
			}
		})
	}
}

// TestOptionCounts compares the counts of 2,513 options with those published.
func TestOptionCounts(t *testing.T) {
	if testing.Short() {
		t.Skip("a second, and half a minute under the race detector")
	}
	dir := configtest.Reference(t, "auto1")
	file, err := os.ReadFile(filepath.Join(dir, "feature-counts.tsv.gz"))
	require.NoError(t, err)
	z, err := gzip.NewReader(bytes.NewReader(file))
	require.NoError(t, err)
	table, err := io.ReadAll(z)
	require.NoError(t, err)
	want := map[string]string{}
	for row := range strings.Lines(string(table)) {
		cells := strings.Split(strings.TrimSpace(row), "\t")
		if _, ok := new(big.Int).SetString(cells[len(cells)-1], 10); ok { // else the header
			want[cells[0]] = cells[len(cells)-1]
		}
	}
	require.Len(t, want, 2513)

	status, stdout, stderr := call(t, "-options", filepath.Join(dir, "auto1.cnf.gz"))
	require.Zero(t, status, stderr)
	got := map[string]string{}
	scanner := bufio.NewScanner(strings.NewReader(stdout))
	for scanner.Scan() {
		if cells := strings.Split(scanner.Text(), "\t"); cells[0] == "option" {
			got[cells[1]] = cells[2]
		}
	}
	require.Equal(t, want, got)
}
