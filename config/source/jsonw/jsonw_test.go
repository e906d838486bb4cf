package jsonw_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest/property"
	"github.com/confspace/confspace/config/source/jsonw"
)

// plain is what encoding/json writes, markup characters as they are.
func plain(t require.TestingT, v any) string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	require.NoError(t, enc.Encode(v))
	return strings.TrimSuffix(b.String(), "\n")
}

func TestQuoteWritesWhatEncodingJSONWrites(t *testing.T) {
	for b := range 256 {
		s := "a" + string([]byte{byte(b)}) + "z"
		assert.Equal(t, plain(t, s), string(jsonw.Quote(nil, s)), "%q", s)
	}
	for _, s := range []string{
		"", `"`, `\`, "a\"b\\c", "\u2028\u2029\u202a", "\ufffd", "<>&'/", "Größe 🚐", "\xf0\x9f", "\xc0\x80", "\xed\xa0\x80", "x\xff", "\xffx\u2028",
	} {
		assert.Equal(t, plain(t, s), string(jsonw.Quote(nil, s)), "%q", s)
	}
	property.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "text") + string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes"))
		require.Equal(t, plain(t, s), string(jsonw.Quote(nil, s)))
	})
}

func TestMembersAreThoseOfTheTags(t *testing.T) {
	type form struct {
		A string         `json:"a"`
		B string         `json:"b,omitempty"`
		C []string       `json:"c"`
		D []string       `json:"d,omitempty"`
		E int            `json:"e"`
		F config.Decimal `json:"f"`
		G bool           `json:"g"`
		H bool           `json:"h,omitempty"`
	}
	property.Check(t, func(t *rapid.T) {
		text := rapid.SampledFrom([]string{"", "x", "\"&\u2028"})
		f := form{
			A: text.Draw(t, "a"), B: text.Draw(t, "b"),
			C: append([]string{}, rapid.SliceOfN(text, 0, 3).Draw(t, "c")...), D: rapid.SliceOfN(text, 0, 3).Draw(t, "d"),
			E: rapid.Int().Draw(t, "e"), F: decimal(t), G: rapid.Bool().Draw(t, "g"), H: rapid.Bool().Draw(t, "h"),
		}
		dst := []byte{'{'}
		dst = jsonw.OptString(jsonw.String(dst, "a", f.A), "b", f.B)
		dst = jsonw.OptStrings(jsonw.Strings(dst, "c", f.C), "d", f.D)
		dst = jsonw.Text(jsonw.Int(dst, "e", f.E), "f", f.F)
		dst = jsonw.OptBool(jsonw.Bool(dst, "g", f.G), "h", f.H)
		require.Equal(t, plain(t, f), string(append(dst, '}')))
	})
}

func decimal(t *rapid.T) config.Decimal {
	d, err := config.ParseDecimal(rapid.StringMatching(`-?[0-9]{1,20}(\.[0-9]{1,9})?`).Draw(t, "f"))
	require.NoError(t, err)
	return d
}

func TestAppendingAllocatesNothing(t *testing.T) {
	dst := make([]byte, 0, 1<<10)
	d, err := config.ParseDecimal("1234567.125")
	require.NoError(t, err)
	assert.Zero(t, testing.AllocsPerRun(20, func() {
		dst = jsonw.Text(jsonw.String(append(dst[:0], '{'), "a", "x\"y\u2028"), "b", d)
	}))
}
