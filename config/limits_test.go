package config_test

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
)

func TestLimitOfCodes(t *testing.T) {
	code := strings.Repeat("x", 1000)
	for what, text := range map[string]string{
		"family code":    "product: p\nfamilies:\n  - {family: %s, options: [A]}\n",
		"option code":    "product: p\nfamilies:\n  - {family: f, options: [%s]}\n",
		"attribute name": "product: p\nattributes: {%s: kg}\nfamilies:\n  - {family: f, options: [A]}\n",
	} {
		_, err := readCatalog(fmt.Sprintf(text, code))
		require.NoError(t, err, what)
		_, err = readCatalog(fmt.Sprintf(text, code+"x"))
		require.ErrorContains(t, err, what+` "`+code[:60]+`…" is longer than 1000 bytes`)
	}
}

func TestLimitOfUnits(t *testing.T) {
	units := make([]string, 1000)
	for i := range units {
		units[i] = fmt.Sprintf("u%d: pcs", i)
	}
	require.Len(t, maps.Collect(withUnits(t, strings.Join(units, ", ")).Units()), 1000)
	_, err := readCatalog("product: p\nunits: {" + strings.Join(units, ", ") + ", more: pcs}\nfamilies:\n  - {family: f, options: [A]}\n")
	require.ErrorContains(t, err, "unit more is one too many: a catalog declares at most 1000")
}

func TestLimitOfDigits(t *testing.T) {
	nines := strings.Repeat("9", 30)
	for _, text := range []string{nines, "-" + nines[:29] + ".9", "0." + nines[:29], "1/" + nines, nines + "/7", "1/536870912"} { // 2^29
		d := decimal(t, text)
		require.Equal(t, d, decimal(t, d.String()))
	}
	for text, want := range map[string]string{
		nines + "9":          "has 31 digits; at most 30 are exact here",
		"-" + nines + ".9":   "has 31 digits; at most 30 are exact here",
		"0." + nines:         "has 31 digits; at most 30 are exact here",
		"1/1073741824":       "has 31 digits; at most 30 are exact here", // 2^30
		"1/" + nines + "9":   "write a fraction as two whole numbers",
		nines + "9" + "/700": "write a fraction as two whole numbers",
	} {
		_, err := config.ParseDecimal(text)
		require.ErrorContains(t, err, want, text)
	}
}

// The value of an attribute is as exact in the attribute's unit.
func TestLimitOfDigitsOfValues(t *testing.T) {
	const text = "product: p\nattributes: {mass: kg}\nfamilies:\n  - {family: f, options: [{code: A, mass: %s t}]}\n"
	_, err := readCatalog(fmt.Sprintf(text, strings.Repeat("9", 27)))
	require.NoError(t, err)
	_, err = readCatalog(fmt.Sprintf(text, strings.Repeat("9", 28)))
	require.ErrorContains(t, err, "option A, attribute mass: the value in kg has 31 digits; at most 30 are exact here")
}

// Messages repeat up to 60 bytes of a text.
func TestLimitOfRepeatedText(t *testing.T) {
	text := strings.Repeat("x", 60)
	_, err := config.ParseDecimal(text)
	require.ErrorContains(t, err, `"`+text+`" is not a number`)
	_, err = config.ParseDecimal(text + "x")
	require.ErrorContains(t, err, `"`+text+`…" is not a number`)
}

// The seventeenth level stands at the top and names its parent.
func TestLimitOfWrittenLevels(t *testing.T) {
	for levels, want := range map[int]int{16: 0, 17: 1} {
		b, parent := config.NewBuilder("p"), ""
		for i := range levels {
			family, option := fmt.Sprint("f", i), fmt.Sprint("O", i)
			b.Family(config.FamilySpec{Code: family, Parent: parent})
			b.Option(config.OptionSpec{Code: option, Family: family})
			parent = option
		}
		text := write(t, must(b.Build()), config.YAML)
		require.Equal(t, want, strings.Count(text, "parent: "))
		require.Equal(t, want, strings.Count(text, "parent: O15\n"))
	}
}

func TestLimitOfOrderLines(t *testing.T) {
	const most = 16 << 20
	line := `{"id":"A"}` + strings.Repeat(" ", most-len(`{"id":"A"}`))
	for name, reader := range map[string]func(string) io.Reader{
		"whole":  func(text string) io.Reader { return strings.NewReader(text) },
		"pieces": func(text string) io.Reader { return &pieces{text: text} },
	} {
		ids, errs := drain(config.Orders("o", reader(line+"\n"+line)))
		require.Equal(t, []string{"A@1", "A@2"}, ids, name)
		require.Empty(t, errs, name)
		ids, errs = drain(config.Orders("o", reader(line+" \n"+line)))
		require.Equal(t, []string{"A@2"}, ids, name)
		require.Len(t, errs, 1, name)
		require.Contains(t, errs[0], "o:1: the line is longer than 16 MB", name)
	}
}

// idle returns nothing so many times, then what r returns.
type idle struct {
	times int
	r     io.Reader
}

func (i *idle) Read(b []byte) (int, error) {
	if i.times--; i.times >= 0 {
		return 0, nil
	}
	return i.r.Read(b)
}

// A reader that makes no progress ends the stream.
func TestLimitOfEmptyReads(t *testing.T) {
	for times, ends := range map[int]bool{99: false, 100: true} {
		r := &idle{times: times, r: strings.NewReader(`{"id":"A"}`)}
		var errs []error
		for _, err := range config.Orders("o", r) {
			errs = append(errs, err)
		}
		require.Len(t, errs, 1)
		if ends {
			require.ErrorIs(t, errs[0], io.ErrNoProgress)
		} else {
			require.NoError(t, errs[0])
		}
	}
}

func TestLimitOfDates(t *testing.T) {
	first, last := config.NewDate(1, 1, 1), config.NewDate(9999, 12, 31)
	require.Panics(t, func() { config.NewDate(0, 12, 31) })
	require.Panics(t, func() { config.NewDate(10000, 1, 1) })
	for _, day := range []config.Date{first, last} {
		text, err := json.Marshal(config.Order{ID: "A", Date: day})
		require.NoError(t, err)
		orders, err := config.ReadOrders("o", strings.NewReader(string(text)))
		require.NoError(t, err)
		require.Equal(t, day, orders[0].Date)
	}
	for _, day := range []config.Date{-1, last + 1} {
		_, err := json.Marshal(config.Order{ID: "A", Date: day})
		require.ErrorContains(t, err, "has a date that is not a day")
	}
}
