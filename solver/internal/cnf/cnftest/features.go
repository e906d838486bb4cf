package cnftest

import (
	"bufio"
	"compress/gzip"
	"math/big"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/confspace/confspace/solver/internal/cnf"
)

// FeatureCounts reads the published number of valid configurations with each
// feature of the automotive feature model in dir.
func FeatureCounts(t testing.TB, dir string) map[cnf.Var]*big.Int {
	t.Helper()
	number := make(map[string]cnf.Var)
	eachLine(t, filepath.Join(dir, "auto1.cnf.gz"), func(words []string) {
		if len(words) == 3 && words[0] == "c" {
			if n, err := strconv.Atoi(words[1]); err == nil {
				number[words[2]] = cnf.Var(n)
			}
		}
	})
	counts := make(map[cnf.Var]*big.Int)
	eachLine(t, filepath.Join(dir, "feature-counts.tsv.gz"), func(words []string) {
		if z, ok := new(big.Int).SetString(words[len(words)-1], 10); ok && number[words[0]] != 0 {
			counts[number[words[0]]] = z
		}
	})
	if len(counts) != len(number) || len(counts) == 0 {
		t.Fatalf("%d counts for %d features", len(counts), len(number))
	}
	return counts
}

func eachLine(t testing.TB, path string, see func(words []string)) {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	r, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	scanner := bufio.NewScanner(r)
	scanner.Buffer(nil, 1<<24)
	for scanner.Scan() {
		see(strings.Fields(scanner.Text()))
	}
	if err := scanner.Err(); err != nil {
		t.Fatal(err)
	}
}
