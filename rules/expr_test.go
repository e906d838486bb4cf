package rules

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
)

// vans returns a small catalog: a root family of bodies, engines and
// equipment with masses and prices, and seats below the bus.
func vans(t testing.TB) *config.Catalog {
	t.Helper()
	b := config.NewBuilder("vans")
	b.Plant(config.PlantSpec{Name: "P1"})
	b.Plant(config.PlantSpec{Name: "P2"})
	b.Plant(config.PlantSpec{Name: "P"})
	kg, err := config.ParseUnit("kg")
	require.NoError(t, err)
	b.Attribute(config.AttributeSpec{Name: "mass", Unit: kg})
	b.Attribute(config.AttributeSpec{Name: "price"})
	eur, err := config.ParseUnit("EUR")
	require.NoError(t, err)
	b.Attribute(config.AttributeSpec{Name: "cost", Unit: eur})
	gram, err := config.ParseUnit("g")
	require.NoError(t, err)
	b.Attribute(config.AttributeSpec{Name: "paint", Unit: gram})
	values := func(mass, price string) map[string]config.Quantity {
		out := map[string]config.Quantity{}
		for name, v := range map[string]string{"mass": mass, "price": price} {
			if v != "" {
				d, err := config.ParseDecimal(v)
				require.NoError(t, err)
				out[name] = config.Quantity{Amount: d}
			}
		}
		out["cost"], out["paint"] = config.Quantity{Amount: config.NewDecimal(5)}, config.Quantity{Amount: config.NewDecimal(500)}
		return out
	}
	b.Family(config.FamilySpec{Code: "body"})
	b.Family(config.FamilySpec{Code: "seats", Parent: "BUS", Select: config.Cardinality{Min: 1, Max: 2}})
	b.Family(config.FamilySpec{Code: "engine"})
	b.Family(config.FamilySpec{Code: "extras", Select: config.Any})
	for _, o := range []struct{ family, code, mass, price string }{
		{"body", "VAN", "312.5", "100"},
		{"body", "BUS", "420.25", "150"},
		{"seats", "ROW2", "40", "7"},
		{"seats", "ROW 3", "45", "9"},
		{"engine", "DIESEL", "200", "30"},
		{"engine", "ELECTRIC", "", "60"},
		{"extras", "TOW", "12.5", "3"},
		{"extras", "12", "1", "2"},
	} {
		b.Option(config.OptionSpec{Family: o.family, Code: o.code, Values: values(o.mass, o.price)})
	}
	cat, err := b.Build()
	require.NoError(t, err)
	return cat
}

func TestBindAndPrint(t *testing.T) {
	cat := vans(t)
	for _, c := range []struct{ name, src, want string }{
		{"code", "VAN", "VAN"},
		{"code that is a number", "12", `"12"`},
		{"constants", "true & false", "true & false"},
		{"connectives", "VAN & (BUS | !TOW) => DIESEL <=> ELECTRIC", "VAN & (BUS | !TOW) => DIESEL <=> ELECTRIC"},
		{"requires", "TOW requires DIESEL", "TOW => DIESEL"},
		{"excludes", "TOW excludes ELECTRIC", "!(TOW & ELECTRIC)"},
		{"family equality", "body = VAN", "VAN"},
		{"family equality with a number", "extras = 12", `"12"`},
		{"family inequality", "body != VAN", "!VAN"},
		{"membership", "body in {VAN, BUS}", "VAN | BUS"},
		{"membership in one", "body in {VAN}", "VAN"},
		{"no membership", "engine not in {DIESEL}", "!DIESEL"},
		{"cardinality", "at_most(1; VAN, TOW & DIESEL)", "at_most(1; VAN, TOW & DIESEL)"},
		{"cardinality of families", "between(1, 3; seats, engine, TOW)", `between(1, 3; ROW2, "ROW 3", DIESEL, ELECTRIC, TOW)`},
		{"sum", "sum(mass) <= 600", `1250 * VAN + 1681 * BUS + 160 * ROW2 + 180 * "ROW 3" + 800 * DIESEL + 50 * TOW + 4 * "12" <= 2400`},
		{"sum below a family", "sum(mass, seats) < 50", `8 * ROW2 + 9 * "ROW 3" <= 9`},
		{"sum below an option", "sum(price, BUS) >= 160", `150 * BUS + 7 * ROW2 + 9 * "ROW 3" >= 160`},
		{"constants folded", "sum(price) <= 1000", "true"},
		{"beyond the range", "sum(price) > 1000000000000000000000000", "false"},
		{"one option decides", "VAN.mass > 300", "VAN"},
		{"one option decides against", "VAN.mass * 2 <= 624.9", "!VAN"},
		{"exact decimals", "0.1 * VAN + 0.2 * TOW == 0.3", "VAN + 2 * TOW == 3"},
		{"not divisible", "2 * VAN + 4 * TOW == 3", "false"},
		{"not equal to what cannot be", "2 * VAN + 4 * TOW != 3", "true"},
		{"not equal", "VAN + 2 * TOW != 3", "!(VAN + 2 * TOW == 3)"},
		{"both sides", "DIESEL.price + 5 >= VAN.price - TOW.price", "100 * VAN - 30 * DIESEL - 3 * TOW <= 5"},
		{"first coefficient positive", "TOW - VAN <= 0", "VAN - TOW >= 0"},
		{"merged terms", "VAN + VAN + TOW >= 2", "2 * VAN + TOW >= 2"},
		{"cancelled terms", "VAN - VAN + TOW >= 1", "TOW"},
		{"rounded bound", "3 * VAN + 3 * TOW <= 5", "VAN + TOW <= 1"},
		{"rounded lower bound", "3 * VAN + 3 * TOW > 1", "VAN + TOW >= 1"},
		{"count", "count(seats, VAN) == 2", `VAN + ROW2 + "ROW 3" == 2`},
		{"family attribute", "engine.price >= 40", "DIESEL + 2 * ELECTRIC >= 2"},
		{"product over one option is linear", "VAN.mass * VAN.price > 31250", "false"},
		{"floor over one option is linear", "floor(VAN.mass) == 312", "VAN"},
		{"ceil over one option is linear", "ceil(VAN.mass) + TOW.price == 316", "313 * VAN + 3 * TOW == 316"},
		{"quotient of forms", "VAN.price / TOW.price > 30", "TOW & 10 * VAN - 9 * TOW >= 1"},
		{"division by zero", "VAN.price / 0 > 1", "false"},
		{"division by zero is never unequal", "VAN.price / 0 != 1", "false"},
		{"average", "avg(price, seats) >= 8", `ROW2 + "ROW 3" >= 1 & ROW2 - "ROW 3" <= 0`},
		{"number with the unit of the attribute", "VAN.mass + BUS.mass > 400 kg", "1250 * VAN + 1681 * BUS >= 1601"},
		{"number with another unit", "sum(mass, seats) <= 0.0845 t", `8 * ROW2 + 9 * "ROW 3" <= 16`},
		{"unit in a product", "VAN.mass > 2 * 150000 g", "VAN"},
		{"unit that cancels", "sum(mass, seats) / 2000 g >= 42", `8 * ROW2 + 9 * "ROW 3" >= 17`},
		{"units of constants", "2 kg <= 3000 g", "true"},
		{"rounded sum", "floor(sum(price, seats) / 2) <= 3", `7 * ROW2 + 9 * "ROW 3" <= 7`},
		{"rounded sum is a number", "ceil((VAN + TOW) / 2) == 1", "VAN + TOW >= 1"},
		{"rounded sum is not a whole number", "floor((VAN + TOW) / 2) == 0.5", "false"},
		{"not linear", "VAN.price * TOW.price >= 300", "VAN.price * TOW.price >= 300"},
		{"not linear, never", "VAN.price * TOW.price > 300", "false"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e, err := Parse(cat, c.src)
			require.NoError(t, err)
			again, err := Parse(cat, e.String())
			require.NoError(t, err, e.String())
			require.True(t, e.Equal(again), "%s\n%s", e, again)
			require.Equal(t, e.Hash(), again.Hash())
			require.Equal(t, c.want, e.String())
		})
	}
}
