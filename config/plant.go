package config

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// plantSeparators are what people write between plants in one file or another;
// a name with one of them would be several plants to some reader.
const plantSeparators = " ,;|"

// plantHint says what plants may be.
const plantHint = "a plant is one word of visible characters without , ; | and double quotes"

// CheckPlant returns an error unless name may name a plant, in whatever file or
// code: one word, of 1 to [MaxCode] bytes of printable characters, without
// space, comma, semicolon, bar and double quote.
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
// [Effectivity] wants them: sorted, each once. Empty text is no plants: it
// limits nothing. The error says which is no plant, or is named twice. The
// caller owns the slice.
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
