// Package cnftest gives tests formulas with known answers: reference data,
// random formulas of many shapes, and a counter that enumerates.
package cnftest

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"io"
	"math/big"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/confspace/confspace/solver/internal/cnf"
)

// Read reads a DIMACS file, unpacking it when its name ends in .gz. All of its
// variables are options.
func Read(t testing.TB, path string) *cnf.Formula {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var r io.Reader = file
	if strings.HasSuffix(path, ".gz") {
		if r, err = gzip.NewReader(file); err != nil {
			t.Fatal(path, err)
		}
	}
	f, err := parse(r)
	if err != nil {
		t.Fatal(path, err)
	}
	return f
}

func parse(r io.Reader) (*cnf.Formula, error) {
	var f *cnf.Formula
	var clause []cnf.Lit
	scanner := bufio.NewScanner(r)
	scanner.Buffer(nil, 1<<24)
	for scanner.Scan() {
		words := strings.Fields(scanner.Text())
		switch {
		case len(words) == 0 || words[0] == "c":
			continue
		case words[0] == "p":
			n, err := strconv.Atoi(words[2])
			if err != nil {
				return nil, err
			}
			f = cnf.NewFormula(n, n)
			continue
		}
		for _, word := range words {
			n, err := strconv.Atoi(word)
			if err != nil {
				return nil, err
			}
			if n != 0 {
				clause = append(clause, cnf.FromDimacs(n))
				continue
			}
			f.AddClause(clause...)
			clause = clause[:0]
		}
	}
	return f, scanner.Err()
}

// References reads the column "count" of a reference.tsv, keyed by the first
// column.
func References(t testing.TB, path string) map[string]*big.Int {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")
	column := -1
	for i, name := range strings.Split(lines[0], "\t") {
		if name == "count" {
			column = i
		}
	}
	counts := make(map[string]*big.Int)
	for _, line := range lines[1:] {
		words := strings.Split(line, "\t")
		z, ok := new(big.Int).SetString(words[column], 10)
		if !ok {
			t.Fatal(fmt.Errorf("%s: %q is not a number", path, words[column]))
		}
		counts[words[0]] = z
	}
	return counts
}
