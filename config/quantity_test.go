package config_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest/property"
)

func ExampleQuantity() {
	q, _ := config.ParseQuantity("2.5 kg")
	r, _ := config.ParseQuantity("300 g")
	sum, _ := q.Add(r)
	fmt.Println(sum, "=", must(sum.In(r.Unit)))
	_, err := q.Add(config.Quantity{Amount: config.NewDecimal(1), Unit: unit("l")})
	fmt.Println(err)
	// Output:
	// 2.8 kg = 2800 g
	// 1 l (volume) does not convert to kg (mass)
}

func ExampleParseUnit() {
	u, _ := config.ParseUnit("Nm")
	fmt.Println(u, u.Dimension())
	_, err := config.ParseUnit("KG")
	fmt.Println(err)
	// Output:
	// Nm torque
	// unknown unit "KG": did you mean kg?
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func unit(symbol string) config.Unit { return must(config.ParseUnit(symbol)) }

func TestUnits(t *testing.T) {
	all := slices.Collect(config.Units())
	require.Greater(t, len(all), 25)
	for _, u := range all {
		require.Equal(t, u, unit(u.String()))
		require.NotEmpty(t, u.Dimension())
		require.Equal(t, "7 "+u.String(), must(config.ParseQuantity("7 "+u.String())).String())
		require.Equal(t, u, must(config.ParseQuantity("7"+u.String())).Unit)
	}
	require.Equal(t, config.None, unit(""))
	require.Equal(t, "number", config.None.Dimension())
}

func TestConversions(t *testing.T) {
	for _, c := range []struct{ from, to, want string }{
		{"1 t", "g", "1000000 g"},
		{"1 mg", "t", "0.000000001 t"},
		{"2.5 h", "min", "150 min"},
		{"90 s", "min", "1.5 min"},
		{"3 km", "mm", "3000000 mm"},
		{"75 cl", "l", "0.75 l"},
		{"1.2 kW", "W", "1200 W"},
		{"5 pcs", "pcs", "5 pcs"},
		{"4 m2", "m2", "4 m2"},
		{"62 s", "min", "31/30 min"},
		{"1/3 h", "min", "20 min"},
		{"5 %", "", "0.05"},
		{"0.3", "%", "30 %"},
		{"1/3", "%", "100/3 %"},
	} {
		require.Equal(t, c.want, must(must(config.ParseQuantity(c.from)).In(unit(c.to))).String())
	}
	for _, c := range [][2]string{{"1 EUR", "USD"}, {"1 kg", "m"}, {"1 kg", ""}, {"1", "kg"}, {"1 pcs", ""}, {"1 m2", "m"}} {
		_, err := must(config.ParseQuantity(c[0])).In(unit(c[1]))
		require.ErrorContains(t, err, "does not convert")
	}
}

func TestParseQuantity(t *testing.T) {
	q, err := config.ParseQuantityIn("3", unit("kg"))
	require.NoError(t, err)
	require.Equal(t, "3 kg", q.String())
	require.Equal(t, "500 g", must(config.ParseQuantityIn("500 g", unit("kg"))).String())
	for text, want := range map[string]string{
		"":         "empty text is not a number",
		"kg":       `"kg" is not a quantity`,
		"NaN":      `"NaN" is not a quantity`,
		"Infinity": `"Infinity" is not a quantity`,
		"1e3 kg":   `"1e3 kg" is not a quantity: write the digits out`,
		"0x1F":     `"0x1F" is not a quantity`,
		"3 pound":  `unknown unit "pound": known are pcs mg g kg t oz lb`,
		"1,5 kg":   `"1,5 kg" is not a quantity`,
		"3 kg kg":  `unknown unit "kg kg"`,
		"3 kg 2":   `"3 kg 2" is not a quantity`,
		"1 LB9":    `unknown unit "LB9"`,
		"1e3":      `"1e3" is not a quantity: write the digits out`,
	} {
		_, err := config.ParseQuantity(text)
		require.ErrorContains(t, err, want, text)
	}
	_, err = config.ParseQuantityIn("3 stone", unit("kg"))
	require.EqualError(t, err, `unknown unit "stone": known for mass are mg g kg t oz lb`)
}

// Converting there and back, adding and comparing agree, whatever the units.
func TestQuantityArithmetic(t *testing.T) {
	masses := []config.Unit{unit("mg"), unit("g"), unit("kg"), unit("t")}
	draw := rapid.Custom(func(t *rapid.T) config.Quantity {
		return config.Quantity{
			Amount: decimal(t, rapid.StringMatching(`-?[0-9]{1,6}(\.[0-9]{1,4}|/[1-9][0-9]?)?`).Draw(t, "amount")),
			Unit:   rapid.SampledFrom(masses).Draw(t, "unit"),
		}
	})
	property.Check(t, func(t *rapid.T) {
		q, r := draw.Draw(t, "q"), draw.Draw(t, "r")
		u := rapid.SampledFrom(masses).Draw(t, "u")
		require.Equal(t, q, must(must(q.In(u)).In(q.Unit)))
		require.Equal(t, must(q.Cmp(r)), must(must(q.In(u)).Cmp(r)))
		sum := must(q.Add(r))
		require.Equal(t, q.Unit, sum.Unit)
		require.Zero(t, must(must(r.Add(q)).Cmp(sum)))
		require.Zero(t, must(must(q.Add(q)).Cmp(q.Mul(config.NewDecimal(2)))))
		require.Equal(t, q, must(config.ParseQuantity(q.String())))
	})
	_, err := must(config.ParseQuantity("1 kg")).Cmp(must(config.ParseQuantity("1 l")))
	require.EqualError(t, err, "1 kg (mass) does not compare with 1 l (volume)")
}

func TestQuantityText(t *testing.T) {
	var q config.Quantity
	require.NoError(t, q.UnmarshalText([]byte("2.50 kg")))
	require.Equal(t, "2.5 kg", string(must(q.MarshalText())))
	third := must(config.ParseQuantity("1/3 kg"))
	require.NoError(t, q.UnmarshalText(must(third.MarshalText())))
	require.Equal(t, third, q)
	require.Equal(t, "1 kg", must(must(q.Add(q)).Add(q)).String(), "a whole sum prints whole")
	require.NoError(t, q.UnmarshalText([]byte("2.50 kg")))
	require.Error(t, q.UnmarshalText([]byte("x")))
	require.Equal(t, "2.5 kg", q.String(), "an error leaves the value")
}

func FuzzQuantity(f *testing.F) {
	for _, s := range []string{"2.5 kg", "3m2", "-1 km/h", "1e3", "5 %", "½ l", "7 g/km", "1 000 g", "1/3 kg", "2/6l", "10/4 EUR", "5 KWD"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		q, err := config.ParseQuantity(s)
		if err != nil {
			return
		}
		again, err := config.ParseQuantity(q.String())
		if err != nil || again.Unit != q.Unit || !again.Amount.Equal(q.Amount) {
			t.Fatalf("%q prints as %q: %v", s, q, err)
		}
	})
}
