package config

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/confspace/confspace/config/source"
)

// plantSeparators separate plants in some file; a reader would take a name
// with one of them for several plants.
const plantSeparators = " ,;|"

// plantHint describes a valid plant.
const plantHint = "a plant is one word of visible characters without , ; | and double quotes"

// CheckPlant returns an error unless name can be a plant, in files and in code:
// one word, of 1 to [MaxCode] bytes of printable characters, without space,
// comma, semicolon, bar and double quote.
func CheckPlant(name string) error {
	if strings.TrimSpace(name) == "" {
		return errors.New("a plant has no name")
	}
	if msg := codeDefect("plant", name); msg != "" {
		return errors.New(msg)
	}
	if i := strings.IndexAny(name, plantSeparators); i >= 0 {
		return fmt.Errorf("plant %s contains the character %q", clip(name), name[i])
	}
	return nil
}

// ParsePlants reads the plants of one cell, such as "P1|P2" or "P1 | P2", as
// [Effectivity] wants them: sorted, each once. Empty text gives none, which
// limits nothing. The error names the plant that is not valid or is named
// twice. The caller owns the slice.
func ParsePlants(text string) ([]string, error) {
	if text == "" {
		return nil, nil
	}
	plants := strings.Split(text, "|")
	for i, p := range plants {
		plants[i] = strings.Trim(p, " \t")
		if err := CheckPlant(plants[i]); err != nil {
			return nil, err
		}
	}
	slices.Sort(plants)
	for i := 1; i < len(plants); i++ {
		if plants[i] == plants[i-1] {
			return nil, fmt.Errorf("plant %s is named twice", plants[i])
		}
	}
	return plants, nil
}

// PlantError is the error of a plant that a catalog does not declare.
type PlantError struct {
	Plant string `json:"plant"`
	// Nearest is the declared plant nearest to the name; "" if none is near.
	Nearest string `json:"nearest"`
	// Declared are the catalog's plants; none if it names none.
	Declared []string `json:"declared,omitempty"`
}

// Error names the unknown plant and says what to do.
func (e *PlantError) Error() string { return e.msg() + ": " + e.hint() }

func (e *PlantError) msg() string {
	if e.Plant == "" {
		return "unknown plant"
	}
	return "unknown plant " + clip(e.Plant)
}

func (e *PlantError) hint() string {
	switch {
	case len(e.Declared) == 0 && e.Plant == "":
		return "the catalog declares no plants"
	case len(e.Declared) == 0:
		return fmt.Sprintf("the catalog declares no plants; write plants: [%s] below product: in options.yaml", e.Plant)
	case e.Nearest != "":
		return "did you mean " + e.Nearest + "?"
	}
	return "the catalog declares " + shorten(e.Declared)
}

// Plants returns the declared plants in the order of their declaration; none
// if the catalog has one plant, without a name. The slice is the catalog's; do
// not modify it.
func (c *Catalog) Plants() []string { return c.plants }

// CheckPlant returns a [*PlantError] unless the catalog declares the plant.
// An empty name is not an error. O(plants), without an allocation unless
// there is an error.
func (c *Catalog) CheckPlant(name string) error {
	if name == "" || slices.Contains(c.plants, name) {
		return nil
	}
	return unknownPlantError(name, c.plants)
}

func unknownPlantError(name string, declared []string) *PlantError {
	e := &PlantError{Plant: name, Declared: declared}
	e.Nearest, _ = source.Nearest(name, slices.Values(declared))
	return e
}

// unknownPlants returns the errors of the plants that are not declared.
// O(plants of both).
func unknownPlants(plants, declared []string) (errs []*PlantError) {
	known := make(map[string]bool, len(declared))
	for _, p := range declared {
		known[p] = true
	}
	for _, p := range plants {
		if !known[p] {
			errs = append(errs, unknownPlantError(p, declared))
		}
	}
	return errs
}

// report adds the error to a list, once for each plant; what names it.
func (e *PlantError) report(what string, list *source.List, defect func(msg, hint string) source.Defect) {
	d := defect(fmt.Sprintf("%s names the unknown plant %s", what, clip(e.Plant)), e.hint())
	d.Cause = e
	cause := unknownPlant{e.Plant}
	if len(e.Declared) == 0 {
		cause.name = ""
	}
	list.AddOnce(cause, d)
}

// unknownPlant is the cause of the defects of one undeclared plant; "" is that of
// all plants in a catalog that declares none.
type unknownPlant struct{ name string }

// CheckEffectivity reports the plants of an effectivity that the catalog does
// not declare: each once, at the first place that names it, with the number of
// other places. what names the owner of the effectivity, such as "rule R-7";
// defect makes a defect of its place. O(plants of both). It belongs to the kit for
// readers of files, see package source, and carries no compatibility promise.
func (c *Catalog) CheckEffectivity(e Effectivity, what string, list *source.List, defect func(msg, hint string) source.Defect) {
	if len(e.Plants) == 0 {
		return
	}
	for _, err := range unknownPlants(e.Plants, c.plants) {
		err.report(what, list, defect)
	}
}
