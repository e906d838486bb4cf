package rulestest

import (
	"pgregory.net/rapid"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/configtest"
)

// Catalog returns a generator of catalogs with one to a given number of options,
// of everything that conditions can speak about: trees of families of every
// cardinality, attributes with and without units, codes that need quotes. With
// effective, options have effectivities.
func Catalog(options int, effective bool) *rapid.Generator[*config.Catalog] {
	return rapid.Custom(func(t *rapid.T) *config.Catalog {
		return configtest.Catalog(t, configtest.Limits{Options: options, Attributes: 4, Effectivity: effective, OddCodes: true})
	})
}

// Point returns a generator of points that give everything that an effectivity
// drawn here may depend on: date, serial number and plant.
func Point() *rapid.Generator[config.Point] { return rapid.Custom(configtest.Point) }
