package bom

import (
	"encoding/json"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/solver"
)

type orderJSON struct {
	ID      string   `json:"id,omitempty"`
	Options []string `json:"options"`
	pointJSON
}

func orderOf(o config.Order) orderJSON {
	out := orderJSON{ID: o.ID, Options: o.Options, pointJSON: pointOf(o.Point())}
	if out.Options == nil {
		out.Options = []string{}
	}
	return out
}

// findingJSON is a finding of either kind.
type findingJSON struct {
	Kind       FindingKind `json:"kind"`
	Variants   []string    `json:"variants,omitempty"`
	Operations []string    `json:"operations,omitempty"`
	Mismatch   error       `json:"mismatch"`
	Witness    orderJSON   `json:"witness"`
}

// MarshalJSON writes kind, mismatch, variants (their part numbers) and the
// witness order.
func (f Finding) MarshalJSON() ([]byte, error) {
	out := findingJSON{Kind: f.Kind, Mismatch: f.Mismatch, Witness: orderOf(f.Witness)}
	for _, v := range f.Variants {
		for _, c := range f.Mismatch.Candidates {
			if c.Variant == v {
				out.Variants = append(out.Variants, c.Part)
			}
		}
	}
	return json.Marshal(out)
}

// MarshalJSON writes kind, mismatch, operations (their codes) and the witness
// order.
func (f CallFinding) MarshalJSON() ([]byte, error) {
	out := findingJSON{Kind: f.Kind, Mismatch: f.Mismatch, Witness: orderOf(f.Witness)}
	for _, o := range f.Operations {
		for _, c := range f.Mismatch.Consumers {
			if c.Operation == o {
				out.Operations = append(out.Operations, c.Code)
			}
		}
	}
	return json.Marshal(out)
}

type causeJSON struct {
	Kind   string `json:"kind"`
	Rule   string `json:"rule,omitempty"`
	Row    int    `json:"row,omitempty"` // from 1
	Family string `json:"family,omitempty"`
	Option string `json:"option,omitempty"`
	Chosen bool   `json:"chosen,omitempty"`
	Reason string `json:"reason,omitempty"`
	Text   string `json:"text"`
}

func (r *Refusal) causesJSON(causes []solver.Cause) []causeJSON {
	out := make([]causeJSON, len(causes))
	if len(causes) == 0 {
		return out
	}
	set, cat := r.space.Rules(), r.space.Catalog()
	for i, c := range causes {
		j := causeJSON{Text: c.String()}
		switch c.Kind {
		case solver.CauseRow:
			j.Kind, j.Row = "row", c.Row+1
			rule := set.Rule(c.Rule)
			j.Rule, j.Reason = rule.ID, rule.Reason
		case solver.CauseRule:
			j.Kind = "rule"
			rule := set.Rule(c.Rule)
			j.Rule, j.Reason = rule.ID, rule.Reason
		case solver.CauseFamily:
			j.Kind, j.Family = "family", cat.Family(c.Family).Code
		case solver.CauseParent:
			j.Kind, j.Option = "parent", cat.Code(c.Option)
		case solver.CauseOption:
			j.Kind, j.Option = "effectivity", cat.Code(c.Option)
		case solver.CauseLine:
			j.Kind, j.Option, j.Chosen = "line", cat.Code(c.Option), c.Chosen
		}
		out[i] = j
	}
	return out
}

// MarshalJSON writes the order, its verdict, what it breaks and the conflict
// that explains why it cannot be built; "minimal" says that every one of the
// causes in "explanation" is needed for it. A cause has its kind (line, rule,
// row, family, parent or effectivity), the codes it is about, and its text.
func (r *Refusal) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Order       orderJSON   `json:"order"`
		Verdict     string      `json:"verdict"`
		Void        bool        `json:"void,omitempty"`
		Broken      []causeJSON `json:"broken"`
		Explanation []causeJSON `json:"explanation"`
		Minimal     bool        `json:"minimal"`
	}{
		orderOf(r.Order), r.Report.Verdict.String(), r.Report.Void, r.causesJSON(r.Report.Broken),
		r.causesJSON(r.Explanation.Causes), r.Explanation.Minimal,
	})
}

// MarshalJSON writes the order, its verdict, the bill of material ("bom") and
// the routing, if there is one.
func (r *Resolution) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Order   orderJSON `json:"order"`
		Verdict string    `json:"verdict"`
		BOM     *Exact    `json:"bom"`
		Routing *Routing  `json:"routing,omitempty"`
	}{orderOf(r.Order), r.Report.Verdict.String(), r.Exact, r.Routing})
}
