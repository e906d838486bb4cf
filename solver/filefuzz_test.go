package solver_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc64"
	"math/big"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

// resealed returns a damaged file with checksums and, for the last block, a length
// that fit: what somebody makes who knows the format.
func resealed(file []byte) []byte {
	const start, frame = 16, 4 + 8
	file = bytes.Clone(file)
	table := crc64.MakeTable(crc64.ECMA)
	if len(file) < start {
		return file
	}
	sum := crc64.Update(0, table, file[:start])
	for at := start; len(file) >= at+frame; {
		length := int(binary.LittleEndian.Uint32(file[at:]))
		if left := len(file) - at - frame; length > left {
			length = left
			binary.LittleEndian.PutUint32(file[at:], uint32(length))
		}
		sum = crc64.Update(sum, table, file[at:at+4+length])
		binary.LittleEndian.PutUint64(file[at+4+length:], sum)
		at += length + frame
	}
	return file
}

// requireSound asks a space from a file that may lie: it may answer wrongly but
// must answer, and write what reads as the same.
func requireSound(t testing.TB, space *solver.Space) {
	file := written(t, space)
	again, err := solver.Read(bytes.NewReader(file), space.Rules())
	require.NoError(t, err)
	require.Equal(t, file, written(t, again))

	sel := space.Catalog().NewSelection()
	sel.Choose(1)
	if space.HasCircuit() {
		for _, view := range []solver.View{space.View, space.Given(sel)} {
			tally, err := view.Tally(t.Context(), nil)
			require.NoError(t, err)
			require.LessOrEqual(t, tally.Total.BitLen(), space.Stats().Variables+1)
			for _, n := range append(tally.Options, tally.Tracked...) {
				require.LessOrEqual(t, n.Cmp(&tally.Total), 0)
			}
			requireAnswers(t, space, view, &tally.Total)
		}
	}
	// These may find that the file contradicts the rules: an error, no panic.
	_, _ = space.ValidateSelection(background, sel)
	if e, err := space.Explainer(background); err == nil {
		_, _ = e.Explain(background, sel, solver.Explaining{})
	}
	_ = space.Buildable(background)
	_, _, _ = space.Find(background, rules.Option(space.Catalog(), 2))
	for _, err := range space.Combinations(background, 0, 1) {
		if err != nil {
			break
		}
	}
}

// requireAnswers asks a space of few options all that needs the circuit, and requires
// the answers to agree: ByCost lists as many configurations as Count counts, and
// Configurations each of them once. (More often it cannot have them; alike ones are
// what is believed of a file, see Read.)
func requireAnswers(t testing.TB, space *solver.Space, view solver.View, total *big.Int) {
	count, err := view.Count(t.Context(), nil)
	require.NoError(t, err)
	require.Equal(t, total.String(), count.String())
	obj, err := solver.NewObjective(space.Catalog(), solver.Costs{Chosen: slices.Repeat([]config.Decimal{config.NewDecimal(1)}, space.Catalog().NumOptions())}, config.None)
	require.NoError(t, err)
	var all, once []*config.Selection
	for c, err := range view.ByCost(t.Context(), obj) {
		require.NoError(t, err)
		all = append(all, c.Selection)
	}
	require.Equal(t, count.String(), strconv.Itoa(len(all)))
	slices.SortFunc(all, canonical)
	for c, err := range view.Configurations(t.Context(), nil) {
		require.NoError(t, err)
		once = append(once, c.Clone())
		number, ok, err := view.Rank(t.Context(), nil, c)
		require.NoError(t, err)
		require.True(t, ok)
		back, err := view.Unrank(t.Context(), nil, number)
		require.NoError(t, err)
		requireSame(t, c, back)
	}
	require.Equal(t, slices.CompactFunc(all, (*config.Selection).Equal), once)
	_, err = view.Unrank(t.Context(), nil, count)
	require.ErrorIs(t, err, solver.ErrNumber)
	s, err := view.Sampler(t.Context())
	require.NoError(t, err)
	dst, r := space.Catalog().NewSelection(), rand.New(rand.NewPCG(1, 2))
	require.Equal(t, len(once) > 0, s.Sample(dst, r))
	if len(once) > 0 {
		require.True(t, slices.ContainsFunc(once, dst.Equal))
	}
	n, err := view.CountOf(t.Context(), nil, rules.Option(space.Catalog(), 2))
	require.NoError(t, err)
	require.LessOrEqual(t, n.Cmp(count), 0)
}

// Files that were tampered with and sealed again are refused, or answer soundly.
func TestFileResealed(t *testing.T) {
	set := pickup()
	for name, cfg := range map[string]solver.Config{"circuit": {}, "no circuit": {NoCircuit: true}} {
		t.Run(name, func(t *testing.T) {
			_, file := fileOf(t, cfg)
			require.Equal(t, file, resealed(file))
			r := rand.New(rand.NewPCG(1, 2))
			sound := 0
			try := func(damaged []byte) {
				space, err := solver.Read(bytes.NewReader(resealed(damaged)), set)
				if err == nil {
					sound++
					requireSound(t, space)
				}
			}
			for i := range file {
				for range 6 {
					damaged := bytes.Clone(file)
					damaged[i] = byte(r.IntN(256)) >> r.IntN(8)
					try(damaged)
				}
				try(file[:i])
			}
			for range 500 {
				damaged := bytes.Clone(file)
				for range 1 + r.IntN(4) {
					damaged[100+r.IntN(len(damaged)-100)] = byte(r.IntN(256)) >> r.IntN(8)
				}
				if r.IntN(3) == 0 {
					at := 100 + r.IntN(len(damaged)-100)
					damaged = append(damaged[:at:at], damaged[at+r.IntN(min(4, len(damaged)-at)):]...)
				}
				try(damaged)
			}
			require.Positive(t, sound)
		})
	}
}

// split returns a file's magic, version and first block, which says what it is for,
// and the payload of the only other one.
func split(file []byte) (head, body []byte) {
	const start, length, sum = 16, 4, 8
	at := start + length + int(binary.LittleEndian.Uint32(file[start:])) + sum
	return file[:at:at], file[at+length : len(file)-sum]
}

// Whatever the bytes, Read neither panics nor returns a space that does. As no
// fuzzer guesses a checksum or a digest, they are tried behind right ones, too.
func FuzzRead(f *testing.F) {
	var head []byte
	for _, cfg := range []solver.Config{{}, {NoCircuit: true}, {MaxNodes: 1, MaxBytes: 1}} {
		_, file := fileOf(f, cfg)
		var body []byte
		head, body = split(file)
		f.Add(file)
		f.Add(body)
	}
	set := pickup()
	f.Fuzz(func(t *testing.T, data []byte) {
		block := make([]byte, 4+len(data)+8) // behind a length and before a sum
		copy(block[4:], data)
		binary.LittleEndian.PutUint32(block, uint32(len(data)))
		for _, file := range [][]byte{data, resealed(append(bytes.Clone(head), block...))} {
			space, err := solver.Read(bytes.NewReader(file), set)
			if err == nil {
				requireSound(t, space)
			}
		}
	})
}
