package bom_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/confspace/confspace/bom"
	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest/property"
)

func randomEffectivity(t *rapid.T) config.Effectivity {
	var e config.Effectivity
	day := func(i int) config.Date { return config.NewDate(2026, 1, i+1) }
	if from := rapid.IntRange(0, 3).Draw(t, "from"); from > 0 {
		e.From = day(from)
	}
	if until := rapid.IntRange(0, 4).Draw(t, "until"); until > 0 && day(until) > e.From {
		e.Until = day(until)
	}
	e.FromSerial = uint64(rapid.IntRange(0, 2).Draw(t, "from serial"))
	if until := uint64(rapid.IntRange(0, 3).Draw(t, "until serial")); until > max(e.FromSerial, 1) {
		e.UntilSerial = until
	}
	for _, plant := range []string{"P1", "P2", "P3"} {
		if rapid.Bool().Draw(t, plant) {
			e.Plants = append(e.Plants, plant)
		}
	}
	return e
}

// The variants of a position without conditions are refused if there is a point
// at which the position and two of them are in force.
func TestOverlapAgreesWithEveryPoint(t *testing.T) {
	cat := bomtest.Van(t)
	property.Check(t, func(t *rapid.T) {
		position := randomEffectivity(t)
		rows := make([]bom.Row, rapid.IntRange(2, 4).Draw(t, "variants"))
		for i := range rows {
			rows[i] = bom.Row{
				Level: 1, Position: "10", Part: string(rune('A' + i)), Quantity: config.Quantity{Amount: config.NewDecimal(1)},
				Effectivity: randomEffectivity(t), PositionEffectivity: position,
			}
		}
		overlap := false
		for day := range 6 {
			for serial := range 4 {
				for _, plant := range []string{"P1", "P2", "P3", "P4"} {
					at := config.Point{Date: config.NewDate(2026, 1, 1+day), Serial: uint64(serial + 1), Plant: plant}
					if in, err := position.Covers(at); err != nil || !in {
						continue
					}
					n := 0
					for _, r := range rows {
						if in, _ := r.Effectivity.Covers(at); in {
							n++
						}
					}
					overlap = overlap || n > 1
				}
			}
		}
		_, err := bom.NewStructure(cat, rows)
		if !overlap {
			require.NoError(t, err)
			return
		}
		require.ErrorContains(t, err, "their effectivities overlap")
		require.Equal(t, 1, strings.Count(err.Error(), "is used always"), "one defect")
	})
}
