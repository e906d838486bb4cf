package solver_test

import (
	"bufio"
	"compress/gzip"
	"context"
	"io"
	"math/big"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/rules/uvl"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/dimacs"
	"github.com/confspace/confspace/solver/internal/cnf/cnftest"
)

// unpacked returns a file's content, decompressed.
func unpacked(t testing.TB, path string) []byte {
	f, err := os.Open(path)
	require.NoError(t, err)
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(path, ".gz") {
		r, err = gzip.NewReader(f)
		require.NoError(t, err)
	}
	text, err := io.ReadAll(r)
	require.NoError(t, err)
	return text
}

// load reads a formula or feature model as rules.
func load(t testing.TB, path string) *rules.Set {
	text := unpacked(t, path)
	name := strings.TrimSuffix(filepath.Base(path), ".gz")
	if strings.HasSuffix(name, ".uvl") {
		set, err := uvl.Read(fstest.MapFS{name: {Data: text}}, name)
		require.NoError(t, err)
		return set
	}
	f, err := dimacs.Read(name, strings.NewReader(string(text)))
	require.NoError(t, err)
	set, err := f.Set()
	require.NoError(t, err)
	return set
}

func requireCount(t *testing.T, set *rules.Set, want *big.Int) *solver.Space {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	space, err := solver.Compile(ctx, set, config.Point{}, solver.Config{})
	require.NoError(t, err)
	got, err := space.Count(t.Context(), nil)
	require.NoError(t, err)
	require.Equal(t, want.String(), got.String())
	require.Equal(t, want.Sign() == 0, space.Void())
	return space
}

func TestReferenceFormulas(t *testing.T) {
	for folder, files := range map[string][]string{
		"mercedes": {"D1119_M20", "C169_FW", "C250_FW", "C211_FS"},
		"tricky":   {"aliased-dtree.cnf", "lost-models.cnf", "contradictory-units.cnf"},
	} {
		dir := configtest.Reference(t, folder)
		counts := cnftest.References(t, filepath.Join(dir, "reference.tsv"))
		for _, file := range files {
			t.Run(file, func(t *testing.T) {
				path := filepath.Join(dir, file)
				if folder == "mercedes" {
					path += ".cnf.gz"
				}
				requireCount(t, load(t, path), counts[file])
			})
		}
	}
}

func TestReferenceFeatureModels(t *testing.T) {
	dir := filepath.Join(configtest.Reference(t, "uvl"), "models")
	lines := strings.Split(strings.TrimSpace(string(unpacked(t, filepath.Join(dir, "reference.tsv")))), "\n")
	for _, line := range lines[1:] {
		words := strings.Split(line, "\t")
		t.Run(words[0], func(t *testing.T) {
			if words[0] == "automotive01" && testing.Short() {
				t.Skip("a second, and half a minute under the race detector")
			}
			path := filepath.Join(dir, words[0]+".uvl")
			if _, err := os.Stat(path); err != nil {
				path += ".gz"
			}
			set := load(t, path)
			features, err := strconv.Atoi(words[1])
			require.NoError(t, err)
			require.Equal(t, features, set.Catalog().NumOptions())
			want, ok := new(big.Int).SetString(words[2], 10)
			require.True(t, ok)
			space := requireCount(t, set, want)
			counts, err := space.Counts(t.Context(), nil)
			require.NoError(t, err)
			require.Equal(t, words[3:6], anomalies(set.Catalog(), counts, want))
		})
	}
}

// anomalies returns the number of options that every configuration has, that
// none has, and that the tree leaves open below their parent, dead or not, though
// every configuration with the parent has them.
func anomalies(cat *config.Catalog, counts []big.Int, total *big.Int) []string {
	var core, dead, falseOptional int
	for f := range config.FamilyID(cat.NumFamilies()) {
		family := cat.Family(f)
		parent := total
		if family.Parent != config.NoOption {
			parent = &counts[family.Parent]
		}
		for _, o := range family.Options {
			if counts[o].Cmp(total) == 0 {
				core++
			}
			if counts[o].Sign() == 0 {
				dead++
			}
			if family.Select.Min < len(family.Options) && counts[o].Cmp(parent) == 0 {
				falseOptional++
			}
		}
	}
	return []string{strconv.Itoa(core), strconv.Itoa(dead), strconv.Itoa(falseOptional)}
}

// The number of configurations with each of 2,513 features.
func TestReferenceFeatureCounts(t *testing.T) {
	if testing.Short() {
		t.Skip("a second, and half a minute under the race detector")
	}
	dir := configtest.Reference(t, "auto1")
	want := map[string]string{}
	total := new(big.Int)
	scanner := bufio.NewScanner(strings.NewReader(string(unpacked(t, filepath.Join(dir, "feature-counts.tsv.gz")))))
	for scanner.Scan() {
		words := strings.Split(scanner.Text(), "\t")
		n, ok := new(big.Int).SetString(words[len(words)-1], 10)
		if !ok {
			continue // the header
		}
		want[words[0]] = n.String()
		if n.Cmp(total) > 0 {
			total = n
		}
	}
	set := load(t, filepath.Join(dir, "auto1.cnf.gz"))
	space := requireCount(t, set, total)
	counts, err := space.Counts(t.Context(), nil)
	require.NoError(t, err)
	require.Len(t, want, len(counts))
	for o := range counts {
		require.Equal(t, want[set.Catalog().Code(config.OptionID(o))], counts[o].String())
	}
}
