package proof

import (
	"encoding/json"

	"github.com/confspace/confspace/bom/internal/tell"
)

// findingJSON is a finding of either kind.
type findingJSON struct {
	Kind       FindingKind    `json:"kind"`
	Variants   []string       `json:"variants,omitempty"`
	Operations []string       `json:"operations,omitempty"`
	Mismatch   error          `json:"mismatch"`
	Witness    tell.OrderJSON `json:"witness"`
}

// MarshalJSON writes kind, mismatch, variants (their part numbers) and the
// witness order.
func (f Finding) MarshalJSON() ([]byte, error) {
	out := findingJSON{Kind: f.Kind, Witness: tell.OrderOf(f.Witness)}
	if f.Mismatch == nil {
		return json.Marshal(out) // the zero Finding
	}
	out.Mismatch = f.Mismatch
	for _, v := range f.Variants {
		for _, c := range f.Mismatch.Candidates {
			if c.Variant == v {
				out.Variants = append(out.Variants, c.Part)
			}
		}
	}
	return json.Marshal(out)
}

// MarshalJSON writes kind, mismatch (or the cycle), operations (their codes) and
// the witness order.
func (f CallFinding) MarshalJSON() ([]byte, error) {
	out := findingJSON{Kind: f.Kind, Mismatch: f.fault(), Witness: tell.OrderOf(f.Witness)}
	if f.Cycle != nil {
		out.Operations = f.Cycle.Codes
		return json.Marshal(out)
	}
	if f.Mismatch == nil {
		return json.Marshal(out) // the zero CallFinding
	}
	for _, o := range f.Operations {
		for _, c := range f.Mismatch.Consumers {
			if c.Operation == o {
				out.Operations = append(out.Operations, c.Code)
			}
		}
	}
	return json.Marshal(out)
}
