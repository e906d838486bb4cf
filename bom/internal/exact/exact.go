// Package exact has what bills and lines need of units beside config.
package exact

import "github.com/confspace/confspace/config"

// Unit returns the unit with a symbol. It panics if there is none.
func Unit(symbol string) config.Unit {
	u, err := config.ParseUnit(symbol)
	if err != nil {
		panic("bom: " + err.Error())
	}
	return u
}

// Compare compares the sizes of two units. The error is that they are of two
// dimensions.
func Compare(u, v config.Unit) (int, error) { return one(u).Cmp(one(v)) }

func one(u config.Unit) config.Quantity {
	return config.Quantity{Amount: config.NewDecimal(1), Unit: u}
}
