package solver_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/rules/rulestest"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/dimacs"
)

// written returns a space as a file.
func written(t require.TestingT, s *solver.Space) []byte {
	var b bytes.Buffer
	n, err := s.WriteTo(&b)
	require.NoError(t, err)
	require.Equal(t, int64(b.Len()), n)
	return b.Bytes()
}

// A space that was written and read answers as the one that was compiled, and
// writes the same bytes.
func TestFile(t *testing.T) {
	property.Check(t, func(t *rapid.T) {
		o := drawTracked(t, 10)
		file := written(t, o.Space)
		again, err := solver.Compile(t.Context(), o.set, o.asOf, solver.Config{Track: o.Tracked()})
		require.NoError(t, err)
		require.Equal(t, file, written(t, again))

		space, err := solver.Read(bytes.NewReader(file), o.set)
		require.NoError(t, err)
		require.Equal(t, file, written(t, space))
		require.Equal(t, o.Stats(), space.Stats())
		require.Equal(t, o.AsOf(), space.AsOf())
		require.Equal(t, o.Void(), space.Void())
		require.Equal(t, len(o.Tracked()), len(space.Tracked()))
		for i, e := range space.Tracked() {
			require.True(t, e.Equal(o.Tracked()[i]))
		}
		condition := rulestest.Conditions{}.Expr(o.cat).Draw(t, "condition")
		requireAlike(t, o.Space, space, o.selection(t), condition)
	})
}

// requireAlike asks two spaces of the same rules everything.
func requireAlike(t *rapid.T, a, b *solver.Space, sel *config.Selection, condition rules.Expr) {
	tally, err := a.Given(sel).Tally(t.Context(), nil)
	require.NoError(t, err)
	other, err := b.Given(sel).Tally(t.Context(), nil)
	require.NoError(t, err)
	require.Equal(t, tally, other)
	n, err := b.Given(sel).Count(t.Context(), nil)
	require.NoError(t, err)
	require.Equal(t, tally.Total.String(), n.String())
	shares, err := a.Given(sel).TrackedShares(t.Context(), nil)
	require.NoError(t, err)
	readShares, err := b.Given(sel).TrackedShares(t.Context(), nil)
	require.NoError(t, err)
	require.Equal(t, shares, readShares)

	report, err := a.ValidateSelection(t.Context(), sel)
	require.NoError(t, err)
	read, err := b.ValidateSelection(t.Context(), sel)
	require.NoError(t, err)
	require.Equal(t, report.String(), read.String())
	why, readWhy := explain(t, a, sel), explain(t, b, sel)
	require.Equal(t, why.String(), readWhy.String())
	found, ok, err := a.Find(t.Context(), condition)
	require.NoError(t, err)
	readFound, readOK, err := b.Find(t.Context(), condition)
	require.NoError(t, err)
	require.Equal(t, ok, readOK)
	require.Equal(t, found, readFound)
	var families []config.FamilyID
	for i := range a.Catalog().NumFamilies() {
		if f := config.FamilyID(i); a.Catalog().Family(f).Select.Max == 1 {
			families = append(families, f)
		}
	}
	require.Equal(t, combinations(t, a, families), combinations(t, b, families))
}

func combinations(t *rapid.T, s *solver.Space, families []config.FamilyID) (out [][]config.OptionID) {
	for c, err := range s.Combinations(t.Context(), families...) {
		require.NoError(t, err)
		out = append(out, c)
	}
	return out
}

// fileOf returns a small space, with tracked conditions, and its file.
func fileOf(t require.TestingT, cfg solver.Config) (*solver.Space, []byte) {
	set := pickup()
	cfg.Track = nil
	for _, text := range []string{"DIESEL30 & RADAR", "at_most(1; TOWBAR, RADAR, MAN6)", "DIESEL30 | !DIESEL30"} {
		e, err := rules.Parse(set.Catalog(), text)
		require.NoError(t, err)
		cfg.Track = append(cfg.Track, e)
	}
	asOf := config.Point{Date: config.NewDate(2026, 11, 2), Serial: 1 << 60, Plant: "P1"}
	space, err := solver.Compile(background, set, asOf, cfg)
	require.NoError(t, err)
	return space, written(t, space)
}

// Whichever byte is another one, or missing, the file is refused.
func TestFileDamaged(t *testing.T) {
	_, file := fileOf(t, solver.Config{})
	set := pickup()
	for i := range file {
		for _, flip := range []byte{1, 2, 4, 8, 16, 32, 64, 128, 0xFF} {
			damaged := bytes.Clone(file)
			damaged[i] ^= flip
			_, err := solver.Read(bytes.NewReader(damaged), set)
			require.Error(t, err, "byte %d", i)
			known := errors.Is(err, solver.ErrCorrupt) || errors.Is(err, solver.ErrTruncated) || // a length
				i < 12 && errors.Is(err, solver.ErrNotSpace) || i >= 12 && i < 16 && errors.Is(err, solver.ErrNewer)
			require.True(t, known, "byte %d: %v", i, err)
		}
		_, err := solver.Read(bytes.NewReader(file[:i]), set)
		require.ErrorIs(t, err, solver.ErrTruncated, "%d bytes", i)
	}
}

func TestFileRefused(t *testing.T) {
	_, file := fileOf(t, solver.Config{})
	newer := bytes.Clone(file)
	newer[12]++
	_, err := solver.Read(bytes.NewReader(newer), pickup())
	require.ErrorIs(t, err, solver.ErrNewer)
	_, err = solver.Read(bytes.NewReader([]byte("product: pickup\nrules: []\n")), pickup())
	require.ErrorIs(t, err, solver.ErrNotSpace)
	_, err = solver.Read(bytes.NewReader(bytes.ReplaceAll(file, []byte("\r\n"), []byte("\n"))), pickup())
	require.ErrorIs(t, err, solver.ErrNotSpace)

	wrong := new(solver.SetMismatch)
	other, err := rules.NewBuilder(pickup().Catalog()).Build()
	require.NoError(t, err)
	_, err = solver.Read(bytes.NewReader(file), other)
	require.ErrorAs(t, err, &wrong)
	require.False(t, wrong.Catalog)
	require.Equal(t, pickup().Digest(), wrong.Space)
	require.Equal(t, other.Digest(), wrong.Given)
	require.ErrorContains(t, err, "other rules")
	_, err = solver.Read(bytes.NewReader(file), hard())
	require.ErrorAs(t, err, &wrong)
	require.True(t, wrong.Catalog)
	require.ErrorContains(t, err, "another catalog")
	// The mismatch is seen before the bulk is read.
	_, err = solver.Read(io.MultiReader(bytes.NewReader(file[:150]), iotest.ErrReader(io.ErrClosedPipe)), other)
	require.ErrorAs(t, err, &wrong)

	_, err = solver.Read(io.MultiReader(bytes.NewReader(file[:len(file)/2]), iotest.ErrReader(io.ErrClosedPipe)), pickup())
	require.ErrorIs(t, err, io.ErrClosedPipe)
}

// What follows a space is left to be read.
func TestFileLeavesTheRest(t *testing.T) {
	space, file := fileOf(t, solver.Config{})
	r := iotest.OneByteReader(bytes.NewReader(append(append(bytes.Clone(file), file...), "rest"...)))
	for range 2 {
		read, err := solver.Read(r, pickup())
		require.NoError(t, err)
		require.Equal(t, space.Stats(), read.Stats())
	}
	rest, err := io.ReadAll(r)
	require.NoError(t, err)
	require.Equal(t, "rest", string(rest))
}

func TestFileWithoutCircuit(t *testing.T) {
	for name, cfg := range map[string]solver.Config{
		"not wanted": {NoCircuit: true}, "over budget": {MaxNodes: 1, MaxBytes: 1}, "too large": {MaxBytes: 1},
	} {
		t.Run(name, func(t *testing.T) {
			space, file := fileOf(t, cfg)
			require.False(t, space.HasCircuit())
			read, err := solver.Read(bytes.NewReader(file), pickup())
			require.NoError(t, err)
			require.Equal(t, file, written(t, read))
			_, err = space.Tally(t.Context(), nil)
			_, err2 := read.Tally(t.Context(), nil)
			require.EqualError(t, err2, err.Error())
			require.ErrorIs(t, err2, solver.ErrNoCircuit)
			require.Equal(t, !cfg.NoCircuit, errors.Is(err2, solver.ErrBudget))
			_, ok, err := read.Find(t.Context(), read.Tracked()[0])
			require.NoError(t, err)
			require.True(t, ok)
		})
	}
}

// What the statistics say of a circuit is the budget that it needs, when all that was
// built is part of it: no branch of this one has two literals that are not decided.
func TestStatsAreTheBudget(t *testing.T) {
	f := dimacs.New(4)
	f.Add(1, 2)
	f.Add(3, 4)
	set, err := f.Set()
	require.NoError(t, err)
	compile := func(cfg solver.Config) *solver.Space {
		space, err := solver.Compile(t.Context(), set, config.Point{}, cfg)
		require.NoError(t, err)
		return space
	}
	stats := compile(solver.Config{}).Stats()
	require.True(t, compile(solver.Config{MaxNodes: stats.Nodes, MaxBytes: stats.Bytes}).HasCircuit())
	for text, cfg := range map[string]solver.Config{
		fmt.Sprintf("its budget of %d nodes (Config.MaxNodes) was exhausted", stats.Nodes-1): {MaxNodes: stats.Nodes - 1},
		fmt.Sprintf("its budget of %d bytes (Config.MaxBytes) was exhausted", stats.Bytes-1): {MaxBytes: stats.Bytes - 1},
	} {
		_, err := compile(cfg).Count(t.Context(), nil)
		require.ErrorIs(t, err, solver.ErrBudget)
		require.ErrorContains(t, err, text)
	}
}

// A space remembers its budget: conditions that do not fit it do not fit it later.
func TestFileKeepsTheBudget(t *testing.T) {
	set, condition := lot(24, 10, 13)
	space, err := solver.Compile(t.Context(), set, config.Point{}, solver.Config{MaxNodes: 3*24 + 50})
	require.NoError(t, err)
	read, err := solver.Read(bytes.NewReader(written(t, space)), set)
	require.NoError(t, err)
	for _, s := range []*solver.Space{space, read} {
		_, err := s.CountOf(t.Context(), nil, condition)
		require.ErrorIs(t, err, solver.ErrNoCircuit)
		require.ErrorIs(t, err, solver.ErrBudget)
	}
}

// full is a writer with room for so many bytes.
type full int

func (f *full) Write(p []byte) (int, error) {
	if n := min(len(p), int(*f)); n < len(p) {
		*f = 0
		return n, io.ErrShortWrite
	}
	*f -= full(len(p))
	return len(p), nil
}

func TestWriteToPassesErrors(t *testing.T) {
	space, file := fileOf(t, solver.Config{})
	for room := range len(file) {
		w := full(room)
		n, err := space.WriteTo(&w)
		require.ErrorIs(t, err, io.ErrShortWrite)
		require.Equal(t, int64(room), n)
	}
}

// careless is a writer that takes less than it is given, and no notice.
type careless struct{}

func (careless) Write(p []byte) (int, error) { return len(p) / 2, nil }

func TestWriteToNoticesShortWrites(t *testing.T) {
	space, _ := fileOf(t, solver.Config{})
	n, err := space.WriteTo(careless{})
	require.ErrorIs(t, err, io.ErrShortWrite)
	require.Equal(t, int64(8), n) // half of the first write
}

// Text can be only so deep; conditions that a program makes can be deeper.
func TestWriteToRefusesDeepConditions(t *testing.T) {
	set := pickup()
	deep := rules.Option(set.Catalog(), 0)
	for range 2000 {
		deep = rules.Implies(deep, rules.Option(set.Catalog(), 1))
	}
	space, err := solver.Compile(t.Context(), set, config.Point{}, solver.Config{Track: []rules.Expr{deep}})
	require.NoError(t, err)
	var b bytes.Buffer
	n, err := space.WriteTo(&b)
	require.ErrorContains(t, err, "tracked condition 0 cannot be written")
	require.Zero(t, n)
	require.Zero(t, b.Len())
}

// A file is written whole or not at all, and leaves nothing else behind.
func TestWriteFile(t *testing.T) {
	space, err := solver.Compile(t.Context(), pickup(), config.Point{}, solver.Config{})
	require.NoError(t, err)
	var want bytes.Buffer
	_, err = space.WriteTo(&want)
	require.NoError(t, err)
	dir := t.TempDir()
	name := filepath.Join(dir, "a.space")
	require.NoError(t, os.WriteFile(name, []byte("of another kind"), 0o600))
	require.NoError(t, space.WriteFile(name))
	got, err := os.ReadFile(name)
	require.NoError(t, err)
	require.Equal(t, want.Bytes(), got)
	require.ErrorIs(t, space.WriteFile(filepath.Join(dir, "none", "a.space")), fs.ErrNotExist)
	require.NoError(t, os.Mkdir(filepath.Join(dir, "b.space"), 0o755))
	require.Error(t, space.WriteFile(filepath.Join(dir, "b.space")))
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, entries, 2)
	require.Panics(t, func() { _ = new(solver.Space).WriteFile(filepath.Join(dir, "zero")) })
}
