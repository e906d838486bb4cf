package rules

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/rules/syntax"
)

func TestParseDefects(t *testing.T) {
	cat := vans(t)
	for _, c := range []struct{ name, src, msg, caret, hint string }{
		{"syntax", "VAN and BUS", "and cannot stand here", "and", "write &"},
		{"unknown code", "VAN & DIESL", "unknown code DIESL", "DIESL", "did you mean DIESEL?"},
		{"unknown code in lower case", "van", "unknown code van", "van", "did you mean VAN?"},
		{"nothing near", "XYZZY", "unknown code XYZZY", "XYZZY", ""},
		{"quoted code", `"ROW  3"`, "unknown code ROW  3", `"ROW  3"`, "did you mean ROW 3?"},
		{"family as condition", "body & VAN", "body is a family, not an option", "body", "write body = VAN for one of its options, or at_least(1; body) for any"},
		{"attribute as condition", "VAN.mass & BUS", "VAN.mass is a number, not a condition", "VAN.mass", "compare it"},
		{"code with a point", "VAN.BUS", "unknown code VAN.BUS", "VAN.BUS", "double quotes"},
		{"unknown family", "bdy = VAN", "unknown family bdy", "bdy", "did you mean body?"},
		{"option for family", "VAN = BUS", "VAN is an option, not a family", "VAN", "its family is body; conditions are compared with <=>"},
		{"option for family in a set", "VAN in {BUS}", "VAN is an option, not a family", "VAN", "its family is body"},
		{"option of another family", "body = DIESEL", "DIESEL is not an option of family body", "DIESEL", "DIESEL is an option of family engine"},
		{"unknown option", "body in {VAM}", "unknown option VAM", "VAM", "did you mean VAN?"},
		{"family among options", "body in {VAN, engine}", "unknown option engine", "engine", ""},
		{"listed twice", "body in {VAN, BUS, VAN}", "VAN is listed twice", "VAN", ""},
		{"codes compared", "VAN <= BUS", "two codes do not compare as numbers", "VAN <= BUS", "=>"},
		{"unknown attribute", "sum(mas) < 3", "unknown attribute mas", "mas", "did you mean mass?"},
		{"unknown attribute of an option", "VAN.weight < 3", "unknown attribute weight", "VAN.weight", ""},
		{"no value", "ELECTRIC.mass < 3", "ELECTRIC has no mass", "ELECTRIC.mass", "give it one, or leave ELECTRIC.mass out"},
		{"attribute alone", "mass < 3", "mass is an attribute, not a number", "mass", "write sum(mass), or option.mass"},
		{"family as number", "body < 3", "body is a family, not a number", "body", "write count(body)"},
		{"unknown scope", "sum(mass, bod) < 3", "unknown code bod", "bod", "did you mean body?"},
		{"too many points", "VAN.mass.max < 3", "VAN.mass.max has too many points", "VAN.mass.max", ""},
		{"aggregate of an attribute of an option", "sum(VAN.mass) < 3", "the name of an attribute must stand here", "VAN.mass", "sum(attribute, code)"},
		{"count of a number", "count(VAN.mass) < 3", "the code of an option or family must stand here", "VAN.mass", ""},
		{"too many digits", "VAN.mass < 1234567890123456789012345678901", `"1234567890123456789012345678901" has 31 digits; at most 30 are exact here`, "1234567890123456789012345678901", ""},
		{"magnitude", "0.00000000000000001 * VAN + 100 * TOW <= 50", ErrMagnitude.Error(), "0.00000000000000001 * VAN + 100 * TOW <= 50", "fewer digits"},
		{"units that differ", "VAN.mass + VAN.cost < 3", "VAN.cost is in EUR, but must be in kg", "VAN.cost", "only equal units"},
		{"units that differ between the sides", "sum(cost) > avg(mass)", "avg(mass) is in kg, but must be in EUR", "avg(mass)", "only equal units"},
		{"units of one dimension", "VAN.paint > BUS.mass", "BUS.mass is in kg, but must be in g", "BUS.mass", "declare both attributes in g"},
		{"units of one dimension in a quotient", "VAN.paint / BUS.mass > 2", "BUS.mass is in kg, but must be in g", "BUS.mass", "declare both attributes in g"},
		{"unit of a product", "2 * VAN.mass > VAN.cost", "VAN.cost is in EUR, but must be in kg", "VAN.cost", ""},
		{"unit in a quotient of units goes with any", "VAN.mass / VAN.cost > 3", "", "", ""},
		{"quotient of units beside a unit", "VAN.mass / VAN.cost > VAN.cost", "", "", ""},
		{"numbers of any unit", "2 * (VAN.mass + 3) > 7 & count(body) * 2 EUR <= VAN.cost", "", "", ""},
		{"unit of another dimension", "sum(mass) < 3 m", "3 m (length) does not convert to kg (mass)", "3 m", ""},
		{"unknown unit", "sum(mass) < 3 kgs", "", "3 kgs", ""},
		{"unit beside plain numbers", "sum(price) < 3 kg", "", "", ""},
		{"non-ASCII before the defect", "größe & VAN & BUUS", "unknown code größe", "größe", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Parse(cat, c.src)
			if c.msg == "" && c.caret == "" {
				require.NoError(t, err)
				return
			}
			var defects source.Defects
			require.ErrorAs(t, err, &defects)
			d := defects[0]
			if c.msg != "" {
				require.Equal(t, c.msg, d.Msg)
			}
			require.Equal(t, c.caret, string([]rune(d.Excerpt)[d.Caret:d.Caret+d.Width]))
			require.Contains(t, d.Hint, c.hint)
			require.Equal(t, 1, d.Place.Line)
		})
	}
}

func TestParseReportsAllDefects(t *testing.T) {
	_, err := Parse(vans(t), "DIESL &\n  sum(mas) < 3 & bodi = VAN")
	require.EqualError(t, err, `1:1: unknown code DIESL
    DIESL &
    ^^^^^
    did you mean DIESEL?
2:7: unknown attribute mas
    sum(mas) < 3 & bodi = VAN
        ^^^
    did you mean mass?
2:18: unknown family bodi
    sum(mas) < 3 & bodi = VAN
                   ^^^^
    did you mean body?`)
}

func TestParseLimits(t *testing.T) {
	cat := wide(t, 200)
	_, err := Parse(cat, "sum(mass) * sum(mass) <= 30000")
	require.ErrorContains(t, err, ErrDecisions.Error())
	require.ErrorIs(t, err, ErrDecisions)
	e, err := Parse(cat, "sum(price) * sum(price) <= 2500")
	require.NoError(t, err, "equal values lead to few situations")
	require.Equal(t, OpArith, e.Op())
	require.Less(t, e.Size(), 3000)

	_, err = Parse(cat, strings.Repeat("O1 & ", syntax.MaxLength/5)+"O1")
	require.ErrorContains(t, err, "longer than")
	_, err = Parse(cat, "O1 & \xff")
	require.ErrorContains(t, err, "1:6: byte 0xff is not UTF-8")

	_, err = Parse(wide(t, 500), "at_most(1; f"+strings.Repeat(", f", 1000)+")")
	require.ErrorContains(t, err, "stands for more than 131072 options")
	require.Equal(t, 1, strings.Count(err.Error(), "stands for"))

	var many strings.Builder
	for i := range 300 {
		fmt.Fprintf(&many, "X%d & ", i)
	}
	_, err = Parse(cat, many.String()+"O1")
	require.ErrorContains(t, err, "... and 200 more")
}

func TestBindWithoutPositions(t *testing.T) {
	n, err := syntax.Parse("DIESL")
	require.NoError(t, err)
	_, err = Bind(vans(t), n)
	require.EqualError(t, err, "unknown code DIESL\n    did you mean DIESEL?")
}

// FuzzParse checks that whatever binds prints as what binds to the same, and
// never panics.
func FuzzParse(f *testing.F) {
	for _, src := range []string{
		"VAN & BUS | !TOW => DIESEL <=> ELECTRIC", "body = VAN | body != BUS", `seats in {ROW2, "ROW 3"}`, "extras not in {12}",
		"between(1, 3; seats, engine, TOW)", "sum(mass) <= 600 kg", "avg(price, seats) >= 8.5", "floor(sum(price) / 3) != 7",
		"VAN.price * TOW.price / (BUS + 1) > 3", "count(body, TOW) - -DIESEL == 2", "VAN.mass > 100000 g", "DIESL", "1 < 2", "0.1 * VAN <= 1000000000000000000000000",
	} {
		f.Add(src)
	}
	cat := vans(f)
	f.Fuzz(func(t *testing.T, src string) {
		e, err := Parse(cat, src)
		if err != nil {
			if !e.IsZero() {
				t.Fatalf("%q: partial result %s with %v", src, e, err)
			}
			_ = err.Error()
			return
		}
		again, err := Parse(cat, e.String())
		if err != nil || !e.Equal(again) {
			t.Fatalf("%q prints as %q, which reads as %v, %v", src, e, again, err)
		}
	})
}
