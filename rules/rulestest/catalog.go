package rulestest

import (
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest"
)

// Catalog returns a generator of catalogs with one to a given number of options,
// for conditions: trees of families of every cardinality, and attributes with
// and without units. With effective, options have effectivities. Codes are
// plain; [configtest.Catalog] draws odd ones too.
func Catalog(options int, effective bool) *rapid.Generator[*config.Catalog] {
	return rapid.Custom(func(t *rapid.T) *config.Catalog {
		return configtest.Catalog(t, configtest.Limits{Options: options, Attributes: 4, Effectivity: effective})
	})
}

// Point returns a generator of points with all their fields: date, serial
// number and plant.
func Point() *rapid.Generator[config.Point] { return rapid.Custom(configtest.Point) }
