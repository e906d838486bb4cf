package config

import (
	"fmt"
	"slices"
	"strings"

	"github.com/confspace/confspace/config/source"
)

// EffectivityKeys returns the keys that [ReadEffectivity] reads. It belongs to the kit for
// readers of files, see package source, and carries no compatibility promise.
func EffectivityKeys() []string {
	return []string{"from", "until", "from_serial", "until_serial", "plants"}
}

// ReadEffectivity reads the keys [EffectivityKeys] of an object, as every YAML file
// of a product writes them, and reports their defects, also plants that the catalog
// does not declare unless it is nil. A limit with a defect is left out of the
// result. It panics if o or list is nil. It belongs to the kit for
// readers of files, see package source, and carries no compatibility promise.
func ReadEffectivity(c *Catalog, o *source.Object, list *source.List) Effectivity {
	if c == nil {
		return readEffectivity(o, list, nil)
	}
	return readEffectivity(o, list, func(plants []string) []*PlantError { return unknownPlants(plants, c.plants) })
}

// readEffectivity is ReadEffectivity with a function that returns the undeclared
// plants; it is nil if the declared plants are not known.
func readEffectivity(o *source.Object, list *source.List, unknown func(plants []string) []*PlantError) Effectivity {
	if o == nil || list == nil {
		panic("config: ReadEffectivity needs an object and a list for defects; one is nil")
	}
	key := func(name string) limitText {
		text, n := o.String(name)
		if n == nil {
			return limitText{}
		}
		return limitText{name, text, n.Defect}
	}
	e := parseLimits(key("from"), key("until"), key("from_serial"), key("until_serial"), list)
	seen := make(map[string]*source.Node)
	for _, n := range o.Strings("plants") {
		if err := CheckPlant(n.Text); err != nil {
			list.Add(n.Defect(err.Error(), plantHint))
			continue
		}
		if seen[n.Text] != nil {
			list.Add(n.Defect(fmt.Sprintf("plant %s is named twice", n.Text), ""))
			continue
		}
		seen[n.Text] = n
		e.Plants = append(e.Plants, n.Text)
	}
	slices.Sort(e.Plants)
	if unknown == nil || len(e.Plants) == 0 {
		return e
	}
	for _, err := range unknown(e.Plants) {
		err.report(o.What(), list, seen[err.Plant].Defect)
		delete(seen, err.Plant)
	}
	e.Plants = slices.DeleteFunc(e.Plants, func(p string) bool { return seen[p] == nil })
	return e
}

// ParseEffectivity reads the cells from, until, from_serial, until_serial and
// plants of a row of a CSV file, and reports their defects like
// [ReadEffectivity]. [ParsePlants] reads the plants. Empty cells, the zero
// [source.Cell] among them, do not limit. Messages name the columns with a
// prefix before these words. It belongs to the kit for
// readers of files, see package source, and carries no compatibility promise.
func ParseEffectivity(prefix string, from, until, fromSerial, untilSerial, plants source.Cell, list *source.List) Effectivity {
	cell := func(name string, c source.Cell) limitText {
		if c.Text == "" {
			return limitText{}
		}
		return limitText{prefix + name, c.Text, c.Defect}
	}
	e := parseLimits(cell("from", from), cell("until", until), cell("from_serial", fromSerial), cell("until_serial", untilSerial), list)
	names, err := ParsePlants(plants.Text)
	if err != nil {
		list.Add(plants.Defect(err.Error(), "write P1|P2 for the plants P1 and P2"))
	}
	e.Plants = names
	return e
}

// limitText is the text of a limit; the zero value is an absent limit.
type limitText struct {
	name, text string
	defect     func(msg, hint string) source.Defect
}

// begin is the name of the limit at the other end.
func (l limitText) begin() string { return strings.Replace(l.name, "until", "from", 1) }

// parseLimits reads the dates and serial numbers of an effectivity.
func parseLimits(from, until, fromSerial, untilSerial limitText, list *source.List) (e Effectivity) {
	e.From, _ = parseLimit(from, ParseDate, list)
	e.FromSerial, _ = parseLimit(fromSerial, ParseSerial, list)
	if d, ok := parseLimit(until, ParseDate, list); ok && d <= e.From {
		list.Add(until.defect(fmt.Sprintf("never in force: %s %s is not after %s %s", until.name, d, until.begin(), e.From), until.name+" is the first day out of force"))
	} else {
		e.Until = d
	}
	first := max(e.FromSerial, 1)
	if n, ok := parseLimit(untilSerial, ParseSerial, list); ok && n <= first {
		list.Add(untilSerial.defect(fmt.Sprintf("never in force: %s %d is not after %s %d", untilSerial.name, n, untilSerial.begin(), first), untilSerial.name+" is the first serial number out of force"))
	} else {
		e.UntilSerial = n
	}
	return e
}

// parseLimit reads a limit and reports whether it has a value.
func parseLimit[T any](l limitText, parse func(string) (T, error), list *source.List) (v T, ok bool) {
	if l.defect == nil {
		return v, false
	}
	v, err := parse(l.text)
	if err != nil {
		list.Add(l.defect(l.name+": "+err.Error(), ""))
		var none T
		return none, false
	}
	return v, true
}
